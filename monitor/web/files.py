"""Every address of the web pages as a file, for GitHub Pages or any web server."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import RefusedError
from monitor.web.views import Views

MARKER = ".policy-monitor-site"  # only a folder with this file is written into again


def write_site(views: Views, folder: Path) -> int:
    """Write all pages; the number of files. What is there and no longer a page is removed.

    Raises RefusedError for a folder with other files in it.
    """
    marker = folder / MARKER
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise RefusedError(f"{folder} has files of something else in it; choose an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    before = marker.read_text().splitlines() if marker.exists() else []
    written = []
    for path in views.paths():
        answer = views.answer(path)
        if answer is None:  # a raw page that is damaged: its page says which it was
            continue
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != answer.body:
            file.write_bytes(answer.body)
        written.append(path)
    for path in set(before) - set(written):
        (folder / path).unlink(missing_ok=True)
    marker.write_text("\n".join(written) + "\n")
    (folder / ".nojekyll").touch()  # GitHub Pages serves the files as they are
    return len(written)

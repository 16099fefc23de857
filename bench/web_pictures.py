"""Pictures of the web pages for docs/: python bench/web_pictures.py FOLDER CHANGE DOCUMENT

FOLDER as bench/recorded_history.py makes it; CHANGE is a change's id, DOCUMENT a watch's.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from monitor.app import open_history  # noqa: E402 - once the repository is on the path
from monitor.config import load_config  # noqa: E402
from monitor.web.files import write_site  # noqa: E402
from monitor.web.views import Views  # noqa: E402
from tests.browser import browser  # noqa: E402

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
TALL = {"width": 1280, "height": 1300}  # down to the words of a change


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("change")
    parser.add_argument("document")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    parser.add_argument("--all", action="store_true", help="Every kind of page, each way.")
    args = parser.parse_args()
    os.chdir(args.folder)
    pages = {
        "change": f"changes/{args.change}.html",
        "document": f"documents/{args.document}/index.html",
        "index": "index.html",
        "facts": "facts.html",
    }
    shots = [(name, path, WIDE, "light") for name, path in pages.items()]
    shots[0] = ("change", pages["change"], TALL, "light")
    shots[-1] = ("facts", "facts.html", PHONE, "dark")
    if args.all:
        pages |= {name: f"{name}.html" for name in ("changes", "upcoming", "feeds")}
        shots = [
            (f"{name}-{size['width']}-{scheme}", path, size, scheme)
            for name, path in pages.items()
            for size in (WIDE, PHONE)
            for scheme in ("light", "dark")
        ]
    with tempfile.TemporaryDirectory() as made, browser() as opened:
        with open_history(load_config(Path("watchlist.yaml"))) as monitor:
            write_site(Views(monitor), Path(made) / "site")
        with served(Path(made) / "site") as base:
            for name, path, size, scheme in shots:
                tab = opened.new_page(viewport=size, color_scheme=scheme)
                tab.goto(base + path)
                tab.screenshot(path=str(args.out / f"web-{name}.png"))
                tab.close()


if __name__ == "__main__":
    main()

"""Make docs/alert.png, the README's picture, and docs/alert-phone-dark.png: a mail of the demo.

    python bench/alert_picture.py [chromium]

Needs Chromium (Debian: apt-get install chromium). The picture is what the demo's inbox received;
only the local address is replaced by the fictional platform's name.
"""

from __future__ import annotations

import argparse
import logging
import re
import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

import structlog
from rich.console import Console

from monitor.demo import run_story

DOCS = Path(__file__).resolve().parents[1] / "docs"
PICTURES = (("alert.png", 700, False), ("alert-phone-dark.png", 360, True))  # name, width, dark
STEP, DOCUMENT = 3, "Generative AI FAQ"
FRAME = '<body style="margin:0"><iframe src="mail.html" style="border:0;width:{}px;height:{}px">'
FLAGS = (
    "--headless",
    "--no-sandbox",  # it shows our own file only, and may run as root in a container
    "--hide-scrollbars",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def mail() -> str:
    """The HTML body of one alert of the demo."""
    with tempfile.TemporaryDirectory() as folder:
        days = run_story(Path(folder), Console(file=StringIO()))
    day = next(day for day in days if day.step.number == STEP)
    html = next(m.body for m in day.by_channel("mail") if DOCUMENT in m.title)
    return re.sub(r"http://127\.0\.0\.1:\d+", "https://www.alderlink.example", html)


def browser(chromium: str, *arguments: str) -> str:
    """One run of Chromium with an empty profile; its output."""
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *FLAGS, f"--user-data-dir={profile}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def main() -> None:
    """Write the picture as high as the mail is."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    parser = argparse.ArgumentParser(description="Make docs/alert.png, the README's picture.")
    parser.add_argument("chromium", nargs="?", default=shutil.which("chromium"))
    chromium = parser.parse_args().chromium
    if not chromium:
        raise SystemExit("Chromium was not found; name it: alert_picture.py /path/to/chromium")
    html = mail()
    for name, width, dark in PICTURES:
        picture(chromium, html, DOCS / name, width, dark)


def picture(chromium: str, html: str, target: Path, width: int, dark: bool) -> None:
    """The mail as wide as a screen, and as high as it is then.

    It stands in a frame: Chromium makes no window as narrow as a phone.
    """
    with tempfile.TemporaryDirectory() as folder:
        page, frame = Path(folder) / "mail.html", Path(folder) / "frame.html"
        measure = "<script>parent.document.title = document.body.scrollHeight</script></body>"
        page.write_text(html.replace("</body>", measure), encoding="utf-8")
        frame.write_text(FRAME.format(width, 100), encoding="utf-8")
        flags = ["--allow-file-access-from-files"]
        flags += ["--blink-settings=preferredColorScheme=0"] if dark else []
        dom = browser(chromium, *flags, "--dump-dom", frame.as_uri())
        height = int(re.search(r"<title>(\d+)</title>", dom)[1])
        frame.write_text(FRAME.format(width, height), encoding="utf-8")
        page.write_text(html, encoding="utf-8")
        size = f"--window-size={width},{height}"
        browser(chromium, *flags, size, f"--screenshot={target}", frame.as_uri())
    print(f"{target.name}: {width} x {height}, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

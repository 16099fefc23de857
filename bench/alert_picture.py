"""Make docs/alert.png, the README's picture: run the demo, take its best e-mail, photograph it.

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

TARGET = Path(__file__).resolve().parents[1] / "docs" / "alert.png"
STEP, DOCUMENT, WIDTH = 3, "Generative AI FAQ", 660
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
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        measure = "<script>document.title = document.body.scrollHeight</script></body>"
        page.write_text(html.replace("</body>", measure), encoding="utf-8")
        size = f"--window-size={WIDTH},100"
        dom = browser(chromium, size, "--dump-dom", page.as_uri())
        height = int(re.search(r"<title>(\d+)</title>", dom)[1])
        size = f"--window-size={WIDTH},{height}"
        browser(chromium, size, f"--screenshot={TARGET}", page.as_uri())
    print(f"{TARGET}: {WIDTH} x {height}, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

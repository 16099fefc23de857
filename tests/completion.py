"""What the shell would offer behind a line that somebody has typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def completed(folder: Path, words: str) -> list[str]:
    """The words that bash is given for the last one of a line, typed in a folder."""
    result = subprocess.run(
        [sys.executable, "-c", "from monitor.cli import main; main()"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={
            **os.environ,
            "_MONITOR_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        },
    )
    return [line.split(",")[1] for line in result.stdout.split()]

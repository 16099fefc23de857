"""What a question costs: CPU of `list`, `changes`, `health` and TAB, in starts of Python.

    python bench/question_cost.py FOLDER [--runs 10]    # FOLDER: with a watchlist.yaml

The least of all runs, as other work on the machine only adds.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

MONITOR = str(Path(sys.executable).with_name("monitor"))
TABS = {"TAB after monitor": "monitor ", "TAB after show": "monitor show "}


def seconds(command: list[str], folder: Path, runs: int, words: str = "") -> float:
    """The least CPU seconds of one run, user and system."""
    environ = dict(os.environ)
    if words:
        environ |= {"_MONITOR_COMPLETE": "zsh_complete", "COMP_WORDS": words}
        environ["COMP_CWORD"] = str(words.count(" "))
    least = float("inf")
    for _ in range(runs + 1):  # the first one reads the watchlist
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least = min(least, used)
    return least


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    args = parser.parse_args()
    start = seconds([sys.executable, "-c", "pass"], args.folder, args.runs)
    print(f"{'python -c pass':20} {start * 1000:6.1f} ms")
    rows = [(name, [MONITOR, name], "") for name in ("list", "changes", "health")]
    rows += [(name, [MONITOR], words) for name, words in TABS.items()]
    rows += [("import sqlalchemy", [sys.executable, "-c", "import sqlalchemy"], "")]
    for name, command, words in rows:
        used = seconds(command, args.folder, args.runs, words)
        print(f"{name:20} {used * 1000:6.1f} ms, {used / start:5.1f} times")


if __name__ == "__main__":
    main()

"""Changes missed and noise told on some fifty kinds of pages, forty of each, made from a seed.

python bench/shells.py [--each 40] [--seed 1] [--shell NAME] [--show]
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import monitor

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.builders import EVERY_SHELL
from tests.shells import Around, changed, media_type, noisy, policy


def main() -> int:
    """Print a line for each kind of page with a fault, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shell", default="")
    parser.add_argument("--show", action="store_true", help="what was missed, what was told")
    options = parser.parse_args()
    missed = told = pages = 0
    for name, shell in EVERY_SHELL.items():
        if options.shell not in ("", name):
            continue
        rng = random.Random(f"{name} {options.seed}")
        faults = [0, 0]
        for _ in range(options.each):
            before, around = policy(rng), Around()
            after, later = changed(before, rng), noisy(around, rng)
            for which, new in enumerate((after, before)):
                old_page, new_page = shell(before, around), shell(new, later)
                change = monitor.compare(old_page, new_page, media_type=media_type(name))
                wrong = (change.kind == "substantive") is bool(which)
                faults[which] += wrong
                if wrong and options.show:
                    print(f"  {name}: {'told' if which else 'missed'}: {change.summary}", later)
                    if not which:
                        print("   ", set(after.sections) - set(before.sections))
        pages += options.each
        missed, told = missed + faults[0], told + faults[1]
        if any(faults):
            print(f"{name:22}{faults[0]:4} missed {faults[1]:4} told of {options.each} each")
    print(f"{pages} changes, {missed} missed; {pages} noises, {told} told")
    return 1 if missed or told * 100 > pages else 0


if __name__ == "__main__":
    sys.exit(main())

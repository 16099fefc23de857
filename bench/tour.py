"""Three people's questions, asked of recorded pages: writes docs/tour.md.

    python bench/pairs_as_records.py /tmp/records PAIRS...      # see there
    python bench/recorded_history.py /tmp/recorded /tmp/records/*.jsonl
    python bench/tour.py /tmp/recorded

The texts are of Open Terms Archive (ODC-BY 1.0); only what answers is shown of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
SOLD = (
    "We do not sell personal information or share personal information for targeted or"
    " cross-contextual advertising purposes."
)
GROK, LINKEDIN = "grok-privacy-policy", "linkedin-privacy-policy"
WIDTH = 110  # columns of the terminal that is shown
_STYLE = re.compile(r"\x1b\[[0-9;]*m")

TOUR: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "A self-hoster: what changed, and is it worth my evening?",
        (
            ("What changed since the end of July?", "changes --since 2026-07-20", 24),
            ("What was that about AI training?", f"changes {GROK} --class ai-training", 9),
            ("And what else came with it?", "show f48076b4284e", 22),
            ("Word by word?", "diff f48076b4284e", 30),
        ),
    ),
    (
        "A privacy officer: who trains on what, who gets our data, since when?",
        (
            ("Who trains AI on what?", "facts --pivot --last", 34),
            (
                "What did LinkedIn change between October and March?",
                f"diff {LINKEDIN} 2025-10-15 2026-03-01",
                20,
            ),
            (
                "What became of what they say about retention?",
                "facts --class retention --between 2025-10-01 2026-08-15",
                20,
            ),
        ),
    ),
    (
        "A journalist: what did it say, and since when?",
        (
            ("What did it say on 1 October 2025?", f"show {LINKEDIN} --at '1 Oct 2025'", 12),
            (
                "Who speaks of training models now?",
                "search train* models --in current --limit 3",
                14,
            ),
            (
                "How long did it promise not to sell?",
                f"when {GROK} {shlex.quote(SOLD)}",
                3,
            ),
            (
                "How do I cite the promise that is gone?",
                f"cite {GROK} {shlex.quote(SOLD)} --at 2026-05-01 --as bibtex",
                12,
            ),
            (
                "And on a day on which nobody looked?",
                f"show {GROK} --at 2026-10-01",
                7,
            ),
        ),
    ),
)


def answered(folder: Path, command: str, lines: int) -> str:
    """What a command prints, its first lines, each cut at its end."""
    call = [sys.executable, "-m", "monitor", *shlex.split(command)]
    as_terminal = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm"}
    environ = {**os.environ, **as_terminal}
    done = subprocess.run(
        call, cwd=folder, capture_output=True, text=True, env=environ, check=False
    )
    shown = [_STYLE.sub("", line) for line in done.stdout.splitlines()]
    shown = [line[:WIDTH] + "…" * (len(line) > WIDTH) for line in shown]
    shown = shown[:lines] + ["…"] * (len(shown) > lines)
    notes = [_STYLE.sub("", line) for line in done.stderr.splitlines()]
    warnings = [line for line in notes if line.startswith("warning: ")]
    shown = [*warnings, *shown, *(line for line in notes if line not in warnings)]
    if done.returncode:
        shown.append(f"(exit code {done.returncode})")
    return "\n".join(line.rstrip() for line in shown)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    parts = [
        "# A tour\n\nThree people, and what they ask of eleven months of 25 recorded documents."
        " Made by `bench/tour.py`; the texts are from the\npublic collections of [Open Terms"
        " Archive](https://opentermsarchive.org) (ODC-BY 1.0), their addresses are made up. Long"
        " answers\nare cut.\n"
    ]
    for person, questions in TOUR:
        parts.append(f"## {person}\n")
        for question, command, lines in questions:
            answer = answered(folder, command, lines)
            parts.append(f"**{question}**\n\n```\n$ monitor {command}\n{answer}\n```\n")
    pictures = {"change": "A change", "document": "A version, its sentences by age"}
    pictures |= {"index": "The documents", "facts": "On a phone, in the dark"}
    parts.append("## The same in a browser\n\n`monitor web`, or `monitor site DIR` for files:\n")
    parts += [f"![{text}](web-{name}.png)\n" for name, text in pictures.items()]
    (DOCS / "tour.md").write_text("\n".join(parts))


if __name__ == "__main__":
    main()

"""Three people's questions, asked of recorded pages: writes docs/tour.md.

    python bench/recorded_history.py /tmp/recorded RECORD... --since 2025-11-01
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
GROK, GITHUB = "grok-privacy-policy-privacy-policy", "github-terms-of-service"
CLAUDE = "claude-ai-privacy-policy-privacy"
WIDTH = 110  # columns of the terminal that is shown
_STYLE = re.compile(r"\x1b\[[0-9;]*m")

TOUR: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "A self-hoster: what changed, and is it worth my evening?",
        (
            ("What changed since August?", "changes --since 2026-08-01 --kind substantive", 26),
            ("What was that about GitHub and my code?", f"changes {GITHUB}", 12),
            ("And what else came with it?", f"diff {GITHUB} 2026-04-01 2026-05-01", 30),
        ),
    ),
    (
        "A privacy officer: who trains on what, who gets our data, since when?",
        (
            ("Who trains AI on what?", "facts --pivot --last", 34),
            (
                "What did Anthropic change between November and July?",
                f"diff {CLAUDE} 2025-11-15 2026-07-15",
                22,
            ),
            (
                "What became of what they say about retention?",
                "facts --class retention --between 2025-11-15 2026-08-15",
                20,
            ),
        ),
    ),
    (
        "A journalist: what did it say, and since when?",
        (
            ("What did it say on 1 December 2025?", f"show {GROK} --at '1 Dec 2025'", 12),
            (
                "Who speaks of training models now?",
                "search train* models --in current --limit 3",
                14,
            ),
            (
                "How long did xAI promise not to sell?",
                f"when {GROK} {shlex.quote(SOLD)}",
                3,
            ),
            (
                "How do I cite the promise that is gone?",
                f"cite {GROK} {shlex.quote(SOLD)} --at 2026-01-15 --as bibtex",
                12,
            ),
            (
                "And on a day on which nobody saw the page?",
                f"show {GROK} --at 2026-04-01",
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
    pages = (folder / "watchlist.yaml").read_text().count('"url": ')
    parts = [
        f"# A tour\n\nThree people, and what they ask of ten months of {pages} recorded pages, each"
        " as it was looked at two or more times a\nday. Made by `bench/tour.py`; the pages are from"
        " the public collections of [Open Terms\nArchive](https://opentermsarchive.org) (ODC-BY"
        " 1.0); those of which no address was recorded got a made-up one. Long answers\nare"
        " cut.\n"
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

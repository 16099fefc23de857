"""Three people's questions, asked of recorded pages: writes docs/tour.md.

    python bench/recorded_history.py /tmp/recorded RECORD...    # see there
    python bench/tour.py /tmp/recorded

The pages are of Open Terms Archive (ODC-BY 1.0); of their texts only what answers is shown.
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
GEMINI = "google-generative-ai-services-privacy-policy-13594961"
SUBPROCESSORS = "claude-ai-data-processor-agreement-subprocessors"
CHATS = "Temporary chats are not used to train Google’s AI models."
CLAUDE = "claude-ai-terms-of-service"
WIDTH = 110  # columns of the terminal that is shown
_STYLE = re.compile(r"\x1b\[[0-9;]*m")

TOUR: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "A self-hoster: what changed, and is it worth my evening?",
        (
            ("What changed since the beginning of August?", "changes --since 2026-08", 16),
            ("What was that about AI training?", "show 7341055bc449", 16),
            ("And word by word?", "diff 2fdc9c4fd56f", 14),
        ),
    ),
    (
        "A privacy officer: who trains on what, who gets our data, since when?",
        (
            ("Who trains AI on what?", "facts --pivot --last", 30),
            (
                "Which processors came between May and August?",
                f"diff {SUBPROCESSORS} 2026-05-01 2026-08-01",
                16,
            ),
            (
                "What became of what they say about retention?",
                "facts --class retention --between 2026-02-01 2026-08-15",
                20,
            ),
        ),
    ),
    (
        "A journalist: what did it say, and since when?",
        (
            (
                "What did the terms say on 1 May?",
                f"show {CLAUDE} --at '1 May 2026'",
                9,
            ),
            ("Who speaks of training now?", "search 'train*' --in current --limit 3", 12),
            (
                "Since when does it promise that?",
                f"when {GEMINI} {shlex.quote(CHATS)}",
                3,
            ),
            (
                "How do I cite it?",
                f"cite {GEMINI} {shlex.quote(CHATS)} --at 2026-08-01 --as bibtex",
                10,
            ),
            (
                "And on a day on which nobody looked?",
                f"show {GEMINI} --at 2026-10-01",
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
        "# A tour\n\nThree people, and what they ask of seven months of recorded pages. Made by"
        " `bench/tour.py`; the pages are from the public collections of\n[Open Terms Archive]"
        "(https://opentermsarchive.org) (ODC-BY 1.0). Long answers are cut.\n"
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

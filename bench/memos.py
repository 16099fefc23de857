"""Our line beside the title that analysts gave to the same change; judged by a person.

    python bench/memos.py MEMOS.jsonl[.zst] [--table bench/memos.md]

A line of MEMOS holds id, service, terms, at, media_type, old, new and memo_title. The table keeps
the judgement of a line that is still the same; of any other it has "?" until somebody judges it:

    carries   the line says the memo's point
    partly    a part of it, or the point without its way
    misses    another point of the change; true
    misleads  a reader would believe what is not so
    silent    no alert: taken for editorial or noise

Memos: Open Terms Archive, https://opentermsarchive.org/en/memos, ODC-BY 1.0.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import Any

from pairs import read, seen_on

from monitor.api import compare
from monitor.model import Change, Kind

TABLE = Path(__file__).with_name("memos.md")
JUDGEMENTS = ("carries", "partly", "misses", "misleads", "silent")
_ROW = re.compile(r"^\| (?P<id>m\d+) \| .* \| (?P<line>.*) \| (?P<judgement>\S+) \|$", re.MULTILINE)


def cell(text: str) -> str:
    """Text for one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def line_of(change: Change) -> str:
    """What an alert says; nothing where there is none."""
    return cell(change.summary) if change.kind is Kind.SUBSTANTIVE else f"({change.kind})"


def judged(table: Path) -> dict[tuple[str, str], str]:
    """The judgements of a table by id and line."""
    if not table.exists():
        return {}
    rows = _ROW.finditer(table.read_text("utf-8"))
    return {(row["id"], row["line"]): row["judgement"] for row in rows}


def rows(memos: Path, known: dict[tuple[str, str], str]) -> list[tuple[str, ...]]:
    """id, whose document and when, the analyst's title, our line, the judgement."""
    found = []
    for memo in read(memos):
        change = compare(memo["old"], memo["new"], memo["media_type"], on=seen_on(memo))
        line = line_of(change)
        judgement = (
            "silent" if change.kind is not Kind.SUBSTANTIVE else known.get((memo["id"], line))
        )
        found.append((memo["id"], of(memo), cell(memo["memo_title"]), line, judgement or "?"))
    return found


def of(memo: dict[str, Any]) -> str:
    """Whose document, which, and when it changed."""
    name = (
        memo["terms"] if memo["service"] == "sanitized" else f"{memo['service']}, {memo['terms']}"
    )
    return f"{cell(name)}, {memo['at'][:10]}"


def written(found: list[tuple[str, ...]]) -> str:
    """The table with its counts above."""
    counts = Counter(row[-1] for row in found)
    said = ", ".join(f"{counts[name]} {name}" for name in (*JUDGEMENTS, "?") if counts[name])
    head = (
        "# Lines beside the titles of memos\n\n"
        "Written by `python bench/memos.py`; judged by hand, the words are explained there. Titles:"
        " memos of [Open Terms Archive](https://opentermsarchive.org/en/memos), ODC-BY 1.0.\n\n"
        f"Of {len(found)}: {said}.\n\n"
        "| | document | analyst's title | our line | |\n|---|---|---|---|---|\n"
    )
    return head + "".join(f"| {' | '.join(row)} |\n" for row in found)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("memos", type=Path)
    parser.add_argument("--table", type=Path, default=TABLE)
    options = parser.parse_args()
    found = rows(options.memos, judged(options.table))
    options.table.write_text(written(found), encoding="utf-8")
    print(Counter(row[-1] for row in found))


if __name__ == "__main__":
    main()

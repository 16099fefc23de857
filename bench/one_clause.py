"""Put one clause into a page, take one out or turn one around: is it told, first and in the line?

    python bench/one_clause.py PAIRS.jsonl[.zst] [LABELS.jsonl] [--seed N] [--list]

With LABELS (a kind for each pair) the clause is put between two versions whose difference matters
to nobody, which is what it has to be told from; without them the newer version stands on both
sides. English pages only. "came" puts one of CLAUSES somewhere into a paragraph, "went" takes a
sentence of six words or more out of one, "turned" puts a "not" behind a "may", "will" or "can".
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pairs import read, seen_on

from monitor.api import compare
from monitor.model import Kind

LONG = 200  # characters of a paragraph that a clause is put into
LEAST = 6  # words of a sentence that is taken out
SHOWN = 30  # characters from which a clause is known again
CLAUSES = (
    "We may share your contact list with advertising partners.",
    "Deleted messages stay on our servers for 12 months.",
    "Minors need a letter from a parent.",
    "All disputes are resolved by binding individual arbitration.",
    "Photos help to train our generative models.",
    "The price rises to $14.99 in March.",
    "Moderators may listen to voice recordings.",
    "Exports are discontinued.",
    "Profiles are public by default.",
    "Our parent company in Singapore receives a copy.",
    "Dormant accounts are removed after six months.",
    "Sellers pay 8% on each sale.",
    "Screenshots are taken every ten minutes.",
    "Only residents of Canada may enter.",
    "Refunds are paid as vouchers.",
    "Drones are forbidden.",
    "The keys belong to the landlord.",
    "A deposit of €200 is required.",
    "Your employer can see your calendar.",
    "Courses start in October.",
)
_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_MAY = re.compile(r"\b(?:may|will|can)\b(?! not)")

Edit = Callable[[list[str], random.Random], str]


def came(sentences: list[str], draw: random.Random) -> str:
    """Put a clause among the sentences."""
    clause = draw.choice(CLAUSES)
    sentences.insert(draw.randrange(len(sentences) + 1), clause)
    return clause


def went(sentences: list[str], draw: random.Random) -> str:
    """Take a sentence out; "" where none is long enough."""
    long = [s for s in sentences if len(s.split()) >= LEAST] if len(sentences) > 1 else []
    if long:
        sentences.remove(gone := draw.choice(long))
        return gone
    return ""


def turned(sentences: list[str], draw: random.Random) -> str:
    """Put a "not" into a sentence; "" where none says what may be."""
    said = [(n, m.end()) for n, s in enumerate(sentences) for m in _MAY.finditer(s)]
    if not said:
        return ""
    n, end = draw.choice(said)
    sentences[n] = f"{sentences[n][:end]} not{sentences[n][end:]}"
    return sentences[n]


def edited(pair: dict[str, Any], old: str, edit: Edit, draw: random.Random) -> tuple[str, str]:
    """(the newer text with one edit in a paragraph that both have, the clause); "" for none."""
    lines, theirs = pair["new"].split("\n"), set(old.split("\n"))
    whole = [
        n
        for n, line in enumerate(lines)
        if len(line) > LONG and line.endswith(".") and line[0] not in "#|>" and line in theirs
    ]
    if not whole:
        return "", ""
    n = draw.choice(whole)
    sentences = _ENDS.split(lines[n])
    clause = edit(sentences, draw)
    lines[n] = " ".join(sentences)
    return "\n".join(lines), clause


def answers(pairs: Iterator[dict[str, Any]], idle: bool, edit: Edit, seed: int) -> Iterator[Any]:
    """For each page that can be edited: the change, the clause and the page's id."""
    draw = random.Random(seed)
    for pair in pairs:
        old = pair["old"] if idle else pair["new"]
        text, clause = edited(pair, old, edit, draw)
        if clause:
            yield compare(old, text, pair["media_type"], on=seen_on(pair)), clause, pair["id"]


def main() -> None:
    """Edit every page in each of the three ways, and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="the pages whose clause is not told")
    args = parser.parse_args()
    kinds: dict[str, str] = {}
    if args.labels:
        kinds = {r["id"]: r["kind"] for r in map(json.loads, args.labels.open(encoding="utf-8"))}
    english = [p for p in read(args.pairs) if p.get("lang", "en") == "en"]
    pairs = [p for p in english if not kinds or kinds.get(p["id"], "") in ("noise", "editorial")]
    for edit in (came, went, turned):
        found: Counter[str] = Counter()
        for change, clause, name in answers(iter(pairs), bool(kinds), edit, args.seed):
            part = clause.rstrip(".")[:SHOWN]
            first = [text for p in change.points[:1] for text in (p.old, p.new) if text]
            found["pages"] += 1
            found["told"] += change.kind is Kind.SUBSTANTIVE
            found["refused"] += bool(change.reason)
            found["first"] += any(part in text for text in first)
            found["line"] += part in change.summary
            if args.list and change.kind is not Kind.SUBSTANTIVE:
                print(name, change.kind, clause[:90], "|", change.summary[:90])
        print(edit.__name__, dict(found))


if __name__ == "__main__":
    main()

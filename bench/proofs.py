"""Hold every finding of labelled pairs of versions against both whole documents.

    python bench/proofs.py PAIRS.jsonl[.zst] [--limit N] [--list]

Of each finding: words quoted as said stand in the new text, words quoted as removed stand in the
old text and no longer in the new one, and so do the words before; what an alert marks as gone is
what the finding calls removed. Of each fact of a sentence: one that is told as new is not stated in
the old document, one that is told as gone not in the new one. Exit code 1 where any is not so.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from pairs import read, seen_on

from monitor.classify import classify
from monitor.diff import diff
from monitor.extract import extract
from monitor.facts.reader import facts
from monitor.model import Change, Document, Finding
from monitor.render.wording import proofs

# Values that say nothing without the sentence that they are said of.
OF_ITS_SENTENCE = ("retention", "default", "opt-out", "retroactive", "basis", "notice")


def text_of(document: Document) -> str:
    """All that the document says, headings too, one block a line, in plain spaces."""
    parts = []
    for section in document.sections:
        parts += section.path[-1:]
        parts += [block.text for block in section.blocks]
    return "\n".join(" ".join(part.split()) for part in parts)


def stands(quote: str, text: str) -> bool:
    """Does a quote stand in a text, apart from where it was cut?"""
    return all(" ".join(piece.split()) in text for piece in quote.split("…"))


def violations(change: Change, old: Document, new: Document) -> Iterator[tuple[str, Finding]]:
    """What is told and is not so, with the finding that tells it."""
    before, after = text_of(old), text_of(new)
    for f in change.findings:
        if f.side == "removed":
            if not stands(f.quote, before):
                yield "removed, and never said", f
            if f.quote and stands(f.quote, after):
                yield "removed, and still said", f
        elif not stands(f.quote, after):
            yield "said, and not in the new text", f
        elif f.side == "added" and stands(f.quote, before):
            yield "added, and said before", f
        if f.quote_before and not stands(f.quote_before, before):
            yield "words before that never stood", f
    yield from _facts(change, old, new)
    for proof in proofs(change.findings, date(2026, 1, 1)):
        told = [f for f in change.findings if f.quote.strip() == proof.quote]
        if told and all((f.side == "removed") != proof.gone for f in told):
            yield "gone told as said, or the reverse", told[0]


def _facts(change: Change, old: Document, new: Document) -> Iterator[tuple[str, Finding]]:
    stated = [f for f in change.findings if f.rule.startswith("fact-")]
    if not stated:
        return
    was, now = ({(f.cls, f.fact, f.new) for f in facts(d)} for d in (old, new))
    for f in stated:
        replaced = f.old and f.new and f.fact in OF_ITS_SENTENCE
        if f.old and not replaced and (f.cls, f.fact, f.old) in now:
            yield "gone, and still stated", f
        alone = f.new and not f.old and f.fact not in OF_ITS_SENTENCE
        if alone and (f.cls, f.fact, f.new) in was:
            yield "new, and stated before", f


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--list", action="store_true", help="every violation, one a line")
    args = parser.parse_args()
    count: Counter[str] = Counter()
    findings, times = 0, []
    for pair in islice(read(args.pairs), args.limit):
        old, new = (extract(pair[side], pair["media_type"]) for side in ("old", "new"))
        began = time.process_time()
        change = classify(diff(old, new), on=seen_on(pair))
        times.append(time.process_time() - began)
        findings += len(change.findings)
        for why, f in violations(change, old, new):
            count[why] += 1
            if args.list:
                print(pair["id"], why, f.rule, f.old, f.new, repr(f.quote[:160]), sep=" | ")
    print(f"{len(times)} pairs, {findings} findings, {sum(count.values())} violations")
    for why, number in count.most_common():
        print(f"{number:6} {why}")
    print(f"compared in {statistics.median(times) * 1000:.1f} ms (median)")
    raise SystemExit(1 if count else 0)


if __name__ == "__main__":
    main()

"""Where the editions of one document differ: compare-variants."""

from __future__ import annotations

import click
from rich.text import Text

from monitor.cli.diffing import print_sections, section_json
from monitor.cli.output import Output, count
from monitor.cli.session import Session, command
from monitor.diff import diff
from monitor.errors import NotFoundError
from monitor.model import Comparison


@command(
    "compare-variants",
    "monitor compare-variants meta-privacy-policy",
    "monitor compare-variants meta-privacy-policy --side-by-side --exit-code",
)
@click.argument("entry", metavar="ID")
@click.option("-s", "--side-by-side", "beside", is_flag=True, help="The first variant on the left.")
@click.option("--full", is_flag=True, help="Differing paragraphs whole.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when two of them differ.")
def compare_variants(
    session: Session, out: Output, entry: str, beside: bool, full: bool, exit_code: bool
) -> None:
    """Where the variants of a document differ as they stand now: each against the first.

    ID: that of the entry in the watchlist, without @ and the name of a variant.
    """
    ids = [w.id for w in session.outline().watches if w.entry == entry and w.id != entry]
    if not ids:
        raise NotFoundError(f"no watch {entry!r} with `variants` in the watchlist")
    with session.read() as monitor:
        known = set(monitor.storage.watch_ids())
        documents = {i: monitor.storage.current_document(i) for i in ids if i in known}
    unseen = [i for i in ids if documents.get(i) is None]
    seen = [(i, document) for i in ids if (document := documents.get(i)) is not None]
    if len(seen) < 2:
        raise NotFoundError(
            f"{entry}: nothing to compare, no version yet of {', '.join(unseen) or 'a second one'}"
        )
    (first, base), *others = seen
    found = [(i, diff(base, document)) for i, document in others]
    if out.as_json:
        pairs = [_pair_json(first, i, comparison) for i, comparison in found]
        out.json({"id": entry, "variants": ids, "unseen": unseen, "pairs": pairs})
    else:
        for other, comparison in found:
            _print(out, first, other, comparison, beside=beside, full=full)
        for name in unseen:
            out.note(f"{name} has no version yet")
    if exit_code and any(comparison.sections for _, comparison in found):
        raise click.exceptions.Exit(3)


def _pair_json(first: str, other: str, comparison: Comparison) -> dict[str, object]:
    sections = [section_json(section) for section in comparison.sections]
    return {"old": first, "new": other, "same": not sections, "sections": sections}


def _print(
    out: Output, first: str, other: str, comparison: Comparison, *, beside: bool, full: bool
) -> None:
    number = len(comparison.sections)
    head = f"{first} and {other}"
    differ = f"{count(number, 'section')} differ{'s' if number == 1 else ''}" if number else "same"
    out.line(Text(head, style="bold"), f": {differ}")
    if number:
        print_sections(out, comparison.sections, first, other, beside=beside, full=full)

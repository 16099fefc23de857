"""Entries of a list whose every entry has a heading of its own: cookies, partners, categories.

What stands below such a heading is said of its neighbours too ("Collected: Yes"); the news is that
it is said of this one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from monitor.classify import edit_wording
from monitor.extract.phrases import is_dated
from monitor.model import Block, BlockKind, Comparison, Document, Finding, SectionDiff
from monitor.text.scripts import count_words

MOST_WORDS = 80  # below a heading of one entry
NEIGHBOURS = 2  # that say the same below headings of their own, or it is not a list
TITLE = 12  # words of a heading that names an entry


def entries(comparison: Comparison) -> Iterator[Finding]:
    """One finding for each entry that came or went with its heading; of no class of its own
    where the heading names no company.
    """
    alone = [s for s in comparison.sections if s.fate in ("added", "removed")]
    if not alone:
        return
    said = {new: _said(d) for new, d in ((True, comparison.new), (False, comparison.old))}
    titles = {new: _titles(d) for new, d in ((True, comparison.new), (False, comparison.old))}
    for section in alone:
        came = section.fate == "added"
        title = section.path[-1] if section.path else ""
        if not title or title.casefold() in titles[not came] or not _is_entry(section, title):
            continue
        keys = [block.key for block in _below(section)]
        parent = section.path[:-1]
        if keys and any(len(said[came][parent, key]) > NEIGHBOURS for key in keys):
            yield Finding(
                cls="data-sharing" if _company(title) else "",
                fact="entry",
                quote=title,
                section=section.path,
                old=None if came else title,
                new=title if came else None,
                rule="entry-added" if came else "entry-removed",
                words=(title,),
            )


def _is_entry(section: SectionDiff, title: str) -> bool:
    size = sum(count_words(block.text) for block in _below(section))
    short = size <= MOST_WORDS and count_words(title) <= TITLE
    return short and not is_dated(title) and all(d.fate == section.fate for d in section.blocks)


def _below(section: SectionDiff) -> list[Block]:
    blocks = (diff.new or diff.old for diff in section.blocks)
    return [block for block in blocks if block and block.kind is not BlockKind.HEADING]


def _company(title: str) -> bool:
    return bool(edit_wording.lists().company.intersection(edit_wording.words(title)))


def _said(document: Document) -> defaultdict[tuple[tuple[str, ...], str], set[str]]:
    """What is said below the headings of one parent: the headings that say it."""
    found: defaultdict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
    for section in document.sections:
        if section.path:
            for block in section.blocks:
                found[section.path[:-1], block.key].add(section.path[-1])
    return found


def _titles(document: Document) -> frozenset[str]:
    return frozenset(s.path[-1].casefold() for s in document.sections if s.path)

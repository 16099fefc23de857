"""A point as a reader is shown it: its side, and the page's words, cut between words only. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from monitor.model import Change, Finding, Point, SectionDiff
from monitor.render.excerpts import section_name
from monitor.render.wording import proofs
from monitor.text.safe import clean
from monitor.text.sentences import end_of, start_of

QUOTE_WORDS = 34
SIDE_WORDS = 24  # of each side where a point has two
OPENING = 10  # words by which two quotations show that they are of the same part
CHARACTERS = 400  # of a quotation whose words are addresses or have no spaces between them
STAMP = 14  # words of a line that only dates the document
SENTENCE = 2_000  # characters in which the ends of a quotation's sentence are looked for

_DATED = re.compile(r"(?:takes effect|in effect since|act by|dated|date|deadline)\b.*\d{4}", re.I)
_PLACES = re.compile(  # the line has them
    r"(?:Now also|No longer|Not in) .*\([A-Z]{2,3}(?:-\w+)?\)|.*\([A-Z]{2,3}(?:-\w+)?\): removed"
)
_WORDS = re.compile(r"\w+")
# A word with the space behind it; Chinese and Japanese may be cut between any two characters.
_PIECES = re.compile(r"[\u3040-\u9fff\uf900-\ufaff]\s?|[^\s\u3040-\u9fff\uf900-\ufaff]{1,300}\s*")
# What counts a heading or an entry: "5.", "3.7", "(b)", "§ 4", "Section 12:".
_NUMBER = re.compile(
    r"^\W*(?:(?:section|article|artikel|part|teil|clause|§)\s*)?"
    r"(?:\d{1,2}(?:\.\d{1,2})+(?:[.):]|(?=\s+(?-i:[A-ZÀ-Þ])))|\d{1,2}[.):]|[ivxIVX]{1,5}[.)]|[a-zA-Z][.)])\s+(?=\S)",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,5})[.):\]]+")
_OF_DOCUMENT = re.compile(
    r"^(?:these?|this|the|our|diese|die|ces?|cette|les?|la|estas?|los|las|queste|le)?\W*(?:\w+\W+){0,4}"
    r"(?:policy|policies|terms|agreement|notice|conditions?|version|statement|effective|rules"
    r"|guidelines|richtlinie|bedingungen|stand|gültig|fassung|politique|conditions|vigueur|política"
    r"|términos|condiciones|vigor|versione|condizioni|informativa)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One point as shown: which side its words are of, and the words."""

    side: str  # "New", "Removed", "Changed", "Moved", "Also here", "No longer here"
    old: str
    new: str
    section: str = ""
    label: str = ""  # what a finding made of it, where no point says it
    # The words that went and came, where it has both sides, whatever is shown of them. Two points
    # with the same ones say the same of two places.
    edit: tuple[str, str] | None = None

    @property
    def quotes(self) -> tuple[tuple[str, str], ...]:
        """(side, words) to show, at most two."""
        if self.old and self.new:
            return (("Was", self.old), ("Now", self.new))
        return ((self.side, self.new or self.old),)


def flat(text: str) -> str:
    """The words alone: what two texts are compared by."""
    return " ".join(_WORDS.findall(text.casefold()))


def of_points(change: Change, document: str) -> list[Said]:
    """The change's points in their order; after the first without those that tell nothing.

    A point says nothing of its own when only the number before it differs, or when it only dates
    the document: the dates that matter have their own lines.
    """
    sides = {"added": "New", "removed": "Removed", "changed": "Changed"}
    dated = [f for f in change.findings if f.fact == "date" and f.quote]
    said = []
    for place, point in enumerate(change.points):
        if place and (_only_numbers(point) or _only_dates(point, dated)):
            continue
        old, new = (
            _with_ends(text or "", point, change.sections) for text in (point.old, point.new)
        )
        moved = bool(old and new) and point.side == "moved"
        if moved:
            old = ""
        edit = _edit(old, new) if old and new else None
        if old and new and place:  # the line holds the first one's words
            old, new = _abreast(*_sentences(point, change.sections), old, new)
        elif old and new:
            old, new = cut_apart(old, new, SIDE_WORDS)
        else:
            old, new = cut(old, QUOTE_WORDS), cut(new, QUOTE_WORDS)
        if not old and not new:
            new = cut(point.text, QUOTE_WORDS)
        section = section_name(point.section[-2:]) if point.section else ""
        if flat(section) == flat(document):
            section = ""
        side = "Now" if point.old and point.side == "changed" else sides.get(point.side, "")
        side = side or ("Moved" if moved else "Also here" if point.new else "No longer here")
        said.append(Said(side, old, new, section, edit=edit))
    return said


def _sentences(point: Point, sections: Iterable[SectionDiff]) -> tuple[str, str]:
    """The whole sentences, before and after, that a point's words are from; else its words."""
    old, new = point.old or "", point.new or ""
    for section in sections:
        if point.section not in (section.old_path, section.new_path, section.path):
            continue
        for block in section.blocks:
            if block.old and block.new and old in block.old.text and new in block.new.text:
                return _sentence(block.old.text, old), _sentence(block.new.text, new)
    return old, new


def _sentence(text: str, words: str) -> str:
    at = text.find(words)
    begin = start_of(text, at, within=SENTENCE)
    return text[begin : end_of(text, at + len(words) - 1, within=SENTENCE)]


def _abreast(before: str, after: str, old: str, new: str) -> tuple[str, str]:
    """Two sides that a reader can compare: of the same part of the sentences `before` and `after`.

    The words of a point, `old` and `new`, were cut from each of them for itself. Where too much
    differs to stand side by side, and they do not speak of the same, only what holds now is left.
    """
    a, b = (_PIECES.findall(clean(text).strip()) for text in (before, after))
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    differs = max(len(a), len(b)) - start - end
    if differs <= SIDE_WORDS:
        return cut_apart(before, after, max(SIDE_WORDS, differs + 10))
    gone, came = set(flat(old).split()[:OPENING]), set(flat(new).split()[:OPENING])
    if 2 * len(gone & came) >= min(len(gone), len(came)):
        return cut_apart(old, new, SIDE_WORDS)
    return "", cut(new, QUOTE_WORDS)


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words they begin with alike."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((n for n, (x, y) in pairs if x.strip() != y.strip()), min(len(a), len(b)))


def _edit(old: str, new: str) -> tuple[str, str]:
    before, after = (Counter(flat(text).split()) for text in (old, new))
    went, came = before - after, after - before
    return " ".join(sorted(went.elements())), " ".join(sorted(came.elements()))


def of_findings(findings: Sequence[Finding], line: str, today: date) -> list[Said]:
    """What the classes' rules found beyond the line, of a change that has no points."""
    said = []
    others = [finding for finding in findings if finding.fact != "date"]
    for proof in proofs(others or findings, today):  # the dates have lines of their own
        labels = [
            label
            for label in proof.labels
            if not _DATED.match(label)
            and not _PLACES.match(label)
            and flat(label) not in flat(line)
        ]
        quote = cut(proof.quote, QUOTE_WORDS)
        if not quote and not labels:
            continue
        section = section_name(proof.section[-2:]) if proof.section else ""
        old, new = (quote, "") if proof.gone else ("", quote)
        side = "Removed" if proof.gone else "Says"
        said.append(Said(side, old, new, section, "; ".join(labels)))
    return said


def distinct(said: Iterable[Said], shown: Iterable[str], before: Iterable[Said]) -> Iterator[Said]:
    """Those that say something beyond the lines in `shown`, the points `before` and each other."""
    texts, edits = list(shown), {one.edit for one in before}
    for one in said:
        if told(one, texts) or (one.edit and one.edit in edits):
            continue
        edits.add(one.edit)
        yield beyond(one, texts)
        texts += [flat(words) for _, words in one.quotes]


def told(said: Said, shown: Iterable[str]) -> bool:
    """Do the lines above hold all its words already?"""
    texts = list(shown)
    return all(any(flat(words) in text for text in texts) for _, words in said.quotes)


def first_beyond(said: Said, line: str) -> Said | None:
    """The first point, or the side of it, that its line leaves open; None where it says all.

    “a” → “b”: “… b …” is both sides: of the former sentence no word is left that is news.
    """
    if told(said, (line,)):
        return None
    left = beyond(said, (line,))
    went = said.edit[0] if said.edit is not None else left.old
    known = set(line.split())
    return None if left.side == "Was" and set(flat(went).split()) <= known else left


def beyond(said: Said, shown: Iterable[str]) -> Said:
    """The side that the lines above do not hold, where they hold the other."""
    if not said.old or not said.new:
        return said
    texts = list(shown)
    if any(flat(said.new) in text for text in texts):
        return replace(said, side="Was", new="")
    if any(flat(said.old) in text for text in texts):
        return replace(said, side="Now", old="")
    return said


def cut(text: str, words: int, characters: int = CHARACTERS) -> str:
    """At most this many words, never a part of one, "…" where some are missing."""
    pieces = _PIECES.findall(clean(text).strip())
    # A cut that saves three words only costs readers.
    most = len(pieces) if len(pieces) <= words + 3 else words
    used = accumulate(map(len, pieces))
    most = min(most, max(1, sum(size <= characters for size in used)))
    if most == len(pieces):
        return "".join(pieces).strip()
    return "".join(pieces[:most]).rstrip(" ,;·…") + " …"


def cut_apart(old: str, new: str, words: int) -> tuple[str, str]:
    """Both sides around where they begin to differ, this many words of each."""
    before, after = (_PIECES.findall(clean(text).strip()) for text in (old, new))
    start = max(0, _common(before, after) - 6)
    if max(len(before), len(after)) <= words + 3 or start < 4:
        start = 0
    lead = "… " if start else ""
    return lead + cut("".join(before[start:]), words), lead + cut("".join(after[start:]), words)


def _with_ends(words: str, point: Point, sections: Iterable[SectionDiff]) -> str:
    """The words with "…" where the sentence that they are from begins earlier or goes on."""
    if not words:
        return ""
    for section in sections:
        if point.section not in (section.old_path, section.new_path, section.path):
            continue
        for block in section.blocks:
            for side in (block.new, block.old):
                at = side.text.find(words) if side is not None else -1
                if side is None or at < 0:
                    continue
                end = at + len(words)
                begin = start_of(side.text, at, within=SENTENCE)
                stop = end_of(side.text, end - 1, within=SENTENCE)
                lead = "… " if flat(side.text[begin:at]) else ""
                return f"{lead}{words}{' …' if flat(side.text[end:stop]) else ''}"
    return words


def _only_numbers(point: Point) -> bool:
    """Does only the number before it differ, or is such a number all of it?"""
    if not point.old or not point.new:
        return _NUMBER_ALONE.fullmatch(point.old or point.new or "") is not None
    old, new = (_NUMBER.sub("", text) for text in (point.old, point.new))
    return flat(old) == flat(new)


def _only_dates(point: Point, dated: Iterable[Finding]) -> bool:
    """Is it a short line that says of when the document is, or from when it holds, and no more?"""
    text = point.new or point.old or ""
    words = flat(text)
    if not words or len(words.split()) > STAMP:
        return False
    return any(
        (words in flat(finding.quote) or flat(finding.quote) in words)
        and (finding.role == "updated" or _OF_DOCUMENT.search(text) is not None)
        for finding in dated
    )

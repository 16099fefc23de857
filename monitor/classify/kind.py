"""How much a change matters: noise, editorial or substantive, by the strongest of its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.classify.date_roles import with_roles
from monitor.classify.date_sense import puts_off
from monitor.classify.edit_wording import letters, lists, unread, words
from monitor.classify.edited import judge_part
from monitor.classify.parts import WORDINGS, Part, noise, whole
from monitor.classify.surroundings import Context
from monitor.classify.word_order import JOINS
from monitor.diff.turned_signs import turned
from monitor.model import Block, BlockKind, Comparison, DateChange, Document, Kind, SectionDiff
from monitor.text.sentences import split

CONTACT_WORDS = 12
STYLE_WORDS = 6  # that came or went in a mere other way to say it
SERVERS_DAYS = 3  # between two looks, in which such a date moves along
WITHOUT_SUBJECT, NAMES = "reworded-without-subject", "another-name"
CONTACT_LINE = "contact-line"
LOCALE_WORDS = 8
SENTENCE = 300  # characters of a block that says one thing of a day
_NAMES = ("label", "label-repeated", "link-list", "heading", "reworded")
_WHOLE = ("added", "removed", "entry", "party-or-address", "notice-added")
_ORDER = (Kind.NOISE, Kind.EDITORIAL, Kind.SUBSTANTIVE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A kind with the rule that gave it and the words that decided."""

    kind: Kind
    rule: str
    words: tuple[str, ...] = ()


def judge(
    comparison: Comparison,
    *,
    dates: Sequence[DateChange],
    regions_added: Sequence[str],
    regions_removed: Sequence[str],
    classes: Sequence[str],
    familiar: Callable[[], bool],
    on: date | None,
) -> Judgement:
    """The kind of a change: that of its strongest part, and why.

    `familiar` says whether the page is about what the classes know; asked only where it decides.
    Without `on` no date counts as one to come.
    """
    if comparison.empty:
        listed = _contents(comparison.old) != _contents(comparison.new)
        if listed:
            return Judgement(Kind.EDITORIAL, "table-of-contents")
        return Judgement(Kind.NOISE, "nothing-differs")
    future = in_force_later(dates, on)
    found = judge_parts(comparison, dates, bool(future))
    if _back_from_an_error(found):
        return Judgement(Kind.NOISE, "came-back-from-an-error")
    if _other_spelling(found):
        return Judgement(Kind.EDITORIAL, "locale-variant")
    best = max(found, key=_weight, default=Part(Kind.EDITORIAL, "moved-or-renamed"))
    if best.kind is Kind.SUBSTANTIVE:
        subjects = set(classes) - {"effective-date"} if _read(comparison) else None
        if why := _of_no_matter(
            comparison, found, _says_the_same(found, dates, subjects, familiar)
        ):
            best = Part(Kind.EDITORIAL, why, best.words)
    if best.kind is not Kind.SUBSTANTIVE and _servers_day(dates, on):
        return Judgement(Kind.NOISE, "the-servers-day")
    places = (*regions_added, *regions_removed)
    beside = _by_what_it_says(best, places, future, lambda: _day_moved(comparison, on))
    if beside is None and best.kind is Kind.NOISE and any(d.role for d in dates):
        beside = Judgement(Kind.EDITORIAL, "date")
    return beside or Judgement(best.kind, best.rule, best.words)


def _of_no_matter(comparison: Comparison, found: Sequence[Part], why: str) -> str:
    """Why what is worded otherwise says the same, unless the rest of the change says more."""
    if why == CONTACT_LINE and len(found) > 1 and _says_more_or_less(comparison):
        return ""  # what came beside another address is on whatever it is on
    if why and _on_courts(comparison):
        return ""
    return "" if why == WITHOUT_SUBJECT and _puts_off(comparison) else why


def _by_what_it_says(
    best: Part, places: Sequence[str], future: str, day_moved: Callable[[], str]
) -> Judgement | None:
    """Substantive by its places and days, though its strongest part is less, or only a name."""
    if places and best.rule in (*_NAMES, "date", "pointer"):
        return Judgement(Kind.SUBSTANTIVE, "region", tuple(places))
    if best.kind is not Kind.SUBSTANTIVE and future:
        return Judgement(Kind.SUBSTANTIVE, "in-force-later", (future,))
    if best.kind is Kind.EDITORIAL and (moved := day_moved()):
        return Judgement(Kind.SUBSTANTIVE, "day-moved", (moved,))
    return None


def _contents(document: Document) -> list[str]:
    """A document's table of contents, which is made of its headings and says nothing else."""
    reasons = ("a table of contents", "in a table of contents")
    return [b.key for b in document.boilerplate if b.boilerplate in reasons]


def _servers_day(dates: Sequence[DateChange], on: date | None) -> bool:
    """Does the page print the day on which it is asked for, or the one beside it?"""
    if on is None or len(dates) != 1 or not (dates[0].old and dates[0].new):
        return False
    try:
        old, new = (date.fromisoformat(day) for day in (dates[0].old, dates[0].new))
    except ValueError:  # a month without a day
        return False
    return abs((new - on).days) <= 1 and 0 < (new - old).days <= SERVERS_DAYS


def _day_moved(comparison: Comparison, on: date | None) -> str:
    """The day that a sentence names in the place of another one, where one of them lies ahead and
    no word that is known says what happens on it: "the fare changes round on 5 November".
    """
    today = on.isoformat() if on else ""
    language = comparison.new.language or comparison.old.language
    blocks = (b for s in comparison.sections for b in s.blocks)
    for old, new in ((b.old.text, b.new.text) for b in blocks if b.old and b.new):
        if not today or max(len(old), len(new)) > SENTENCE:
            continue
        was, now = with_roles(old, language), with_roles(new, language)
        gone = [f for f in was if f.iso not in {g.iso for g in now}]
        came = [f for f in now if f.iso not in {f.iso for f in was}]
        unsaid = [f.role in ("", "other") for f in (*gone, *came)]
        if unsaid == [True, True] and gone and came:
            day = max(gone[0].iso, came[0].iso)
            if day > today[: len(day)]:
                return came[0].iso
    return ""


def _weight(part: Part) -> tuple[int, int, int]:
    """Strongest first; that something moved tells least, even less than what noise came with it."""
    order = _ORDER.index(part.kind)
    return (-1 if part.rule == "moved" else order, order, part.size)


def _back_from_an_error(parts: Sequence[Part]) -> bool:
    """Parts that would count, but whose surroundings show that the policy did not change."""
    heavy = [p for p in parts if p.kind is Kind.SUBSTANTIVE]
    error = any(p.kind is Kind.NOISE and p.rule == "error" for p in parts)
    return error and all(p.rule in _WHOLE for p in heavy)


def _other_spelling(parts: Sequence[Part]) -> bool:
    """British here and American there: the few other words that differ are of that country too."""
    heavy = [p for p in parts if p.kind is Kind.SUBSTANTIVE]
    respelled = any(p.respelled for p in parts) and len(parts) > 1
    worded = all(p.rule in WORDINGS and p.rule != "more-or-fewer-words" for p in heavy)
    return respelled and worded and sum(p.size for p in heavy) <= LOCALE_WORDS


def _paragraphs(comparison: Comparison) -> Iterator[tuple[list[str], list[str]]]:
    """The sentences of each block that changed, before and after."""
    for section in comparison.sections:
        for block in section.blocks:
            if block.old and block.new:
                yield split(block.old.text), split(block.new.text)


def _says_more_or_less(comparison: Comparison) -> bool:
    """Has a paragraph that changed more sentences than before, or fewer?"""
    return any(len(was) != len(now) for was, now in _paragraphs(comparison))


def _on_courts(comparison: Comparison) -> bool:
    """Does a sentence that took one's place say which law holds, or where one goes to court?"""
    courts = lists().courts
    return any(
        one != other and not courts.isdisjoint(words(other))
        for was, now in _paragraphs(comparison)
        if len(was) == len(now)
        for one, other in zip(was, now, strict=True)
    )


def _puts_off(comparison: Comparison) -> bool:
    """Is something put off, paused or called off, or no more? Whatever it is, it is no style."""
    blocks = [b for s in comparison.sections for b in s.blocks if b.old and b.new]
    return any(puts_off(b.old.text) != puts_off(b.new.text) for b in blocks if b.old and b.new)


def _read(comparison: Comparison) -> bool:
    """Is the text in a language of which the word lists know the small words?"""
    language = comparison.new.language or comparison.old.language
    blocks = (b for s in comparison.sections for b in s.blocks)
    text = " ".join(block.text for b in blocks for block in (b.old, b.new) if block)
    return not unread(text, language)


def _says_the_same(
    parts: Sequence[Part],
    dates: Sequence[DateChange],
    subjects: set[str] | None,
    familiar: Callable[[], bool],
) -> str:
    """Some other words, on no subject that the classes know, or only on how to reach someone.

    `subjects` is None where a lack of classes means nothing. Where the page as a whole is not
    `familiar` any word on no known subject may be the one that matters, except a name.
    """
    heavy = [p for p in parts if p.kind is Kind.SUBSTANTIVE]
    rules = {p.rule for p in heavy}
    if rules == {"notice-added"} and not dates and any(p.rule == "notice-removed" for p in parts):
        return "notice-reworded"
    if subjects is None or not rules <= set(WORDINGS):
        return ""
    if not subjects:
        few = sum(p.size for p in heavy) <= STYLE_WORDS
        named = rules <= {NAMES} or (_reworded(heavy) and familiar())
        return WITHOUT_SUBJECT if few and named and not _mirrored(heavy) else ""
    words = {w for p in heavy for w in p.words}
    many = sum(p.size for p in heavy) > CONTACT_WORDS
    told = words & (lists().party | lists().deed | lists().keeping) or _another_way(heavy)
    told = told or any(map(_a_way_more_or_less, heavy))
    if subjects != {"contact-entity"} or many or told:
        return ""
    return CONTACT_LINE


def _reworded(parts: Sequence[Part]) -> bool:
    """Did words take the place of others? One that did so alone may matter, as one more may, and
    how many it holds for, what is done with data and by what means.
    """
    rules = {part.rule for part in parts}
    alone = len(parts) == 1 and rules == {"another-word"}
    wider = any((lists().every | lists().deed) & set(part.words) for part in parts) or _another_way(
        parts
    )
    return rules <= {NAMES, "words", "another-word"} and not alone and not wider


def _another_way(parts: Sequence[Part]) -> bool:
    """Is something to be done by other means: "call us" and "use the form"?"""
    ways = lists().ways
    return any(len({ways[word] for word in p.words if word in ways}) > 1 for p in parts)


def _a_way_more_or_less(part: Part) -> bool:
    """Did nothing but a means come or go: "by post [-or e-mail-]"? No address is put right so."""
    known = lists()
    alone = part.rule in ("more-or-fewer-words", "one-word")
    means = known.ways.keys() & set(part.words)
    return alone and bool(means) and set(part.words) <= means | known.function | JOINS


def _mirrored(parts: Sequence[Part]) -> bool:
    """Did two words change places, each of them now said of what the other one was?"""
    swaps = {p.words for p in parts if len(p.words) == len(set(p.words)) > 1}
    return any(words[::-1] in swaps for words in swaps)


def judge_parts(
    comparison: Comparison, dates: Sequence[DateChange] = (), future: bool = False
) -> list[Part]:
    """Every differing block by itself, in order."""
    days = frozenset(iso for d in dates for iso in (d.old, d.new) if iso)
    context = Context(comparison, days, future)
    parts: list[Part] = []
    for section in comparison.sections:
        if _laid_out_anew(section):
            parts += [noise("laid-out-anew") for _ in section.blocks]
        else:
            parts += [judge_part(block, section, context) for block in section.blocks]
    return parts


def untold(document: Document) -> list[tuple[Block, str]]:
    """The blocks of which it would not be told that they came or went, each with the rule.

    What counts as text on the page and what is judged as text are asked of the same rules: so
    whoever wants to know which blocks count is shown both.
    """
    context = Context(Comparison(replace(document, sections=()), document, ()))
    found = [
        (block, whole(block, section.path, context, added=True))
        for section in document.sections
        for block in section.blocks
    ]
    return [(block, part.rule) for block, part in found if part.kind is Kind.NOISE]


def _laid_out_anew(section: SectionDiff) -> bool:
    """The cells of a table's rows each by itself, or the other way round: the same words.

    Where all were rows and still are, a cell that stands elsewhere is another answer.
    """
    sides: list[Counter[str]] = [Counter(), Counter()]
    kinds: set[bool] = set()
    if any(d.old and d.new and turned(d.old, d.new) for d in section.blocks):
        return False
    for diff in section.blocks:
        for side, block in zip(sides, (diff.old, diff.new), strict=True):
            if block is not None:
                kinds.add(block.kind is BlockKind.ROW)
                side.update(letters(cell) for cell in block.text.split(" | "))
    return len(kinds) > 1 and sides[0] == sides[1]


def told(comparison: Comparison) -> Comparison:
    """The comparison without what is not policy text, where anything else is left.

    What navigation came and went beside a clause says nothing about the clause.
    """
    context = Context(comparison)
    kept: list[SectionDiff] = []
    dropped = False
    for section in comparison.sections:
        blocks = tuple(
            b for b in section.blocks if judge_part(b, section, context).kind is not Kind.NOISE
        )
        if len(blocks) < len(section.blocks):
            dropped = True
            section = replace(section, blocks=blocks)  # noqa: PLW2901
        if blocks or section.fate in ("moved", "renamed"):
            kept.append(section)
    if not dropped or not any(s.blocks for s in kept):
        return comparison
    return replace(comparison, sections=tuple(kept))


def in_force_later(dates: Sequence[DateChange], on: date | None) -> str:
    """The first date in force or deadline after `on` that was set or put off, or that was to come
    and now is over; "" none."""
    if on is None:
        return ""
    today = on.isoformat()
    later = (
        d.new
        for d in dates
        if d.new
        and d.role in ("effective", "deadline")
        and max(d.new, d.old or "") > today[: len(d.new)]
    )
    return next(later, "")

"""One edit of a block, and whether it is only a number, a date or a pointer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from monitor.classify import edit_wording
from monitor.classify.date_roles import role_of, said_of_days
from monitor.classify.dates import Found, find
from monitor.classify.forms import boilerplate
from monitor.classify.rules import load
from monitor.classify.surroundings import Context
from monitor.classify.written import without_year
from monitor.languages import alternatives
from monitor.model import BlockDiff, Op, Span
from monitor.text.relative_times import AGO, relative_times
from monitor.text.scripts import count_words, length, unspaced
from monitor.text.sentences import spans

SMALL_LETTERS = 3  # letters of a word that a title may leave small
REFERENCE_WORDS = 20
_DATES = 1_000  # dates of one paragraph that an edit is held against
_DATE_WORD = re.compile(r"^(?:\d{1,4}(?:st|nd|rd|th)?|of|the|de|du|[^\W\d]{3,12})$", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(section|table|below|above|page|here|paragraph|link|article)s?\b", re.I)
_COUNTED = ("%", "$", "€", "£", "¥")
_BESIDE_CUE = 6  # widths of the letters around a cue where no spaces are: "更新日："
_TIME = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.;:)\]|]|\band|\bor)\s*\(?$")
_CLOSED = re.compile(r"[.):]$|^\d+\.\d")  # "4." and "4.2" may open a clause, "4" may not
_CITES = re.compile(
    r"(?:\b(?:sections?|clauses?|paragraphs?|articles?|annex|appendix|exhibit|tables?"
    r"|figures?|schedules?)|§)\s*$",
    re.I,
)
_NAMED = re.compile(rf"\b(?:{alternatives('labels', 'by')}) [^\W\d_a-zß-ÿ]")
_OF_A_PAGE = re.compile(r"(?:https?://|www\.)[^\s/]+/\w\S*")


class Hunk(NamedTuple):
    """One edit and the text before and after it."""

    old: str
    new: str
    before: str
    after: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What was deleted and what was inserted, without nothing."""
        return tuple(t for t in (self.old, self.new) if t)


def hunks_of(diff: BlockDiff) -> list[Hunk]:
    """The edits of a changed block, in order."""
    hunks: list[Hunk] = []
    before = deleted = ""
    for span in (*diff.spans, Span(Op.EQUAL, "")):
        if span.op is Op.DELETE:
            deleted = span.text
            continue
        inserted = span.text if span.op is Op.INSERT else ""
        if span.op is Op.EQUAL and hunks and not hunks[-1].after:
            hunks[-1] = hunks[-1]._replace(after=span.text[:20])
        if deleted or inserted:
            after = "" if inserted else span.text[:20]
            hunks.append(
                Hunk(edit_wording.plain(deleted), edit_wording.plain(inserted), before, after)
            )
        before = (before + span.text)[-40:]
        deleted = ""
    return hunks


def numbers(hunk: Hunk, language: str = "") -> bool:
    """Is an edit only the number of a clause or list entry, where such a number stands?"""
    if not all(map(edit_wording.is_numbering, hunk.texts)):
        return False
    if language and _of_a_day(hunk, language):
        return False
    if _CITES.search(hunk.before):
        return True
    if hunk.after.lstrip().startswith(_COUNTED) or hunk.before.rstrip().endswith(_COUNTED):
        return False  # "2.9%" numbers no clause
    closed = all(_CLOSED.search(t) for t in hunk.texts) or hunk.after.lstrip()[:1] in tuple(".):")
    after = hunk.after.lstrip()[:1]  # "30 days" at the start does not number a clause
    plain = not edit_wording.plain(hunk.before) and (closed or not after or after.isupper())
    return (plain or (closed and bool(_OPENS.search(hunk.before)))) and bool(hunk.texts)


def _of_a_day(hunk: Hunk, language: str) -> bool:
    """Is it the number of a day: "14 June: last day to apply"?"""
    after = hunk.after.lstrip()
    near = (f"{text.strip()}{'' if after.startswith('.') else ' '}{after}" for text in hunk.texts)
    return any(day.start == 0 for text in near for day in without_year(text, language))


def is_reference(hunk: Hunk, language: str) -> bool:
    """One pointer to another place of the text for another, or only the number of a clause."""
    if all(map(_REFERENCE.search, (hunk.old, hunk.new))):
        left = chain(
            *edit_wording.left_over(*(edit_wording.words(text) for text in (hunk.old, hunk.new)))
        )
        known = edit_wording.lists()
        weighty = any(w in known.quantity or w in known.negation or w in known.modal for w in left)
        return not weighty and max(count_words(t) for t in hunk.texts) <= REFERENCE_WORDS
    return numbers(hunk, language) or _is_link(hunk)


def _is_link(hunk: Hunk) -> bool:
    """The address of a page in the place of its title: "at https://acme.test/fees" and "at Fees &
    Charges". A company's name is no title.
    """
    titles = [t for t in (hunk.old, hunk.new) if not _OF_A_PAGE.fullmatch(t.strip())]
    if len(titles) != 1 or not titles[0]:
        return False
    named = [w for w in titles[0].split() if len(w) > SMALL_LETTERS and w[0].isalpha()]
    company = edit_wording.lists().company.intersection(edit_wording.words(titles[0]))
    return (
        0 < len(named) <= REFERENCE_WORDS
        and all(w[0].isupper() for w in named)
        and not company
        and not any(sign.isdigit() for sign in titles[0])
    )


def is_date(hunk: Hunk, old: str, new: str, context: Context) -> bool:
    """Is an edit nothing but (a part of) a date that is reported separately?"""
    for text, around in ((hunk.old, old), (hunk.new, new)):
        dates, words_of_dates = _dates(around, context.language)
        if text and _stands_in(text, dates):
            continue
        words = edit_wording.words(text)
        if not all(map(_DATE_WORD.match, words)):
            return False
        if words and not words_of_dates.intersection(words):
            return False
    return bool(context.dates) or _is_line(new)


def labels_a_date(old: str, new: str, context: Context) -> bool:
    """Are the words that differ none but those that label a date, which is the same in whatever
    form? Not "stories end on 3 June" and "polls end on 3 June". "Updated a week ago" has a day too.
    """
    texts = tuple(relative_times(text) for text in (old, new))
    found = [tuple(find(text, context.language)) for text in texts]
    ours, theirs = ({f.iso for f in side} for side in found)
    if not (ours or theirs):
        return False
    day_for_ago = [AGO in text for text in texts] == [not ours, not theirs]
    if ours != theirs and not day_for_ago:
        return False
    bare = (_without(text.replace(AGO, " "), days) for text, days in zip(texts, found, strict=True))
    left = edit_wording.left_over(*(edit_wording.words(text) for text in bare))
    label = label_words(f"{old} | {new}") | _weekdays()
    return not any(edit_wording.significant(w) or w not in label for w in chain(*left))


def dates_the_edition(old: str, new: str, language: str) -> bool:
    """Do two lines say nothing but when the document was updated, and by whom: "Stand: Sonntag,
    3. Mai", "Last modified by Tom Lund on 21 June 2026, 10:12. See all updates"?
    """
    beside: list[str] = []
    for text in (old, new):
        days = tuple(find(text, language)) or tuple(without_year(text, language))
        if not days or any(role_of(text, d, 0, len(text))[0] != "updated" for d in days):
            return False
        bare = _TIME.sub(" ", _without(text, days))
        beside.append(" ".join(part for part in _parts(bare) if not boilerplate(part)))
    return not any(map(_more_than_a_label, beside)) and not _says_otherwise(
        beside[0], beside[1], language
    )


def _says_otherwise(old: str, new: str, language: str) -> bool:
    """Beside a day, does anything but a person's name differ: "Free returns", a company? In German
    every noun looks like a name.
    """
    known = edit_wording.lists()
    words = [edit_wording.words(text) for text in (old, new)]
    left = [*chain(*edit_wording.left_over(*words))]
    if left and not known.company.isdisjoint(chain(*words)):
        return True
    named = not language.startswith("de") or _NAMED.search(old) or _NAMED.search(new)
    label = label_words(f"{old} {new}") | known.pointer | _weekdays()
    denies = known.negation | known.modal
    return any(w in denies or (not named and w not in label) for w in left)


_LAST = re.compile(alternatives("labels", "last"), re.IGNORECASE)  # "last", before "updated"


def _more_than_a_label(rest: str) -> bool:
    """Does a line say more than that its day is the document's, and who made it?"""
    if unspaced(rest):
        bare = said_of_days(rest).replace(" ", "")
        return length(rest) - length(bare) > _BESIDE_CUE
    named = " ".join(word for word in rest.split()[1:] if word[:1].isupper())
    label = {*label_words(rest), *edit_wording.words(named), *edit_wording.lists().pointer}
    said = (w for w in edit_wording.words(rest) if not _LAST.fullmatch(w))
    return any(w not in label | _weekdays() for w in said)


def _parts(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


def _without(text: str, days: tuple[Found, ...]) -> str:
    for day in reversed(days):
        text = f"{text[: day.start]} {text[day.end :]}"
    return text


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(load("dates")["weekdays"].split())


def label_words(text: str) -> frozenset[str]:
    """The words of a text that label its days, and those round them that say nothing."""
    known = edit_wording.lists()
    said = edit_wording.words(said_of_days(text.lower()))
    return known.function | known.document | {*said, *map(edit_wording.same_spelling, said)}


@lru_cache(maxsize=4)
def _is_line(text: str) -> bool:
    return count_words(text) <= 12


@lru_cache(maxsize=4)  # each of a text's many edits asks
def _dates(text: str, language: str) -> tuple[str, frozenset[str]]:
    """The dates of a text, each once, with NUL between them, and the words they consist of."""
    found = dict.fromkeys(text[f.start : f.end] for f in find(text, language))
    dates = list(found)[:_DATES]
    return "\0".join(dates), frozenset(w for date in dates for w in edit_wording.words(date))


def _stands_in(text: str, dates: str) -> bool:
    """Is an edit a part of a date, no number cut: "11月3" of "2025年11月3日"?"""
    if text not in dates:
        return False
    before = r"(?<!\d)" if text[0].isdigit() else ""
    after = r"(?!\d)" if text[-1].isdigit() else ""
    return bool(re.search(before + re.escape(text) + after, dates))


def words_of(hunks: Iterable[Hunk], side: int) -> list[str]:
    """The words of one side of edits: 0 the old, 1 the new."""
    return [w for h in hunks for w in edit_wording.words(h[side])]

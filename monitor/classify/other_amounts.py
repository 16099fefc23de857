"""Prices, shares and periods that took each other's place: "5%" and "6.5%", "30 days". Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from monitor.classify.edit_wording import lists
from monitor.classify.edits import Edit, Span
from monitor.classify.rules import load
from monitor.languages import alternatives, table
from monitor.model import Finding
from monitor.text.short_answers import UNIT, UNITS

UNIT_KNOWN = 5  # characters of a period by which it is known: "30 pä"
SOLD_WITHIN = 25  # characters behind a share that say of what it is
BESIDE = 8  # characters before two amounts that are the same where one took the other's place
_AMOUNT = re.compile(r"[$€£¥]?\d[\d.,]*(?:%| ?[$€£¥]| \w{2,9})?")
_COUNTED = re.compile(r" ?[a-zà-ÿ]{3,}")  # "2 billion", "5 devices"
_OF_A_DAY = re.compile(r"[A-Z]\w{1,10} $")  # "May 3" is no amount
_YEAR = re.compile(r"(?:19|20)\d\d")
_CURRENCIES = ("$", "€", "£", "¥")
_NAMED = r"(?:zł|Kč|kr|Ft|lei|EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|[Ee]uros?|[Dd]ollars?)\b"
_MONEY = re.compile(rf"%| ?(?:[$€£¥]|{_NAMED})")

# An amount of money by itself, in whatever currency.
_PRICE = re.compile(
    r"[$€£¥] ?\d[\d.,]*(?<![.,])"
    rf"|(?<!\d)(?<!\d[.,])\d[\d.,]*(?<![.,]) ?(?:[$€£¥円元원₽]|{_NAMED})"
)
# How often: "a day", "every 15 minutes", "each month".
_OFTEN = re.compile(
    rf"\b(?:{alternatives('prices', 'how_often')})(?: \d{{1,3}})? ?(?:{UNITS})(?![\w-])"
)
_PERIOD = re.compile(  # wherever it stands
    rf"(?<![\d.,])\d{{1,3}} ?(?:(?:{UNITS}|{alternatives('periods', 'words')})(?![\w-])"
    rf"|(?:{alternatives('periods', 'unspaced')}))",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?<!\d)(?<!\d[.,])\d[\d.,]* ?%")
# What a reader gets, or may claim, is no price.
_GOT = re.compile(
    r"""\b(?:compensat\w+|insured|prizes?|rewards?|awards?|bount\w+|wins?|refund\w*|cashback|credits?|bonus\w*|receives?
        |earn\w*|paid\ to|pay\ you|donat\w+|limits?|maxim\w+|lawful|assets|worth|registered
        |\w*[ck]apital\w*|turnover|exceed\w*|stake|invest\w*)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def replaced(edit: Edit) -> tuple[str, str] | None:
    """The one amount of a sentence that took another's place, whatever else of it changed: to say
    "a fee of 6.5%, from 11 April" hides that it was 5%.
    """
    behind: dict[str, list[Span]] = defaultdict(list)  # what came, by the words before it
    for first, last in edit.added:
        behind[edit.new[max(0, first - BESIDE) : first]].append((first, last))
    found = [
        (old, new)
        for start, end in edit.removed
        if start >= BESIDE
        for first, last in behind.get(edit.old[start - BESIDE : start], ())
        if not _OF_A_DAY.search(edit.new, max(0, first - 12), first)
        and _AMOUNT.fullmatch(old := _counted(edit.old, start, end))
        and _AMOUNT.fullmatch(new := _counted(edit.new, first, last))
        and not (_YEAR.fullmatch(old) and _YEAR.fullmatch(new))  # with a quarter before it
    ]
    return found[0] if len(found) == 1 else None


def costs_or_lasts(edit: Edit) -> bool:
    """Did a price, a share or a period take another's place, in digits or in words: "one reading
    a day", "a reading every 15 minutes"?
    """
    if edit.side != "changed" or edit.passage.heading:
        return False
    pairs = [replaced(edit)]
    if len(edit.removed) == len(edit.added) == 1:
        pairs.append((_said(edit.old, *edit.removed[0]), _said(edit.new, *edit.added[0])))
    if any(pair and pair[0] != pair[1] and all(map(_measured, pair)) for pair in pairs):
        return True
    if charges_now(edit):
        return True
    was, now = edit.old.casefold(), edit.new.casefold()
    return _another(_OFTEN, was, now) or other_amount(was, now)


def charges_now(edit: Edit) -> bool:
    """Does a sentence name a price that named none: "Lockers are free", and "cost £5 a month"?"""
    came = any(_PRICE.search(edit.new[a:b]) for a, b in edit.added)
    return came and begins_to_cost(edit.old, edit.new)


def reprices(old: str, new: str, language: str = "") -> bool:
    """Does a sentence state one price, and another one instead of it: "An extra bag: £20", or
    another share: "We take 8% of each sale"? Not what is owed, insured or won.
    """
    said = f"{old} {new}"
    share = another_share(old, new) and _sold(language).search(said)
    if not share and not _another(_PRICE, old, new):
        return False
    return not (_GOT.search(said) or _owed(language).search(said))


def begins_to_cost(old: str, new: str) -> bool:
    """Does a sentence name a price where it named none: "free access", "access for $5,000"? Not
    what somebody gets.
    """
    return bool(_PRICE.search(new)) and not (_PRICE.search(old) or _GOT.search(new))


def charges(text: str, language: str = "") -> bool:
    """Does a sentence name what is to be paid: "We charge a fee of $10", "手数料は500円です"?"""
    said = _PRICE.search(text) and _sold(language).search(text)
    return bool(said) and not (_GOT.search(text) or _owed(language).search(text))


def of_prices(edits: Iterable[Edit], language: str) -> Iterator[Finding]:
    """Another price, or a share of a sale, is about payment, also where no word says that."""
    for edit in edits:
        said = edit.new or edit.old
        priced = charges(said, language) and not (edit.old and edit.new and _PRICE.search(edit.old))
        if edit.side == "changed":
            priced = priced or reprices(edit.old, edit.new, language)
        else:
            priced = priced or takes_a_share(said, language)
        if priced:
            yield Finding("payment", "class", edit.new or edit.old, edit.passage.path)


def another_share(old: str, new: str) -> bool:
    """Does a sentence state one share, and another one instead of it?"""
    return _another(_SHARE, old, new)


def other_amount(old: str, new: str) -> bool:
    """Does a sentence state one period, or one share, and another one instead of it?"""
    return another_share(old, new) or _lasts_otherwise(old.casefold(), new.casefold())


def _lasts_otherwise(old: str, new: str) -> bool:
    """Does a sentence state one period, and another one instead of it, in whatever form of the
    word: not "30 päivässä" and "30 päivän"?
    """
    before, now = _PERIOD.findall(old), _PERIOD.findall(new)
    return len(before) == len(now) == 1 and before[0][:UNIT_KNOWN] != now[0][:UNIT_KNOWN]


def _another(amount: re.Pattern[str], old: str, new: str) -> bool:
    before, now = amount.findall(old), amount.findall(new)
    return len(before) == len(now) == 1 and before != now


def takes_a_share(text: str, language: str = "") -> bool:
    """Does a sentence give somebody a share of what is sold: "We keep 30% of every sale"?"""
    shares = (text[m.end() : m.end() + SOLD_WITHIN] for m in _SHARE.finditer(text))
    taken = any(map(_sold(language).search, shares))
    return taken and not _owed(language).search(text)


@cache
def _sold(language: str) -> re.Pattern[str]:
    """What a share is taken of or called, in English and a language: a sale, a commission."""
    return _said_in("sold", language)


@cache
def _owed(language: str) -> re.Pattern[str]:
    """Words beside an amount of money that is no price, in English and a language."""
    return _said_in("no_price", language)


def _said_in(key: str, language: str) -> re.Pattern[str]:
    own = table(re.split(r"[-_]", language.lower())[0]).get("facts", {}).get("words", {})
    words = [load("facts/en")["words"][key], own.get(key)]
    return re.compile("|".join(filter(None, words)), re.IGNORECASE)


def with_signs(text: str, start: int, end: int) -> str:
    """The words in a range; of an amount also what did not change: "$5", "2.9%", "30 days"."""
    said = text[start:end].strip()
    if said[:1].isdigit() and text.endswith(_CURRENCIES, 0, start):
        start -= 1
    money = _MONEY.match(text, end) if said[-1:].isdigit() else None
    if money:
        return text[start : money.end()]
    counts = said.isdigit() or said.casefold() in lists().number
    unit = UNIT.match(text, end) if counts else None
    return text[start : unit.end() if unit else end]


def _counted(text: str, start: int, end: int) -> str:
    """The number in a range with its sign or unit, else with the word that says of what."""
    said = _said(text, start, end)
    counted = _COUNTED.match(text, end) if said.isdigit() else None
    return f"{said} {counted[0].strip()}" if counted else said


def _said(text: str, start: int, end: int) -> str:
    return with_signs(text, start, end).strip(" ,;.")


def _measured(amount: str) -> bool:
    """Is it a number with a sign of money or a share, or a unit of time?"""
    number, _, unit = amount.partition(" ")
    if number.strip("$€£¥%").replace(".", "").replace(",", "").isdigit():
        return number[0] in _CURRENCIES or bool(_MONEY.search(amount) or _is_unit(unit))
    return number.casefold() in lists().number and _is_unit(unit)


def _is_unit(word: str) -> bool:
    return bool(word) and UNIT.fullmatch(word) is not None

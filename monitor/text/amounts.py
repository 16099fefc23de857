"""Short lines that give something's amount: "Deposit 100 kr", "Retention 90 days". Pure."""

from __future__ import annotations

import re

from monitor.languages import alternatives
from monitor.text.short_answers import ABOUT, PER
from monitor.text.short_answers import UNITS as _UNITS

UNITS = rf"{_UNITS}|{alternatives('periods', 'words')}"  # of any language
# What a film or an article lasts is seconds and minutes.
_SHORT = re.compile(
    r"\d ?(?:s|m|se[cgk]\w*|min\w*|сек\w*|мин\w*|хв\w*|δευτ\w*|λεπτ\w*)\.?$", re.IGNORECASE
)
_MONEY = rf"[$€£¥₹₽₺₩฿₫₴₪]|{alternatives('amounts', 'money')}"
_AMOUNT = re.compile(
    rf"[^\W\d].*?(?<![\d.,])\d[\d.,]*\)? ?(?:{_MONEY}|%|(?=\w{{2}})(?:{UNITS}))"
    rf"(?: ?(?:/|\b(?:{PER})\b) ?\w{{1,12}})?[.,;]?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<![\d.,])\d[\d.,]*\)? ?(?:{_MONEY}|%|{UNITS})(?!\w)|(?:[$€£¥₹₽₺₩]|\b(?:{_MONEY})) ?\d",
    re.IGNORECASE,
)
_AGE = re.compile(
    rf"(?:{alternatives('amounts', 'age')})\W{{1,3}}(?:(?:{ABOUT}|of)\.? ){{0,3}}\d{{1,2}}\+?",
    re.IGNORECASE,
)


def gives_amount(text: str) -> bool:
    """Does a line end in money, a share or a time that is longer than a film, or name an age?"""
    if not any(c.isdigit() for c in text):
        return False
    if _AMOUNT.fullmatch(text):
        return not _SHORT.search(text)
    return bool(_AGE.fullmatch(text))


def names_amount(text: str) -> bool:
    """Does a text name money, a share or a time anywhere?"""
    return any(c.isdigit() for c in text) and bool(_NAMED.search(text))

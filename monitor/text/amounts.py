"""Short lines that give something's amount: "Deposit 100 kr", "Retention 90 days". Pure."""

from __future__ import annotations

import re

from monitor.languages import having, table

_UNITS = "|".join(table(code)["times"]["units"] for code in having("times"))
# What a film or an article lasts is seconds and minutes.
_SHORT = re.compile(r"\d ?(?:s|m|sec\w*|seg\w*|sek\w*|min\w*)\.?$", re.IGNORECASE)
_MONEY = (
    r"[$€£¥₹₽₺₩฿₫₴₪]|usd|eur|gbp|chf|sek|nok|dkk|pln|czk|huf|ron|inr|jpy|cny|brl|euros?|dollars?|pounds?"
    r"|cents?|francs?|franken|kr\.?|kron(?:er|or|a|e)|crowns?|zł|kč|ft|lei|рубл\w*|руб\.?|грн\.?"
    r"|rupees?|reais|pesos?|baht|yen|yuan|rand|lira|元|円|원|บาท"
)
_AMOUNT = re.compile(
    rf"[^\W\d].*?(?<![\d.,])\d[\d.,]*\)? ?(?:{_MONEY}|%|(?=\w{{2}})(?:{_UNITS}))"
    r"(?: ?(?:/|\b(?:an?|per|each|every|pro|par|por|al|je|im)\b) ?\w{1,12})?[.,;]?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?<![\d.,])\d[\d.,]*\)? ?(?:{_MONEY}|%|{_UNITS})(?!\w)|(?:[$€£¥₹₽₺₩]|\b(?:{_MONEY})) ?\d",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:minimum |lowest )?(?:age|mindestalter|alter|âge(?: minimum)?|edad(?: mínima)?"
    r"|età(?: minima)?|leeftijd|idade(?: mínima)?)\W{1,3}"
    r"(?:of |at least |from |ab |min\.? )?\d{1,2}\+?",
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

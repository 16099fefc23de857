"""What a site counts anew at each look, made neutral: how often a page was read, how many came, and
the share of a broker's clients that lose money, which the law makes it print.

The words are each language's own (``[counts]``). Pure, linear time.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import having, part_of
from monitor.text.cues import has_any
from monitor.text.scripts import unspaced

NEUTRAL = "⟨n⟩"
_ANY = r"\d(?:[\d.,'’ \xa0]{0,13}\d)?"
_NUMBER = re.compile(rf"{_ANY}(?:['’][^\W\d_]{{1,3}})?")  # Turkish: "%74'ü"
_SHARE = r"\d[\d.,]{0,5}(?: ?[-–] ?\d[\d.,]{0,5})?"
# Behind it the line ends, or something else begins: no unit and no period.
_COUNT = re.compile(
    rf"(?<!\d){_ANY}(?![.,'’]?\d)(?=\s?[kKmM万萬]?\+?\s?(?:次|回|명|人|件|회|×)?\s?"
    r"(?:$|[·•|,;.。()（）\]]|\S{1,12}\s?[:：]))"
)
_STARS = re.compile(r"(?<=[★⭐])\s?\d[.,]\d{1,2}(?!\d)")
# What is told of a share of clients begins its sentence: no clause about one does.
_BEGINS = r"(?:\A|(?<=[.!?:;] ))(?:[^\W\d]{1,20} ){0,2}?"
_CELL = re.compile(r"\|\s?\Z")  # what stands before the cell of a row
_STATED = ("00", "50")  # ends of what is stated, and hardly ever is counted
_SIGNS = " \xa0:：|(（-–—"  # between the words and the number
_PART = re.compile(r"[·•|,;:：(（)）\[\]]")  # what the words do not reach across
_LARGE = 3  # digits of what may be a number of visits to a doctor otherwise
_LONGEST, _LONGEST_LOST = 120, 600  # characters


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    """What stands before a number of any size, and before a large one."""
    found: list[frozenset[str]] = []
    for key in ("views", "visits"):
        words: set[str] = set()
        for code in having("counts"):
            said = part_of(code, "counts")
            names = said[key].split(", ")
            words.update(names, *({f"{of} {n}", f"{of}{n}"} for n in names for of in _of(said)))
        found.append(frozenset(words))
    return found[0], found[1]


def _of(said: dict[str, str]) -> list[str]:
    return [of for of in said["of"].split(", ") if of]


@cache
def _times() -> tuple[str, ...]:
    return tuple(
        {w for c in having("counts", "times") for w in part_of(c, "counts")["times"].split(", ")}
    )


@cache
def _said() -> re.Pattern[str]:
    forms = (part_of(code, "counts")["said"] for code in having("counts", "said"))
    return re.compile("|".join(f"(?:{form.replace('#', _ANY)})" for form in forms), re.IGNORECASE)


@cache
def _lost() -> re.Pattern[str]:
    forms = (part_of(code, "counts")["lost"] for code in having("counts", "lost"))
    shares = (f.replace("#%", f"{_SHARE} ?%").replace("%#", f"%{_SHARE}") for f in forms)
    return re.compile(rf"{_BEGINS}(?:{'|'.join(shares)})", re.IGNORECASE)


@cache
def heads_counts() -> re.Pattern[str]:
    """The words over such numbers that say only of when they are: "Today 43"."""
    forms = (part_of(code, "counts")["heads"] for code in having("counts", "heads"))
    return re.compile(f"(?:{'|'.join(forms)})\\W*", re.IGNORECASE)


@cache
def _rates() -> re.Pattern[str]:
    forms = "|".join(part_of(code, "counts")["rates"] for code in having("counts", "rates"))
    pair = rf"[A-Z]{{3}}\W{{1,3}}{_SHARE}"
    day = r"(?:\W{0,2}(?:\d{1,4}|[^\W\d]{1,2})\b){0,5}"  # and no word, as of a fee
    return re.compile(rf"\W{{0,5}}(?i:{forms})\b{day}(?:\W{{1,3}}{pair}){{1,6}}\W{{0,5}}")


def gives_rates(text: str) -> bool:
    """Is all of it what one money costs in another: "Курс НБУ: USD 41,20, EUR 44,71"?"""
    return len(text) <= _LONGEST and bool(_rates().fullmatch(text))


def without_counts(text: str) -> str:
    """`text`, which has a digit, with such numbers made neutral."""
    if len(text) <= _LONGEST:
        text = _COUNT.sub(_counted, text)
        if "★" in text or "⭐" in text:
            text = _STARS.sub(NEUTRAL, text)
        if has_any(text.casefold(), _times()):
            text = _said().sub(_neutral, text)
    if "%" in text and len(text) <= _LONGEST_LOST:
        text = _lost().sub(_neutral, text)
    return text


def _counted(found: re.Match[str]) -> str:
    """The number without it where a word for what is counted stands before it."""
    before = found.string[max(0, found.start() - _LONGEST) : found.start()]
    if _CELL.search(before) and _is_round(found[0]):
        return found[0]  # of a plan: "Page views | 100,000"
    before = before.rstrip(_SIGNS)
    part = _PART.split(before)[-1].strip().casefold()
    views, visits = _labels()
    last = part.rpartition(" ")[2]
    names = {part, last} if unspaced(last) else {part}
    large = sum(map(str.isdigit, found[0])) >= _LARGE
    return NEUTRAL if names & views or (large and names & visits) else found[0]


def _is_round(number: str) -> bool:
    digits = "".join(filter(str.isdigit, number))
    return len(digits) <= _LARGE or digits.endswith(_STATED)


def _neutral(found: re.Match[str]) -> str:
    return _NUMBER.sub(NEUTRAL, found[0])

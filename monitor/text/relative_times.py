"""How long ago a page was touched, in the words of many languages, made neutral.

Pure, linear time.
"""

from __future__ import annotations

import re

from monitor.languages import alternatives, filled, having, part_of, said
from monitor.text.cues import has_any

AGO = "⟨ago⟩"  # stands for such a time

# Relative times, only where they tell when the page was touched, never inside a clause.
_Q = r"(?:\d{1,4}\+?|[^\W\d]{1,12}(?: \d{1,4})?)"
_PRE = r"(?:[^\W\d]{1,10} ){0,2}"


def _said(key: str) -> str:
    """What all languages have under a key, with the units of each."""
    return filled(alternatives("times", key), {"before": _PRE, "count": _Q})


_LATELY = "|".join(  # "in the last hour"
    rf"(?:{part['lately']}) (?:[^\W\d]{{1,8}} |\d{{1,4}} )?(?:{part['units']})"
    for part in (part_of(code, "times") for code in having("times", "lately"))
)
_SHORT = rf"\d{{1,3}} ?(?:{_said('short')})"
_AGO = (
    rf"(?:{_said('ago')}|(?:{_Q} )?\S{{1,12}} (?:{_said('ago_behind')})|{_LATELY}|{_said('days')})"
)
# By themselves these say "30 days before" as well.
_AGO_THEN = rf"(?:{_AGO}|{_said('ago_or_before')})"
_TOUCHED = rf"(?:{_said('touched')})"
_AT = rf"(?:,? (?:{_said('at')}) \d{{1,2}}[:.]\d\d(?: ?[ap]\.?m\b\.?)?)?"
_END = r"(?=\s*(?:$|[.)\]|·•,;。]))"
# No word begins where no spaces are.
_TOUCHED_BEFORE = rf"(?:{_said('touched_before')})"
_TOUCHED_BEHIND = rf"(?:{_said('touched_behind')})"
_WHEN = rf"(?:\b{_TOUCHED}(?:\W{{1,3}}(?:{_said('on')})\b)?\W{{1,4}}|{_TOUCHED_BEFORE}\W{{0,4}})"
# "Edited by Ruth Oyelaran 2 hours ago": a name, and nothing that was done besides
_BY = (
    r"(?:(?:by|von|par|por|da|av|af|door|przez) (?-i:[^\W\d_a-z])[\w.’'-]{1,20}"
    r"(?: [\w.’'-]{1,20})?,? )?"
)
_AGO_TOUCHED = re.compile(rf"({_WHEN}){_BY}{_AGO_THEN}{_AT}{_END}", re.IGNORECASE)
_AGO_BEFORE = re.compile(
    rf"^(?:{_AGO}(?=\W{{1,4}}(?:{_TOUCHED}|{_TOUCHED_BEFORE}))|(?:{_said('ago')})(?={_TOUCHED_BEHIND}))",
    re.IGNORECASE,
)
_AGO_ALONE = re.compile(rf"^\W{{0,3}}{_AGO}\W{{0,3}}$", re.IGNORECASE)
# "Posted: 2d", "4w" by itself: only behind such a word, or alone.
_SHORT_TOUCHED = re.compile(rf"({_WHEN}){_SHORT}(?: ago)?{_END}", re.IGNORECASE)
# "30 days" by itself is as long as something is kept; only "2d" stands beside a name in a feed.
_COMPACT = r"\d{1,3}(?:s|m|h|d|w|mo|y)"
_SHORT_ALONE = re.compile(rf"^\W{{0,3}}(?:{_SHORT} ago|{_COMPACT})\W{{0,3}}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_AGO_PARENS = re.compile(rf"\({_AGO}\)", re.IGNORECASE)
_AGO_CUES, _TOUCHED_CUES = said("times", "cues"), said("times", "touched_cues")
_AGO_CUES_ASCII = tuple(cue for cue in _AGO_CUES if cue.isascii())
_AGO_LENGTH = 200  # a longer block is a paragraph, not a byline
_AGO_LONGEST = 80  # characters of nothing but such a time


def relative_times(text: str) -> str:
    """`text` without the times that tell how long ago the page was touched."""
    if len(text) > _AGO_LENGTH:
        return text
    low = text.lower()
    dated = len(text) <= _AGO_LONGEST and _DIGIT.search(text)
    if dated and _SHORT_ALONE.search(text):
        return AGO
    touched = dated and has_any(low, _TOUCHED_CUES)
    if touched and (found := _SHORT_TOUCHED.sub(rf"\1{AGO}", text)) != text:
        return found
    if not has_any(low, _AGO_CUES_ASCII if low.isascii() else _AGO_CUES):
        return text
    # Each pattern is slow, and most texts can be seen not to match it.
    touched = touched or has_any(low, _TOUCHED_CUES)
    if touched and (found := _AGO_TOUCHED.sub(rf"\1{AGO}", text)) != text:
        return found
    if len(text) <= _AGO_LONGEST and _AGO_ALONE.search(text):
        return AGO
    if "(" in text:
        text = _AGO_PARENS.sub(f"({AGO})", text)
    if not touched:
        return text
    return _AGO_BEFORE.sub(AGO, text)

"""How a point is said: the words of an edit, their side, and what they hang on. Pure; English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.classify.edit_wording import words
from monitor.classify.edits import Edit
from monitor.classify.exchanged import BOTH, MEANT, exchanged
from monitor.classify.grammar_words import things
from monitor.classify.list_leads import rules, shown
from monitor.classify.sides import Sides
from monitor.diff.heading_names import differing
from monitor.diff.turned_signs import ticked
from monitor.text.pronouns import hangs
from monitor.text.safe import begun
from monitor.text.scripts import ASKS, count_words
from monitor.text.short_answers import answers, is_answer
from monitor.text.signs import CHECKED, UNCHECKED

ITEM = 12  # words of an item of a list that may say little without the line above it
SAYS_LITTLE = 6  # words of a quotation that says little without its heading
TITLE = 60  # characters of a heading in a point
BEFORE = 120  # characters of the sentence that another one points back to
SECTION = 2  # headings above a text, the document's title with them; more are of an entry
_MARKS = re.compile(r"\*\*|__|(?<=“)\* |\\(?=[*_\[\]])")
_GLUED = re.compile(r"(?<=[\w)]) ?\*+ ?(?=[A-ZÀ-Þ])")  # items that run on: "one* Two"


class Around(NamedTuple):
    """What the words of an edit hang on."""

    lead: str = ""  # the line above the list that it is an item of
    section: str = ""  # the heading that came, or went, with all that stands below it
    before: str = ""  # the sentence that it points back to: "This includes …"
    stood: Sequence[tuple[str, ...]] = ()  # where the same words stand in the other document
    columns: Sequence[str] = ()  # the titles of the table that it is a row of
    title: str = ""  # the heading of the whole document, which says nothing of a part of it
    apart: bool = False  # a paragraph behind the list that its heading is of
    left: str = ""  # the line that its words stood below and do no more: "Do not post"


def whole_sections(edits: Iterable[Edit], sides: Sides) -> dict[tuple[str, tuple[str, ...]], str]:
    """The headings that came or went, by side and path, and are none of the other document: neither
    as they stand nor in other words ("Sharing", "How we share information").
    """
    headings = [(e, e.new or e.old) for e in edits if e.passage.heading and e.side != "changed"]
    whole = [(e, said) for e, said in headings if not sides.headed(said, new=not e.new)]
    named = {
        side: frozenset().union(*(things(said) for e, said in whole if e.side != side))
        for side in ("added", "removed")
    }
    return {
        (e.side, e.passage.path): said
        for e, said in whole
        if things(said).isdisjoint(named[e.side])
    }


def worded(edit: Edit, old: str | None, new: str | None, around: Around) -> str:
    """The point as a reader sees it, with its side: `old` and `new` are its words as shown."""
    if around.stood:
        return readable(_one_more_or_less(edit, old, new, around.lead, around.stood[0]))
    return readable(_worded(edit, old, new, around))


def readable(text: str) -> str:
    """Without the marks that Markdown draws."""
    return _GLUED.sub("; ", _MARKS.sub("", text)) if "*" in text or "_" in text else text


def _worded(edit: Edit, old: str | None, new: str | None, around: Around) -> str:
    if edit.passage.heading:
        return _renamed(old, new)
    if edit.came_from:
        now, before = map(_cut, differing(edit.passage.place, edit.came_from))
        return f"Now under “{now}”, formerly under “{before}”: “{new}”"
    if CHECKED in f"{old}{new}" and not (old and new):
        return _ticked(old or "", new or "")
    if new is None:
        gone = f"Section “{_cut(around.section)}” removed" if around.section else "Removed"
        return f"{gone}{_where(edit, old, around)}: “{old}”"
    if old is None:
        came = f"New section “{_cut(around.section)}”" if around.section else "Added"
        return f"{came}{_where(edit, new, around)}: “{new}”"
    if ticked(edit.old, edit.new):
        chosen = CHECKED in edit.old and CHECKED in edit.new
        return f"{_asked(edit) if chosen else ''}{_ticked(edit.old, edit.new)}"
    few = max(len(edit.old.split()), len(edit.new.split())) <= SAYS_LITTLE
    asked = edit.asked or "".join(edit.passage.path[-1:]).endswith(ASKS)
    short = len(edit.new.split()) <= ITEM and answers(edit.old) and answers(edit.new)
    if (asked and (few or short)) or (is_answer(edit.old) and is_answer(edit.new)):
        return f"{_asked(edit)}“{edit.old}” → “{edit.new}”"
    if (left := shown(around.left)) and len(old) + len(new) <= BOTH:
        return f"Was under “{left}”: “{old}”, now “{new}”"
    before = "" if around.lead else _cut(around.before, BEFORE)
    return _said_below(edit, around) + exchanged(edit, old, new, around.columns, before)


def _said_below(edit: Edit, around: Around) -> str:
    """ "Under “You may not”: " before what changed in an item of a list, or in a few words below a
    heading without which they say nothing, or the contrary.
    """
    lead, path = shown(around.lead), edit.passage.place
    size = max(count_words(edit.old), count_words(edit.new))
    if lead:
        return f"Under “{lead}”: " if size <= ITEM or rules(lead) else ""
    if around.before:
        return ""  # told with it
    heading = "" if edit.passage.row else _above(path, around)
    if heading and size > SAYS_LITTLE and hangs(edit.new):
        return f"Under “{_cut(heading)}”: "
    heading = heading if size <= SAYS_LITTLE else ""
    alone = size <= MEANT or len(path) > SECTION or rules(heading)
    return f"Under “{_cut(heading)}”: " if alone and not _says_all(edit.new, heading) else ""


def _says_all(text: str, heading: str) -> bool:
    """Does a text say all that its heading does: "Fees" and "Fees are non-refundable"?"""
    return set(words(text.casefold())).issuperset(words(heading.casefold()))


def _one_more_or_less(
    edit: Edit, old: str | None, new: str | None, lead: str, stood: tuple[str, ...]
) -> str:
    """Words that came and stood elsewhere already, or that went and still stand there: to call
    them added or removed would say that the page had not said so, or does no more.
    """
    here, there = (_cut(name) for name in differing(edit.passage.place, stood))
    here = shown(lead) or here
    if new:
        before = f", before only under “{there}”" if there and there != here else ""
        return f"Now also under “{here}”{before}: “{new}”" if here else f"Now repeated: “{new}”"
    if not here:
        return f"Now only under “{there}”: “{old}”" if there else f"No longer repeated: “{old}”"
    still = f"still under “{there}”" if there and there != here else "still said elsewhere"
    return f"No longer under “{here}”, {still}: “{old}”"


def _ticked(old: str, new: str) -> str:
    """What is ticked now, or no longer: of one box what stands beside it, of several which."""
    was, now = _choice(old), _choice(new)
    if was and now:
        return f"“{was}” → “{now}”"
    return f"{'Now' if now else 'No longer'} checked: “{now or was}”"


def _choice(text: str) -> str:
    """The words behind the ticks of a text; all of them where it has one box alone."""
    if CHECKED not in text:
        return ""
    if UNCHECKED not in text:
        return " ".join(text.replace(CHECKED, " ").split())
    made = (part.partition(UNCHECKED)[0].strip() for part in text.split(CHECKED)[1:])
    return ", ".join(made)


def _asked(edit: Edit) -> str:
    """What two answers answer: the question before them, the line above them, or their heading."""
    line = edit.asked or "".join(edit.passage.place[-1:]).rstrip(" :：")
    return f"{_cut(line)}{'' if line.endswith(ASKS) else ':'} " if line else ""


def _renamed(old: str | None, new: str | None) -> str:
    if old and new:
        return f"Heading “{old}” is now “{new}”"
    return f"New heading “{new}”" if new else f"Heading removed: “{old}”"


def _where(edit: Edit, words: str | None, around: Around) -> str:
    """Words without a context of their own are told with their heading, those in a list with the
    line above it: "You may not:" says what they mean.
    """
    lead = shown(around.lead)
    if lead:
        return f", under “{lead}”" if around.section else f" under “{lead}”"
    if around.before:
        comma = "," if around.section else ""
        return f"{comma} after “{_cut(around.before, BEFORE)}”"
    if around.section:
        return ""
    few = words is not None and len(words.split()) <= SAYS_LITTLE and not around.apart
    if few and edit.asked:
        return f" after “{_cut(edit.asked)}”"
    path = edit.passage.path
    return f" under “{_cut(path[-1])}”" if few and len(path) > 1 and path[-1] else ""


def _above(path: tuple[str, ...], around: Around) -> str:
    """The heading, or label, that words stand below; "" where it is the title of all, or of a list
    before them.
    """
    return path[-1] if path and path != (around.title,) and not around.apart else ""


def _cut(text: str, limit: int = TITLE) -> str:
    return begun(text, limit)

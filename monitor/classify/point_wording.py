"""How a point is said: the words of an edit, their side, and what they hang on. Pure; English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from monitor.classify.both_wordings import beside
from monitor.classify.clauses import LINK
from monitor.classify.edit_wording import lists, significant, stem, words
from monitor.classify.edits import Edit
from monitor.classify.list_leads import rules, shown
from monitor.classify.other_amounts import replaced, with_signs
from monitor.diff.heading_names import differing
from monitor.diff.turned_signs import ticked
from monitor.text.clause_ends import beginning
from monitor.text.pronouns import hangs
from monitor.text.safe import begun
from monitor.text.scripts import ASKS, count_words
from monitor.text.short_answers import UNIT, is_answer
from monitor.text.signs import CHECKED, UNCHECKED

SHORT = 7  # words of a replacement that is shown as “old” → “new”
BOTH = 330  # characters of two wordings that are shown whole
MEANT = 3  # words of one of several pieces that went, from which it can be told alone
ITEM = 12  # words of an item of a list that may say little without the line above it
FEW = 6  # words of a quotation that says little without its heading
TITLE = 60  # characters of a heading in a point
PIECE = 100  # characters of what came or went within a sentence
MOSTLY = 0.5  # part of a sentence from which it was replaced as a whole
INSERTED = 3  # pieces put into one sentence that are told apart from it
BEFORE = 120  # characters of the sentence that another one points back to
CELLS = " | "  # between two cells of a row
LETTER = re.compile(r"[^\W_]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
SECTION = 2  # headings above a text, the document's title with them; more are of an entry
_AT_ENDS = " ,;:–—"
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
    left: str = ""  # the line that its words stood below and do no more: "Do not post"


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
    few = max(len(edit.old.split()), len(edit.new.split())) <= FEW
    asked = edit.asked or "".join(edit.passage.path[-1:]).endswith(ASKS)
    if (asked and few) or (is_answer(edit.old) and is_answer(edit.new)):
        return f"{_asked(edit)}“{edit.old}” → “{edit.new}”"
    if (left := shown(around.left)) and len(old) + len(new) <= BOTH:
        return f"Was under “{left}”: “{old}”, now “{new}”"
    return _said_below(edit, around) + _exchanged(edit, old, new, around)


def _said_below(edit: Edit, around: Around) -> str:
    """ "Under “You may not”: " before what changed in an item of a list, or in a few words below a
    heading without which they say nothing, or the contrary.
    """
    lead, path = shown(around.lead), edit.passage.place
    size = max(count_words(edit.old), count_words(edit.new))
    if lead:
        return f"Under “{lead}”: " if size <= ITEM or rules(lead) else ""
    if around.before:
        return f"After “{_cut(around.before, BEFORE)}”: "
    heading = "" if edit.passage.row else _above(path, around)
    if heading and size > FEW and hangs(edit.new):
        return f"Under “{_cut(heading)}”: "
    heading = heading if size <= FEW else ""
    alone = size <= MEANT or len(path) > SECTION or rules(heading)
    return f"Under “{_cut(heading)}”: " if alone and not _says_all(edit.new, heading) else ""


def _says_all(text: str, heading: str) -> bool:
    """Does a text say all that its heading does: "Fees" and "Fees are non-refundable"?"""
    return set(words(text.casefold())).issuperset(words(heading.casefold()))


def _exchanged(edit: Edit, old: str, new: str, around: Around) -> str:
    """Words in the place of others, more of them or fewer."""
    if sign := _other_sign(edit, around.columns):
        return f"{sign}“{new}”"
    gone, came = _marked(edit.old, edit.removed), _marked(edit.new, edit.added)
    single = gone and came and len(edit.removed) == len(edit.added) == 1
    if single and max(len(gone.split()), len(came.split())) <= SHORT:
        torn = _cuts_words(gone, came) or _is_part_of_a_list(gone, came)
        turned = _denies_alone(gone) != _denies_alone(came) and not edit.passage.row
        partly = torn or turned
        if partly and len(old) + len(new) <= BOTH:
            return f"Was “{old}”, now “{new}”"
        whole = came.rstrip(".") == new.rstrip(".")
        title = _titled(edit, around.columns)
        return f"“{gone}” → “{new}”" if whole else f"{title}“{gone}” → “{came}”: “{new}”"
    amounts = replaced(edit) if not single and not _says_otherwise(edit) else None
    if amounts and amounts[1] in new:
        return f"“{amounts[0]}” → “{amounts[1]}”: “{new}”"
    if not LETTER.search(gone + came):
        return f"Now says “{new}”"
    if _denies_alone(gone or came) and not (gone and came) and len(old) + len(new) <= BOTH:
        return f"Was “{old}”, now “{new}”"
    if not edit.added:
        return f"Removed “{_cut(gone, PIECE)}” from “{new}”"
    if put_in := _put_in(edit):
        return f"Now with {put_in}: “{new}”"
    if len(old) + len(new) <= BOTH and edit.removed:
        return f"Was “{old}”, now “{new}”"
    if both := beside(edit.old, edit.new, BOTH):
        return f"Was “{both[0]}”, now “{both[1]}”"
    if not edit.removed:
        return f"Now says “{new}”"
    if len(edit.removed) > 1:
        most = max(edit.removed, key=lambda mark: mark[1] - mark[0])
        gone = with_signs(edit.old, *most).strip()
        if len(gone.split()) < MEANT and not any(
            w[0].isupper() or w[0].isdigit() for w in gone.split()
        ):
            return f"Now says “{new}”"
    if not _tells(gone, came):
        return f"Now says “{new}”"
    return f"Now says “{new}” instead of “{_went(edit, old, new, gone)}”"


def _went(edit: Edit, old: str, new: str, gone: str) -> str:
    """What went of a sentence; of one that was replaced from its beginning on all that fits, up to
    where a clause ends: a piece of it ends where the next word happens to stand in both.
    """
    if edit.removed[0][0] or len(gone) < MOSTLY * len(old):
        return _cut(gone, PIECE)
    room = max(PIECE, BOTH - len(new))
    clause = beginning(old, room)
    return f"{clause} …" if clause else _cut(old, room)


def _denies_alone(piece: str) -> bool:
    """Is it a bare "not", or "but may not"? What took its place is no other word for it."""
    said = words(piece.casefold())
    return len(said) <= MEANT and any(w in lists().negation for w in said)


def _says_otherwise(edit: Edit) -> bool:
    """Did more of a sentence give way to other words than an amount: "after 24 months we remind
    you", and "after 12 months we close your account"? The amounts are of two things then.
    """
    gone, came = _running(edit.old, edit.removed), _running(edit.new, edit.added)
    return bool(gone - came) and bool(came - gone) and len(gone ^ came) >= MEANT


def _running(text: str, marks: Sequence[tuple[int, int]]) -> set[str]:
    """The words of what is marked that say something, numbers and units apart."""
    said = " ".join(text[a:b] for a, b in marks).casefold()
    plain = (w for w in words(said) if w not in lists().function and not significant(w))
    return {stem(w) for w in plain if len(w) >= MEANT and not UNIT.fullmatch(w)}


def _cuts_words(gone: str, came: str) -> bool:
    """May two pieces begin or end within a word? Where nothing stands between words, nobody sees
    that “和韩” is the end of one and the beginning of another; an amount is seen.
    """
    both = f"{gone}{came}"
    return bool(_HAN.search(both)) and not any(sign.isdigit() for sign in both)


def _is_part_of_a_list(gone: str, came: str) -> bool:
    """Do two pieces only join the words of a list in another way? “and usage” → “, usage, and
    uploaded” makes a reader search for what is new; amounts are exchanged as they stand.
    """
    if any(sign.isdigit() for sign in f"{gone}{came}"):
        return False
    if gone[0] in _AT_ENDS or came[0] in _AT_ENDS:
        return True
    one, other = (words(piece.casefold()) for piece in (gone, came))
    joined = any(side and side[0] in lists().function for side in (one, other))
    return joined and not lists().function.issuperset({*one} & {*other})


def _titled(edit: Edit, columns: Sequence[str]) -> str:
    """ "Sold: " before the cell that changed in the column of that title: of "Photos | Yes | No"
    nobody knows which answer is to what.
    """
    column = edit.new.count(CELLS, 0, edit.added[0][0] + 1)
    return _title(columns, column)


def _title(columns: Sequence[str], column: int) -> str:
    """The title of a column, before what its cell says; "" where the table has none, and its first
    row says something like the others: "Registration | 150 kr".
    """
    title = columns[column].strip(" :：") if 0 < column < len(columns) else ""
    value = any(c.isdigit() for c in title) or title[:1].islower()
    return "" if value or not LETTER.search(title) else f"{_cut(title)}: "


def _other_sign(edit: Edit, columns: Sequence[str]) -> str:
    """ "Everyone: “✗” → “✓”: " before a row in which one sign turned; "" for any other."""
    if not edit.passage.row or not columns:
        return ""
    cells = zip_longest(edit.old.split(CELLS), edit.new.split(CELLS), fillvalue="")
    turned = [(n, a, b) for n, (a, b) in enumerate(cells) if a != b]
    if len(turned) != 1 or LETTER.search("".join(turned[0][1:])):
        return ""
    column, old, new = turned[0]
    title = _title(columns, column)
    return f"{title}“{old.strip()}” → “{new.strip()}”: " if title else ""


def _put_in(edit: Edit) -> str:
    """What was put into a sentence that is otherwise as before: “a”, “b”; "" where it is too much
    to be told apart from the sentence.
    """
    if any(_says_something(edit.old[a:b]) for a, b in edit.removed):
        return ""
    marked = (with_signs(edit.new, a, b).strip(_AT_ENDS) for a, b in edit.added)
    pieces = [LINK.sub("", piece) for piece in marked if _says_something(piece)]
    size = sum(map(len, pieces))
    if not 0 < len(pieces) <= INSERTED or size > PIECE or 2 * size >= len(edit.new):
        return ""
    if any(piece.count("(") > piece.count(")") for piece in pieces):
        return ""
    return ", ".join(f"“{piece}”" for piece in dict.fromkeys(pieces))


def _says_something(piece: str) -> bool:
    return any(w not in lists().function or significant(w) for w in words(piece.casefold()))


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


def _tells(gone: str, came: str) -> bool:
    """Do the words that went say something by themselves, and not the same in other letters?"""
    left = set(words(gone.casefold())) - set(words(came.casefold()))
    return any(len(word) > 1 and word not in lists().function for word in left)


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
    few = words is not None and len(words.split()) <= FEW
    if few and edit.asked:
        return f" after “{_cut(edit.asked)}”"
    path = edit.passage.path
    return f" under “{_cut(path[-1])}”" if few and len(path) > 1 and path[-1] else ""


def _above(path: tuple[str, ...], around: Around) -> str:
    """The heading, or label, that words stand below; "" where it is the title of all."""
    return path[-1] if path and path != (around.title,) else ""


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    return " … ".join(piece for a, b in marks if (piece := with_signs(text, a, b).strip()))


def _cut(text: str, limit: int = TITLE) -> str:
    return begun(text, limit)

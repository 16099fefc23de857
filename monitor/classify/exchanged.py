"""How a sentence is told in which words came, went or took the place of others. Pure; English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from monitor.classify.both_wordings import beside
from monitor.classify.clauses import LINK
from monitor.classify.edit_wording import lists, significant, stem, words
from monitor.classify.edits import Edit
from monitor.classify.list_leads import forbids
from monitor.classify.other_amounts import replaced, with_signs
from monitor.classify.paired_marks import at_the_same_place
from monitor.text.clause_ends import beginning
from monitor.text.safe import begun
from monitor.text.short_answers import UNIT

SHORT = 7  # words of a replacement that is shown as “old” → “new”
BOTH = 330  # characters of two wordings that are shown whole
BAN = 180  # the same of one that forbids what it lists
MEANT = 3  # words of one of several pieces that went, from which it can be told alone
PIECE = 100  # characters of what came or went within a sentence
TITLE = 60  # characters of a column's title
MOSTLY = 0.5  # part of a sentence from which it was replaced as a whole
INSERTED = 3  # pieces put into one sentence that are told apart from it
LOST = 3  # pieces that went of one that are told apart from it
CELLS = " | "  # between two cells of a row
LETTER = re.compile(r"[^\W_]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_AT_ENDS = " ,;:–—"


def exchanged(edit: Edit, old: str, new: str, columns: Sequence[str] = (), before: str = "") -> str:
    """Words in the place of others, more of them or fewer. `old` and `new`: the sentence as shown;
    `before`: the one that it points back to.
    """
    whole = f"{before} {new}" if before else new  # as they follow each other on the page
    below = f"After “{before}”: " if before else ""
    if text := _single(edit, old, new, columns):
        return f"{below}{text}"
    if gone := _taken_out(edit):
        return f"Removed {gone} from “{whole}”"
    if put_in := _put_in(edit):
        return f"Now with {put_in}: “{whole}”"
    return f"{below}{_both(edit, old, new)}"


def _single(edit: Edit, old: str, new: str, columns: Sequence[str]) -> str:
    """Few words, a sign or an amount in the place of others, with the sentence; "" for more."""
    if sign := _other_sign(edit, columns):
        return f"{sign}“{new}”"
    gone, came = _marked(edit.old, edit.removed), _marked(edit.new, edit.added)
    single = gone and came and len(edit.removed) == len(edit.added) == 1
    if single and (text := _opening(gone, came, new) or _sign_left(gone, came, new)):
        return text
    if single and max(len(gone.split()), len(came.split())) <= SHORT:
        torn = _cuts_words(gone, came) or _is_part_of_a_list(gone, came)
        turned = _denies_alone(gone) != _denies_alone(came) and not edit.passage.row
        if (torn or turned) and len(old) + len(new) <= BOTH:
            return f"Was “{old}”, now “{new}”"
        title = _titled(edit, columns)
        gone, came = _cell(edit, gone, came) if title else (gone, came)
        whole = came.rstrip(".") == new.rstrip(".")
        return f"“{gone}” → “{new}”" if whole else f"{title}“{gone}” → “{came}”: “{new}”"
    amounts = replaced(edit) if not single and not _says_otherwise(edit) else None
    if amounts and amounts[1] in new:
        return f"“{amounts[0]}” → “{amounts[1]}”: “{new}”"
    return "" if LETTER.search(gone + came) else f"Now says “{new}”"


def _opening(gone: str, came: str, new: str) -> str:
    """What a sentence opened with, or opens with now, where the rest only lost its capital: "If you
    agree, we share it" and "We share it".
    """
    long, short = sorted((gone, came), key=len, reverse=True)
    rest = long[: -len(short)].rstrip()
    if not (rest.endswith(",") and long.casefold().endswith(f" {short.casefold()}")):
        return ""
    opened = f"“{rest.rstrip(_AT_ENDS)}”"
    return f"Removed {opened} from “{new}”" if long == gone else f"Now with {opened}: “{new}”"


def _sign_left(gone: str, came: str, new: str) -> str:
    """What went, or came, where only the sign behind it is left: "EU only." and "EU."."""
    went, put_in = (side.strip(f"{_AT_ENDS}.") for side in (gone, came))
    if not put_in and LETTER.search(went):
        return f"Removed “{went}” from “{new}”"
    return f"Now with “{put_in}”: “{new}”" if not went and LETTER.search(put_in) else ""


def _both(edit: Edit, old: str, new: str) -> str:
    """Two wordings, where they fit, cut to the clauses that differ; else the newer."""
    if len(old) + len(new) <= BOTH:
        return f"Was “{old}”, now “{new}”"
    if both := beside(edit.old, edit.new, BOTH):
        return f"Was “{both[0]}”, now “{both[1]}”"
    return f"Now says “{new}”{_instead_of(edit, old, new)}"


def _taken_out(edit: Edit) -> str:
    """What went of a sentence that is otherwise as before: “a”, “b”; "" where both wordings tell it
    better: words that turned the rest, or an entry of what is forbidden.
    """
    pieces = () if edit.added else _told_apart(edit.old, edit.removed)
    if not 0 < len(pieces) <= LOST:
        return ""
    if _without(edit.old, edit.removed) != _without(edit.new, ()):
        return ""  # of two sentences that became one each has only a part
    room = BOTH if any(map(_denies_alone, pieces)) else BAN if forbids(edit.old) else 0
    if len(edit.old) + len(edit.new) <= room:
        return ""
    return _named([begun(piece, PIECE) for piece in pieces])


def _without(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The letters and digits of a text that are not marked."""
    kept, at = [], 0
    for start, end in (*marks, (len(text), len(text))):
        kept.append(text[at:start])
        at = end
    return "".join(sign for sign in "".join(kept) if sign.isalnum()).casefold()


def _told_apart(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The marked pieces that say something, each without the sign or link at its ends."""
    marked = (with_signs(text, a, b).strip(_AT_ENDS) for a, b in marks)
    pieces = (LINK.sub("", piece) for piece in marked if _says_something(piece))
    return tuple(dict.fromkeys(pieces))


def _named(pieces: Iterable[str]) -> str:
    return ", ".join(f"“{piece}”" for piece in pieces)


def _instead_of(edit: Edit, old: str, new: str) -> str:
    """ " instead of “…”", where what is shown took the place of words that say something by
    themselves; " without “…”" where they only went.
    """
    if not edit.removed:
        return ""
    longest = max(edit.removed, key=lambda mark: mark[1] - mark[0])
    gone = with_signs(edit.old, *longest).strip()
    if len(edit.removed) > 1 and len(gone.split()) < MEANT and not _named_thing(gone):
        return ""
    if not _tells(gone, _marked(edit.new, edit.added)):
        return ""
    if at_the_same_place(edit.removed, edit.removed.index(longest), edit.added):
        return f" instead of “{_went(edit, old, new, gone)}”"
    alone = [
        mark
        for number, mark in enumerate(edit.removed)
        if not at_the_same_place(edit.removed, number, edit.added)
    ]
    pieces = _told_apart(edit.old, alone)
    few = len(pieces) <= LOST
    return f" without {_named(begun(piece, PIECE) for piece in pieces)}" if few else ""


def _named_thing(piece: str) -> bool:
    return any(w[0].isupper() or w[0].isdigit() for w in piece.split())


def _went(edit: Edit, old: str, new: str, gone: str) -> str:
    """What went of a sentence; of one that was replaced from its beginning on all that fits, up to
    where a clause ends: a piece of it ends where the next word happens to stand in both.
    """
    if edit.removed[0][0] or len(gone) < MOSTLY * len(old):
        return begun(gone, PIECE)
    room = max(PIECE, BOTH - len(new))
    clause = beginning(old, room)
    return f"{clause} …" if clause else begun(old, room)


def _denies_alone(piece: str) -> bool:
    """Is it a bare "not", or "but may not", or does it break off at one: "on request, without"?
    What took its place is no other word for it.
    """
    said = words(piece.casefold())
    few = said if len(said) <= MEANT else said[-1:]
    return any(w in lists().negation for w in few)


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


def _cell(edit: Edit, gone: str, came: str) -> tuple[str, str]:
    """The whole cells in which words were exchanged, where they are short: "15 GB" and not "15"."""
    column = edit.new.count(CELLS, 0, edit.added[0][0])
    both = [text.split(CELLS)[column : column + 1] for text in (edit.old, edit.new)]
    cells = [side[0].strip(" |") for side in both if side and len(side[0].split()) <= SHORT]
    shown = len(cells) == 2 and gone in cells[0] and came in cells[1]
    return (cells[0], cells[1]) if shown else (gone, came)


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
    return "" if value or not LETTER.search(title) else f"{begun(title, TITLE)}: "


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
    to be told apart from the sentence, or scraps of which none says anything.
    """
    if any(_says_something(edit.old[a:b]) for a, b in edit.removed):
        return ""
    if _without(edit.new, edit.added) != _without(edit.old, edit.removed):
        return ""  # it has a part of another sentence
    pieces = _told_apart(edit.new, edit.added)
    size = sum(map(len, pieces))
    if not 0 < len(pieces) <= INSERTED or size > PIECE or 2 * size >= len(edit.new):
        return ""
    turned = any(map(_denies_alone, pieces))
    scraps = len(pieces) > 1 and any(map(_breaks_off, pieces))
    if turned or scraps or any(piece.count("(") > piece.count(")") for piece in pieces):
        return ""
    return _named(pieces)


def _breaks_off(piece: str) -> bool:
    """Does it end in a word that wants another one: "please note that in"?"""
    said = words(piece.casefold())
    return len(said) > 1 and said[-1].rpartition("'")[2] in lists().function


def one_entry_more_or_less(edit: Edit) -> bool:
    """Did words only join a sentence that forbids what it lists, or only leave it?"""
    if edit.side != "changed" or not (forbids(edit.old) and forbids(edit.new)):
        return False
    ours, theirs = set(words(edit.old.casefold())), set(words(edit.new.casefold()))
    return _says_something(" ".join(ours - theirs)) != _says_something(" ".join(theirs - ours))


def _says_something(piece: str) -> bool:
    return any(w not in lists().function or significant(w) for w in words(piece.casefold()))


def _tells(gone: str, came: str) -> bool:
    """Do the words that went say something by themselves, and not the same in other letters?"""
    left = set(words(gone.casefold())) - set(words(came.casefold()))
    return any(len(word) > 1 and word not in lists().function for word in left)


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    return " … ".join(piece for a, b in marks if (piece := with_signs(text, a, b).strip()))

"""The points of a change: its edits by what they matter, each in the page's own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from monitor.classify.changed_passages import Marks
from monitor.classify.clauses import deciding, trimmed
from monitor.classify.contacts import postal
from monitor.classify.edit_wording import lists, significant, words
from monitor.classify.edits import Edit
from monitor.classify.replaced import ends
from monitor.classify.significance import Weighed, tokens
from monitor.diff.heading_names import differing
from monitor.diff.turned_signs import ticked
from monitor.model import Document, Finding, Point
from monitor.text.scripts import ASKS
from monitor.text.sentences import spans
from monitor.text.short_answers import UNIT, is_answer
from monitor.text.signs import CHECKED, UNCHECKED

MOST = 40  # points of one change
IDLE = 0.75  # weight below which an edit is told only where nothing weighs more
LIKE = 0.6  # part of a point's words from which a sentence says the same otherwise
SHORT = 7  # words of a replacement that is shown as “old” → “new”
BOTH = 220  # characters of two wordings that are shown whole
SEVERAL = 330  # the same where more than one piece differs: "shall … remain … not" says nothing
MEANT = 3  # words of one of several pieces that went, from which it can be told alone
FEW = 6  # words of a quotation that says little without its heading
TITLE = 60  # characters of a heading in a point
_APART = re.compile(r"[\s,;()]|.[\s,;()]", re.DOTALL)
_LETTER = re.compile(r"[^\W_]")
# "6.1 Fees", "12) Fees", "IV. Fees": a section's number, not "30 days" or "1.2 million".
_NUMBERED = re.compile(
    r"^[\W_]*(?:(?:[Ss]ection|[Aa]rticle|§) *)?"
    r"(?:(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z])[.):]+(?:\s|[*_]|$)"
    r"|\d{1,3}(?:\.\d{1,3})+\s+(?=[^\W\d_a-z]))"
)
_MARKS = re.compile(r"\*\*|__|(?<=“)\* |\\(?=[*_\[\]])")
_GLUED = re.compile(r"(?<=[\w)]) ?\*+ ?(?=[A-ZÀ-Þ])")  # items that run on: "one* Two"
_MOMENT = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d{4}/\d\d?/\d\d?|\d\d?[./]\d\d?[./]\d{2,4})(?:T|,? )"
    r"\d\d?:\d\d(?::\d\d)?(?:\.\d+)? ?(?:Z|UTC|GMT|[AP]M|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_CURRENCIES = ("$", "€", "£", "¥")
LEAD = 120  # characters of a line above a list; a longer one cut could lose its "not"


Standing = Callable[[Edit], Sequence[tuple[str, ...]]]


def points_of(
    weighed: Sequence[Weighed],
    findings: Iterable[Finding],
    introduced: Callable[[str], str] = lambda _: "",
    standing: Standing = lambda _: (),
) -> tuple[Point, ...]:
    """At most MOST points, most important first; the second from another section than the first.

    `findings` name the class that a point is filed under; `introduced` gives the line above a list
    for one of its items, "" for any other block; `standing` the headings below which the words of
    an edit stood before it came, or still stand after it went.
    """
    ranked = sorted(weighed, key=lambda w: (not _ends(w.edit), -w.rank, w.edit.number))
    stood = {w.edit.number: _elsewhere(w.edit, standing) for w in ranked}
    saying = [w for w in ranked if _says(w.edit) and not _twice_here(w.edit, stood, introduced)]
    kept = [w for w in saying if w.weight >= IDLE or _binds(w.edit)] or (saying or ranked)[:1]
    filed = tuple(findings)
    told: dict[str, Point] = {}  # the same address in three sections is one point
    for w in _spread(_once(kept)):
        point = _point(w, filed, introduced, stood[w.edit.number])
        told.setdefault(_key(point), point)
    return tuple(told.values())[:MOST]


def _key(point: Point) -> str:
    """Points with one key are told once: the address that took the place of three spellings."""
    address = point.text.startswith("New address") and point.new
    return address.casefold() if address else point.text


def says_now(point: Point, document: Document) -> str:
    """The sentence of a document that stands where a point's words stood; "" where none does.

    After 30, 60 and 90 days nobody knows which of them "the earlier text" was.
    """
    own = set(tokens(point.new or point.old or ""))
    best, most = "", LIKE * max(1, len(own))
    for section in document.sections:
        for block in section.blocks:
            if len(own.intersection(tokens(block.text))) < most:
                continue
            for start, end in spans(block.text):
                shared = len(own.intersection(tokens(block.text[start:end])))
                if shared > most or (shared == most and not best):
                    best, most = block.text[start:end], shared
    return best


def _once(kept: Sequence[Weighed]) -> list[Weighed]:
    """Without the line of a heading that is told as such: it came, went or was renamed once."""
    headings = [w.edit.passage for w in kept if w.edit.passage.heading]
    told = {(p.path, text) for p in headings for text in (p.old, p.new)}
    return [w for w in kept if w.edit.passage.heading or not told.issuperset(_lines(w.edit))]


def _lines(edit: Edit) -> list[tuple[tuple[str, ...], str]]:
    p = edit.passage
    return [(p.path, text) for text in (p.old, p.new) if text]


def _ends(edit: Edit) -> bool:
    """Does it say that the whole document applies no more? Nothing else in it matters then."""
    return ends(edit.new) and not ends(edit.old)


def _says(edit: Edit) -> bool:
    """Is it more than marks of layout, the number of a section, a moment as machines print it?"""
    if _MOMENT.fullmatch((edit.new or edit.old).strip()):
        return False
    if edit.side == "changed":
        pieces = [edit.new[a:b] for a, b in edit.added] + [edit.old[a:b] for a, b in edit.removed]
        if not any(_LETTER.search(piece) for piece in pieces):
            return False
        return _NUMBERED.sub("", edit.old) != _NUMBERED.sub("", edit.new)
    text = edit.new or edit.old
    return bool(_LETTER.search(text if edit.passage.row else _NUMBERED.sub("", text)))


def _binds(edit: Edit) -> bool:
    """Did a number, a "not", a "may" or an answer change? However light, it is told."""
    if is_answer(edit.old) and is_answer(edit.new):
        return True
    marked = [edit.new[a:b] for a, b in edit.added] + [edit.old[a:b] for a, b in edit.removed]
    return edit.side == "changed" and any(significant(w) for w in words(" ".join(marked)))


def _spread(ranked: Sequence[Weighed]) -> Iterator[Weighed]:
    """The order, with the best of another section second: what is beside the first repeats it."""
    if len(ranked) < 3:
        yield from ranked
        return
    first = ranked[0]
    away = (w for w in ranked[1:] if w.edit.passage.path != first.edit.passage.path)
    second = next(away, ranked[1])
    yield first
    yield second
    yield from (w for w in ranked[1:] if w is not second)


def _elsewhere(edit: Edit, standing: Standing) -> Sequence[tuple[str, ...]]:
    """The headings below which the same words stand where they did not come or go."""
    words = edit.new or edit.old
    one_sided = edit.side != "changed" and not (edit.came_from or edit.passage.heading)
    return standing(edit) if one_sided and len(words.split()) > FEW else ()


def _twice_here(
    edit: Edit, stood: Mapping[int, Sequence[tuple[str, ...]]], introduced: Callable[[str], str]
) -> bool:
    """Did its section say the same already, or does it still? Of a list each line may."""
    here = _name(edit.passage.path)
    within = any(_name(path) == here for path in stood[edit.number])
    return within and not (_begins_item(edit) and introduced(edit.passage.new or edit.passage.old))


def _name(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_NUMBERED.sub("", heading) for heading in path)


def _point(
    w: Weighed,
    findings: Sequence[Finding],
    introduced: Callable[[str], str],
    stood: Sequence[tuple[str, ...]],
) -> Point:
    edit = w.edit
    if moved := _moved_house(edit):
        return _new_address(w, *moved, findings)
    old, shown_old = _clause(edit.old, edit.removed)
    new, shown_new = _clause(edit.new, edit.added)
    path = edit.passage.path
    cls = _class(findings, edit, old, new)
    lead = introduced(edit.passage.new or edit.passage.old) if _begins_item(edit) else ""
    if stood:
        shown = _readable(_one_more_or_less(edit, shown_old, shown_new, lead, stood[0]))
        return Point(shown, "moved", old, new, path, cls, w.weight)
    shown = _text(edit, shown_old, shown_new, lead)
    if edit.came_from:
        return Point(shown, "moved", new, new, path, cls, w.weight)
    return Point(shown, edit.side, old, new, path, cls, w.weight)


def _begins_item(edit: Edit) -> bool:
    """Does it stand first in its block? What follows is seldom said under the line above a list."""
    whole = edit.passage.new or edit.passage.old
    return whole.lstrip().startswith((edit.new or edit.old).strip())


def _moved_house(edit: Edit) -> tuple[str, str] | None:
    """What differs, where that is one address in place of another, not one company of another."""
    both = _differing(edit.old, edit.removed), _differing(edit.new, edit.added)
    other_company = all(lists().company.intersection(words(side)) for side in both)
    return both if all(map(postal, both)) and not other_company else None


def _differing(text: str, marks: Marks) -> str:
    """From the first word that differs to the last, each whole: of an e-mail address all."""
    if not marks:
        return ""
    (start, _), (_, end) = marks[0], marks[-1]
    while start and not _APART.match(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and not _APART.match(text[end - 1 : end + 1]):
        end += 1
    start, end = trimmed(text, start, end)
    return text[start:end].rstrip(".")


def _new_address(w: Weighed, old: str, new: str, findings: Sequence[Finding]) -> Point:
    """Only the lines that differ, and whose address it is where a name stands before them."""
    edit = w.edit
    whose = edit.new[: edit.added[0][0]].strip(" ,;:–—-")
    named = whose and len(whose) <= TITLE and not any(w[0].islower() for w in whose.split())
    of = f" of “{whose}”" if named else ""
    cls = _class(findings, edit, old, new)
    text = _readable(f"New address{of}: “{new}”, instead of “{old}”")
    return Point(text, edit.side, old, new, edit.passage.path, cls, w.weight)


def _clause(text: str, marks: Marks) -> tuple[str | None, str | None]:
    """The exact words that decide, and the same with "…" where the sentence goes on."""
    if not text:
        return None, None
    start, end = deciding(text, marks)
    words = text[start:end]
    before = "… " if text[:start].strip() else ""
    return words, f"{before}{words}{' …' if text[end:].strip(' ,;:.–—(') else ''}"


def _class(findings: Sequence[Finding], edit: Edit, old: str | None, new: str | None) -> str:
    """The class of the first finding of its section that rests on the same words; "" none."""
    own = (f for f in findings if f.section == edit.passage.path and _proves(f, old, new))
    return next((f.cls for f in own), "")


def _proves(finding: Finding, old: str | None, new: str | None) -> bool:
    return any(text and (text in finding.quote or finding.quote in text) for text in (old, new))


def _text(edit: Edit, old: str | None, new: str | None, lead: str = "") -> str:
    """The point as a reader sees it, with its side; `lead` introduces the list it stands in."""
    return _readable(_worded(edit, old, new, lead))


def _readable(text: str) -> str:
    """Without the marks that Markdown draws."""
    return _GLUED.sub("; ", _MARKS.sub("", text)) if "*" in text or "_" in text else text


def _worded(edit: Edit, old: str | None, new: str | None, lead: str) -> str:
    if edit.passage.heading:
        return _renamed(old, new)
    if edit.came_from:
        now, before = map(_cut, differing(edit.passage.place, edit.came_from))
        return f"Now under “{now}”, formerly under “{before}”: “{new}”"
    if CHECKED in f"{old}{new}" and not (old and new):
        return _ticked(old or "", new or "")
    if new is None:
        return f"Removed{_where(edit, old, lead)}: “{old}”"
    if old is None:
        return f"Added{_where(edit, new, lead)}: “{new}”"
    if ticked(edit.old, edit.new):
        chosen = CHECKED in edit.old and CHECKED in edit.new
        return f"{_asked(edit) if chosen else ''}{_ticked(edit.old, edit.new)}"
    few = max(len(edit.old.split()), len(edit.new.split())) <= FEW
    if (edit.asked and few) or (is_answer(edit.old) and is_answer(edit.new)):
        return f"{_asked(edit)}“{edit.old}” → “{edit.new}”"
    gone, came = _marked(edit.old, edit.removed), _marked(edit.new, edit.added)
    single = gone and came and len(edit.removed) == len(edit.added) == 1
    if single and max(len(gone.split()), len(came.split())) <= SHORT:
        whole = came.rstrip(".") == new.rstrip(".")
        return f"“{gone}” → “{new}”" if whole else f"“{gone}” → “{came}”: “{new}”"
    if not _LETTER.search(gone + came):
        return f"Now says “{new}”"
    if not edit.added:
        return f"Removed “{_cut(gone)}” from “{new}”"
    if not edit.removed:
        return f"Now says “{new}”"
    if len(old) + len(new) <= (SEVERAL if len(edit.removed) > 1 else BOTH):
        return f"Was “{old}”, now “{new}”"
    if len(edit.removed) > 1:
        most = max(edit.removed, key=lambda mark: mark[1] - mark[0])
        gone = _with_signs(edit.old, *most).strip()
        if len(gone.split()) < MEANT and not any(
            w[0].isupper() or w[0].isdigit() for w in gone.split()
        ):
            return f"Now says “{new}”"
    return f"Now says “{new}”" + (f" instead of “{_cut(gone)}”" if _tells(gone, came) else "")


def _one_more_or_less(
    edit: Edit, old: str | None, new: str | None, lead: str, stood: tuple[str, ...]
) -> str:
    """Words that came and stood elsewhere already, or that went and still stand there: to call
    them added or removed would say that the page had not said so, or does no more.
    """
    here, there = (_cut(name) for name in differing(edit.passage.place, stood))
    if lead and len(lead) <= LEAD:
        here = lead.rstrip(" :：")
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


def _where(edit: Edit, words: str | None, lead: str) -> str:
    """Words without a context of their own are told with their heading, those in a list with the
    line above it: "You may not:" says what they mean.
    """
    if lead and len(lead) <= LEAD:
        return f" under “{lead.rstrip(' :：')}”"
    path = edit.passage.path
    few = words is not None and len(words.split()) <= FEW
    if few and edit.asked:
        return f" after “{_cut(edit.asked)}”"
    return f" under “{_cut(path[-1])}”" if few and len(path) > 1 and path[-1] else ""


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    return " … ".join(piece for a, b in marks if (piece := _with_signs(text, a, b).strip()))


def _with_signs(text: str, start: int, end: int) -> str:
    """The words in a range; of an amount also what did not change: "$5", "2.9%", "30 days"."""
    if text[start:end].strip()[:1].isdigit() and text[:start].endswith(_CURRENCIES):
        start -= 1
    if text[start:end].rstrip()[-1:].isdigit() and text[end : end + 1] in ("%", *_CURRENCIES):
        end += 1
        return text[start:end]
    unit = UNIT.match(text, end) if text[start:end].strip().isdigit() else None
    return text[start : unit.end() if unit else end]


def _cut(text: str) -> str:
    return text if len(text) <= TITLE else f"{text[:TITLE].rpartition(' ')[0] or text[:TITLE]}…"

"""The points of a change: its edits by what they matter, each in the page's own words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from monitor.classify.cards import as_they_stand, beside_entries, is_entry
from monitor.classify.class_catalogue import heading_classes
from monitor.classify.edit_wording import significant, words
from monitor.classify.edits import Edit
from monitor.classify.entries_first import barred, entries_first
from monitor.classify.exchanged import LETTER
from monitor.classify.forms import ENDS as ENDS_SENTENCE
from monitor.classify.hunks import dates_the_edition
from monitor.classify.list_leads import rules
from monitor.classify.new_addresses import (
    NEW_ADDRESS,
    moved_house,
    new_address,
    of_the_same_move,
)
from monitor.classify.paired_marks import where_they_stood
from monitor.classify.point_order import in_order, says_contrary
from monitor.classify.point_wording import SAYS_LITTLE, Around, whole_sections, worded
from monitor.classify.promises import promises
from monitor.classify.quoted_clauses import quoted
from monitor.classify.second_place import spread
from monitor.classify.sides import Sides
from monitor.classify.significance import Weighed, tokens
from monitor.model import TOLD_WHOLE, Document, Finding, Point
from monitor.text.clause_ends import says
from monitor.text.lost_letters import only_letters_lost
from monitor.text.numbered import unnumbered
from monitor.text.pointers import guides, only_points
from monitor.text.pronouns import BACK, hangs
from monitor.text.scripts import unspaced
from monitor.text.sentences import spans, start_of
from monitor.text.short_answers import is_answer

MATTERS, HEADED = 1.25, 1.0  # least weights of an entry below a heading
MEANS = 4  # words of one
MOST = 40  # points of one change
IDLE = 0.75  # weight below which an edit is told only where nothing weighs more
LEAD = 8  # words of a line above a list that says nothing without it
TITLED = 9  # words of the title that a paragraph begins with
UNREAD = 0.55  # the same in a script without spaces
LIKE = 0.6  # part of a point's words from which a sentence says the same otherwise
ENDS = (".", "。")  # of a sentence; a line above a list has a colon
STEPS = 3  # sentences back to the one that is spoken of
NEAR = 600  # characters within which the sentence before another one begins
# "This includes …" says nothing by itself; "this policy" and "these terms" do.
_POINTS_BACK = re.compile(
    rf"(?:(?:in|for|to|by|with) )?(?:doing so|{BACK}"
    r"|(?:if|should|when) (?:we|you|they) (?:\w+ ){0,4}?(?:this|that|it|so)"
    r"|(?:we|you|they) (?:\w+ ){1,4}?(?:it|them|doing so))"
    r"\b(?! (?:\w+ ){0,2}(?:polic\w+|notice|terms|agreement|statement|page|section|document"
    r"|chapter|website|site)\b)",
    re.IGNORECASE,
)
_SAYING_LEAST = ("region", "effective-date", "other")
_SET = re.compile(r"[\s\"“”„«»'‘’`]+")
_MOMENT = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d{4}/\d\d?/\d\d?|\d\d?[./]\d\d?[./]\d{2,4})(?:T|,? )"
    r"\d\d?:\d\d(?::\d\d)?(?:\.\d+)? ?(?:Z|UTC|GMT|[AP]M|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


def points_of(
    weighed: Sequence[Weighed],
    findings: Iterable[Finding],
    introduced: Callable[[str], str],
    sides: Sides,
    columns: Mapping[str, Sequence[str]] = MappingProxyType({}),
    paragraph: Callable[[str], str] = lambda _: "",
    language: str = "",
    apart: frozenset[str] = frozenset(),
) -> tuple[Point, ...]:
    """At most MOST points, most important first; the second from another section than the first.

    `findings` name the class that a point is filed under; `introduced` gives the line above a list
    for one of its items, "" for any other block; `columns` the titles of a row's table;
    `paragraph` gives the one before a block of the newer document; of what stands `apart` the
    heading says nothing.
    """
    filed = tuple(findings)
    weighed = _by_headings(weighed)
    ranked = in_order(weighed, filed, introduced)
    whole = whole_sections((w.edit for w in weighed), sides)
    around: dict[int, Around] = {}
    for edit in (w.edit for w in ranked):
        own = _around(edit, introduced, sides, whole)
        columned, alone = columns.get(edit.passage.new, ()), _block(edit) in apart
        own = own._replace(columns=columned, apart=alone)
        around[edit.number] = _with_paragraph(own, edit, paragraph)
    saying = [w for w in ranked if _says(w.edit) and not _twice_here(w.edit, around)]
    saying = [w for w in saying if not _of_the_edition(w.edit, language)] or saying
    kept = entries_first(_kept(saying, around), around, filed) or (saying or ranked)[:1]
    told: dict[str, tuple[Point, int]] = {}
    moved: list[Edit] = []
    for w in _binding_first(spread(_once(kept, around), _only_worded)):
        if any(of_the_same_move(w.edit, other) for other in moved):
            continue  # the same address in three sections is one point
        point = _point(w, filed, around[w.edit.number])
        told.setdefault(point.text, (point, w.edit.number))
        if point.text.startswith(NEW_ADDRESS):
            moved.append(w.edit)
    return as_they_stand(list(told.values()))[:MOST]


def _binding_first(ordered: Sequence[Weighed]) -> list[Weighed]:
    """The same; behind the first two what says the contrary, then what came, went or has another
    number, "not" or "may", and last what only has other words.
    """
    return [*ordered[:2], *sorted(ordered[2:], key=_says_how_much)]


def _only_worded(w: Weighed) -> bool:
    return w.idle or (w.edit.side == "changed" and not _binds(w.edit))


def _says_how_much(w: Weighed) -> int:
    if _only_worded(w):
        return 2
    return 0 if w.edit.side == "changed" and says_contrary(w.edit) else 1


def _of_the_edition(edit: Edit, language: str) -> bool:
    """Is it only another day of the document itself? What changed on that day is told."""
    return edit.side == "changed" and dates_the_edition(edit.old, edit.new, language)


def _kept(saying: Sequence[Weighed], around: Mapping[int, Around]) -> list[Weighed]:
    """What weighs enough, and of a list or card of which an entry does all that came or went with
    it: "Ireland" alone would be told of a new partner there.
    """
    heavy = {w.edit.number for w in saying if w.weight >= _least(w.edit) or _binds(w.edit)}
    heavy |= {w.edit.number for w in saying if barred(w, around)}
    heavy |= {w.edit.number for w in saying if len(saying) <= TOLD_WHOLE and _is_sentence(w)}
    lists = {(w.edit.side, around[n].lead) for w in saying if (n := w.edit.number) in heavy}
    cards = beside_entries((w.edit for w in saying), heavy)
    return [
        w
        for w in saying
        if (n := w.edit.number) in heavy
        or w.edit.came_from  # from below another heading: said of the contrary perhaps
        or (around[n].lead and (w.edit.side, around[n].lead) in lists)
        or n in cards
    ]


def _by_headings(weighed: Sequence[Weighed]) -> Sequence[Weighed]:
    """The same; of a small change an entry below a heading is told, however few its words, and
    matters where the heading says what of.
    """
    few = len(weighed) <= TOLD_WHOLE
    return [replace(w, weight=max(w.weight, _by_heading(w.edit))) if few else w for w in weighed]


def _by_heading(edit: Edit) -> float:
    """What an entry weighs by its heading: "Dogs" below "Not allowed", "Credit agencies" below
    "Recipients"; 0.0 for anything else.
    """
    head = edit.passage.path[1:][-1:]  # the title of all says nothing of an entry
    if not (head and is_entry(edit)):
        return 0.0
    return MATTERS if rules(head[0]) or heading_classes(head) else HEADED


def _is_sentence(w: Weighed) -> bool:
    """Also one without a full stop that says something else now: "Notices go to the CEO"."""
    text, changed = _said(w.edit), w.edit.side == "changed" and not w.idle
    return len(text.split()) >= MEANS and (changed or bool(ENDS_SENTENCE.search(text)))


def _least(edit: Edit) -> float:
    """The weight that a point needs: less where nothing parts words, of which none was weighed."""
    return UNREAD if unspaced(_said(edit)) else IDLE


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


def _once(kept: Sequence[Weighed], around: Mapping[int, Around]) -> list[Weighed]:
    """Without the line of a heading that is told as such: it came, went or was renamed once;
    without a heading, the line above a list or a paragraph's title that came or went with what is
    told of it; and without a line that is told as what another one was, or is now.
    """
    above = ((w.edit.side, around[w.edit.number].lead.rstrip(" :：")) for w in kept)
    leads = {(side, lead) for side, lead in above if len(lead.split()) <= LEAD}
    said = (w for w in kept if not w.edit.passage.heading)
    sections = {s for w in said if (s := around[w.edit.number].section) not in _texts(w.edit)}
    headings = [w.edit.passage for w in kept if w.edit.passage.heading]
    told = {(p.path, text) for p in headings for text in (p.old, p.new)}
    changed = (w.edit for w in kept if w.edit.side == "changed")
    beside = Counter((w.edit.passage.number, w.edit.side) for w in kept)
    both = {(e.passage.path, text) for e in changed for text in (e.old, e.new)}
    return [
        w
        for w in kept
        if (
            _alone(w.edit) not in sections
            if w.edit.passage.heading
            else not told.issuperset(_lines(w.edit))
        )
        and (w.edit.side == "changed" or (w.edit.passage.path, _said(w.edit)) not in both)
        and (w.edit.side, _said(w.edit).rstrip(" :：")) not in leads
        and not (_titles(w.edit) and beside[w.edit.passage.number, w.edit.side] > 1)
    ]


def _titles(edit: Edit) -> bool:
    """Is it the numbered title that a paragraph begins with: "3.7. Sharing with shops."?"""
    said = _said(edit)
    bare = unnumbered(said)
    short = bare != said and len(bare.split()) <= TITLED and not says(bare, len(bare))
    return short and edit.side != "changed" and _begins_item(edit)


def _said(edit: Edit) -> str:
    return edit.new or edit.old


def _alone(edit: Edit) -> str | None:
    """A heading that came or went; None where it was renamed."""
    return None if edit.side == "changed" else _said(edit)


def _texts(edit: Edit) -> tuple[str, str]:
    return edit.passage.old, edit.passage.new


def _lines(edit: Edit) -> list[tuple[tuple[str, ...], str]]:
    p = edit.passage
    return [(p.path, text) for text in (p.old, p.new) if text]


def _says(edit: Edit) -> bool:
    """Is it more than marks of layout, the number of a section, a moment as machines print it?"""
    if _MOMENT.fullmatch((edit.new or edit.old).strip()):
        return False
    if edit.side == "changed":
        pieces = [edit.new[a:b] for a, b in edit.added] + [edit.old[a:b] for a, b in edit.removed]
        if not any(LETTER.search(piece) for piece in pieces):
            return False
        if only_letters_lost(edit.old, edit.new) or _unspaced(edit.old) == _unspaced(edit.new):
            return False
        return unnumbered(edit.old) != unnumbered(edit.new)
    text = _said(edit)
    if text.strip().isdigit() or only_points(text):
        return False  # a page's number; where another version stands
    return bool(LETTER.search(text if edit.passage.row else unnumbered(text)))


def _unspaced(text: str) -> str:
    """Without what only sets it: "audiorecordings" and "audio recordings", “” and ""."""
    return _SET.sub("", text).casefold()


def _binds(edit: Edit) -> bool:
    """Did a number, a "not", a "may" or an answer change, or a promise go? However light, it is
    told.
    """
    if is_answer(edit.old) and is_answer(edit.new):
        return True
    if edit.side == "removed":
        return promises(edit.old)
    marked = [edit.new[a:b] for a, b in edit.added] + [edit.old[a:b] for a, b in edit.removed]
    return edit.side == "changed" and any(significant(w) for w in words(" ".join(marked)))


def _around(
    edit: Edit,
    introduced: Callable[[str], str],
    sides: Sides,
    whole: Mapping[tuple[str, tuple[str, ...]], str],
) -> Around:
    """What its words hang on."""
    said, path = edit.new or edit.old, edit.passage.path
    lead = introduced(edit.passage.new or edit.passage.old) if _begins_item(edit) else ""
    if edit.side == "changed" or edit.came_from or edit.passage.heading:
        under = "" if lead else introduced(edit.old)
        before = "" if lead or edit.came_from else _pointed_at(edit)
        left = under if rules(under) else ""
        return Around(lead, before=before, left=left, title=sides.title)
    above = (whole.get((edit.side, path[:depth])) for depth in range(1, len(path) + 1))
    section = next((heading for heading in above if heading), "")
    long = len(said.split()) > SAYS_LITTLE
    stood = sides.stands_under(said, new=not edit.new) if long else ()
    before = "" if lead else _pointed_at(edit)
    return Around(lead, section, before, stood, title=sides.title)


def _pointed_at(edit: Edit) -> str:
    """The sentence just before one that begins with "This", "Such" or "It", or is "for this", in
    its block: the nearest that does not point back itself.
    """
    said, (whole, _) = edit.new or edit.old, edit.passage.side(bool(edit.new))
    at = whole.find(said)
    if at <= 0 or edit.passage.row or edit.passage.heading or not _points_back(edit, said):
        return ""
    before = ""
    for _ in range(STEPS):
        start = start_of(whole, max(0, len(whole[:at].rstrip()) - 1), within=NEAR)
        if not whole[start:at].strip():
            break
        before, at = whole[start:at].strip(), start
        if not (_POINTS_BACK.match(before) or hangs(before) or guides(before)):
            break
    return before


def _with_paragraph(around: Around, edit: Edit, paragraph: Callable[[str], str]) -> Around:
    """Of a paragraph that says nothing without the one before it: with the last words of that."""
    if around.before or around.lead or edit.passage.row or not hangs(edit.new):
        return around
    if not _begins_item(edit):
        return around
    above = paragraph(edit.passage.new)
    last = "".join([above[a:b].strip() for a, b in spans(above)][-1:])
    return around._replace(before=last) if last.endswith(ENDS) and not hangs(last) else around


def _points_back(edit: Edit, said: str) -> bool:
    """Of a sentence that only changed the rest is known: it is asked less of."""
    return hangs(said) or (edit.side != "changed" and bool(_POINTS_BACK.match(said.lstrip())))


def _twice_here(edit: Edit, around: Mapping[int, Around]) -> bool:
    """Did its section say the same already, or does it still? Of a list each line may."""
    here, own = _name(edit.passage.path), around[edit.number]
    return not own.lead and any(_name(path) == here for path in own.stood)


def _name(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(unnumbered(heading) for heading in path)


def _point(w: Weighed, findings: Sequence[Finding], around: Around) -> Point:
    edit = w.edit
    if moved := moved_house(edit):
        cls = _class(findings, edit, *moved)
        return Point(new_address(edit, *moved), edit.side, *moved, edit.passage.path, cls, w.weight)
    old, shown_old = quoted(edit.old, edit.removed or where_they_stood(edit.added))
    new, shown_new = quoted(edit.new, edit.added or where_they_stood(edit.removed))
    shown = worded(edit, shown_old, shown_new, around)
    side = "moved" if around.stood or edit.came_from else edit.side
    cls = _class(findings, edit, old, new)
    return Point(shown, side, new if edit.came_from else old, new, edit.passage.path, cls, w.weight)


def _block(edit: Edit) -> str:
    return edit.passage.new or edit.passage.old


def _begins_item(edit: Edit) -> bool:
    """Does it stand first in its block? What follows is seldom said under the line above a list."""
    return _block(edit).lstrip().startswith(_said(edit).strip())


def _class(findings: Sequence[Finding], edit: Edit, old: str | None, new: str | None) -> str:
    """The class of the first finding of its section that rests on the same words; "" none. That
    it names a place or a day says least of what it is about.
    """
    own = [f for f in findings if f.section == edit.passage.path and _proves(f, old, new)]
    about = (f.cls for f in own if f.cls not in _SAYING_LEAST)
    return next(about, own[0].cls if own else "")


def _proves(finding: Finding, old: str | None, new: str | None) -> bool:
    return any(text and (text in finding.quote or finding.quote in text) for text in (old, new))

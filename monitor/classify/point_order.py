"""Which of the weighed edits stands first. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf

from monitor.classify.cards import is_entry
from monitor.classify.edit_wording import contraries, lists, words
from monitor.classify.edits import Edit
from monitor.classify.grammar_words import things
from monitor.classify.list_leads import denies
from monitor.classify.losses import exposed, loses
from monitor.classify.other_amounts import costs_or_lasts
from monitor.classify.promises import given_up
from monitor.classify.replaced import ends
from monitor.classify.second_place import AS_HEAVY, only_moved
from monitor.classify.section_openings import SHORT, SPEAKS_BACK, opening_of, stands_alone
from monitor.classify.significance import Weighed
from monitor.model import Finding
from monitor.text.pointers import courteous, example_of, exemplifies, guides
from monitor.text.training import trains

TAKEN_PLACE = 6  # edits of a section that one answer took another's place in
PAIR = 2  # edits of a change in which a switch comes before a value
DENIED_IN = 12  # edits of a change in which a "not" that came or went is looked for
REWORDED = 10  # words that went and came with it
NEAR = 3.0  # of rank: how far the sentence that turned may stand behind one beside it
GUIDING = 3.0  # of rank: how far behind a sentence comes that only guides to another, or thanks
EXAMPLE = 2.0  # the same of one that shows what another means
HEAVY = 2.0  # weight from which a point comes before another amount
ENTRIES = 2  # short lines that came or went
WEIGHTY = 1.6  # weight of the first one from which a light amount does not come before it
AMOUNT = 0.55  # of its weight, from which an amount does
HALF = 0.5  # of its weight, from which what is lost comes before it
LESS = 2 / 3  # the same of one that says the contrary: "free", "without paying" says it not
MEANT = 2  # words of one that says nothing by itself: "Not required"
SENTENCE = 6  # words of a sentence in which a day is said of something
DAY = 3  # pieces of a day that differ: its number, its month, its year
ABOUT_IT = 1 / 3  # part of the things of a promise that what holds now names
TIE = 0.4  # of rank: two sentences about as important
BACK_NEAR = 0.6  # the same, where the later one speaks of the earlier one
_NAMED = re.compile(r"\bDo Not [A-Z]\w+")  # "Do Not Sell My Data" is the name of a page
NO_FACTS = ("class", "date", "place")  # findings that say little of a point by themselves
_AHEAD = ("deadline", "effective")
_OF_THE_DOCUMENT = re.compile(
    r"\b(?:this|these|our|the)(?: \w+){0,3} (?:polic\w+|notice|terms|agreement|statement|conditions"
    r"|version|changes|update)\b(?: \w+){0,4} (?:effect\w*|force|apply|applies|updated|revised)"
    r"|^\W*(?:last |in |with )?(?:effect\w*|updated|revised|modified|dated)\b"
    r"|\((?:last )?(?:updated|revised|modified|dated)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{3,}")
_FORBIDS = frozenset(["prohibited", "forbidden", "banned"])


def in_order(
    weighed: Sequence[Weighed],
    findings: Sequence[Finding] = (),
    introduced: Callable[[str], str] = lambda _: "",
) -> list[Weighed]:
    """Most important first: by what was learned, but that a page now says the contrary comes
    before what it adds about it, and another price or period before what weighs little.
    `introduced` gives the line above a list for one of its items. What is only said in other words
    comes last.
    """
    idle = [w for w in weighed if w.idle]
    if 0 < len(idle) < len(weighed):
        new = [w for w in weighed if not w.idle]
        return [*in_order(new, findings, introduced), *in_order(idle)]
    people = _of_examples(weighed)
    ranked = sorted(weighed, key=lambda w: (not _ends(w.edit), -_rank(w, people), w.edit.number))
    first = _given_up(ranked) or _training(ranked, findings, introduced)
    first = first or _losing(ranked) or _switched(ranked)
    first = first or next(valued(ranked[:1], findings), None)
    first = first or next((w for w in ranked[:1] if names_a_day(w.edit, findings)), None)
    first = first or _turned(ranked) or _denied(ranked) or _amount(ranked, findings)
    first = first or _stating(ranked, findings) or _begun_with(ranked) or _rewritten(ranked)
    first = first or next(iter(ranked), None)
    if first is None or _rank(first, people) < first.rank:  # no example, whatever is in it
        return ranked
    if opening := opening_of(first, ranked):
        first, after = opening, [first]
        return [first, *after, *(w for w in ranked if w not in (first, *after))]
    others = [w for w in ranked if w is not first]
    after = [w for w in others if _instead(first, w)] if first is _given_up(ranked) else []
    return [first, *after[:1], *(w for w in others if w not in after[:1])]


def _instead(given_up: Weighed, other: Weighed) -> bool:
    """Does it say something of what a promise was about, which is what holds now?"""
    named = things(given_up.edit.old)
    return len(named & things(other.edit.new)) >= max(1.0, ABOUT_IT * len(named))


def _of_examples(weighed: Sequence[Weighed]) -> dict[tuple[str, ...], set[str]]:
    """The people of whom examples tell, by their section: "For example, Anna asks …". A name that
    stands elsewhere as well may be the company's.
    """
    people: dict[tuple[str, ...], set[str]] = {}
    for w in weighed:
        if name := example_of(w.edit.new):
            people.setdefault(w.edit.passage.path, set()).add(name)
    for w in weighed if people else ():
        for path, names in people.items():
            if path != w.edit.passage.path:
                names.difference_update(_NAME.findall(f"{w.edit.old} {w.edit.new}"))
    return people


def _rank(w: Weighed, people: Mapping[tuple[str, ...], set[str]]) -> float:
    """Its rank, lower for a sentence that only says where to read more or is polite, for the title
    of all in other words, for an example, and for what only moved.
    """
    edit = w.edit
    title = edit.passage.heading and edit.side == "changed" and len(edit.passage.path) == 1
    if title or guides(edit.new) or courteous(edit.new or edit.old):
        return w.rank - GUIDING
    lesser = exemplifies(edit.new or edit.old) or only_moved(edit)
    told_of = people.get(edit.passage.path)
    named = bool(told_of and told_of.intersection(_NAME.findall(edit.new)))
    lesser = lesser or (named and not _of_everybody(edit.new))
    return w.rank - EXAMPLE if lesser else w.rank


def _of_everybody(sentence: str) -> bool:
    """Does it speak of what is ours or yours? "Acme keeps your photos" goes on after an example of
    what Acme does, and is a rule.
    """
    return not (lists().owner_we | lists().owner_you).isdisjoint(words(sentence))


def _ends(edit: Edit) -> bool:
    """Does it say that the whole document applies no more? Nothing else in it matters then."""
    return ends(edit.new) and not ends(edit.old)


def _given_up(ranked: Sequence[Weighed]) -> Weighed | None:
    """A promise that is gone: "We do not sell your data" before whatever else is new. Of those of
    one paragraph the first.
    """
    if not ranked or _ends(ranked[0].edit):
        return None
    came = [w.edit.new for w in ranked if w.edit.new]
    gone = (w for w in ranked if w.edit.side != "added" and not w.edit.passage.heading)
    lost = [w for w in gone if given_up(w.edit.old, came)]
    here = (w for w in lost if w.edit.passage.number == lost[0].edit.passage.number)
    return min(here, key=lambda w: w.edit.number, default=None)


def _training(
    ranked: Sequence[Weighed], findings: Sequence[Finding], introduced: Callable[[str], str]
) -> Weighed | None:
    """The first sentence that newly says that something trains AI, since the line begins with it;
    not a ban on others.
    """
    if not ranked or _ends(ranked[0].edit):
        return None
    said = [f.quote for f in findings if f.cls == "ai-training" and f.side != "removed"]
    barred = [f.quote for f in findings if f.fact == "ban"]
    new = (w for w in ranked if w.edit.new and not w.edit.passage.heading)
    new = (w for w in new if not denies(introduced(w.edit.passage.new)))
    found = (w for w in new if trains(w.edit.new) and not trains(w.edit.old))
    found = (w for w in found if any(quote in w.edit.new for quote in said))
    own = (w for w in found if not any(quote in w.edit.new for quote in barred))
    return next((w for w in own if _said(w.edit.new).isdisjoint(lists().negation)), None)


def _losing(ranked: Sequence[Weighed]) -> Weighed | None:
    """By what a reader loses most, whatever it weighs by words of another language: "We recognise
    faces" before "We have agreements with all of them", where that is not heavy; that messages can
    be read now, before whatever is new.
    """
    if not ranked or _ends(ranked[0].edit):
        return None
    if ranked[0].weight >= HEAVY:
        changed = (w for w in ranked if w.edit.side == "changed")
        near = [w for w in changed if w.weight >= HALF * ranked[0].weight]
        return next((w for w in near if exposed(w.edit.old, w.edit.new)), None)
    came = " ".join(w.edit.new for w in ranked)
    gone = " ".join(w.edit.old for w in ranked if w.edit.side == "removed")
    near = [w for w in ranked if w.weight >= HALF * ranked[0].weight and not w.edit.passage.heading]
    if sum(is_entry(w.edit) for w in near) > ENTRIES:
        near = [w for w in near if not is_entry(w.edit)]  # a table of contents
    return next((w for w in near if _loses(w.edit, gone, came)), None)


def _loses(edit: Edit, gone: str, came: str) -> bool:
    """Not where the same went, or came, elsewhere."""
    if edit.side == "removed":
        return exposed(edit.old, came)
    return not edit.came_from and loses(edit.old or gone, edit.new)


def _turned(ranked: Sequence[Weighed]) -> Weighed | None:
    """The sentence of the first one's section that says the contrary of what stood there: "Indoor
    cameras are not allowed", where they were, and not "Outdoor cameras are allowed if …".
    """
    if not ranked or ranked[0].edit.side != "added" or _ends(ranked[0].edit):
        return None
    first = ranked[0]
    here = [w for w in ranked if w.edit.passage.path == first.edit.passage.path]
    near = [w for w in here[1:] if w.rank >= first.rank - NEAR] if len(here) <= TAKEN_PLACE else []
    gone = [w.edit for w in here if w.edit.side == "removed"]
    if _contrary_to(first.edit, gone) or _takes_away(first.edit, gone):
        return None
    return next((w for w in near if _contrary_to(w.edit, gone)), None)


def _denied(ranked: Sequence[Weighed]) -> Weighed | None:
    """Where nothing weighs much, the sentence that says the contrary of what it said: "We share
    your location" before "Our help desk answers on Saturdays" in a language of few labels.
    """
    few = 0 < len(ranked) <= DENIED_IN  # in a larger rewrite one that is light stays light
    if not few or ranked[0].weight >= HEAVY or _ends(ranked[0].edit):
        return None
    first = ranked[0]
    brief = first.edit.passage.heading or is_entry(first.edit)  # and no sentence
    least = (-inf, 0.0) if brief else (first.rank - NEAR, LESS * first.weight)
    changed = (w for w in ranked if w.edit.side == "changed" and not w.edit.passage.heading)
    near = (w for w in changed if w.rank >= least[0] and w.weight >= least[1])
    said = (w for w in near if len(words(w.edit.new)) > MEANT and _differing(w.edit) <= REWORDED)
    return next((w for w in said if says_contrary(w.edit)), None)


def _switched(ranked: Sequence[Weighed]) -> Weighed | None:
    """Where one of two sentences changed only in a word that gave way to its contrary: "on unless
    you switch it off", whatever value the other has now.
    """
    denied = _denied(ranked) if len(ranked) == PAIR else None
    return denied if denied and len(denied.edit.removed) == len(denied.edit.added) else None


def _amount(ranked: Sequence[Weighed], findings: Sequence[Finding]) -> Weighed | None:
    """The first price, share, period or day that took another's place, where nothing weighs more:
    few of the passages that readers weighed have one, so what was learned knows little of them.
    """
    if not ranked or ranked[0].weight >= HEAVY or _ends(ranked[0].edit):
        return None
    days = [f.quote for f in findings if _put_off(f)]
    least = AMOUNT * ranked[0].weight if ranked[0].weight >= WEIGHTY else 0.0
    near = (w for w in ranked if w.weight >= least)
    another = (w for w in near if _starts_otherwise(w.edit, days) or costs_or_lasts(w.edit))
    return next(another, None)


def valued(ranked: Sequence[Weighed], findings: Sequence[Finding]) -> Iterator[Weighed]:
    """Those that give a value in the place of another: "90 days", where it was 30."""
    values = [f.quote for f in _facts(findings) if f.old and f.new]
    return (w for w in ranked if any(quote in w.edit.new for quote in values))


def _stating(ranked: Sequence[Weighed], findings: Sequence[Finding]) -> Weighed | None:
    """Where no finding rests on what stands first, another value: "90 days" before what somebody
    says of himself in other words. Where the first is not heavy and states no fact, what is about
    as heavy and states one: "We no longer sell your location" before "Cookies help us to run it".
    """
    if not ranked or _ends(ranked[0].edit):
        return None
    first = ranked[0]
    other = next(valued(ranked, findings), None)
    light = other and first.weight >= HEAVY and other.weight < HALF * first.weight
    said = (f.quote in (first.edit.new or first.edit.old) for f in findings)
    if other and not light and not any(said):
        return other
    if first.weight >= HEAVY:
        return None
    quotes, least = [f.quote for f in _facts(findings)], AS_HEAVY * first.weight
    stating = (w for w in ranked if any(q in (w.edit.new or w.edit.old) for q in quotes))
    found = next((w for w in stating if w.weight >= least), None)
    return None if found is first else found


def _facts(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.fact not in NO_FACTS]


def _rewritten(ranked: Sequence[Weighed]) -> Weighed | None:
    """The sentence of a paragraph that says, in the words of one that went, what holds now: "a full
    refund" for all, and not that the one for some is gone.
    """
    if not ranked or ranked[0].edit.side != "removed" or ranked[0].edit.passage.heading:
        return None
    first, gone = ranked[0], things(ranked[0].edit.old)
    for w in ranked[1:]:
        here = w.edit.side == "changed" and w.edit.passage.number == first.edit.passage.number
        came = things(" ".join(w.edit.new[a:b] for a, b in w.edit.added))
        if here and w.weight >= AS_HEAVY * first.weight and came & gone:
            return w
    return None


def names_a_day(edit: Edit, findings: Sequence[Finding]) -> bool:
    """Does it say what begins or ends on a day, which a line begins with: "from 16 December"?"""
    if edit.passage.heading or len(words(edit.new)) < SENTENCE or _OF_THE_DOCUMENT.search(edit.new):
        return False
    return any(f.fact == "date" and f.role in _AHEAD and f.quote in edit.new for f in findings)


def _put_off(f: Finding) -> bool:
    """Does something begin, or end, on another day than was announced?"""
    return f.fact == "date" and f.role in _AHEAD and bool(f.old and f.new)


def _starts_otherwise(edit: Edit, days: Sequence[str]) -> bool:
    """Did only a day take another's place, in a sentence that says more than that the document is
    of that day: "In the UK, this starts on 1 February"?
    """
    if edit.side != "changed" or edit.passage.heading or len(words(edit.new)) < SENTENCE:
        return False
    if not any(quote in edit.new for quote in days) or _OF_THE_DOCUMENT.search(edit.new):
        return False
    return len(edit.removed) <= DAY and len(edit.added) <= DAY


def _begun_with(ranked: Sequence[Weighed]) -> Weighed | None:
    """The new sentence right before the first one, where that goes on with it and weighs hardly
    more: "We may record the audio" before "The recordings are kept for 7 days".
    """
    if not ranked or ranked[0].edit.side != "added" or _ends(ranked[0].edit):
        return None
    first = ranked[0]
    passage, said = first.edit.passage, first.edit.new
    before = passage.new[: max(0, passage.new.find(said))].rstrip()
    least = first.rank - (BACK_NEAR if SPEAKS_BACK.search(said) else TIE)
    near = (w.edit.new and w.edit.passage.number == passage.number for w in ranked)
    beside = (w for w, here in zip(ranked, near, strict=True) if here and w.rank >= least)
    earlier = (w for w in beside if before.endswith(w.edit.new.rstrip()))
    earlier = (w for w in earlier if not courteous(w.edit.new))
    return next((w for w in earlier if stands_alone(w.edit)), None)


def _contrary_to(edit: Edit, gone: Sequence[Edit]) -> bool:
    """Does it take back what it says in the place of, or what went just before it?"""
    if edit.passage.heading or len(words(edit.new)) < SHORT:
        return False
    if edit.side == "changed":
        return _contrary(edit.old, edit.new)
    number = edit.passage.number
    before = [e for e in gone if e.passage.number in (number, number - 1)]
    same = (e for e in before if len(things(e.old) & things(edit.new)) > 1)
    return edit.side == "added" and any(_contrary(e.old, edit.new) for e in same)


def _takes_away(edit: Edit, gone: Sequence[Edit]) -> bool:
    """Does it deny something that a sentence was about which went: "… will no longer be supported",
    where that one, too, has its "not": "… which nobody else can read"?
    """
    denies = not set(words(edit.new)).isdisjoint(lists().negation | _FORBIDS)
    return denies and any(len(things(e.old) & things(edit.new)) > 1 for e in gone)


def _contrary(old: str, new: str) -> bool:
    """Does one deny and the other not, or did a word give way to its contrary?"""
    was, now = _said(old), _said(new)
    denying = lists().negation | _FORBIDS
    return was.isdisjoint(denying) != now.isdisjoint(denying) or bool(
        contraries(was - now, now - was)
    )


def _differing(edit: Edit) -> int:
    """How many words went and came."""
    both = (edit.old[a:b] for a, b in edit.removed), (edit.new[a:b] for a, b in edit.added)
    return sum(len(words(piece)) for pieces in both for piece in pieces)


def says_contrary(edit: Edit) -> bool:
    """Did its "not" come or go, or a word give way to its contrary where it stood: "off unless you
    switch it on" to "on unless you switch it off"?
    """
    denying = lists().negation
    if _said(edit.old).isdisjoint(denying) != _said(edit.new).isdisjoint(denying):
        return True
    pairs = zip(edit.removed, edit.added, strict=False)
    pieces = ((_said(edit.old[a:b]), _said(edit.new[c:d])) for (a, b), (c, d) in pairs)
    return any(contraries(gone, come) for gone, come in pieces)


def _said(text: str) -> set[str]:
    return set(words(_NAMED.sub(" ", text)))

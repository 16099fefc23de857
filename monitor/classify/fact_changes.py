"""Facts that came, went or changed: of each passage, held against both whole documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from monitor.classify import fact_tables
from monitor.classify.changed_passages import Passage, touches
from monitor.classify.quotes import LIMIT, quote
from monitor.classify.stated import NO_WAY, Stated, alike
from monitor.classify.statements import Statement, cells, find
from monitor.classify.subjects import of_some, of_the_same
from monitor.headline.told_facts import NOT_USED, USED
from monitor.model import Finding
from monitor.text.clause_ends import LIMITED
from monitor.text.denials import denied
from monitor.text.sentences import spans
from monitor.text.training import trains

MANY = ("data", "recipient", "excluded", "trainer")  # a list: one value replaces no other
POLAR = ("class", "default")  # of one section one value takes the other's place, in any words
MOST = 600  # that are looked at before it is known which of them only moved
_ALIKE = 0.3  # share of common words of two sentences of which one replaced the other
_CLOSE = 0.5  # the same, where the words of one of them stand elsewhere too


def changes(p: Passage, language: str = "") -> Iterator[Finding]:
    """Facts that a passage states only since the change, or only before it; old and new paired."""
    old, new = _stated(p, language)
    was, now = set(map(_plain, old)), set(map(_plain, new))
    gone = [s for s in old if _plain(s) not in now]
    came = [s for s in new if _plain(s) not in was]
    # Where words only went ("we do [-not-] use"), the fact of the other side is as new.
    hit = {(s.fact, s.cls) for s in gone if _hit(p, s, False)}
    hit |= {(s.fact, s.cls) for s in came if _hit(p, s, True)}
    gone = [s for s in gone if (s.fact, s.cls) in hit]
    came = [s for s in came if (s.fact, s.cls) in hit]
    for s in came:
        rivals = [
            g
            for g in gone
            if (g.fact, g.cls) == (s.fact, s.cls)
            and s.fact not in MANY
            and of_the_same(s.fact, g.sentence, s.sentence)
        ]
        before = max(rivals, key=lambda g: alike(g.sentence, s.sentence), default=None)
        if before is not None:
            gone.remove(before)
        yield _finding(p, s, before or _turned(s, p.old), s)
    for g in gone:
        turned = _turned(g, p.new)
        yield _finding(p, turned or g, g, turned)


def _turned(denial: Statement, other: str) -> Statement | None:
    """The sentence of the other side in the place of "not used for training", where that one says
    the contrary without the word for AI: "… verwenden wir auch zum Training".
    """
    if denial.cls != "ai-training" or not denial.value.startswith(NOT_USED):
        return None
    for start, end in spans(other):
        said = other[start:end]
        bare = not (denied().search(said) or LIMITED.search(said))
        if bare and trains(said) and alike(denial.sentence, said) >= _CLOSE:
            return replace(denial, value=USED, start=start, end=end, words=said, sentence=said)
    return None


def _plain(s: Statement) -> tuple[str, str, str]:
    """Its key: a name that is spelled otherwise ("Fern Post", "FernPost") makes no other value."""
    return s.fact, s.cls, "".join(s.value.casefold().split())


def held(findings: Iterable[Finding], before: Stated, after: Stated) -> Iterator[Finding]:
    """Each fact once, and only what is so of the whole documents: new is what no sentence of the
    old one states, gone what none of the new one does. A sentence that was replaced by one of the
    same section that says nearly the same gives one finding with old and new.
    """
    told: set[tuple[str, str, str, str | None]] = set()
    left: list[Finding] = []
    for f in islice(findings, MOST):
        if (held := _held(f, before, after)) is not None and (key := _key(held)) not in told:
            told.add(key)
            left.append(held)
    gone = [f for f in left if f.new is None and f.fact not in MANY]
    replaced: list[Finding] = []
    for i, f in enumerate(left):
        earlier = (g for g in gone if _succeeds(f, g) or _is_its_only(f, g, left))
        if f.old is None and (old := next(earlier, None)):
            gone.remove(old)
            left[i] = replace(f, old=old.old, quote_before=old.quote, side="changed")
            replaced.append(old)
    yield from (f for f in left if f not in replaced)


def _held(f: Finding, before: Stated, after: Stated) -> Finding | None:
    """What of a finding is so of the whole documents; None for nothing."""
    came = f.new is not None and not before.states(f, f.new)
    went = f.old is not None and not after.states(f, f.old, gone=True)
    if f.old is None or f.new is None:
        return f if came or went else None
    if (came and went) or ((came or went) and alike(f.quote, f.quote_before) >= _CLOSE):
        return f
    if came:
        return replace(f, old=None, quote_before="", side="added")
    if went:
        return replace(f, new=None, quote=f.quote_before, quote_before="", side="removed")
    return None


def _key(f: Finding) -> tuple[str, str, str, str | None]:
    return f.side, f.cls, f.fact, f.new or f.old


def _is_its_only(new: Finding, old: Finding, found: Iterable[Finding]) -> bool:
    """Are these the only ages of a section, one that went and one that came, however it is said?"""
    if new.fact != "age" or (new.fact, new.section) != (old.fact, old.section):
        return False
    if of_some(old.quote) or of_some(new.quote):
        return False
    if len({(f.new or f.old or "").startswith("under") for f in (new, old)}) > 1:
        return False
    return sum((f.fact, f.section) == ("age", new.section) for f in found) == len((new, old))


def _succeeds(new: Finding, old: Finding) -> bool:
    if (new.cls, new.fact, new.section) != (old.cls, old.fact, old.section):
        return False
    if not of_the_same(new.fact, old.quote, new.quote):
        return False
    if new.fact in POLAR or (new.fact == "opt-out" and NO_WAY in (new.new, old.old)):
        return True
    return alike(old.quote, new.quote) >= _ALIKE


def _stated(p: Passage, language: str) -> tuple[list[Statement], list[Statement]]:
    """What both sides of a passage state. A heading names its subject and states nothing of it."""
    if p.heading:
        return [], []
    heading = p.path[-1] if p.path else ""
    table = fact_tables.of(language)
    # A row does not hold the title of its columns: a basis that gave way to another shows it.
    bases = p.row and all(
        any(cells(text, fact_tables.lowered(text), table)) for text in (p.old, p.new)
    )
    old, new = (list(_found(text, heading, language, bases)) for text in (p.old, p.new))
    return old, new


@lru_cache(maxsize=128)  # of one change: its classes and its facts both ask
def _found(text: str, heading: str, language: str, bases: bool) -> tuple[Statement, ...]:
    return tuple(find(text, heading, language, bases=bases))


def _hit(p: Passage, s: Statement, new: bool) -> bool:
    return touches(p.side(new)[1], s.start, s.end)


def _finding(p: Passage, s: Statement, old: Statement | None, new: Statement | None) -> Finding:
    return Finding(
        cls=s.cls,
        fact=s.fact,
        quote=_cut(s),
        quote_before=_cut(old) if old and new else "",
        section=p.path,
        old=old.value if old else None,
        new=new.value if new else None,
        rule=f"fact-{s.rule}",
        words=(s.words[:120],),
    )


def _cut(s: Statement) -> str:
    """Its sentence; of a long one what stands around the words that state the fact."""
    if len(s.sentence) <= LIMIT:
        return s.sentence
    at = max(0, s.sentence.find(s.words))
    return quote(s.sentence, at, min(at + len(s.words), at + LIMIT))

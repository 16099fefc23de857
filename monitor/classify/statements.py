"""Facts that sentences state: opt-outs, defaults, ages, retention, bases, recipients, data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.classify import fact_tables
from monitor.classify.fact_tables import Rule, Table
from monitor.text import sentences

_LONGEST = 1200  # characters of a sentence that are looked at
_SHOWN = 60  # characters of a condition that are told with a fact
_WORD = re.compile(r"[^\W\d_]+")
_LIST = 400  # characters behind the first value in which others of its list are looked for
_GAP = 80  # characters between two entries of one list
_BREAK = re.compile(
    r"[;:]|\b(?:who|which|that|when|if|because|not|unless|train|improve|develop|provide)\b"
)
DENIED, SPARED = "training-not", "training-spared"  # two rules of every language
ONE_IN_A_SENTENCE = ("opt-out", "default", "retroactive", "class")  # the first rule that fits


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact with where it stands in its text."""

    cls: str
    fact: str
    value: str
    start: int
    end: int
    rule: str
    words: str
    sentence: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two statements the same."""
        return self.fact, self.cls, self.value


def find(
    text: str, heading: str = "", language: str = "", *, bases: bool = False
) -> Iterator[Statement]:
    """Every fact that the sentences of a text state, in order, one of a rule and value each.

    `bases`: the text is a table row with a column of legal bases, whatever its heading says.
    """
    (likely,) = likely_rules((text,), language)
    return stated(text, heading, language, likely, bases=bases)


def likely_rules(texts: Sequence[str], language: str) -> list[tuple[Rule, ...]]:
    """For each text the rules that have one of their first hints in it.

    Each word of a page is looked at once: it has many texts, and most hold no hint.
    """
    table = fact_tables.of(language)
    lows = [fact_tables.lowered(text).split() for text in texts]
    hinting = _hinting(set().union(*lows), table)
    found = []
    for words in lows:
        rules = 0
        for word in hinting.keys() & words:
            rules |= hinting[word]
        found.append(table.chosen(rules))
    return found


def _hinting(words: Iterable[str], table: Table) -> dict[str, int]:
    """The words that hold a hint, with the rules that it is of."""
    text = f" {' '.join(words)} "
    found: dict[str, int] = {}
    for hint, rules in table.anchors.items():
        at = text.find(hint)
        while at >= 0:
            end = text.find(" ", at)
            word = text[text.rfind(" ", 0, at) + 1 : end]
            found[word] = found.get(word, 0) | rules
            at = text.find(hint, end)
    return found


def stated(
    text: str, heading: str, language: str, likely: tuple[Rule, ...], *, bases: bool = False
) -> Iterator[Statement]:
    """The same as :func:`find`, of a text whose likely rules are known."""
    row = " | " in text
    if not likely and not row:
        return
    table, low = fact_tables.of(language), fact_tables.lowered(text)
    if row:
        titles = table.basis_titles
        if bases or titles.search(heading.lower()) or titles.search(low):
            yield from cells(text, low, table)
    likely = tuple(rule for rule in likely if hinted(rule, low))
    if not likely:
        return
    for start, end in _sentences(text):
        if not any(hinted(rule, low[start:end]) for rule in likely):
            continue
        seen = set()
        for rule, value, a, b in _match(text[start:end], language, likely):
            cls = rule.cls
            if cls == "about":
                cls = _about(table, low[start:end], heading.lower(), low[:_LONGEST])
            if (rule.fact, cls, value) not in seen:
                seen.add((rule.fact, cls, value))
                words, sentence = text[start + a : start + b], text[start:end].strip()
                yield Statement(
                    cls, rule.fact, value, start + a, start + b, rule.name, words, sentence
                )


def hinted(rule: Rule, low: str) -> bool:
    """Does a text as patterns see it hold one of each of the hints of a rule?"""
    for group in rule.hints:
        for hint in group:
            if hint in low:
                break
        else:
            return False
    return True


@lru_cache(maxsize=1024)  # of one change: each fact asks both documents, which share their blocks
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    spans = sentences.spans(text, also=";", cells=False)
    return tuple((start, min(end, start + _LONGEST)) for start, end in spans)


@lru_cache(maxsize=2048)
def _match(
    sentence: str, language: str, likely: tuple[Rule, ...]
) -> tuple[tuple[Rule, str, int, int], ...]:
    table, low = fact_tables.of(language), fact_tables.lowered(sentence)
    found: list[tuple[Rule, str, int, int]] = []
    matched: set[str] = set()
    taken: set[str] = set()
    for rule in (*likely, *table.beside):
        if rule.fact in taken or not hinted(rule, low):
            continue
        if rule.beside and rule.beside.isdisjoint(matched):
            continue
        seen = sentence if rule.case else low
        if rule.needs is not None and not rule.needs.search(seen):
            continue
        first = rule.pattern.search(seen)
        if first is None or (rule.unless is not None and rule.unless.search(seen)):
            continue
        matched.add(rule.name)
        if rule.fact in ONE_IN_A_SENTENCE:
            taken.add(rule.fact)
        found += _values(rule, table, sentence, seen, first)
    return tuple(_of_what(found))


def _of_what(
    found: list[tuple[Rule, str, int, int]],
) -> Iterator[tuple[Rule, str, int, int]]:
    """What is spared is all that the sentence denies of: "not used for training (minors)"."""
    spared = [value for rule, value, _, _ in found if rule.name == SPARED]
    for rule, value, start, end in found:
        told = f"{rule.value} ({', '.join(spared)})"
        narrow = spared and rule.name == DENIED and f"{rule.value} (" not in value
        yield rule, value.replace(rule.value, told, 1) if narrow else value, start, end


def _values(
    rule: Rule, table: Table, sentence: str, seen: str, first: re.Match[str]
) -> Iterator[tuple[Rule, str, int, int]]:
    if rule.value:
        yield rule, *_qualified(rule, table, sentence, seen, first)
    elif rule.more is not None:
        yield rule, _named(rule.names, first["value"], first["value"]), first.start(), first.end()
        last = first.end()
        for m in rule.more.finditer(seen, last, last + _LIST):
            between = seen[last : m.start()]
            if len(between) > _GAP or _BREAK.search(between):
                break
            yield rule, _named(rule.names, m[0], m[0]), m.start(), m.end()
            last = m.end()
    else:
        for m in (first, *rule.pattern.finditer(seen, first.end())):
            yield rule, _value(rule, table, sentence, m), m.start(), m.end()


def _qualified(
    rule: Rule, table: Table, sentence: str, seen: str, first: re.Match[str]
) -> tuple[str, int, int]:
    """The value with what limits it: "not used for training (IDP data), unless you agree"; and
    from where to where its words stand.
    """
    value, start, end = rule.value, *first.span()
    found = rule.only_of.finditer(seen) if rule.only_of is not None else ()
    narrow = (m for m in found if not table.general.issuperset(_WORD.findall(m[m.lastindex or 0])))
    limited = next(narrow, None)
    condition = rule.condition.search(seen) if rule.condition is not None else None
    for m, told in ((limited, " ({})"), (condition, ", {}")):
        if m is not None:
            value += told.format(_words(sentence, m))
            start, end = min(start, m.start()), max(end, m.end())
    return value, start, end


def _words(sentence: str, m: re.Match[str]) -> str:
    """What limits a fact, as it is written, cut between words."""
    start, end = m.span(m.lastindex or 0)
    words = " ".join(sentence[start:end].split()).strip(" ,;:")
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rpartition(' ')[0].rstrip(' ,;:')}…"


def _named(names: tuple[tuple[str, re.Pattern[str]], ...], words: str, none: str) -> str:
    return next((name for name, pattern in names if pattern.fullmatch(words)), none)


def _value(rule: Rule, table: Table, sentence: str, m: re.Match[str]) -> str:
    groups = m.groupdict()
    if groups.get("unit"):
        number = table.numbers.get(m["number"], m["number"])
        unit = next((u for start, u in table.units.items() if m["unit"].startswith(start)), "")
        limit = groups.get("limit") or ""
        said = next((name for words, name in table.limits.items() if words in limit), "")
        if rule.fact == "notice" and said in ("within", "up to"):
            said = "at least"  # "no later than 30 days before"
        return f"{said} {number} {unit}{'' if str(number) == '1' else 's'}".strip()
    value = " ".join(sentence[m.start("value") : m.end("value")].split())
    if rule.fact == "age":
        return f"{rule.limit} {table.numbers.get(m['value'], m['value'])}".strip()
    return "indefinitely" if rule.name == "retention-indefinite" else value


def _about(table: Table, sentence: str, heading: str, text: str) -> str:
    for where in (sentence, heading, text):
        for cls, pattern in table.about:
            if pattern.search(where):
                return cls
    return "choice"


def about(sentence: str, heading: str, language: str) -> str:
    """The class that a setting's sentence or heading speaks of; "choice" without one."""
    table = fact_tables.of(language)
    return _about(table, fact_tables.lowered(sentence), heading.lower(), "")


def before(text: str, at: int) -> str:
    """The sentence or clause in front of the one that this place is in; "" where it is the first.

    As facts are read: a semicolon ends one.
    """
    spans = [span for span in _sentences(text) if span[0] <= at]
    return text[slice(*spans[-2])] if len(spans) > 1 else ""


def subjects(language: str) -> frozenset[str]:
    """The classes that the words around a setting may give it."""
    return frozenset(cls for cls, _ in fact_tables.of(language).about)


def _alone(cell: str) -> str:
    """A basis in its cell without what may stand beside it: "our legitimate interests (Art. 6)"."""
    if cell.endswith(")"):
        cell = cell.partition(" (")[0]
    return cell.removeprefix("our ").removeprefix("your ")


def cells(text: str, low: str, table: Table) -> Iterator[Statement]:
    """Legal bases that fill a cell of a table row."""
    at = 0
    for cell in low.split(" | "):
        words = cell.strip(" .*")
        if name := _named(table.bases, _alone(words), ""):
            start = at + cell.find(words)
            end = start + len(words)
            yield Statement(
                "legal-basis", "basis", name, start, end, "basis-cell", text[start:end], text
            )
        at += len(cell) + 3

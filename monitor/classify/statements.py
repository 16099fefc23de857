"""Facts that sentences state: opt-outs, defaults, ages, retention, bases, recipients, data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.classify.passages import Passage, touches
from monitor.classify.rules import load
from monitor.types import Finding

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])|\n|(?<=[;。！？])\s*")
_LONGEST = 1200  # characters of a sentence that are looked at
_LIST = 300  # characters behind the first value in which others of its list are looked for
_HINT = re.compile(
    r"\d|\bage|year|retain|retention|keep|kept|stor|delet|eras|opt|default|object|form\b|withdraw"
    r"|turn|switch|disabl|unsubscri|train|model|basis|bases|rel(?:y|ies)|article|shar|disclos|sell"
    r"|sold|collect|receiv|obtain|process|record|gather|infer|retroactive|already|going forward",
    re.IGNORECASE,
)
_ABOUT = ("opt-out", "default", "retroactive", "form")


@dataclass(frozen=True, slots=True)
class Rule:
    """One fact of rules/facts.toml, ready to match."""

    name: str
    fact: str
    cls: str
    pattern: re.Pattern[str]
    value: str
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    more: re.Pattern[str] | None  # what may follow in the same list


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


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    return tuple(
        Rule(
            f["name"],
            f["fact"],
            f["class"],
            re.compile(f["pattern"], re.IGNORECASE),
            f.get("value", ""),
            _optional(f.get("unless")),
            _optional(f.get("needs")),
            _optional(f.get("more")),
        )
        for f in load("facts")["fact"]
    )


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def find(text: str, heading: str = "") -> Iterator[Statement]:
    """Every fact that the sentences of a text state, in order, one of a rule and value each."""
    for start, sentence in _sentences(text):
        if not _HINT.search(sentence):
            continue
        seen = set()
        for rule, value, a, b in _match(sentence):
            cls = _about(sentence, text, heading) if rule.cls == "about" else rule.cls
            if (rule.fact, cls, value) not in seen:
                seen.add((rule.fact, cls, value))
                yield Statement(
                    cls,
                    rule.fact,
                    value,
                    start + a,
                    start + b,
                    rule.name,
                    sentence[a:b],
                    sentence.strip(),
                )


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for m in _SENTENCE.finditer(text):
        yield at, text[at : min(m.start(), at + _LONGEST)]
        at = m.end()
    yield at, text[at : at + _LONGEST]


@lru_cache(maxsize=4096)
def _match(sentence: str) -> tuple[tuple[Rule, str, int, int], ...]:
    found = []
    taken: dict[str, str] = {}  # of opt-outs and defaults the first rule that fits
    for rule in rules():
        if rule.fact in taken and rule.fact in ("opt-out", "default", "retroactive", "class"):
            continue
        if rule.unless is not None and rule.unless.search(sentence):
            continue
        if rule.needs is not None and not rule.needs.search(sentence):
            continue
        for m in rule.pattern.finditer(sentence):
            value = rule.value or _value(rule, m["value"])
            found.append((rule, value, m.start(), m.end()))
            taken[rule.fact] = value
            if rule.value:
                break
            if rule.more is not None:
                rest = rule.more.finditer(sentence, m.end(), m.end() + _LIST)
                found += [(rule, _value(rule, n[0]), n.start(), n.end()) for n in rest]
                break
    return tuple(found)


def _value(rule: Rule, raw: str) -> str:
    value = " ".join(raw.split())
    if rule.fact in ("form", "opt-out"):
        return value
    value = re.sub(r"\b(?:ai|ip)\b", lambda m: m[0].upper(), value.lower())
    if rule.fact == "age":
        number = load("facts")["numbers"].get(value, value)
        return f"under {number}" if rule.name == "age-under" else str(number)
    return value


def _about(sentence: str, text: str, heading: str) -> str:
    for where in (sentence, heading, text[:_LONGEST]):
        for cls, pattern in load("facts")["about"].items():
            if re.search(pattern, where, re.IGNORECASE):
                return str(cls)
    return "choice"


# --------------------------------------------------------------------------- changes


def changes(p: Passage) -> Iterator[Finding]:
    """Facts that a passage states only since the change, or only before it; old and new paired."""
    heading = p.path[-1] if p.path and not p.heading else ""
    old, new = list(find(p.old, heading)), list(find(p.new, heading))
    was = {(s.fact, s.cls, s.value) for s in old}
    now = {(s.fact, s.cls, s.value) for s in new}
    gone = [s for s in old if (s.fact, s.cls, s.value) not in now]
    came = [s for s in new if (s.fact, s.cls, s.value) not in was]
    # Where words only went ("we do [-not-] use"), the fact of the other side is as new.
    hit = {(s.fact, s.cls) for s in gone if _hit(p, s, False)}
    hit |= {(s.fact, s.cls) for s in came if _hit(p, s, True)}
    gone = [s for s in gone if (s.fact, s.cls) in hit]
    came = [s for s in came if (s.fact, s.cls) in hit]
    for s in came:
        before = next((g for g in gone if (g.fact, g.cls) == (s.fact, s.cls)), None)
        if before is not None:
            gone.remove(before)
        yield _finding(p, s, before.value if before else None, s.value)
    for g in gone:
        yield _finding(p, g, g.value, None)


def _hit(p: Passage, s: Statement, new: bool) -> bool:
    return touches(p.side(new)[1], s.start, s.end)


def _finding(p: Passage, s: Statement, old: str | None, new: str | None) -> Finding:
    return Finding(
        cls=s.cls,
        fact=s.fact,
        quote=s.sentence[:300],
        section=p.path,
        old=old,
        new=new,
        rule=f"fact-{s.rule}",
        words=(s.words[:120],),
    )

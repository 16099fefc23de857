"""The numbers that a class is judged by, each with a name, from phrases, words and headings."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from math import log, log1p

from monitor.classify.changed_passages import Passage
from monitor.classify.contacts import Address
from monitor.classify.evidence import Body, Evidence
from monitor.classify.heading_model import About, about
from monitor.classify.topics import Topics
from monitor.model import Document

_TYPES = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("privacy", r"privacy|data protection|datenschutz|confidentialit|privacidad|personal data"),
        ("tracking", r"cookie|tracker|tracking|similar technologies"),
        (
            "rules",
            r"guideline|acceptable use|rules|community|standards|conduct|content polic|law enforce"
            r"|prohibited|safety|usage polic|advertising polic",
        ),
        ("terms", r"terms|conditions|agreement|licen[cs]e|nutzungsbedingungen|conditions g"),
    )
)


_NONE = Evidence()
REACHED = "contact-entity"  # the class of addresses
_HEADLINE = 80  # characters of a first block that may be a title
_FIRST_BLOCKS, _FIRST_TEXT = 12, 3000  # what is read of a document without one


@dataclass(frozen=True)
class Fragment:
    """What changed below one heading, with all that speaks for its classes."""

    passages: tuple[Passage, ...]
    body: Body
    topics: Topics
    facts: Counter[str]  # class -> facts that came or went
    addresses: tuple[Address, ...] = ()  # that came or went
    definite: frozenset[str] = frozenset()  # classes that it has whatever its words

    @cached_property
    def scores(self) -> dict[str, float]:
        """A rough weight of each class that has evidence."""
        return {cls: score(e) for cls, e in self.body.classes.items()}

    @cached_property
    def about(self) -> About:
        """What its changed sentences are about: read only where a change is filed."""
        return about(self.passages)


@dataclass(frozen=True)
class Case:
    """A change as its fragments."""

    fragments: tuple[Fragment, ...]
    type: str  # of the document: privacy, tracking, rules, terms, other

    @cached_property
    def words(self) -> int:
        """Changed words of all fragments."""
        return sum(f.body.changed_words for f in self.fragments)


def document_type(document: Document) -> str:
    """What sort of policy a document is: by its title, first headings, else its first words."""
    names = [document.title]
    for section in document.sections[:3]:
        names += section.path[:1]
        names += [b.text for b in section.blocks[:1] if len(b.text) < _HEADLINE]
    if kind := next(filter(None, map(_type_by_name, names)), ""):
        return kind
    start = " ".join(b.text for b in islice(document.blocks(), _FIRST_BLOCKS))[:_FIRST_TEXT]
    return _type_by_words(start)


@lru_cache(maxsize=512)  # the next look at a page, and its other version, ask the same
def _type_by_name(name: str) -> str:
    return next((kind for kind, pattern in _TYPES if pattern.search(name)), "")


@lru_cache(maxsize=128)
def _type_by_words(text: str) -> str:
    counts = {kind: len(pattern.findall(text)) for kind, pattern in _TYPES}
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] > 1 else "other"


def score(e: Evidence) -> float:
    """A rough weight of the evidence for one class, to rank the classes of a change."""
    return (
        3.0 * min(e.inside["strong"], 10)
        + 1.5 * min(e.inside["medium"], 6)
        + 0.5 * min(e.inside["weak"], 4)
        + 0.6 * min(e.around["strong"], 4)
        + 2.0 * min(e.heading, 3)
    )


def features(cls: str, fragment: Fragment, case: Case) -> dict[str, float]:
    """Name -> value. Names with a colon are of this class alone."""
    f = fragment
    return {
        **_phrases(cls, f.body, f.scores),
        **_words(cls, f.topics, f.body.changed_words),
        "fragments": log(len(case.fragments)),
        "part": f.body.changed_words / max(1, case.words),
        "facts": log1p(f.facts[cls]),
        f"facts:{cls}": log1p(f.facts[cls]),
        f"class:{cls}": 1.0,
        f"type:{cls}:{case.type}": 1.0,
        **_addresses(cls, f),
    }


def subject_features(cls: str, about: About) -> dict[str, float]:
    """Name -> value, of what the changed sentences are about. Names as in :func:`features`."""
    own, changed = about.sentences[cls], about.changed[cls]
    return {
        "about": 3 * own,
        "about-changed": 3 * changed,
        "about-first": float(own >= about.first),
        "about-second": float(own == about.second),
        "about-relative": own / (about.first + 0.01),
        f"about:{cls}": 2 * own,
    }


def _addresses(cls: str, f: Fragment) -> dict[str, float]:
    """Twice the logarithm: so rare a sign would else be fitted to little weight."""
    return {"address": 2 * log1p(len(f.addresses))} if cls == REACHED and f.addresses else {}


def _phrases(cls: str, body: Body, scores: dict[str, float]) -> dict[str, float]:
    e = body.classes.get(cls) or _NONE
    own, total, top = (
        scores.get(cls, 0.0),
        sum(scores.values()) or 1.0,
        max(scores.values(), default=1.0) or 1.0,
    )
    rank = sum(1 for s in scores.values() if s > own)
    strong, medium = log1p(e.inside["strong"]), log1p(e.inside["medium"])
    density = log1p(100 * e.inside["strong"] / max(10, body.changed_words))
    return {
        "strong": strong,
        "medium": medium,
        "weak": log1p(e.inside["weak"]),
        "strong-around": log1p(e.around["strong"]),
        "medium-around": log1p(e.around["medium"]),
        "heading": log1p(e.heading),
        "heading-share": e.heading / max(1, body.passages),
        "passages": log1p(e.passages),
        "passage-share": e.passages / max(1, body.passages),
        "share": own / total,
        "relative": own / top,
        "best": log1p(e.best_score),
        "phrases": log1p(len(e.phrases)),
        "density": density,
        "size": log1p(body.changed_words) / 5,
        "number": log1p(body.passages) / 3,
        "any": float(e.inside["strong"] > 0),
        "first": float(rank == 0),
        "second": float(rank == 1),
        "third": float(rank == 2),
        "further": float(3 <= rank <= 5),
        f"strong:{cls}": strong,
        f"medium:{cls}": medium,
        f"around:{cls}": log1p(e.around["strong"]),
        f"relative:{cls}": own / top,
        f"share:{cls}": own / total,
        f"heading:{cls}": float(e.heading > 0),
        f"density:{cls}": density,
    }


def _words(cls: str, t: Topics, changed: int) -> dict[str, float]:
    own, around = t.inside[cls], t.around[cls]
    total, top = sum(t.inside.values()) + 5, max(t.inside.values(), default=0) + 1
    share_around = around / (sum(t.around.values()) + 5)
    rank = sum(1 for v in t.inside.values() if v > own)
    return {
        "words": log1p(own),
        "words-share": own / total,
        "words-relative": own / top,
        "words-around": log1p(around),
        "words-around-share": share_around,
        "words-most": log1p(t.most[cls]),
        "words-first": float(rank == 0),
        "words-second": float(rank == 1),
        "words-density": log1p(20 * own / max(10, changed)),
        f"words:{cls}": log1p(own),
        f"words-relative:{cls}": own / top,
        f"words-share:{cls}": own / total,
        f"words-around-share:{cls}": share_around,
    }

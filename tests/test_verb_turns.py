""" "may" that became "will", and what a page says there is to do by a day."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.classify.changed_passages import Passage, passages
from monitor.classify.verb_turns import MOST, turns
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Kind


def told(old: str, new: str) -> list[tuple[str | None, str | None]]:
    page = "<main><h1>Terms</h1><h2>Data</h2><p>{}</p></main>"
    both = (extract(page.format(text), "text/html") for text in (old, new))
    return [(f.old, f.new) for f in turns(passages(diff(*both)), "data-use")]


@pytest.mark.parametrize(
    ("old", "new", "turn"),
    [
        ("We may use your content.", "We will use your content.", [("may", "will")]),
        ("You may not appeal here.", "You may appeal here.", [("may not", "may")]),
        ("You can ask us for a copy.", "You cannot ask us for a copy.", [("can", "cannot")]),
        ("We may use your content.", "We may keep your content.", []),
        ("We may use your content.", "From now on it will be used by anyone.", []),
        ("We may use it. We may keep it.", "We will use it. We will keep it.", [("may", "will")]),
    ],
)
def test_a_verb_in_the_place_of_another_is_told_once(
    old: str, new: str, turn: list[tuple[str, str]]
) -> None:
    assert told(old, new) == turn


def test_a_paragraph_that_is_new_as_a_whole_has_no_verb_that_turned() -> None:
    whole = Passage((), "", "We will use it.", (), ((0, 15),))
    heading = Passage((), "We may", "We will", ((3, 6),), ((3, 7),), heading=True)
    assert list(turns((whole, heading), "other")) == []


def test_a_rewritten_document_does_not_fill_an_alert_with_verbs() -> None:
    verbs = ("may", "might", "must", "shall", "will", "can", "could", "should", "would")
    pairs = [(a, b) for a in verbs for b in verbs if a != b]
    many = [
        Passage((), f"We {a} do", f"We {b} do", ((3, 3 + len(a)),), ((3, 3 + len(b)),))
        for a, b in pairs
    ]
    assert len(list(turns(many, "other"))) == MOST


def test_a_verb_is_filed_under_the_first_class_of_the_change() -> None:
    text = "We {} share your personal information with advertisers."
    page = f"<main><h1>Terms</h1><h2>Data</h2><p>{text}</p></main>"
    change = compare(page.format("may"), page.format("will"), "text/html")
    (verb,) = [f for f in change.findings if f.fact == "modal"]
    assert change.kind is Kind.SUBSTANTIVE
    assert verb.cls == next(c for c in change.classes if c not in ("effective-date", "region"))

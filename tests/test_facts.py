"""What a document says now: each fact with its value, quote and section."""

from __future__ import annotations

import time

import pytest

from monitor.classify import statements
from monitor.classify.rules import load
from monitor.extract import extract
from monitor.facts import facts

POLICY = """# Example Privacy Policy

Effective: November 3, 2025

## AI training

If you live in the EEA or Switzerland, we use your posts to train our
AI models from November 3, 2025.
This setting is on by default. You can opt out in your settings.
Opting out does not affect training that has already taken place.

## Your data

We collect your precise location. We keep deleted chats for up to 30 days.
The legal basis is our legitimate interests. We share it with advertising partners.

## Children

You must be at least 16 years old.
"""


def told() -> set[tuple[str, str, str | None]]:
    return {(f.cls, f.fact, f.new) for f in facts(extract(POLICY, "text/markdown"))}


def test_a_policy_tells_its_facts() -> None:
    assert told() >= {
        ("effective-date", "date", "2025-11-03"),
        ("region", "place", "EEA"),
        ("region", "place", "CH"),
        ("ai-training", "class", "used for training"),
        ("ai-training", "default", "on"),
        ("ai-training", "opt-out", "in settings"),
        ("ai-training", "retroactive", "no"),
        ("data-use", "data", "precise location"),
        ("retention", "retention", "up to 30 days"),
        ("legal-basis", "basis", "legitimate interests"),
        ("data-sharing", "recipient", "advertising partners"),
        ("minors", "age", "16"),
    }


def test_each_fact_has_its_quote_section_and_rule() -> None:
    age = next(f for f in facts(extract(POLICY, "text/markdown")) if f.fact == "age")
    assert age.quote == "You must be at least 16 years old."
    assert age.section[-1] == "Children"
    assert age.rule == "fact-age-minimum"
    assert age.words == ("at least 16",)


def test_a_fact_is_told_once() -> None:
    twice = POLICY + "\nAgain: you must be at least 16 years old.\n"
    found = [f for f in facts(extract(twice, "text/markdown")) if f.fact == "age"]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("rule", "sentence", "value"),
    [(f["name"], s, v) for f in load("facts")["fact"] for s, v in f["examples"].items()],
)
def test_the_example_of_a_rule_states_its_value(rule: str, sentence: str, value: str) -> None:
    assert (rule, value) in {(s.rule, s.value) for s in statements.find(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "This setting is not enabled by default.",
        "We do not sell your data to data brokers.",
        "You may not use the outputs to train AI models.",
        "It takes 30 days to deliver.",
    ],
)
def test_the_contrary_is_not_read_as_the_fact(sentence: str) -> None:
    wrong = {"on", "data brokers", "used for training", "not used for training", "30 days"}
    assert not wrong & {s.value for s in statements.find(sentence)}


def test_long_hostile_sentences_take_linear_time() -> None:
    start = time.perf_counter()
    for text in ("opt out " * 20_000, "retain " * 20_000, "not " * 20_000, "a" * 50_000):
        list(statements.find(text))
    assert time.perf_counter() - start < 5

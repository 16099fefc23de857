"""Every class's own examples: whoever tunes a class sees at once what else moved."""

from __future__ import annotations

import pytest

from monitor.classify.changed_passages import passages
from monitor.classify.class_catalogue import ClassInfo, catalogue, lexicon
from monitor.classify.class_model import case_of, choose, fitted, learned_classes, probability
from monitor.classify.lexicon import Lexicon, words
from monitor.diff import diff
from monitor.extract import extract

BASE = "# Policy\n\nWelcome to our service, which we run for you.\n"
LABELLED = 22
KNOWN_OTHERWISE = ("effective-date", "region", "other")


def ranked(sentence: str) -> tuple[list[str], tuple[str, ...]]:
    """Classes by likelihood, and those chosen, for a policy that gains the sentence."""
    comparison = diff(
        extract(BASE, "text/markdown"), extract(f"{BASE}\n{sentence}\n", "text/markdown")
    )
    case = case_of(passages(comparison), comparison)
    chances = {c: probability(c, case, fitted()) for c in learned_classes()}
    return sorted(chances, key=lambda c: -chances[c]), choose(
        case, fitted(), dates=False, regions=False
    )


def examples() -> list[tuple[str, str]]:
    return [(c.name, e) for c in catalogue() for e in c.examples if c.name not in KNOWN_OTHERWISE]


def counters() -> list[tuple[str, str]]:
    return [(c.name, e) for c in catalogue() for e in c.counter]


def test_the_catalogue_holds_every_class_with_a_meaning() -> None:
    names = [c.name for c in catalogue()]
    assert len(names) == len(set(names)) == LABELLED
    assert all(isinstance(c, ClassInfo) and c.meaning for c in catalogue())
    assert all(c.examples for c in catalogue() if c.name != "other")


@pytest.mark.parametrize(("name", "sentence"), examples())
def test_an_example_ranks_its_class_among_the_first_two(name: str, sentence: str) -> None:
    assert name in ranked(sentence)[0][:2]


@pytest.mark.parametrize(("name", "sentence"), counters())
def test_a_counter_example_is_not_filed_under_the_class(name: str, sentence: str) -> None:
    assert name not in ranked(sentence)[1]


def test_phrases_are_found_with_gaps_endings_and_choices() -> None:
    found = Lexicon([(("x", "strong"), "train* ~ model*"), (("y", "weak"), "cat|dog")])
    hits = [
        (h.phrase, h.first, h.last) for h in found.find(words("Training our big AI models. Dog"))
    ]
    assert hits == [("train* ~ model*", 0, 4), ("cat|dog", 5, 5)]
    assert not list(found.find(words("train one two three four model")))


def test_every_phrase_of_the_rules_can_match_itself() -> None:
    """A phrase with a capital or an apostrophe would silently never match."""
    for cls, strength in {h.label for h in lexicon().find(words("opt out of ai training"))}:
        assert cls
        assert strength in ("strong", "medium", "weak")
    from monitor.classify.rules import load

    for entry in load("classes")["class"]:
        for strength in ("strong", "medium", "weak", "foreign"):
            for phrase in entry.get(strength, ()):
                plain = " ".join(
                    p.split("|")[0].rstrip("*") + ("x" if p.split("|")[0].endswith("*") else "")
                    for p in phrase.split()
                    if p != "~"
                )
                found = lexicon(foreign=True).find(words(plain))
                assert any(h.phrase == phrase for h in found), phrase


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("We work with these partners: Acme GmbH, Kestrel AI Inc., Adloom Ltd.", "data-sharing"),
        ("Recipients of what you enter: Acme GmbH and Kestrel Inc.", "data-sharing"),
        ("Unsere Partner: Acme GmbH, Kestrel AG, Adloom Ltd.", "data-sharing"),
        ("Nos prestataires : Acme SAS, Kestrel SARL.", "data-sharing"),
        ("Third-party cookie, kept for 13 months.", "tracking"),
        ("First-party cookie that expires after a year.", "tracking"),
        ("_acme cookie: recognises your browser for 30 days.", "tracking"),
    ],
)
def test_a_list_of_recipients_and_a_line_on_a_cookie_are_what_they_are(
    sentence: str, wanted: str
) -> None:
    """Filed under contact or retention, who asked for data sharing and tracking hears nothing."""
    assert wanted in ranked(sentence)[1]

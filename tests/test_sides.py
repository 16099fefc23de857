"""What a finding quotes as said is said, and what it tells as gone is gone, of the whole page."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.api import compare
from monitor.classify import classify
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Change, Finding
from monitor.render.wording import proofs

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
ON = date(2026, 5, 4)


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return importlib.import_module("proofs")


def page(*paragraphs: str, rest: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        '<html lang="en"><title>Privacy Policy</title><main><h1>Privacy Policy</h1>'
        "<p>This policy tells what Oakmoor does with what it knows of you.</p>"
        f"<h2>What we do</h2>{body}<h2>Elsewhere</h2><p>Ask us about anything. {rest}</p>"
        "</main></html>"
    )


def told(old: str, new: str, rest: str = "") -> Change:
    """The change of one section, while `rest` stands in another before and after."""
    before, after = (page(*text.split("\n"), rest=rest) for text in (old, new))
    return compare(before, after, on=ON)


def stated(change: Change, fact: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.side, f.old, f.new) for f in change.findings if f.fact == fact and (f.old or f.new)]


@pytest.mark.parametrize(
    ("gone", "still", "fact"),
    [
        (
            "We do not sell your personal information to anyone.",
            "We never sell your data.",
            "recipient",
        ),
        (
            "Your uploads may also be used to train our generative models.",
            "We use public uploads to train our models.",
            "class",
        ),
        (
            "Deleted drawings are removed from our systems within 45 days.",
            "Backups are deleted within 45 days.",
            "retention",
        ),
        (
            "You can opt out of this at any time.",
            "You can opt out of marketing in your settings.",
            "opt-out",
        ),
        ("You must be at least 16 years old.", "Nobody under 16 may join.", "age"),
        ("We share it with our advertising partners.", "Advertising partners pay us.", "recipient"),
    ],
)
def test_what_another_sentence_still_says_is_not_told_as_gone(
    gone: str, still: str, fact: str
) -> None:
    """ "No longer says X" while X stands two sections below is retracted by whoever repeats it."""
    kept = "We write to you about what we do."
    assert stated(told(f"{kept} {gone}", kept, rest=still), fact) == []
    assert stated(told(f"{kept} {gone}", kept), fact), "where nothing else says it, it is told"


@pytest.mark.parametrize(
    ("came", "before", "fact"),
    [
        (
            "We collect your e-mail address to answer you.",
            "We collect your e-mail address.",
            "data",
        ),
        (
            "Drawings help us: we use your drawings to train our models.",
            "We use your drawings to train our models.",
            "class",
        ),
        (
            "Residents of Utah have the right to opt out of targeted advertising.",
            "You can opt out of the sale of your data at any time.",
            "opt-out",
        ),
        ("We share data with our affiliates.", "We disclose data to our affiliates.", "recipient"),
        ("You must be 18 to join.", "Our services are for people 18 years or older.", "age"),
    ],
)
def test_what_another_sentence_said_before_is_not_told_as_new(
    came: str, before: str, fact: str
) -> None:
    kept = "We write to you about what we do."
    assert stated(told(kept, f"{kept} {came}", rest=before), fact) == []
    assert stated(told(kept, f"{kept} {came}"), fact), "where nothing said it, it is told"


def test_the_same_said_of_another_thing_is_new() -> None:
    """Logs are kept for 30 days is news, though drawings were kept as long."""
    change = told(
        "We write to you.",
        "We write to you. We retain our server logs for 30 days.",
        rest="We keep deleted drawings for 30 days.",
    )
    assert stated(change, "retention") == [("added", None, "30 days")]


@pytest.mark.parametrize(
    ("old", "new", "side", "quote", "before"),
    [
        (
            "We write to you. You must not use our pictures to train a machine.",
            "We write to you.",
            "removed",
            "You must not use our pictures to train a machine.",
            "",
        ),
        (
            "We write to you.",
            "We write to you. You must not use our pictures to train a machine.",
            "added",
            "You must not use our pictures to train a machine.",
            "",
        ),
        (
            "You may close your account by writing to us. We answer.",
            "You may close your account in your profile. We answer.",
            "changed",
            "You may close your account in your profile.",
            "You may close your account by writing to us.",
        ),
    ],
)
def test_a_class_quotes_the_sentence_that_changed_with_its_side(
    old: str, new: str, side: str, quote: str, before: str
) -> None:
    classes = [f for f in told(old, new).findings if f.fact == "class" and not (f.old or f.new)]
    assert classes
    for f in classes:
        assert (f.side, f.quote, f.quote_before) == (side, quote, before)


def test_removed_words_are_marked_in_the_alert_and_others_are_not() -> None:
    """A table row that went is no row of the page."""
    table = "<table><tr><th>Cookie</th><th>Kept</th></tr>{}</table>"
    rows = [
        "<tr><td>Kestrel _kst, which tracks you across sites</td><td>30 minutes</td></tr>",
        "<tr><td>own</td><td>1 day</td></tr>",
    ]
    old = page(rest=table.format("".join(rows)))
    new = page(rest=table.format(rows[1]))
    change = compare(old, new, on=ON)
    assert [(p.gone, "Kestrel" in p.quote) for p in proofs(change.findings, ON)] == [(True, True)]


def test_a_place_left_out_by_words_that_came_is_no_removed_text() -> None:
    f = Finding("region", "place", "Not in Norway.", old="NO", side="added")
    assert not proofs((f,), ON)[0].gone


def test_the_side_follows_from_the_values_and_is_told_to_programs() -> None:
    values = [(None, "16"), ("13", None), ("13", "16")]
    assert [Finding("minors", "age", "q", old=a, new=b).side for a, b in values] == [
        "added",
        "removed",
        "changed",
    ]
    change = told("You must be at least 13 years old.", "You must be at least 16 years old.")
    assert {f["side"] for f in change.to_dict()["findings"]} == {"changed"}


def rewritten() -> Iterator[tuple[str, str]]:
    """Pages whose sentences come, go, swap places and lose their words."""
    said = [
        "We retain chats for 30 days. We delete logs after 90 days; backups stay.",
        "We do not use your content to train our models, unless you agree.",
        "We share data with affiliates, advertisers and law enforcement.",
        "You can opt out in Settings > Privacy. The setting is on by default.",
        "If you are in Norway, we do not use your posts. Effective 3 May 2026.",
        "You must be at least 16 years old.",
    ]
    for shift in range(1, len(said)):
        turned = said[shift:] + said[:shift]
        yield page(*said), page(*turned[:-1])
        yield page(*turned[1:], rest=said[0]), page(*said[:shift], rest=turned[-1])
        yield page(" ".join(said)), page(" ".join(turned[::2]))


def test_rewritten_pages_tell_nothing_that_is_not_so(checker: Any) -> None:
    for before, after in rewritten():
        old, new = (extract(side, "text/html") for side in (before, after))
        found = list(checker.violations(classify(diff(old, new), on=ON), old, new))
        assert found == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="no recorded pages beside the checkout")
@pytest.mark.parametrize("name", ["gist.jsonl.zst", "pairs.jsonl.zst"])
def test_recorded_changes_tell_nothing_that_is_not_so(checker: Any, name: str) -> None:
    found = []
    for pair in checker.read(CORPUS / name):
        old, new = (extract(pair[side], pair["media_type"]) for side in ("old", "new"))
        change = classify(diff(old, new), on=checker.seen_on(pair))
        found += [(pair["id"], why, f.rule) for why, f in checker.violations(change, old, new)]
    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        (
            "We train our models on public posts.",
            "We train our models on public posts. We have paused this in March.",
            "We have paused this in March.",
        ),
        (
            "We protect your data.",
            "We protect your data. Our employees learn how to handle passwords.",
            "Our employees learn how to handle passwords.",
        ),
        (
            "2. Your outputs. You may use our assistant.",
            "2. Your outputs. You may use our assistant. We use prompts to train our models.",
            "We use prompts to train our models.",
        ),
    ],
)
def test_a_class_quotes_no_sentence_that_stood_there_before(old: str, new: str, quote: str) -> None:
    classes = [f for f in told(old, new).findings if f.fact in ("class", "pause")]
    assert {(f.quote, f.side) for f in classes} == {(quote, "added")}


def test_a_sentence_that_is_said_in_one_more_place_is_moved_not_added() -> None:
    """The old version kept below the new one says nothing that was not said."""
    said = "We use posts to train our models."
    old = page(said)
    new = page(said).replace("</main>", f"<h2>Former text</h2><p>{said} Our hall was Elm 1.</p>")
    training = [f for f in compare(old, new, on=ON).findings if f.cls == "ai-training"]
    assert {f.side for f in training} <= {"moved"}
    assert not [f for f in training if f.new], "it is no new fact"

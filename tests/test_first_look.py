"""What is said of the very first answer of a page, before anything can be held against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.extract import extract
from monitor.guard.doubts import doubts
from monitor.model import Decision, ExtractRules, Fetched, Outcome, PageState, Range
from monitor.pipeline import examine

GATES = {
    "a robot check": ("Checking that you are not a robot", "This takes a moment.", "robots"),
    "a German one": ("Bist du ein Roboter?", "Bitte warten Sie einen Augenblick.", "robots"),
    "a captcha": ("Security", "Solve the captcha to go on to the page that you want.", "robots"),
    "a French one": ("Un instant", "Nous vérifions que vous êtes un humain.", "robots"),
    "a Spanish one": ("Seguridad", "Compruebe que es un humano para seguir.", "robots"),
    "a queue": ("Busy", "You are in a queue. Your turn comes in two minutes.", "queue"),
    "a German queue": ("Viel los", "Sie sind in der Warteschlange. Bitte warten.", "queue"),
    "a French queue": ("Patience", "Vous êtes dans la file d'attente du site.", "queue"),
    "consent": ("Your choice", "We and our 312 partners store information on a device.", "consent"),
    "consent in French": ("Avant de continuer", "Nous et nos 40 partenaires.", "consent"),
    "a chooser": ("Select your region", "Then we show you the terms for you.", "country"),
    "a French chooser": ("Choisissez votre pays", "Les conditions dépendent du pays.", "country"),
    "a paywall": ("Keep reading", "Already a subscriber? Welcome back to us.", "payment"),
    "an age gate": ("Welcome", "You must be 21 or over. Are you 21?", "age"),
}


def page(title: str, text: str, more: str = "") -> bytes:
    return (f"<title>{title}</title><main><h1>{title}</h1><p>{text}</p>{more}</main>").encode()


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_as_the_first_answer_is_named(gate: str) -> None:
    """Otherwise it becomes the first version, and the policy is never seen."""
    title, text, named = GATES[gate]
    said = doubts(extract(page(title, text), "text/html"))
    assert any(named in line for line in said)
    assert any("words were read" in line for line in said)


def test_a_policy_is_not_doubted() -> None:
    policy = "".join(
        f"<p>Clause {n}: you may ask us for a copy of your data, and we answer in a month. We "
        "work with 12 partners, and you can choose your country in the settings.</p>"
        for n in range(14)
    )
    assert doubts(extract(page("Privacy policy", "We collect data.", policy), "text/html")) == ()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("<iframe src='https://policies.example/9'></iframe>", "https://policies.example/9"),
        ("<p>See <a href='/terms-2026.pdf?v=2'>our terms</a>.</p>", "/terms-2026.pdf?v=2"),
        ("<script id=__NEXT_DATA__ type=application/json>{}</script>", "scripts"),
        ("<script type='text/html' id=t><p>The terms</p></script>", "scripts"),
        ("<p>Loading…</p>", "loading"),
        ("<p>Wird geladen …</p>", "loading"),
    ],
)
def test_a_page_of_few_words_names_where_the_others_may_be(more: str, named: str) -> None:
    found = extract(page("Terms", "These are our terms.", more), "text/html").warnings
    assert any(named in line for line in found)


def test_frames_that_nobody_sees_are_not_named() -> None:
    hidden = "<iframe src='https://tags.example/ns' height=0 width=0 style='display:none'></iframe>"
    assert extract(page("Terms", "These are our terms.", hidden), "text/html").warnings == ()


# --------------------------------------------------------------------------- doubtful


NO_RULES = ExtractRules()


def seen(*bodies: bytes, rules: ExtractRules = NO_RULES) -> list[Decision]:
    """What follows from each of these answers, six hours apart, of a page without a version."""
    state, current, decisions = PageState(), None, []
    for at, body in enumerate(bodies):
        now = datetime(2026, 1, 5, 6, tzinfo=UTC) + timedelta(hours=6 * at)
        address = "https://example.org/terms"
        answer = Fetched(address, address, 200, (("content-type", "text/html"),), body, now)
        _, decision = examine(answer, rules=rules, state=state, current=current)
        state, current = decision.state, decision.version or current
        decisions.append(decision)
    return decisions


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_is_no_version_unseen(gate: str) -> None:
    """As the version it would be what the policy is held against, and nobody would know."""
    title, text, _ = GATES[gate]
    first = seen(page(title, text))[0]
    assert first.outcome is Outcome.QUARANTINED
    assert first.version is None


NEEDS = {
    "a frame": "<iframe src='https://policies.example/9'></iframe>",
    "a PDF": "<p>Read <a href='/terms.pdf'>all of it</a>.</p>",
    "loading": "<p>Loading…</p>",
}


@pytest.mark.parametrize("need", NEEDS)
def test_a_page_of_few_words_waits_for_a_second_look_that_finds_the_same(need: str) -> None:
    short = page("Terms", "These are our terms for you.", NEEDS[need])
    other = page("Terms", "These are the terms for all.", NEEDS[need])
    first, second, third, fourth = seen(short, other, other, other)
    assert first.state.doubtful
    assert second.state.doubtful
    assert "words were read" in first.reason
    assert first.again_after is None, "a gate that lasts for minutes would confirm itself"
    assert third.outcome is Outcome.FIRST
    assert third.version is not None
    assert third.version.warnings
    assert fourth.outcome is Outcome.UNCHANGED


def test_a_short_policy_and_one_that_comes_after_a_gate_are_versions_at_once() -> None:
    short = page("Terms", "These are our terms: be kind, and pay what is shown at the checkout.")
    assert seen(short)[0].outcome is Outcome.FIRST
    young = page("Terms", "You must be 16 years old to open an account here.")
    assert seen(young)[0].outcome is Outcome.FIRST
    gate = page(*GATES["a robot check"][:2])
    assert [d.outcome for d in seen(gate, short)] == [Outcome.QUARANTINED, Outcome.FIRST]


@pytest.mark.parametrize(
    "rules",
    [
        ExtractRules(remove=(".advert",)),
        ExtractRules(select=("main", "#annex")),
        ExtractRules(ranges=(Range(start_before="h1", end_before="#related"),)),
    ],
    ids=["what to remove", "one of two to select", "the end of a range"],
)
def test_a_short_policy_without_all_that_its_watch_looks_for_is_a_version(
    rules: ExtractRules,
) -> None:
    """An archive of 300 short versions, read with the selectors of today, became none at all."""
    short = page("Terms", "These are our terms: be kind, and pay what is shown at the checkout.")
    assert seen(short, rules=rules)[0].outcome is Outcome.FIRST
    lost = ExtractRules(select=("#terms", "#annex"))
    assert seen(short, rules=lost)[0].outcome is Outcome.QUARANTINED


@pytest.mark.parametrize(
    "rule",
    [
        "You must be at least 16 to view content from other members and to open an account.",
        "You must be 18 or older to visit the sauna. Younger guests may use the pool.",
        "You must be at least 21 to enter the prize draw. Employees may not take part.",
        "Si tienes 16 años puedes abrir una cuenta. Si tienes menos, necesitas permiso.",
        "Avez-vous moins de 16 ans ? Demandez à vos parents de signer avec vous.",
        "Sind Sie unter 18, brauchen Sie die Zustimmung Ihrer Eltern.",
        "You may not use a robot or another program to copy what members post.",
        "You can change your language and your country in the settings at any time.",
        "You can reject cookies in your browser; the shop still works without them.",
    ],
)
def test_a_short_rule_that_speaks_of_what_gates_ask_is_a_version_at_once(rule: str) -> None:
    """A page of questions and answers is often no longer."""
    assert seen(page("Help", rule))[0].outcome is Outcome.FIRST


@pytest.mark.parametrize(
    "gate",
    [
        "You must be at least 18 to enter this site.",
        "Please verify that you are 21 or older. Enter your date of birth below.",
        "Are you over 18? Yes, let me in.",
        "You must be 18 to continue!",
        "Sind Sie schon 18 Jahre alt? Zutritt nur für Erwachsene.",
        "¿Tienes más de 18 años?",
    ],
)
def test_an_age_gate_is_none(gate: str) -> None:
    assert seen(page("Welcome", gate))[0].outcome is Outcome.QUARANTINED


@pytest.mark.parametrize("need", NEEDS)
def test_a_page_of_next_to_no_words_says_what_it_seems_to_need(need: str) -> None:
    """ "No text" alone leaves a person with nothing to do."""
    named = {"a frame": "policies.example", "a PDF": "PDF", "loading": "loading"}[need]
    held = seen(f"<title>T</title><main>{NEEDS[need]}</main>".encode())[0]
    assert held.reason.startswith("empty: ")
    assert named in held.reason

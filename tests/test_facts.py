"""What a document says now: each fact with its value, quote and section."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.classify import fact_tables, statements
from monitor.classify.rules import load
from monitor.extract import extract
from monitor.facts.reader import facts
from monitor.model import Change, Finding, Kind

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
        ("data-sharing", "recipient", "advertisers"),
        ("minors", "age", "16"),
    }


@pytest.mark.parametrize("cls", ["region", "effective-date", "ai-training", "minors"])
def test_one_class_alone_gives_the_same_facts_as_all_of_them(cls: str) -> None:
    """`monitor facts --class` and the reminders look for no more than they show."""
    document = extract(POLICY, "text/markdown")
    assert facts(document, cls) == tuple(f for f in facts(document) if f.cls == cls) != ()


def test_a_page_without_headings_and_a_long_table_row_have_facts() -> None:
    long = " and more and more" * 30
    page = (
        f"<main><p>You must be at least 16 years old. Effective 3 May 2025.</p><table><tr>"
        f"<td>We keep your messages for 30 days{long}</td><td>Yes{long}</td></tr></table></main>"
    )
    found = {f.fact: f for f in facts(extract(page, "text/html"))}
    assert found["age"].section == found["date"].section == ()
    assert found["retention"].new == "30 days"
    assert len(found["retention"].quote) < 350


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


EXAMPLES = [
    pytest.param(language, rule["name"], sentence, value, id=f"{language}-{rule['name']}-{number}")
    for language in fact_tables.spoken()
    for rule in fact_tables.entries(language)
    for number, (sentence, value) in enumerate(rule["examples"].items())
]
COUNTERS = [
    pytest.param(language, rule["name"], sentence, id=f"{language}-{rule['name']}-{number}")
    for language in fact_tables.spoken()
    for rule in fact_tables.entries(language)
    for number, sentence in enumerate(rule["counter"])
]


@pytest.mark.parametrize(("language", "rule", "sentence", "value"), EXAMPLES)
def test_the_example_of_a_rule_states_its_value(
    language: str, rule: str, sentence: str, value: str
) -> None:
    assert (rule, value) in {(s.rule, s.value) for s in statements.find(sentence, "", language)}


@pytest.mark.parametrize(("language", "rule", "sentence"), COUNTERS)
def test_the_counter_example_of_a_rule_does_not_state_it(
    language: str, rule: str, sentence: str
) -> None:
    assert rule not in {s.rule for s in statements.find(sentence, "", language)}


def test_every_rule_of_every_language_has_examples_and_counter_examples() -> None:
    bare = [
        (language, rule["name"])
        for language in fact_tables.spoken()
        for rule in fact_tables.entries(language)
        if not rule["examples"] or not rule["counter"]
    ]
    assert bare == []


def test_six_languages_know_every_rule_and_three_the_commonest() -> None:
    """A rule whose example was lost would be read in no text of its language."""
    known = {c: {r["name"] for r in fact_tables.entries(c)} for c in fact_tables.spoken()}
    every = {rule["name"] for rule in load("facts/common")["fact"]}
    few = {"age-minimum", "age-under", "retention-period", "retention-deleted"}
    few |= {"training", "training-not"}
    assert all(known[code] == every for code in ("de", "es", "fr", "it", "nl", "pt"))
    assert known["ja"] == known["zh"] == known["ko"] == few


@pytest.mark.parametrize(
    "sentence",
    [
        "This setting is not enabled by default.",
        "We do not sell your data to data brokers.",
        "You may not use the outputs to train AI models.",
        "It takes 30 days to deliver.",
        "We share your content with AI developers.",
        "Can we train models so that they resist adversarial inputs?",
        "Commercial use of public content for training AI models requires our permission.",
    ],
)
def test_the_contrary_is_not_read_as_the_fact(sentence: str) -> None:
    wrong = {"on", "data brokers", "used for training", "not used for training", "30 days"}
    assert not wrong & {s.value for s in statements.find(sentence)}


@pytest.mark.parametrize(
    ("sentence", "facts_told"),
    [
        (
            "We and our affiliates may use public posts to train our AI models unless you opt out.",
            {
                ("class", "used for training"),
                ("data", "public content"),
                ("trainer", "affiliates"),
                ("default", "on"),
            },
        ),
        (
            "We do not use private messages or data of minors to train AI models.",
            {
                ("class", "not used for training (private messages or data of minors)"),
                ("excluded", "private messages"),
                ("excluded", "minors"),
            },
        ),
        (
            "We use your chats to train our models only with your explicit consent.",
            {
                ("class", "used for training, only with your explicit consent"),
                ("data", "conversations"),
            },
        ),
    ],
)
def test_training_tells_who_trains_on_whose_data_and_how_it_is_set(
    sentence: str, facts_told: set[tuple[str, str]]
) -> None:
    """ "used for training" alone does not fill the table that a journalist wants."""
    found = {(s.fact, s.value) for s in statements.find(sentence) if s.cls == "ai-training"}
    assert found >= facts_told


def test_each_entry_of_a_list_is_told() -> None:
    found = [
        s.value
        for s in statements.find(
            "We share your data with our affiliates, service providers, AI developers and law "
            "enforcement; ask our partners."
        )
    ]
    assert found == ["affiliates", "service providers", "AI developers", "law enforcement"]


def test_a_long_gap_ends_a_list() -> None:
    text = f"We share data with affiliates {'and their very many fine people ' * 5}and vendors."
    assert [s.value for s in statements.find(text)] == ["affiliates"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("We keep logs for thirty (30) days.", "30 days"),
        ("We keep logs for one year.", "1 year"),
        ("We keep logs for a maximum of 72 hours.", "up to 72 hours"),
        (
            "Log files are erased no later than 14 days after that, within 14 days.",
            "within 14 days",
        ),
    ],
)
def test_a_period_has_one_spelling(sentence: str, value: str) -> None:
    """Else "thirty (30) days" → "30 days" would be told as a change."""
    assert value in {s.value for s in statements.find(sentence)}


def test_the_article_of_a_law_does_not_end_a_sentence() -> None:
    text = "Rechtsgrundlage ist Art. 6 Abs. 1 lit. f DSGVO. Mehr dazu lesen Sie unten."
    (found,) = statements.find(text, "", "de")
    assert (found.value, found.sentence) == (
        "legitimate interests",
        "Rechtsgrundlage ist Art. 6 Abs. 1 lit. f DSGVO.",
    )


def test_letters_that_grow_in_lower_case_do_not_shift_the_words() -> None:
    (found,) = statements.find("İİİ You must be at least 16 years old.")
    assert found.words == "at least 16"


def test_a_table_of_legal_bases_is_read_by_its_cells() -> None:
    page = """<main><h1>Privacy</h1><h2>Legal bases</h2><p>We process data as follows.</p>
    <table><tr><th>Purpose</th><th>Legal basis</th></tr>
    <tr><td>Marketing</td><td>Your consent</td></tr>
    <tr><td>Security</td><td>Legitimate interests (Art. 6(1)(f))</td></tr></table></main>"""
    found = [f for f in facts(extract(page, "text/html")) if f.fact == "basis"]
    assert [(f.new, f.quote) for f in found] == [
        ("consent", "Marketing | Your consent"),
        ("legitimate interests", "Security | Legitimate interests (Art. 6(1)(f))"),
    ]


# --------------------------------------------------------------------------- old and new


def change(old: str, new: str, language: str = "en") -> Change:
    page = (
        f'<html lang="{language}"><title>Policy</title><main><h1>Policy</h1>'
        "<h2>What we do</h2>{}</main></html>"
    )
    sides = (page.format(t if t.startswith("<") else f"<p>{t}</p>") for t in (old, new))
    return compare(*sides, "text/html", on=date(2025, 9, 18))


def turned(told: Change) -> list[Finding]:
    return [f for f in told.findings if f.old and f.new and f.fact != "modal"]


TABLE = (
    "<table><tr><th>Purpose</th><th>Basis</th></tr><tr><td>Marketing</td><td>{}</td></tr>"
    "<tr><td>Security</td><td>Legitimate interests</td></tr></table>"
)


@pytest.mark.parametrize(
    ("old", "new", "language", "fact", "values"),
    [
        (
            "You can opt out in Settings > Data Controls.",
            "You can opt out in Settings > Personalization > Data Controls.",
            "en",
            "opt-out",
            ("Settings > Data Controls", "Settings > Personalization > Data Controls"),
        ),
        (
            "The setting is off by default.",
            "The setting is on by default.",
            "en",
            "default",
            ("off", "on"),
        ),
        (
            "You must be at least 13 years old.",
            "You must be at least 16 years old.",
            "en",
            "age",
            ("13", "16"),
        ),
        (
            "We retain chats for 30 days after you delete them.",
            "We retain chats for 90 days after you delete them.",
            "en",
            "retention",
            ("30 days", "90 days"),
        ),
        (
            "Deleted chats are removed from our systems within 30 days.",
            "Deleted chats are kept indefinitely until further notice.",
            "en",
            "retention",
            ("within 30 days", "indefinitely"),
        ),
        (
            "We process it on the basis of your consent.",
            "We process it on the basis of our legitimate interests.",
            "en",
            "basis",
            ("consent", "legitimate interests"),
        ),
        (
            TABLE.format("Consent"),
            TABLE.format("Legitimate interests"),
            "en",
            "basis",
            ("consent", "legitimate interests"),
        ),
        (
            "We do not use your content to train our models.",
            "We use your content to train our models.",
            "en",
            "class",
            ("not used for training", "used for training"),
        ),
        (
            "We use your chats to train our models only if you opt in.",
            "We use your chats to train our models unless you opt out.",
            "en",
            "class",
            ("used for training, only if you opt in", "used for training"),
        ),
        (
            "Wir verwenden Ihre Inhalte nicht, um KI-Modelle zu trainieren.",
            "Wir verwenden Ihre Inhalte, um KI-Modelle zu trainieren.",
            "de",
            "class",
            ("not used for training", "used for training"),
        ),
        (
            "La base juridique de ce traitement est votre consentement.",
            "La base juridique de ce traitement est notre intérêt légitime.",
            "fr",
            "basis",
            ("consent", "legitimate interests"),
        ),
    ],
)
def test_a_changed_value_is_one_finding_with_both_and_their_quotes(
    old: str, new: str, language: str, fact: str, values: tuple[str, str]
) -> None:
    told = change(old, new, language)
    assert told.kind is Kind.SUBSTANTIVE
    (found,) = turned(told)
    assert (found.fact, (found.old, found.new)) == (fact, values)
    assert found.quote != found.quote_before
    if not old.startswith("<"):
        assert (found.quote_before, found.quote) == (old, new)
    else:
        assert found.quote_before == "Marketing | Consent"


def test_one_recipient_does_not_replace_another() -> None:
    told = change(
        "We share your information with affiliates.", "We share your information with advertisers."
    )
    recipients = {(f.old, f.new) for f in told.findings if f.fact == "recipient"}
    assert recipients == {("affiliates", None), (None, "advertisers")}


def test_a_new_recipient_is_told_as_sharing_whatever_its_name_suggests() -> None:
    """ "AI developers" get data: nothing is said of training."""
    told = change(
        "We share information with affiliates, vendors and law enforcement.",
        "We share information with affiliates, vendors, AI developers and law enforcement.",
    )
    assert "data-sharing" in told.classes
    assert "data sharing with AI developers" in told.summary


def test_a_sentence_that_moved_to_another_paragraph_is_no_new_fact() -> None:
    first, second = (
        "<p>We retain chats for 30 days.</p>",
        "<p>You may write to us about anything.</p>",
    )
    told = change(first + second, second + first.replace("We retain", "As before, we retain"))
    assert not [f for f in told.findings if f.fact == "retention"]


def test_two_unlike_sentences_are_not_taken_for_one_that_changed() -> None:
    told = change(
        "<p>Server logs are deleted within 30 days.</p><p>Ask us.</p>",
        "<p>Ask us.</p><p>For accounting purposes invoices remain stored for 10 years.</p>",
    )
    assert not turned(told)


def test_a_verb_in_a_sentence_about_training_is_filed_under_it() -> None:
    told = change(
        "We may use your content to train our models.",
        "We will use your content to train our models.",
    )
    assert "ai-training" in told.classes
    assert {(f.cls, f.old, f.new) for f in told.findings if f.fact == "modal"} == {
        ("ai-training", "may", "will")
    }


@pytest.mark.hostile
def test_long_hostile_sentences_state_each_fact_once() -> None:
    for language in fact_tables.spoken():
        for text in ("opt out " * 5_000, "retain " * 5_000, "not " * 5_000, "a" * 20_000):
            assert len(list(statements.find(text, "", language))) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "In the example above, if you subscribe on January 25th, 2027, you must cancel by"
        " February 25, 2027.",
        "In this example, you would have to object by 3 March 2027.",
        "Suppose you subscribe on 25 January 2027: you can cancel until 25 February 2027.",
        "Im obigen Beispiel müssen Sie bis zum 3. März 2027 kündigen.",
        "For example, if you buy on 3 March 2027, you may cancel until 17 March 2027.",
    ],
)
def test_a_day_of_an_example_is_no_deadline(text: str) -> None:
    """Six of ten reminders were of days that a page had made up."""
    found = facts(extract(f"# Terms\n\n{text}", "text/markdown"))
    assert [f for f in found if f.fact == "date"] == []
    real = facts(extract("# Terms\n\nYou can object until 17 March 2027.", "text/markdown"))
    assert [f.new for f in real if f.fact == "date"] == ["2027-03-17"]

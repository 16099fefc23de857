"""What a short line says hangs on the line above it: the same words, said of something else.

A page on which "On" and "Off" change places has the same words as before; a monitor that compares
words alone would never tell it.
"""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind


def page(text: str) -> str:
    return (
        '<html lang="en"><head><title>Privacy settings</title></head><body><main>'
        "<h1>Privacy settings</h1><p>This policy explains the default settings of Acme and how "
        f"we use personal data in them.</p><h2>Details</h2>{text}<h2>Contact</h2>"
        "<p>Write to us at any time with questions about this policy.</p></main></body></html>"
    )


ANSWERS = [
    ("<p>AI training</p><p>{}</p><p>Personalised ads</p><p>{}</p>", "Off", "On"),
    ("<h3>AI training</h3><p>{}</p><h3>Personalised ads</h3><p>{}</p>", "Disabled", "Enabled"),
    ("<dl><dt>Logs</dt><dd>{}</dd><dt>Chats</dt><dd>{}</dd></dl>", "30 days", "90 days"),
    ("<p>Do you sell data?</p><p>{}</p><p>Do you share it?</p><p>{}</p>", "No.", "Yes."),
    ("<p>KI-Training</p><p>{}</p><p>Werbung</p><p>{}</p>", "Aus", "An"),
    ("<dl><dt>visits</dt><dd>{}</dd><dt>basket</dt><dd>{}</dd></dl>", "Session", "2 years"),
    ("<p>Plan Free</p><p>{}</p><p>Plan Team</p><p>{}</p>", "$0 a month", "$12 a month"),
]


@pytest.mark.parametrize(("markup", "one", "other"), ANSWERS)
def test_answers_that_change_places_are_told_with_what_they_answer(
    markup: str, one: str, other: str
) -> None:
    change = compare(page(markup.format(one, other)), page(markup.format(other, one)))
    assert change.kind is Kind.SUBSTANTIVE
    assert any(f"“{one}” → “{other}”" in point.text for point in change.points)
    assert {(p.old, p.new) for p in change.points} == {(one, other), (other, one)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h3>Logs</h3><p>30 days</p>", "<h3>Logs</h3><p>60 days</p>"),
        (
            "<dl><dt>Session cookie</dt><dd>1 day</dd></dl>",
            "<dl><dt>Session cookie</dt><dd>2 days</dd></dl>",
        ),
        ("<p>Backups</p><p>12 hrs</p>", "<p>Backups</p><p>48 hrs</p>"),
        ("<ul><li>2 years</li></ul>", "<ul><li>5 years</li></ul>"),
    ],
)
def test_a_period_that_stands_alone_is_not_taken_for_the_age_of_a_post(old: str, new: str) -> None:
    """ "30 days" below "Logs" is how long they are kept; only "30 days ago" moves by itself."""
    assert compare(page(old), page(new)).kind is Kind.SUBSTANTIVE


ENTRIES = "<p>{}</p><ul><li>{}</li><li>links</li></ul><p>{}</p><ul><li>{}</li><li>bots</li></ul>"


@pytest.mark.parametrize(
    ("may", "may_not"),
    [
        ("You may use:", "You may not use:"),
        ("We share with advertisers:", "We never share:"),
        ("Free plan:", "Team plan:"),
        ("Wir geben weiter:", "Wir geben nicht weiter:"),
    ],
)
def test_an_entry_that_leaves_one_list_for_another_is_told_with_both(
    may: str, may_not: str
) -> None:
    one, other = "your precise location", "data of your contacts"
    old = ENTRIES.format(may, one, may_not, other)
    new = ENTRIES.format(may, other, may_not, one)
    change = compare(page(old), page(new))
    assert change.kind is Kind.SUBSTANTIVE
    texts = [point.text for point in change.points]
    lines = may.rstrip(":"), may_not.rstrip(":")
    assert any(all(line in text for line in lines) and one in text for text in texts), texts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (  # whole pairs in another order
            "<p>AI training</p><p>Off</p><p>Personalised ads</p><p>On</p>",
            "<p>Personalised ads</p><p>On</p><p>AI training</p><p>Off</p>",
        ),
        (  # the line above has another name
            "<h3>AI training</h3><p>Off</p><h3>Ads</h3><p>On</p>",
            "<h3>AI model training</h3><p>Off</p><h3>Ads</h3><p>On</p>",
        ),
        (  # the same ban, filed under another ban
            "<p>We do not permit deceptive schemes on the platform, neither in public nor in "
            "private, including:</p><ul><li>false badges</li><li>spam</li></ul><p>We do not allow "
            "users to mislead others by impersonating other people, which includes:</p>"
            "<ul><li>false names</li></ul>",
            "<p>We do not permit deceptive schemes on the platform, neither in public nor in "
            "private, including:</p><ul><li>spam</li></ul><p>We do not allow "
            "users to mislead others by impersonating other people, which includes:</p>"
            "<ul><li>false names</li><li>false badges</li></ul>",
        ),
    ],
)
def test_what_says_the_same_of_the_same_in_another_order_is_no_alert(old: str, new: str) -> None:
    assert compare(page(old), page(new)).kind is not Kind.SUBSTANTIVE


PLANS = ("We train our models on your chats.", "We never train our models on your chats.")


@pytest.mark.parametrize(
    ("markup", "values"),
    [
        ("<p><b>Free plan</b></p><p>{}</p><p><b>Team plan</b></p><p>{}</p>", PLANS),
        (
            "<div>Do you sell data?</div><div>{}</div><div>Do you share it?</div><div>{}</div>",
            PLANS,
        ),
        ("<p>In the EU</p><p>{}</p><p>In the US</p><p>{}</p>", ("Acme Ireland", "Acme America")),
        ("<dl><dt>EU</dt><dd>{}</dd><dt>US</dt><dd>{}</dd></dl>", ("Acme One", "Acme Two")),
        ("<ul><li>EU<ul><li>{}</li></ul></li><li>US<ul><li>{}</li></ul></li></ul>", PLANS),
        ("<ul><li><b>Free:</b> {}</li><li><b>Team:</b> {}</li></ul>", ("trained on", "never used")),
    ],
)
def test_what_is_said_below_one_label_and_now_below_another_is_told(
    markup: str, values: tuple[str, str]
) -> None:
    one, other = values
    change = compare(page(markup.format(one, other)), page(markup.format(other, one)))
    assert change.kind is Kind.SUBSTANTIVE, change.summary


@pytest.mark.parametrize("moved", ["Your location.", "Your calls and messages."])
@pytest.mark.parametrize("label", ["<p><b>{}</b></p>", "<div class=t>{}</div>", "<p>{}</p>"])
def test_what_leaves_the_rest_below_one_label_for_another_is_told(label: str, moved: str) -> None:
    """As below headings; not every page has headings that are marked as such."""
    heads = [label.format(said) for said in ("What we never share", "What we share")]
    name, photo = "<p>Your name.</p>", "<p>Your photo.</p>"
    old = heads[0] + name + f"<p>{moved}</p>" + heads[1] + photo
    new = heads[0] + name + heads[1] + photo + f"<p>{moved}</p>"
    change = compare(page(old), page(new))
    assert change.kind is Kind.SUBSTANTIVE
    assert "What we never share" in change.summary


TABLE = (
    "<table><tr><th>Data</th><th>{}</th><th>{}</th></tr>"
    "<tr><td>Name</td><td>{}</td><td>{}</td></tr></table>"
)


def test_titles_of_columns_that_change_places_over_the_same_answers_are_told() -> None:
    old = TABLE.format("Shared", "Not shared", "always", "with your consent")
    new = TABLE.format("Not shared", "Shared", "always", "with your consent")
    assert compare(page(old), page(new)).kind is Kind.SUBSTANTIVE


def test_columns_that_change_places_with_their_answers_are_no_alert() -> None:
    old = TABLE.format("Shared", "Not shared", "always", "with your consent")
    new = TABLE.format("Not shared", "Shared", "with your consent", "always")
    assert compare(page(old), page(new)).kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<h3>Purpose</h3><p>Security</p>", "<h3>Purpose</h3><p>Security, advertising</p>"),
        (
            "<dl><dt>Legal basis</dt><dd>Consent</dd></dl>",
            "<dl><dt>Legal basis</dt><dd>Contract</dd></dl>",
        ),
        ("<h3>Recipient</h3><p>Acme Cloud</p>", "<h3>Recipient</h3><p>Umbrella</p>"),
    ],
)
def test_few_words_that_are_all_below_their_heading_are_not_taken_for_navigation(
    old: str, new: str
) -> None:
    more = "<h3>Category</h3><p>Cookie</p>"
    assert compare(page(old + more), page(new + more)).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plus costs $10 a month, Pro costs $20.", "Plus costs $20 a month, Pro costs $10."),
        ("Logs stay 30 days and chats 90 days.", "Logs stay 90 days and chats 30 days."),
        (
            "Training is enabled for Free, disabled for Team.",
            "Training is disabled for Free, enabled for Team.",
        ),
    ],
)
def test_values_that_change_places_within_a_sentence_are_told(one: str, other: str) -> None:
    assert compare(page(f"<p>{one}</p>"), page(f"<p>{other}</p>")).kind is Kind.SUBSTANTIVE


def test_the_same_values_of_the_same_in_another_order_are_no_alert() -> None:
    one = "<p>Plus costs $10 a month, Pro costs $20 a month.</p>"
    other = "<p>Pro costs $20 a month, Plus costs $10 a month.</p>"
    assert compare(page(one), page(other)).kind is not Kind.SUBSTANTIVE


def test_another_answer_below_the_same_question_is_shown_as_was_and_now() -> None:
    old = "<h3>Is it on by default?</h3><p>Yes, in the EU.</p>"
    new = "<h3>Is it on by default?</h3><p>Never.</p>"
    point = compare(page(old), page(new)).points[0]
    assert (point.side, point.old, point.new) == ("changed", "Yes, in the EU.", "Never.")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Do you share my location?<br>{}</p>",
        "<p>Do you share my location? {}</p>",
        "<p><strong>Do you share my location?</strong><br>{}</p>",
        "<ul><li>Do you share my location? {}</li><li>Do you read my mail? No.</li></ul>",
        "<p>Do you read my mail? No. Do you share my location? {}</p>",
    ],
)
@pytest.mark.parametrize(("was", "now"), [("No.", "Yes."), ("Never.", "Always.")])
def test_an_answer_behind_its_question_is_not_told_as_one_to_the_heading(
    markup: str, was: str, now: str
) -> None:
    """The line said that opting out was never possible, of a page that says something else."""
    heading = "<h3>Can I opt out of personalised ads?</h3><p>Yes, in your settings.</p>"
    change = compare(page(heading + markup.format(was)), page(heading + markup.format(now)))
    assert change.kind is Kind.SUBSTANTIVE
    point = change.points[0]
    assert point.text == f"Do you share my location? “{was}” → “{now}”"
    assert "opt out" not in change.summary


def test_a_short_answer_of_another_kind_is_told_with_its_question() -> None:
    """“partners” → “everybody” does not say what everybody gets."""
    old, new = (f"<p>Who sees my photos? Only {who}.</p>" for who in ("partners", "everybody"))
    point = compare(page(old), page(new)).points[0]
    assert point.text == "Who sees my photos? “Only partners.” → “Only everybody.”"


def test_an_answer_that_comes_says_after_which_question_it_stands() -> None:
    """Below the heading alone it answers another question."""
    heading = "<h3>Can I opt out of personalised ads?</h3><p>Yes, in your settings.</p>"
    old, new = (
        page(f"{heading}<p>Do you share my location? {says}</p>")
        for says in ("", "Only with partners you chose.")
    )
    point = compare(old, new).points[0]
    assert "opt out" not in point.text
    assert "Do you share my location?" in point.text


ROW = "<table><tr><td>Chats used for training</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("<svg><title>Yes</title></svg>", "<svg><title>No</title></svg>"),
        ("<svg aria-label='Included'></svg>", "<svg aria-label='Not included'></svg>"),
        ("<i class='fa fa-check'></i>", "<i class='fa fa-times'></i>"),
        ("<span class='icon bi-check-lg'></span>", "<span class='icon bi-x-lg'></span>"),
        ("<span role=img aria-label=checked></span>", "<span role=img aria-label=cross></span>"),
    ],
)
def test_a_drawn_tick_that_becomes_a_cross_is_told(yes: str, no: str) -> None:
    """Plans are compared in tables of icons; without a name for them the change would be unseen."""
    change = compare(page(ROW.format(yes)), page(ROW.format(no)))
    assert change.kind is Kind.SUBSTANTIVE
    assert "✗" in change.points[0].text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Do you train on it? No. Do you share it? Yes.",
            "Do you train on it? Yes. Do you share it? No.",
        ),
        ("Is it sold? Never. Is it kept? Always.", "Is it sold? Always. Is it kept? Never."),
        ("Lesen Sie mit? Nein. Filtern Sie? Ja.", "Lesen Sie mit? Ja. Filtern Sie? Nein."),
    ],
)
def test_answers_that_change_places_in_a_paragraph_are_told_with_their_questions(
    one: str, other: str
) -> None:
    change = compare(page(f"<p>{one}</p>"), page(f"<p>{other}</p>"))
    assert change.kind is Kind.SUBSTANTIVE
    first = one.split("?")[0]
    assert any(point.text.startswith(f"{first}? “") for point in change.points), change.points

"""Who does it to whom, and which question a "no" answers: the words alone do not tell."""

from __future__ import annotations

import pytest

import monitor

PAGE = "<html lang={}><main><h1>Terms</h1><h2>Use</h2><p>You keep your password safe.</p>{}</main>"


def compared(old: str, new: str, language: str = "en") -> monitor.Change:
    pages = (PAGE.format(language, body).encode() for body in (old, new))
    return monitor.compare(*pages, "text/html")


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Acme shares data with Umbrella.", "Umbrella shares data with Acme.", "en"),
        ("The buyer pays the seller first.", "The seller pays the buyer first.", "en"),
        ("Data goes from Spain to Canada.", "Data goes from Canada to Spain.", "en"),
        ("Sellers must refund buyers soon", "Buyers must refund sellers soon", "en"),
        ("Die Nord AG haftet der Süd AG.", "Die Süd AG haftet der Nord AG.", "de"),
    ],
)
def test_two_that_change_places_round_a_verb_are_told(old: str, new: str, language: str) -> None:
    change = compared(f"<p>{old}</p>", f"<p>{new}</p>", language)
    assert change.kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect your name, address and e-mail.", "We collect your e-mail, address and name."),
        ("You may delete or export your data.", "You may export or delete your data."),
        ("When you sign up, we ask for your name.", "We ask for your name when you sign up."),
        ("At any time you can ask our support.", "You can ask our support at any time."),
    ],
)
def test_another_order_of_a_list_or_of_the_same_clauses_alarms_nobody(old: str, new: str) -> None:
    assert compared(f"<p>{old}</p>", f"<p>{new}</p>").kind == "editorial"


@pytest.mark.parametrize(
    ("markup", "old", "new"),
    [
        ("<h3>{}</h3><p>No</p>", "Do you share it with shops?", "Do you share it with banks?"),
        ("<p><b>{}</b></p><p>Yes</p>", "Is my location read?", "Is my voice read?"),
        ("<dl><dt>{}</dt><dd>No, never.</dd></dl>", "Is my mail sold?", "Is my diary sold?"),
    ],
)
def test_another_question_above_the_same_answer_is_told(markup: str, old: str, new: str) -> None:
    assert compared(markup.format(old), markup.format(new)).kind == "substantive"


def test_a_heading_above_text_of_its_own_may_be_reworded() -> None:
    text = "<h3>{}</h3><p>We keep what you give us for as long as your account is open.</p>"
    change = compared(text.format("What is kept?"), text.format("What information is kept?"))
    assert change.kind == "editorial"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Answer: Never", "Answer: Sometimes"),
        ("Shared with partners: Rarely", "Shared with partners: Always"),
        ("Sold to others: Never", "Sold to others: On request"),
        ("Who can message you: Friends", "Who can message you: Strangers"),
    ],
)
def test_another_answer_behind_a_colon_is_told(old: str, new: str) -> None:
    change = compared(f"<p>{old}</p>", f"<p>{new}</p>")
    assert change.kind == "substantive"
    assert new.rpartition(": ")[2] in change.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Contact: ann@example.org", "Contact: jo@example.org"),
        ("Last change: 3 May 2024", "Last change: 9 June 2024"),
    ],
)
def test_another_address_or_day_behind_a_colon_alarms_nobody(old: str, new: str) -> None:
    assert compared(f"<p>{old}</p>", f"<p>{new}</p>").kind == "editorial"


@pytest.mark.parametrize(
    ("markup", "first", "second", "line"),
    [
        (
            "<label><input type=checkbox {}> We share your data{}</label>",
            *("checked", ""),
            "No longer checked: “We share your data”",
        ),
        ("<label><input type=checkbox {}> Personal ads{}</label>", "", "checked", "Now checked"),
        (
            "<p>AI training</p><label><input type=radio name=a {}> On</label>"
            "<label><input type=radio name=a {}> Off</label>",
            *("checked", ""),
            "AI training: “On” → “Off”",
        ),
        (
            "<fieldset><legend>Share usage data</legend><input type=radio name=a id=x {}>"
            "<label for=x>Yes</label><input type=radio name=a id=y {}><label for=y>No</label>"
            "</fieldset>",
            *("checked", ""),
            "Share usage data: “Yes” → “No”",
        ),
    ],
)
def test_a_choice_that_is_set_otherwise_is_told(
    markup: str, first: str, second: str, line: str
) -> None:
    change = compared(markup.format(first, second), markup.format(second, first))
    assert change.kind == "substantive"
    assert line in change.summary


def test_a_form_in_which_nothing_is_chosen_says_nothing() -> None:
    form = "<form><label><input type=radio name=a> Good</label>{}</form>"
    more = form.format("<label><input type=radio name=a> Bad</label>")
    assert compared(form.format(""), more).kind == "noise"


PLANS = "<h2>{}</h2><h3>Location</h3><p>{}</p><h2>{}</h2><h3>Location</h3><p>{}</p><h2>Contact</h2>"
OFTEN = "We collect it at all times, also in the background."
SELDOM = "We collect it while you use the app and at no other time."


@pytest.mark.parametrize("names", [("Free plan", "Paid plan"), ("Adults", "Children")])
def test_texts_that_swap_below_headings_of_one_name_are_told(names: tuple[str, str]) -> None:
    one, other = names
    old, new = PLANS.format(one, SELDOM, other, OFTEN), PLANS.format(one, OFTEN, other, SELDOM)
    change = compared(old, new)
    assert change.kind == "substantive"
    assert f"formerly under “{one}”" in change.summary


def test_chapters_that_swap_with_all_below_them_say_the_same() -> None:
    old = PLANS.format("Free plan", SELDOM, "Paid plan", OFTEN)
    new = PLANS.format("Paid plan", OFTEN, "Free plan", SELDOM)
    assert compared(old, new).kind == "editorial"


def test_which_tab_of_a_page_is_open_is_no_choice_of_anybody() -> None:
    """Boxes in a row before all labels are how tabs are made without scripts."""
    tabs = (
        "<input type=radio name=t id=a {}><input type=radio name=t id=b {}><label for=a>One</label>"
        "<label for=b>Two</label><div><p>We keep it while you pay.</p></div>"
        "<p>We never sell it.</p>"
    )
    assert compared(tabs.format("checked", ""), tabs.format("", "checked")).kind == "noise"

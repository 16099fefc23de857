"""A place is new only where the other version does not speak of it: headings, rows, what moved."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind
from tests.test_places import changed

REST = "\n\n## Security\n\nData is encrypted on its way to us and where it is stored.\n"


@pytest.mark.parametrize(
    ("on", "off", "entry", "code"),
    [
        ("Where the setting is on", "Where the setting is not available", "Norway", "NO"),
        ("Countries that we ship to", "Excluded countries", "* Peru", "PE"),
        ("Rolled out", "Rollout paused", "| Kenya | all plans |", "KE"),
        ("Where we train on chats", "Where we never train on chats", "* Chile (all users)", "CL"),
    ],
)
def test_an_entry_that_moves_to_a_heading_of_the_opposite_is_told(
    on: str, off: str, entry: str, code: str
) -> None:
    """A country that moves from "not available" to "available" would be a mere move."""
    mark = "\n" if entry.startswith(("*", "|")) else "\n\n"
    head = "| Place | Plan |\n|---|---|\n" if entry.startswith("|") else ""

    def text(*below: str) -> str:
        lists = [f"## {title}\n\n{head}" + mark.join(found) for title, found in below]
        return "# Help\n\nThis page says how it works.\n\n" + "\n\n".join(lists) + REST

    other = {"N": "Italy", "*": "* Italy", "|": "| Italy | all plans |"}[entry[0]]
    more = {"N": "Egypt", "*": "* Egypt", "|": "| Egypt | all plans |"}[entry[0]]
    old = text((off, [other, entry]), (on, [more]))
    new = text((off, [other]), (on, [more, entry]))
    assert changed(old, new) == ({code}, set())
    assert changed(new, old) == (set(), {code})


@pytest.mark.parametrize(
    ("has", "gets", "text", "code"),
    [
        (
            "Users in the United States",
            "Users in the EU",
            "We use your posts to train our models.",
            "EU",
        ),
        ("Members in India", "Members in Japan", "We share your data with advertisers.", "JP"),
        ("For residents of Texas", "For residents of Utah", "You may start a free trial.", "US-UT"),
    ],
)
def test_what_is_copied_below_another_places_heading_now_holds_there_too(
    has: str, gets: str, text: str, code: str
) -> None:
    """A sentence that stands below one heading already would count as said of the other."""
    old = f"# Policy\n\n## {has}\n\n{text}\n\n## {gets}\n\nYou can ask for a copy.{REST}"
    new = old.replace("You can ask for a copy.", f"You can ask for a copy.\n\n{text}")
    assert changed(old, new) == ({code}, set())
    assert changed(new, old) == (set(), {code})


def test_a_contact_line_below_another_places_heading_adds_none() -> None:
    """Who answers there is not what holds there."""
    line = "Write to rep@example.com, or click here."
    north = f"# Policy\n\n## If you live in Norway\n\n{line}\n\n"
    old = f"{north}## If you live in Iceland\n\nBy post.{REST}"
    assert changed(old, old.replace("By post.", f"By post.\n\n{line}")) == (set(), set())


@pytest.mark.parametrize(
    ("head", "row", "code"),
    [
        ("Region | Purpose", "EU | AI training", "EU"),
        ("Country | Since", "Brazil | Ads", "BR"),
        ("Where | Feature", "Canada | Chat", "CA"),
    ],
)
def test_one_more_row_of_a_place_tells_what_else_holds_there(
    head: str, row: str, code: str
) -> None:
    """ "EU | Ads" does not say that "EU | AI training" does."""
    place = row.split(" | ")[0]
    old = f"# Policy\n\n## Where we do it\n\n| {head} |\n|---|---|\n| {place} | Security |\n"
    assert changed(old + REST, f"{old}| {row} |\n{REST}") == ({code}, set())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Ads are allowed in the following states: Ohio, Iowa, Maine.",
            "Ads are allowed in the following states: Iowa, Maine.\n\n"
            "Ads in Ohio must hold a link or be all video.",
        ),
        (
            "Some states (e.g., Ohio and Iowa) let you appeal.",
            "Some states let you appeal.\n\n* Ohio – write to the Attorney General.\n"
            "* Iowa – write to the Attorney General.",
        ),
        (
            "If your billing account is in Brazil, read the terms for Brazil.",
            "Our companies: Latin America - Brazil.",
        ),
        ("Peru and Chile: you may object.", "You may object in Chile, and also in Peru."),
    ],
)
def test_a_place_that_both_versions_name_in_their_changed_words_only_moved(
    old: str, new: str
) -> None:
    """ "No longer Ohio" while a line of its own speaks of Ohio would be untrue."""
    start = "# Guide\n\n## Where\n\n"
    assert changed(f"{start}{old}{REST}", f"{start}{new}{REST}") == (set(), set())


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Privacy notice for California", "This section is meant for California residents."),
        ("Users in Brazil", "If you live in Brazil, we keep records of your requests."),
        ("German Data Protection Act", "Users in Germany can write to us by post."),
    ],
)
def test_one_more_sentence_below_a_standing_heading_adds_no_place(heading: str, line: str) -> None:
    """ "Now also California" where a section for California was there before would be untrue."""
    old = f"# Policy\n\n## {heading}\n\nYou may ask for access to your data.{REST}"
    new = old.replace("your data.", f"your data.\n\n{line}")
    assert changed(old, new) == (set(), set())


@pytest.mark.parametrize("place", ["California", "EEA", "U.S."])
def test_those_of_all_other_places_are_not_those_of_the_place(place: str) -> None:
    """ "Non-California residents" are not people in California."""
    old = f"# Policy\n\n## Your rights\n\nYou may ask.{REST}"
    new = old.replace("You may ask.", f"You may ask.\n\nNon-{place} residents may appeal.")
    assert changed(old, new) == (set(), set())


def test_a_label_names_whom_the_lines_below_are_for() -> None:
    """ "For clients of Example (Singapore):" is a heading without the markup of one."""
    old = f"# Policy\n\n## Authorities\n\nWrite to the authority.{REST}"
    for label, code in (("For clients of Acme Futures (Peru):", "PE"), ("Chile:", "CL")):
        new = old.replace("authority.", f"authority.\n\n**{label}**\n\nThe Authority, 5 High Road.")
        assert changed(old, new) == ({code}, set())


def test_parts_of_spain_that_have_a_list_entry_of_their_own_are_read() -> None:
    """The Canary Islands, Ceuta and Melilla have codes as parts of Spain only."""
    old = "# Help\n\n| Country | Telephone |\n|---|---|\n| Croatia | 0800 |\n| Cyprus | 80 |\n"
    new = old + "| Canary Islands | 34 |\n| Ceuta & Melilla | 34 |\n"
    assert changed(old, new) == ({"ES-CN", "ES-CE", "ES-ML"}, set())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "- If you live outside the EEA or Norway, your terms are here.\n\n"
            "## Rules for people who live outside the EEA or Norway, including people in Canada",
            "- If you live in Canada or outside the EEA or Norway, your terms are here.\n\n"
            "## Rules for people who live in Canada or outside the EEA or Norway",
        ),
        (
            "- The plan is sold in Peru and Chile.\n- The app is sold in Chile.",
            "- The plan is sold in Chile and in Peru.\n- The app is sold in Chile.",
        ),
        (
            "- For members in Norway and in Iceland, the seller is Acme AS.",
            "- For members in Iceland and Norway, the seller is Acme AS.",
        ),
    ],
)
def test_the_same_places_in_another_order_are_no_news(old: str, new: str) -> None:
    """Nobody is concerned who was not before."""
    start = "# Terms\n\nChoose your terms:\n\n"
    end = "\n\nWe run the site with care and tell you how.\n"
    change = compare(start + old + end, start + new + end, "text/markdown")
    assert change.kind is not Kind.SUBSTANTIVE, change.summary


@pytest.mark.parametrize(
    ("all_of_them", "some"),
    [
        ("all US states", "Kansas, Idaho and Utah"),
        ("the United States", "Ohio and Maine"),
        ("Canada", "Ontario and Quebec"),
    ],
)
def test_states_of_a_country_that_was_covered_are_not_new(all_of_them: str, some: str) -> None:
    """ "Now also Ohio" would be untrue of a rule that held in the whole country before."""
    old, new = (f"# Terms\n\nThis applies to residents of {w}.{REST}" for w in (all_of_them, some))
    assert changed(old, new)[0] == set()


@pytest.mark.parametrize(
    ("people", "code"), [("Maltese", "MT"), ("Croatian", "HR"), ("Moroccan", "MA")]
)
def test_one_more_nationality_in_a_list_is_one_more_place(people: str, code: str) -> None:
    """People are named by where they are from as often as by their country."""
    old = f"# Terms\n\nLockers open for Italian and Greek customers.{REST}"
    assert changed(old, old.replace("and Greek", f", Greek and {people}"))[0] == {code}

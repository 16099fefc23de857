"""A section that came or went whole is named: one of its sentences does not say what that was."""

from __future__ import annotations

import pytest

from monitor.api import compare

PAGE = (
    "# Terms of Acme\n\nThese terms are the agreement between you and us.\n\n"
    "## Account\n\nYou may open one account and no more.\n\n{}## Contact\n\nWrite to us.\n"
)
SECTIONS = [
    ("Offer with Mondobank", "Customers of the bank use this offer free of charge for two years."),
    ("12. Machines that learn", "We use what you write to train our language models."),
    ("Who may see your posts?", "This includes everyone who follows one of your contacts."),
]


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_a_sentence_of_a_new_section_is_told_with_its_heading(heading: str, sentence: str) -> None:
    new = PAGE.format(f"## {heading}\n\n{sentence}\n\n")
    line = compare(PAGE.format(""), new, "text/markdown").summary
    assert f"New section “{heading}”: “{sentence}”" in line


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_a_sentence_of_a_section_that_went_is_told_with_its_heading(
    heading: str, sentence: str
) -> None:
    """ "Removed: “Customers … use this offer …”" sounds as if the offer went on for others."""
    old = PAGE.format(f"## {heading}\n\n{sentence}\n\n")
    line = compare(old, PAGE.format(""), "text/markdown").summary
    assert f"Section “{heading}” removed: “{sentence}”" in line


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_one_more_sentence_of_a_section_that_stands_makes_no_new_section(
    heading: str, sentence: str
) -> None:
    section = f"## {heading}\n\nWhat holds here is told below.{{}}\n\n"
    old, new = (PAGE.format(section.format(more)) for more in ("", f" {sentence}"))
    assert "section" not in compare(old, new, "text/markdown").summary.lower()


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_a_page_with_another_title_is_no_new_section(heading: str, sentence: str) -> None:
    """ "New section “Acme rules”" of a page of which one sentence is new is untrue."""
    old = PAGE.format("")
    new = old.replace("# Terms of Acme", "# Acme rules").replace("no more.", f"no more. {sentence}")
    assert "ection “Acme rules”" not in compare(old, new, "text/markdown").summary


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_a_section_that_changed_its_number_or_level_is_not_new(heading: str, sentence: str) -> None:
    bare = heading.removeprefix("12. ")
    old = PAGE.format(f"## 3. {bare}\n\nWhat holds here is told below.\n\n")
    new = PAGE.format(f"### 7.1 {bare}\n\nWhat holds here is told below. {sentence}\n\n")
    line = compare(old, new, "text/markdown").summary
    assert "New section" not in line
    assert sentence in line


@pytest.mark.parametrize(
    ("before", "more"),
    [
        ("We do not allow hate.", "This includes posts that deny a crime against humanity."),
        ("Prices rise once a year.", "In such cases we write to you six weeks before the rise."),
        ("Partners get your address.", "They may keep it for as long as they see fit to do so."),
        ("Wir geben Daten an Partner.", "Diese dürfen sie für ihre eigene Werbung nutzen."),
    ],
)
def test_a_sentence_that_points_back_is_told_with_what_it_points_at(before: str, more: str) -> None:
    """ "Added: “This includes …”" leaves out what does."""
    old, new = (PAGE.format(f"## Rules\n\n{before}{said}\n\n") for said in ("", f" {more}"))
    assert f"Added after “{before}”: “{more}”" in compare(old, new, "text/markdown").summary
    assert f"Removed after “{before}”: “{more}”" in compare(new, old, "text/markdown").summary


@pytest.mark.parametrize("page", ["policy", "privacy notice", "user agreement"])
def test_this_policy_points_back_at_nothing(page: str) -> None:
    more = f"This {page} does not hold for guests of the events that we put on."
    old, new = (PAGE.format(f"## Reach\n\nWe run a shop.{said}\n\n") for said in ("", f" {more}"))
    assert f"Added: “{more}”" in compare(old, new, "text/markdown").summary


@pytest.mark.parametrize(
    "said", ["from 4 May 2031", "until the 4th of May 2031", "since 4 May 2031, unless you object"]
)
def test_a_day_that_the_page_still_names_is_not_told_as_removed(said: str) -> None:
    """ "Date 4 May 2031 removed" of a page that names it two lines below is untrue."""
    old = PAGE.format(
        f"## Fees\n\nThe new fees apply {said}.\n\n## Old contracts\n\n"
        "Contracts from before 4 May 2031 end with the year. You owe nothing afterwards.\n\n"
    ).replace("the 4th of May 2031", "4 May 2031")
    line = compare(old, old.replace(f" {said}", " to all").replace(" the 4th", ""), "text/markdown")
    assert "4 May 2031 removed" not in line.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [("Northwind", "NorthwindCloud"), ("Zot", "Zot GmbH"), ("Mailhub", "mailhub.io")],
)
def test_a_company_of_a_table_that_only_goes_by_a_longer_name_did_not_leave(
    old: str, new: str
) -> None:
    """ "Removed: “Northwind | Hosting | France”" of a page that still has it is untrue."""
    table = (
        "## Partners\n\n| Who | What | Where |\n|---|---|---|\n| {} | {} | France |\n"
        "| Abc | Mail | Italy |\n\n"
    )
    before, after = (
        PAGE.format(table.format(old, "Hosting & Invoicing")),
        PAGE.format(table.format(new, "Hosting")),
    )
    line = compare(before, after, "text/markdown").summary
    assert f"Removed: “{old} |" not in line
    assert f"Added: “{new} |" not in line
    assert new in line


@pytest.mark.parametrize(("heading", "sentence"), SECTIONS)
def test_the_heading_of_a_section_that_is_told_is_no_point_of_its_own(
    heading: str, sentence: str
) -> None:
    """A mail that lists “New heading …” below “New section …” says one thing twice."""
    new = PAGE.format(f"## {heading}\n\n{sentence} Nobody else is meant by this rule.\n\n")
    for change in (
        compare(PAGE.format(""), new, "text/markdown"),
        compare(new, PAGE.format(""), "text/markdown"),
    ):
        assert not [p.text for p in change.points if "eading" in p.text.partition("“")[0]]


@pytest.mark.parametrize("title", ["Terms of Service - EEA", "Cookie policy", "Rules for members"])
def test_a_title_that_goes_from_the_top_of_a_page_is_no_section_that_went(title: str) -> None:
    """ "Section “Cookie policy” removed" of a page that still says all of it is untrue."""
    body = "Valid from 9 May 2024.\n\nYou may open one account.\n\nWe may close it.\n"
    change = compare(f"# {title}\n\nPublished for all.\n\n{body}", body, "text/markdown")
    assert not [p.text for p in change.points if p.text.startswith("Section")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 Old Street, 1011 AB Amsterdam", "7 New Quay, 1012 XY Amsterdam"),
        ("100 Center Drive, Suite 8, Dover, DE 19901", "22 Main Road, Suite 4, Dover, DE 19904"),
        ("Hauptstraße 5, 10115 Berlin", "Nebenweg 11, 10117 Berlin"),
    ],
)
def test_a_company_that_moved_is_told_once_however_often_its_address_stands(
    before: str, after: str
) -> None:
    page = (
        "# Privacy\n\n## Controller\n\nAcme Marketplace AB, {0} (“Acme”) is the controller.\n\n"
        "## Letters\n\nWrite to Acme Marketplace AB, {0}.\n\n## Officer\n\n{0}\n"
    )
    change = compare(page.format(before), page.format(after), "text/markdown")
    assert len(change.points) == 1
    assert change.points[0].text.startswith("New address")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sharing", "How we share information"),
        ("Why we collect it", "Reasons for collecting data"),
        ("Weitergabe", "Weitergabe an Dritte"),
    ],
)
def test_a_section_under_another_title_was_not_removed(old: str, new: str) -> None:
    """ "Section “Sharing” removed" was told of one that is called “How we share information”."""
    page = "<html lang=en><main><h1>X</h1><p>2 + 2 = 4.</p><h2>{}</h2><p>{}</p></main></html>"
    said = (
        page.format(old, "Only your friends see the routes of your runs."),
        page.format(new, "Insurers and advertisers get what you record."),
    )
    assert "ection “" not in compare(*said).summary


def test_sentences_of_a_section_are_no_entries_of_a_list() -> None:
    page = "<html lang=en><main><h1>X</h1><p>2 + 2 = 4.</p>{}</main></html>"
    gone = "<h2>Pets</h2><p>Pets sleep in the hall. Cats may use the garden. Dogs need a lead.</p>"
    told = compare(page.format(gone), page.format("")).summary
    assert "”, “" not in told

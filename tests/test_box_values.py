"""Few words below a heading or label are what small pages consist of: “Read by” and “Staff”.

One word of them in another's place may be all that changes in a year, and it must be told, with
what it was and what it stands below.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor import compare
from monitor.classify.box_values import first_below
from monitor.extract import extract
from monitor.model import Section
from monitor.render.wording import headline

TODAY = date(2026, 9, 18)
BOXES = "<h3>{label}</h3><p>{value}</p><h3>Opened</h3><p>by hand</p>"
LIST = "<dl><dt>{label}</dt><dd>{value}</dd><dt>Opened</dt><dd>by hand</dd></dl>"
LINES = (
    "<p>Here is what we do.</p><div>{label}</div><div>{value}</div>"
    "<div>Kept for</div><div>30 days</div><p>Ask us at the desk.</p>"
)
FORMS = (BOXES, LIST, LINES)


def line(form: str, label: str, old: str, new: str, *, title: str = "The mill") -> str:
    page = f"<title>{title}</title><main><h1>{title}</h1>{form}</main>"
    before, after = (page.format(label=label, value=value) for value in (old, new))
    change = compare(before, after, on=TODAY)
    return headline(change, TODAY) if change.kind == "substantive" else str(change.kind)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("Seen by", "Nobody", "The wardens"),
        ("Read by", "Nobody", "Staff"),
        ("Listened to by", "no one", "contractors"),
        ("Under 12", "Free", "€3"),
        ("Gelesen von", "niemandem", "der Redaktion"),
        ("Lu par", "personne", "nos modérateurs"),
        ("Zugang", "jederzeit", "werktags"),
        ("閲覧者", "なし", "担当者"),
    ],
)
def test_a_value_that_took_another_ones_place_is_told_with_both(
    form: str, label: str, old: str, new: str
) -> None:
    """They share no word, so they would be told as one that went or one that came, or as none."""
    said = line(form, label, old, new)
    assert old in said
    assert new in said
    assert label in said


@pytest.mark.parametrize("form", [BOXES, LIST])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mondays, 8 pm, in the barn", "Thursdays, 8 pm, in the barn"),
        ("at the reception", "at the gate"),
        ("two barns", "one barn"),
        ("ground floor", "cellar"),
    ],
)
def test_one_word_of_what_stands_below_a_heading_is_told(form: str, old: str, new: str) -> None:
    """Few words without a full stop are no title where a heading says what they are of."""
    assert new in line(form, "Meetings", old, new)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("Least age", "16", "13"),
        ("Full member", "1950", "2040"),
        ("Stamps for a mug", "1999", "2049"),
        ("Needed for a voucher", "1999", "2049"),
        ("Stamps for a bike", "20,000", "25,000"),
        ("Wardens to guests", "1 : 3", "1 : 5"),
        ("Group size", "6–8", "10–14"),
    ],
)
def test_a_bare_number_is_told_also_where_it_could_be_a_year(
    form: str, label: str, old: str, new: str
) -> None:
    """A fee of 2040 is no year because it has four digits, nor does “1 : 5” number a clause."""
    said = line(form, label, old, new)
    assert old in said or old.removeprefix("1 : ") in said
    assert new in said


@pytest.mark.parametrize(
    ("label", "old", "new"),
    [
        ("Season", "2025", "2027"),
        ("Founded", "1987", "1989"),
        ("Annual report", "2025", "2026"),
        ("Brochure", "2025", "2026"),
        ("Visitors", "131", "214"),
        ("Weather", "sunny", "rain"),
        ("Tags", "hut, rules", "hut, rules, beds"),
        ("Last edited by", "Ann Miller", "Bo Weaver"),
        ("Upcoming events", "Choir evening", "Book fair"),
        ("Latest post", "Our garden", "Our mill"),
        ("Mugs sold", "20,114", "20,151"),
    ],
)
def test_what_the_page_says_of_itself_in_boxes_alarms_nobody(
    label: str, old: str, new: str
) -> None:
    """Every year, or every day, there would be an alert that says nothing."""
    assert line(BOXES, label, old, new) == "noise"


@pytest.mark.parametrize(
    ("lang", "label", "alarms"),
    [
        ("es", "Visitas", False),
        ("de", "Gelesen", False),
        ("pl", "Komentarze", False),
        ("fr", "Partages", False),
        ("es", "Edad mínima", True),
        ("pl", "Minimalny wiek", True),
    ],
)
def test_what_a_page_counts_of_itself_is_known_in_its_language(
    lang: str, label: str, alarms: bool
) -> None:
    """A counter of visits below its title moves at every look."""
    page = f"<html lang={lang}><main><h1>A</h1><p>1 2 3.</p><h2>{label}</h2><p>{{}}</p></main>"
    assert (compare(page.format(13), page.format(16)).kind == "substantive") is alarms


@pytest.mark.parametrize(
    ("old", "new"), [("20 GB", "20 MB"), ("one plug", "two plugs"), ("at the desk", "nowhere")]
)
def test_a_value_of_lines_is_told_where_another_is_an_amount(old: str, new: str) -> None:
    """Many pages draw their boxes without any heading, by lines of which each second is a value."""
    page = (
        "<main><h1>The mill</h1><p>All of it is free.</p><div>Speed</div><div>50 mbit</div>"
        "<div>Yours</div><div>{}</div></main>"
    )
    change = compare(page.format(old), page.format(new), on=TODAY)
    assert change.kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Students", "Students with a card"),
        ("Teachers", "Parents"),
        ("Guests", "Guests on Sundays"),
    ],
)
def test_each_of_several_values_of_a_label_is_told(old: str, new: str) -> None:
    """A list of who may come has one label and several values."""
    page = (
        "<main><h1>The mill</h1><p>Bags stay in the hall.</p><dl><dt>Open to</dt><dd>Residents</dd>"
        "<dd>{}</dd><dt>Fee</dt><dd>none</dd></dl><p>Be kind.</p></main>"
    )
    assert compare(page.format(old), page.format(new), on=TODAY).kind == "substantive"


@pytest.mark.parametrize(
    ("first", "old", "new"),
    [("성인", "5,000원", "7,000원"), ("学生", "60天", "30天"), ("Hall", "on request", "never")],
)
def test_a_row_that_shares_only_its_first_cell_is_one_row(first: str, old: str, new: str) -> None:
    """Told as one that came and one that went, nobody sees which price it was."""
    page = (
        "<main><h1>The mill</h1><table><tr><td>Thing</td><td>Terms</td></tr>"
        f"<tr><td>{first}</td><td>{{}}</td></tr><tr><td>Yard</td><td>always</td></tr></table></main>"
    )
    said = headline(compare(page.format(old), page.format(new), on=TODAY), TODAY)
    assert "Added" not in said
    assert "Removed" not in said
    assert first in said


def test_what_a_box_asks_the_reader_to_do_alarms_nobody() -> None:
    """The words on a shop's buttons change with every campaign."""
    page = (
        "<main><h1>Mill</h1><h2>Rules</h2><p>Be kind to all.</p><p>Bring a towel.</p>"
        "<h2>Ready to start?</h2><p>{} your bed</p></main>"
    )
    assert compare(page.format("Book"), page.format("Get"), on=TODAY).kind == "noise"


def test_the_day_a_text_was_written_is_no_value_below_its_title() -> None:
    """Below the title of all stand its author and its day, which say nothing of a policy."""
    page = "<title>Mill</title><main><h1>Mill</h1><p>{}</p><h2>Rules</h2><p>Be kind.</p></main>"
    old, new = page.format("by Ann Miller"), page.format("by Bo Weaver")
    assert compare(old, new, on=TODAY).kind != "substantive"


@pytest.mark.parametrize(
    ("rows", "old", "new"),
    [
        ("<tr><td>Key</td><td>15 €</td></tr><tr><td>Late fee</td><td>{}</td></tr>", "2 €", "5 €"),
        ("<tr><th>Heat</th><td>extra</td></tr><tr><th>Dogs</th><td>{}</td></tr>", "no", "2"),
        ("<tr><td>Geltung</td><td>ganzjährig</td></tr><tr><td>Zeit</td><td>{}</td></tr>", "8", "7"),
    ],
)
def test_the_first_row_of_a_table_without_titles_is_no_title(rows: str, old: str, new: str) -> None:
    """ "15 €: “2 €” → “5 €”" would be read as if the price of the key had changed."""
    page = f"<main><h1>The mill</h1><table>{rows}</table></main>"
    change = compare(page.format(old), page.format(new), on=TODAY)
    said = headline(change, TODAY)
    assert new in said
    assert not any(f"{first}:" in said for first in ("15 €", "extra", "ganzjährig"))


@pytest.mark.parametrize(("no", "yes"), [("✗", "✓"), ("❌", "✅"), ("–", "✓")])
def test_a_sign_that_turned_is_told_with_the_title_of_its_column(no: str, yes: str) -> None:
    """Of “Place | ✗ | ✓” nobody knows who sees the place now."""
    page = (
        "<main><h1>The mill</h1><table><tr><th>Item</th><th>Friends</th><th>Everyone</th></tr>"
        f"<tr><td>Photo</td><td>{yes}</td><td>{yes}</td></tr>"
        f"<tr><td>Place</td><td>{no}</td><td>{{}}</td></tr></table></main>"
    )
    said = headline(compare(page.format(no), page.format(yes), on=TODAY), TODAY)
    assert f"Everyone: “{no}” → “{yes}”" in said


def test_a_heading_without_anything_below_it_is_no_box() -> None:
    """A page with one ended the reading of it with a fault."""
    boxed = BOXES.format(label="Read by", value="Nobody")
    page = f"<title>The mill</title><main><h1>The mill</h1>{boxed}</main>"
    document = extract(page, "text/html")
    empty = Section(("The mill", "Fees"), ())
    boxes = list(first_below(document))
    assert len(boxes) == 2
    assert list(first_below(replace(document, sections=(*document.sections, empty)))) == boxes

"""Markup that is part of what a page says: lose it, and a change is never reported."""

from __future__ import annotations

import pytest

import monitor
from monitor.extract import extract

START = (
    "<main><h1>Terms</h1><h2>Use</h2><p>You keep your password to yourself, please.</p>{}</main>"
)


def page(inner: str) -> str:
    return START.format(inner)


def texts(inner: str) -> list[str]:
    return [block.text for block in extract(page(inner), "text/html").blocks()][1:]


def headings(inner: str) -> list[str]:
    document = extract(page(inner), "text/html")
    return [section.path[-1] for section in document.sections if section.path][2:]


@pytest.mark.parametrize(
    "control",
    [
        "<button class=accordion>Do you sell my data?</button>",
        "<h3><button aria-expanded=false>Do you sell my data?</button></h3>",
        "<div role=button tabindex=0>Do you sell my data?</div>",
        "<input type=checkbox id=a><label for=a>Do you sell my data?</label>",
        "<button data-bs-toggle=collapse>Do you sell my data?</button>",
        "<button aria-controls=nowhere>Do you sell my data?</button>",
    ],
)
def test_a_question_on_a_button_heads_its_answer(control: str) -> None:
    answer = "<div><p>No, and we never have done so in all these years.</p></div>"
    assert headings(control + answer) == ["Do you sell my data?"]


@pytest.mark.parametrize(
    "control",
    ["<button>Accept all</button>", "<button>Need help?</button>", "<label>E-mail</label>"],
)
def test_a_button_that_only_does_something_is_not_text(control: str) -> None:
    assert not texts(f"<div>{control}</div>")
    assert not headings(f"<div>{control}</div>")


def test_lists_and_sentences_inside_a_label_are_text() -> None:
    inside = "<label><div><ul><li>Age 18</li><li>No bots</li></ul></div></label>"
    consent = "<label><input type=checkbox> I agree that you share my data with partners.</label>"
    assert texts(inside) == ["Age 18", "No bots"]
    assert texts(consent) == ["I agree that you share my data with partners."]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><td rowspan=2>EU<td>Ads<tr><td>AI", ["EU | Ads", "EU | AI"]),
        ("<tr><td>Ads<td rowspan=2>EU<tr><td>AI", ["Ads | EU", "AI | EU"]),
        ("<tr><td>Ads<td colspan=2>✓<tr><td>AI<td>✓<td>–", ["Ads | ✓ | ✓", "AI | ✓ | –"]),
        ("<tr><td>A<td rowspan=3>x<tr><td>B<tr><td>C", ["A | x", "B | x", "C | x"]),
    ],
)
def test_a_cell_that_spans_holds_for_all_that_it_spans(table: str, rows: list[str]) -> None:
    assert texts(f"<table>{table}</table>") == rows


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("We <del>do not</del> sell data to others.", "We sell data to others."),
        ("It costs <s>$9</s> $12 a month now.", "It costs $12 a month now."),
        ("We keep it for 30<sup>1</sup> days or so.", "We keep it for 30 days or so."),
        ("We keep it<sup><a href=#f>[2]</a></sup> for days.", "We keep it for days."),
        ("A room of 20 m<sup>2</sup> is what you get.", "A room of 20 m2 is what you get."),
        ("Switzer&shy;land and the Euro&#8203;pean Union.", "Switzerland and the European Union."),
        ("An opt&#8209;out in the settings of it.", "An opt-out in the settings of it."),
        ("Used for ads: <img alt=yes src=y.png>", "Used for ads: ✓"),
    ],
)
def test_signs_inside_a_sentence_are_read_as_people_read_them(markup: str, read: str) -> None:
    assert texts(f"<p>{markup}</p>") == [read]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<table><tr><td>AI<td>–<td>✓</table>", "<table><tr><td>AI<td>✓<td>✓</table>"),
        ("<table><tr><td>Ads<td>×<td>a</table>", "<table><tr><td>Ads<td>○<td>a</table>"),
        ("<ul><li>☐ Ads by us</ul>", "<ul><li>☑ Ads by us</ul>"),
        ("<p>The plan costs $9.99 a month.</p>", "<p>The plan costs €9.99 a month.</p>"),
    ],
)
def test_a_sign_that_turns_is_a_change(old: str, new: str) -> None:
    assert monitor.compare(page(old), page(new)).kind == "substantive"
    assert monitor.compare(page(new), page(old)).kind == "substantive"


LINE = "<p>Recordings of your calls.</p>"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data we never sell", "Data we sell"),
        ("Allowed", "Prohibited"),
        ("People in Canada", "People in Brazil"),
    ],
)
def test_a_line_below_another_heading_says_something_else(one: str, other: str) -> None:
    made = "<h2>{}</h2><p>Names of files.</p>{}<h2>{}</h2><p>Sizes of files.</p>{}"
    old, new = made.format(one, LINE, other, ""), made.format(one, "", other, LINE)
    change = monitor.compare(page(old), page(new))
    assert change.kind == "substantive"
    assert one in change.points[0].text
    assert other in change.points[0].text
    copied = monitor.compare(page(old), page(made.format(one, LINE, other, LINE)))
    assert copied.kind == "substantive"


def test_a_section_that_moves_with_its_heading_is_not_a_change() -> None:
    one, other = f"<h2>Calls</h2>{LINE}<p>More.</p>", "<h2>Files</h2><p>Names of files.</p>"
    assert monitor.compare(page(one + other), page(other + one)).kind != "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<ul><li><input type=checkbox checked> Share with partners</ul>",
            "<ul><li><input type=checkbox> Share with partners</ul>",
        ),
        (
            "<table><tr><td>AI training<td><span role=switch aria-checked=false></span></table>",
            "<table><tr><td>AI training<td><span role=switch aria-checked=true></span></table>",
        ),
        (
            "<p>Logs are kept for <input type=number value=30 readonly> days.</p>",
            "<p>Logs are kept for <input type=number value=90 readonly> days.</p>",
        ),
        (
            "<p><img alt='Shared with partners: no' src=a.png></p>",
            "<p><img alt='Shared with partners: yes' src=a.png></p>",
        ),
    ],
)
def test_what_a_control_or_a_picture_shows_is_read(old: str, new: str) -> None:
    one = monitor.compare(page(old), page(new))
    other = monitor.compare(page(new), page(old))
    assert (one.kind, other.kind) == ("substantive", "substantive")
    assert one.summary != other.summary


def test_a_picture_that_states_nothing_is_not_text() -> None:
    assert not texts("<p><img alt='Logo of our award' src=a.png></p>")
    assert not texts("<p><img alt='Calendar icon' src=a.png></p>")


@pytest.mark.parametrize(
    "described",
    [
        "A card that shows how you fix a rejected product",
        "An image of our office in spring",
        "The logo of our partner network",
        "Une illustration de votre espace client",
        "Eine Karte, die Ihnen Ihr Konto zeigt",
        "A window with your account settings open",
        "Un teléfono que muestra su perfil",
    ],
)
def test_a_picture_that_is_only_described_changes_no_policy(described: str) -> None:
    assert not texts(f"<p><img alt='{described}' src=a.png></p>")
    assert not texts(f"<p><span role=img aria-label='{described}'></span></p>")
    text = extract(f"# Terms\n\n![{described}](a.png)\n\nYou keep it safe.", "text/markdown")
    assert [block.text for block in text.blocks()][-1:] == ["You keep it safe."]
    assert described not in str(text.sections)


@pytest.mark.parametrize(
    "stated",
    [
        "We never sell your data",
        "A fee of $10 is charged to your card",
        "A user who is not 18 must ask you first",
        "Your data stays in the EU",
    ],
)
def test_a_picture_with_a_sentence_of_the_policy_is_read(stated: str) -> None:
    assert texts(f"<p><img alt='{stated}' src=a.png></p>") == [stated]

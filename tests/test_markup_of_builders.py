"""What site builders and component libraries write: read it otherwise, and changes are missed."""

from __future__ import annotations

import pytest

import monitor
from monitor.extract import extract
from monitor.extract.page_tree import fingerprint

PAGE = (
    "<!doctype html><html lang=en><title>Terms</title><main><h1>Terms</h1><h2>Use</h2>"
    "<p>You keep your password to yourself, and tell us when somebody else has used it.</p>"
    "{}<h2>Contact</h2><p>Write to our office in Leeds when you have a question.</p></main>"
)


def kind(old: str, new: str) -> str:
    return monitor.compare(PAGE.format(old), PAGE.format(new)).kind


def texts(inner: str) -> list[str]:
    return [block.text for block in extract(PAGE.format(inner), "text/html").blocks()][1:-1]


def sections(inner: str) -> dict[str, list[str]]:
    document = extract(PAGE.format(inner), "text/html")
    return {s.path[-1]: [b.text for b in s.blocks] for s in document.sections[2:-1]}


@pytest.mark.parametrize(
    "panel",
    [
        "<div class=w-dropdown-toggle>Q</div><nav class=w-dropdown-list><p>{}</p></nav>",
        "<nav class=clauses><h3>Training</h3><p>{}</p></nav>",
        "<div role=navigation><ol><li>{}</li></ol></div>",
        "<p>Models <span role=tooltip>{}</span></p>",
    ],
)
def test_a_navigation_that_holds_sentences_is_read(panel: str) -> None:
    old = panel.format("We do not use your posts to train AI models.")
    assert kind(old, old.replace("do not use", "use")) == "substantive"


@pytest.mark.parametrize(
    "menu",
    [
        "<nav><a href=/a>Plans</a> <a href=/b>How we came to be what we are today.</a></nav>",
        "<nav><p>Home / Legal / Terms</p></nav>",
        "<span role=tooltip>Copied!</span>",
    ],
)
def test_a_navigation_without_sentences_of_its_own_is_none(menu: str) -> None:
    assert texts(menu) == []


@pytest.mark.parametrize(
    "said",
    [
        "<div class='error-message w-form-fail'><div>Oops! Something went wrong.</div></div>",
        "<div class=form-error><p>An error occurred. Please try again later.</p></div>",
        "<div class=success-message>Thank you! Your submission has been received!</div>",
    ],
)
def test_what_a_form_says_once_it_was_sent_does_not_make_a_policy_a_block_page(said: str) -> None:
    old = "<p>We do not use your posts to train AI models.</p>" + said
    assert texts(old) == ["We do not use your posts to train AI models."]
    assert kind(old, old.replace("do not use", "use")) == "substantive"


@pytest.mark.parametrize(
    "tabs",
    [
        "<button role=tab aria-controls={0}>{1}</button>",
        "<li><a role=tab aria-controls={0} data-toggle=tab href='#{0}'>{1}</a></li>",
        "<div role=tab tabindex=0 aria-controls={0}>{1}</div>",
    ],
)
def test_each_tab_stands_over_its_panel(tabs: str) -> None:
    """Below one heading for all, panels that change places are a change of order."""
    row = "".join(tabs.format(name[:4], name) for name in ("Free plan", "Team plan"))
    panels = "<div role=tabpanel id=Free><p>We train on posts.</p></div>" + (
        "<div role=tabpanel id=Team><p>We never train on posts.</p></div>"
    )
    assert sections(f"<ul class='nav nav-tabs'>{row}</ul>{panels}") == {
        "Free plan": ["We train on posts."],
        "Team plan": ["We never train on posts."],
    }


@pytest.mark.parametrize(
    ("no", "yes"),
    [
        ("○", "●"),
        ("<span class=material-icons>close</span>", "<span class=material-icons>check</span>"),
        ("<svg><use href='#icon-cross'></use></svg>", "<svg><use href='#icon-check'></use></svg>"),
        ("<ion-icon name=x-circle></ion-icon>", "<ion-icon name=checkmark></ion-icon>"),
        ("□", "■"),
        ("➖", "✔"),
        ("<b class='ico no'></b>", "<b class='ico yes'></b>"),
        ("<img src='/i/no.svg' alt=''>", "<img src='/i/yes.svg?v=2' alt=''>"),
        ("<span aria-label=No></span>", "<span aria-label=Yes></span>"),
        ("<span title='Not available'></span>", "<span title=Available></span>"),
        (
            "<svg role=img aria-label='Not included'></svg>",
            "<svg role=img aria-label=Included></svg>",
        ),
    ],
)
def test_a_drawn_yes_in_the_place_of_a_no_is_a_change(no: str, yes: str) -> None:
    row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
    table = "<table><tr><th>Use</th><th>Free</th><th>Team</th></tr>{}{}</table>"
    old = table.format(row.format("Ads", yes, no), row.format("AI training", yes, no))
    new = table.format(row.format("Ads", yes, no), row.format("AI training", yes, yes))
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    "struck",
    [
        "<span style='text-decoration: line-through'>do not</span>",
        "<span class=line-through>do not</span>",
        "<span class='text-decoration-line-through small'>do not</span>",
    ],
)
def test_words_struck_out_by_their_style_are_not_in_force(struck: str) -> None:
    assert texts(f"<p>We {struck} sell your data.</p>") == ["We sell your data."]


@pytest.mark.parametrize(
    "mark",
    [
        "<a class=footnote-ref href='#n1' role=doc-noteref>1</a>",
        "<span class=superscript>3</span>",
        "<span style='vertical-align: super'>12</span>",
        "<a href='#note-2'>[2]</a>",
        "<a class=fn href='#n1'>*</a>",
        "<span class=footnote>[3]</span>",
        "²",
    ],
)
def test_the_mark_of_a_footnote_is_no_digit_of_a_number(mark: str) -> None:
    assert texts(f"<p>We keep logs for 60{mark} days.</p>") == ["We keep logs for 60 days."]


def test_a_power_is_no_footnote() -> None:
    assert texts("<p>Rooms of 30 m² and 10² bits.</p>") == ["Rooms of 30 m² and 10² bits."]


def test_a_tree_inside_another_elements_tree_is_read() -> None:
    inner = "<b-b><template shadowrootmode=open><p>We sell data.</p></template></b-b>"
    middle = f"<a-a><template shadowrootmode=open><h3>Sale</h3>{inner}</template></a-a>"
    assert sections(middle) == {"Sale": ["We sell data."]}


def test_a_row_below_a_cell_that_spans_by_its_role() -> None:
    """Without the cell that reaches down to it, the row says nothing of a place."""
    table = (
        "<div role=table><div role=row><span role=cell aria-rowspan=2>Canada</span><span role=cell>"
        "Ads</span></div><div role=row><span role=cell>Training</span></div></div>"
    )
    assert texts(table) == ["Canada | Ads", "Canada | Training"]
    other = table.replace("rowspan=2", "rowspan=1")
    assert fingerprint(table.encode(), "text/html") != fingerprint(other.encode(), "text/html")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<label>Who sees me <select><option selected>Nobody<option>All</select></label>",
            "<label>Who sees me <select><option>Nobody<option selected>All</select></label>",
        ),
        (
            "<form><input type=checkbox id=a><label for=a>Train on my posts</label><p>Save.</form>",
            "<form><input type=checkbox id=a checked><label for=a>Train on my posts</label><p>Save."
            "</form>",
        ),
    ],
)
def test_a_setting_that_is_set_otherwise_is_told(old: str, new: str) -> None:
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    "element",
    [
        "<sl-details summary='Do you sell data?'><p>No, never.</p></sl-details>",
        "<calcite-accordion-item heading='Do you sell data?'><p>No, never.</p>"
        "</calcite-accordion-item>",
        "<x-faq question='Do you sell data?'><p>No, never.</p></x-faq>",
    ],
)
def test_a_heading_that_is_an_attribute_is_read(element: str) -> None:
    assert sections(element) == {"Do you sell data?": ["No, never."]}


def test_a_switch_without_words_belongs_to_its_line() -> None:
    switch = "<div>Share with partners: <a-switch role=switch aria-checked={}></a-switch></div>"
    assert texts(switch.format("true")) == ["Share with partners: ☑"]
    assert kind(switch.format("false"), switch.format("true")) == "substantive"


def test_what_a_photo_in_several_sizes_says_is_read_and_its_name_is_not() -> None:
    photo = "<picture><source srcset=b.png><img src=a.png alt='{}'></picture>"
    said = "From 3 November 2026 we use your posts to train AI models."
    assert texts(photo.format(said)) == [said]
    assert texts(photo.format("true")) == []


@pytest.mark.parametrize("of", ["Language", "Sort by", "Your currency"])
def test_how_a_page_is_shown_is_no_setting_of_the_policy(of: str) -> None:
    choices = "<select><option>One<option>Two</select>"
    assert texts(f"<label>{of} {choices}</label>") == []
    assert texts(f"<label><span>{of}</span>{choices}</label>") == []


@pytest.mark.parametrize("intro", ["Our brands are:", "Unsere Marken:", "We share with:"])
def test_a_short_line_introduces_a_list_of_links(intro: str) -> None:
    links = "".join(f"<li><a href=/{n}>{n}</a></li>" for n in ("Ardent", "Bellows", "Cask"))
    old, new = (f"<p>{intro}</p><ul>{x}</ul>" for x in (links, links + "<li><a href=/d>Dorn</a>"))
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize("sign", ["\u200e", "\u200b", "\u200d", "\u2069"])
def test_signs_that_nobody_sees_hide_no_date(sign: str) -> None:
    said = f"From 3{sign} Novem{sign}ber 2026 we use your posts in Switzer{sign}land to train AI."
    change = monitor.compare(PAGE.format(""), PAGE.format(f"<p>{said}</p>"))
    assert (change.regions_added, [d.new for d in change.dates]) == (("CH",), ["2026-11-03"])

"""Words of two elements that touch in the source: glued, dates and terms in them are lost."""

from __future__ import annotations

import pytest

import monitor
from monitor.extract import extract

PAGE = """<main><h1>Who we are</h1>{}<p>We answer for the data that the maps handle, in all the
countries where they can be had.</p></main>"""


def first(markup: str) -> str:
    return next(extract(PAGE.format(markup).encode(), "text/html").blocks()).text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><b>Last updated</b><time>May 3, 2026</time></p>", "Last updated May 3, 2026"),
        ("<p><span>Effective</span><time>3 May 2026</time></p>", "Effective 3 May 2026"),
        ("<p><span>Retention</span><span>30 days</span></p>", "Retention 30 days"),
        ("<p>Fee<b>30</b>euros</p>", "Fee 30 euros"),
        ("<p><i>Mill Lane 4</i><i>20095 Hamburg</i></p>", "Mill Lane 4 20095 Hamburg"),
        ("<p><b>1 Mill Lane</b><em>Leeds LS1</em></p>", "1 Mill Lane Leeds LS1"),
        ("<p><font>Orlo Ltd</font><font>1 Mill Lane</font></p>", "Orlo Ltd 1 Mill Lane"),
        (
            "<p><a href=a>a@o.example</a><a href=b>dpo@o.example</a></p>",
            "a@o.example dpo@o.example",
        ),
        ("<p><b>E-Mail</b>dpo@o.example<b>Orlo Ltd</b></p>", "E-Mail dpo@o.example Orlo Ltd"),
        ("<p>Phone:<a href=tel:1>0113 496</a></p>", "Phone: 0113 496"),
    ],
)
def test_what_only_a_style_sheet_keeps_apart_is_read_apart(markup: str, text: str) -> None:
    assert first(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>un<b>lim</b>ited</p>", "unlimited"),
        ("<p>Mc<b>Donald</b></p>", "McDonald"),
        ("<p><b>W</b>e ask you first</p>", "We ask you first"),
        ("<p>H<sub>2</sub>O and 1<span>,000</span></p>", "H2O and 1,000"),
        ("<p>the 2<small>nd</small> of May, at 10<small>am</small></p>", "the 2nd of May, at 10am"),
        ("<p>a<span>@</span>o.ex<span>ample</span></p>", "a@o.example"),
        ("<p>12:<b>30</b> o'clock in 20<b>26</b></p>", "12:30 o'clock in 2026"),
        ("<p>保存<b>30日</b>間</p>", "保存30日間"),
    ],
)
def test_a_word_of_which_a_part_is_stressed_stays_one(markup: str, text: str) -> None:
    assert first(markup) == text


def test_a_space_that_comes_between_two_elements_alarms_nobody() -> None:
    rows = "<div><b>Orlo Maps</b>{0}<span>Mill Lane 4</span>{0}<span>20095 Hamburg</span></div>"
    pages = (PAGE.format(rows.format(space)).encode() for space in ("", " "))
    assert monitor.compare(*pages).kind == "noise"

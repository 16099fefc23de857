"""Words of buttons that are data as well: "Email" in a list of what is collected."""

from __future__ import annotations

import pytest

import monitor

PAGE = """<main><h1>Privacy Policy</h1><h2>Data</h2><p>We keep your password safe, and you keep
it to yourself.</p>{}<p>Write to our office if anything is unclear to you.</p></main>"""


def compared(old: str, new: str) -> monitor.Change:
    return monitor.compare(*(PAGE.format(body).encode() for body in (old, new)), "text/html")


@pytest.mark.parametrize("entry", ["Email", "E-mail", "email"])
def test_an_entry_of_a_list_of_data_is_none_of_a_list_of_buttons(entry: str) -> None:
    """ "Email" among what is collected was taken for a button to share the page by."""
    names = "<ul><li>Name</li>{}<li>Address</li></ul>"
    assert compared(names.format(""), names.format(f"<li>{entry}</li>")).kind == "substantive"


@pytest.mark.parametrize(
    "buttons",
    [
        "<ul><li>Print</li><li>Email</li></ul>",
        "<ul><li><button>Save</button></li><li><button>Email</button></li></ul>",
    ],
)
def test_buttons_that_come_alarm_nobody(buttons: str) -> None:
    assert compared("", buttons).kind == "noise"

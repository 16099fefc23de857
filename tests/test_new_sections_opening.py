"""A new section is told by what it opens with, and beside that by the weightiest that it says."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = "<html lang={0}><main><h1>Terms</h1><h2>Accounts</h2><p>You need one.</p>{1}</main></html>"


def line(language: str, heading: str, text: str) -> str:
    section = f"<h2>{heading}</h2><p>{text}</p>"
    return compare(PAGE.format(language, ""), PAGE.format(language, section)).summary


@pytest.mark.parametrize(
    ("language", "heading", "text", "opening", "also"),
    [
        (
            "en",
            "Reporting",
            "Anyone can report a video that they believe breaks our rules. We look at each report"
            " within 24 hours. If we remove the video, the person who posted it can appeal within"
            " 30 days.",
            "Anyone can report a video",
            "also in “Reporting”: “",
        ),
        (
            "fr",
            "Modération",
            "Nos modérateurs examinent les contenus signalés. Une décision est prise sous 48"
            " heures. L’auteur peut la contester pendant six mois.",
            "Nos modérateurs examinent",
            "also in “Modération”: “",
        ),
        (
            "en",
            "Voice features",
            "You can speak to the assistant. We make a recording of what you say and turn it into"
            " text. Recordings are deleted after 90 days. We do not use them for advertising.",
            "You can speak to the assistant.",
            "“We make a recording of what you say and turn it into text.”",
        ),
    ],
)
def test_the_opening_comes_before_a_detail(
    language: str, heading: str, text: str, opening: str, also: str
) -> None:
    """ "New section “Reporting”: “… within 24 hours”" left out what the section is about."""
    told = line(language, heading, text)
    assert f"New section “{heading}”: “{opening}" in told
    assert also in told


def test_a_polite_opening_says_nothing_of_the_section() -> None:
    told = line(
        "en",
        "Safety",
        "Thank you for helping us to keep the place safe. We scan your messages for abuse and"
        " report it to the police.",
    )
    assert "“We scan your messages" in told
    assert "Thank you" not in told.partition(" · ")[0]

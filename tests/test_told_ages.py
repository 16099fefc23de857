"""An age is told as that of all, or of a place, only where the sentence says so of no other."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<html lang=en><main><h1>Terms</h1><p>These terms apply to all who use Parlo and its apps.</p>"
    "{}<p>Write to us with questions.</p></main></html>"
)


def line(old: str, new: str) -> str:
    return compare(*(PAGE.format(f"<p>{text}</p>" if text else "") for text in (old, new))).summary


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            "",
            "You must be at least 16 years old to use it, or 13 if you live in the United States.",
            "age 16 in US",
        ),
        ("", "The minimum age is 13 in the United States and 16 in France.", "age 13"),
        (
            "You must be at least 13 years old to use Parlo.",
            "In the EEA you must be at least 16, elsewhere at least 13 years old, to use Parlo.",
            "age 16 in",
        ),
        ("", "Children under 13 (or under 14 in Spain) may not open an account.", "age under 13"),
    ],
)
def test_of_two_ages_in_a_sentence_none_is_told_apart(old: str, new: str, wrong: str) -> None:
    """ "minors: age 16 in US" was said of a page that asks for 13 there."""
    said = line(old, new)
    assert wrong not in said
    assert new[:60] in said


def test_an_age_beside_a_day_is_one_age() -> None:
    assert "age 13 → 16" in line(
        "You must be 13 to join.", "From 10 December 2025 you must be at least 16 to join."
    )


@pytest.mark.parametrize(
    ("new", "where"),
    [
        ("If you live in Scotland, you must be 16 or older.", "age 16 in Scotland (UK)"),
        ("People in Wales and Northern Ireland can now ask for a copy.", "Northern Ireland (UK)"),
        ("If you live in England, we also use your photos to train AI.", "now also England (UK)"),
        ("People in Scotland and elsewhere in the UK can ask for a copy.", "now also UK"),
    ],
)
def test_a_part_of_a_country_is_not_told_as_all_of_it(new: str, where: str) -> None:
    """ "minors: age 16 in UK" is wrong of a page that says so of Scotland."""
    assert where in line("", new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Accounts of people under 16 are private.", "Accounts of people under 18 are private."),
        ("Only people over 16 may sell here.", "You must be at least 18 to sell here."),
    ],
)
def test_an_age_that_is_not_the_point_is_told_with_its_sentence(old: str, new: str) -> None:
    """ "minors: age under 18" says nothing of what is so below that age."""
    beside = (
        "Teens under 16 need a parent’s permission to share what they have written with others."
    )
    assert new in line(f"{old} Teens aged 16 can choose.", f"{new} {beside}")

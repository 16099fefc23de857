"""Which company it is, and what only sounds like the way to reach one."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<html lang={}><main><h1>Terms</h1><p>{}</p><p>Orders leave within two days.</p></main></html>"
)


def kind(lang: str, said: str, old: str, new: str) -> str:
    return compare(*(PAGE.format(lang, said.format(part)) for part in (old, new))).kind


@pytest.mark.parametrize(
    ("lang", "said", "old", "new"),
    [
        (
            "en",
            "The shop is run by Fern S.A., listed in the Companies Register under number {}.",
            "511 716 573",
            "898 969 852",
        ),
        ("de", "Betreiberin ist die Farn GmbH, Amtsgericht Köln, HRB {}.", "23412", "98871"),
        (
            "fr",
            "Fougère SAS, immatriculée au RCS de Lyon sous le numéro {}.",
            "412301222",
            "899120001",
        ),
        (
            "it",
            "Felce S.r.l., Registro delle Imprese di Milano n. {}.",
            "02233440155",
            "09988770155",
        ),
        ("en", "Fern Ltd is registered in England, company number {}.", "0812345", "1498765"),
    ],
)
def test_another_number_in_the_register_is_another_company(
    lang: str, said: str, old: str, new: str
) -> None:
    """It was taken for a telephone number that was put right."""
    assert kind(lang, said, old, new) == "substantive"


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("Registered users call us at {}.", "020 7946 0018", "020 7946 0099"),
        ("Write to the registry at {}.", "post@fern.example", "mail@fern.example"),
        ("Our fax number is {}.", "030 123456", "030 654321"),
        ("Registered members ring 0800 {} at night.", "123 456", "987 654"),
    ],
)
def test_another_number_to_call_is_only_put_right(said: str, old: str, new: str) -> None:
    """Nobody has to hear that a help desk has another extension."""
    assert kind("en", said, old, new) != "substantive"


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        (
            "If your address is not on the ground floor{}, the carrier may refuse.",
            " by the door",
            "",
        ),
        ("Parcels go to an address of your choice{}.", " by Coliss", ""),
        ("Leave the key at the office{}.", " by the yard gate", ""),
    ],
)
def test_words_of_a_place_are_no_contact_line(said: str, old: str, new: str) -> None:
    """With "address" beside it a term of delivery was taken for how to reach someone."""
    assert kind("en", said, old, new) == "substantive"


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("If you {}, we close the account after a year.", "die", "leave"),
        ("Parcels are left{}.", " at the door", ""),
        ("You may share the plan with your {}.", "son", "neighbours"),
        ("You may {} water over the plants.", "pour", "spray"),
    ],
)
def test_a_small_word_of_another_language_counts_in_english(said: str, old: str, new: str) -> None:
    """ "die", "door" and "son" are articles and prepositions elsewhere, and were not seen."""
    assert kind("en", said, old, new) == "substantive"

"""A page that becomes another document is told as that, in one sentence."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind

TERMS = (
    "# {}\n\nThese terms are the contract between you and Larkspire Ltd.\n\n## Account\n\n"
    "You keep your password to yourself.\n\n## Conduct\n\nYou may not resell the service.\n\n"
    "## Liability\n\nWe pay at most what you paid in twelve months.\n"
)
PRIVACY = (
    "# {}\n\nThis is about the data of people in France and Italy.\n\n## What we collect\n\n"
    "We collect your name and cookies.\n\n## How long\n\nWe delete logs after 90 days and share "
    "data with advertisers.\n\n## Rights\n\nYou can opt out by e-mail.\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Terms of Service", "Privacy Policy"),
        ("User Agreement", "Cookie Notice"),
        ("Community Guidelines", "Help Centre"),
        ("Nutzungsbedingungen", "Datenschutzerklärung"),
    ],
)
def test_another_document_is_one_sentence(old: str, new: str) -> None:
    """Twenty facts that "joined" were never in the terms, and none of them changed."""
    told = compare(TERMS.format(old), PRIVACY.format(new), media_type="text/markdown")
    assert told.kind is Kind.SUBSTANTIVE
    assert told.summary == f"Another document stands here: “{new}” in place of “{old}”"
    assert (told.regions_added, told.findings) == ((), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TERMS.format("Terms of Service"), TERMS.format("User Agreement")),
        (TERMS.format("Terms of Service"), PRIVACY.format("Terms of Service (new)")),
        (TERMS.format("Terms"), TERMS.format("Privacy Policy") + "\n\nWe sell your data.\n"),
    ],
)
def test_a_renamed_or_rewritten_document_is_the_same_one(old: str, new: str) -> None:
    """What changed in it would be hidden behind one sentence."""
    told = compare(old, new, media_type="text/markdown")
    assert "Another document" not in told.summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "# How Whisp keeps you safe\n\nOur staff can not read your messages.\n\nWe use tools "
            "to find spam. They look at how often messages are sent.\n\nParents may ask us.",
            "# Safety at Whisp\n\nTrained moderators may read your messages.\n\nWe use tools to "
            "find spam. They look at what messages say.\n\nParents are welcome to ask us.",
            "moderators may read",
        ),
        (
            "# Cancellation policy\n\nIf you cancel 48 hours before check-in, you get a full "
            "refund.\n\nIf you cancel later, the first night is lost.\n\nHosts pay a fee.",
            "# When plans change\n\nIf you cancel 14 days before check-in, you get a full "
            "refund.\n\nIf you cancel later, you get no refund.\n\nHosts pay fees.",
            "“48 hours” → “14 days”",
        ),
        (
            "# Pfand\n\nFür jede Flasche zahlen Sie 8 Cent Pfand.\n\nKästen kosten 1,50 € Pfand."
            "\n\nSie bekommen es bei der Rückgabe in bar.",
            "# Rückgabe leicht gemacht\n\nFür jede Flasche zahlen Sie 25 Cent Pfand.\n\nKästen "
            "kosten 2 € Pfand.\n\nSie bekommen es bei der Rückgabe als Gutschein.",
            "“8” → “25”",
        ),
    ],
)
def test_a_short_page_in_other_words_below_another_title_is_told(
    old: str, new: str, told: str
) -> None:
    """ "Another document stands here" hid that moderators now read messages."""
    assert told in compare(old, new, media_type="text/markdown").summary


@pytest.mark.parametrize(
    "notice",
    [
        "As of 22 May, these Additional Terms of Service no longer apply.",
        "This policy has been replaced by the Group Privacy Notice.",
        "From 1 October this agreement is superseded by our General Conditions.",
        "This notice was withdrawn in March.",
    ],
)
def test_that_a_document_applies_no_more_is_told_first(notice: str) -> None:
    """Nothing else that changed in it matters to anybody."""
    selling = "We sell your personal data and the content of your messages to data brokers."
    old = TERMS.format("Terms of Service")
    new = old.replace("## Account", f"{notice}\n\n## Account") + f"\n{selling}\n"
    told = compare(old, new, media_type="text/markdown")
    assert told.points[0].new == notice
    assert notice in told.summary


@pytest.mark.parametrize(
    "other",
    [
        "If this card is replaced, the old one no longer works.",
        "Your right to these benefits no longer applies when you leave.",
        "We sell data that is no longer needed for this notice.",
    ],
)
def test_what_ends_otherwise_is_not_the_document(other: str) -> None:
    """A clause on cards is not to hide what else changed."""
    from monitor.classify.replaced import ends

    assert not ends(other)

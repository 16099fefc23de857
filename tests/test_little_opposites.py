"""Little words that say the contrary of each other, where one takes the other's place."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Kind

PAGE = "<html lang={}><main><h1>Privacy</h1><p>{}</p><p>{}</p><p>2 + 2 = 4.</p></main></html>"
ABOUT = {
    "en": "This policy explains what we do with data that we collect from you.",
    "de": "Hier steht, was wir mit Daten tun, die wir von Ihnen erheben.",
    "nl": "Hier leest u wat wij doen met gegevens die u ons geeft.",
}


@pytest.mark.parametrize(
    ("lang", "sentence", "one", "other"),
    [
        ("en", "You can opt {} tracking in your settings.", "out of", "into"),
        ("en", "Files are moved {} the archive.", "into", "out of"),
        ("en", "You are signed {} after a day.", "in", "out"),
        ("en", "Your data go {} the bank.", "to", "from"),
        ("de", "Sie können sich jederzeit {}.", "anmelden", "abmelden"),
        ("nl", "De bijdrage betaalt u {} het feest.", "voor", "na"),
    ],
)
def test_a_little_word_that_turns_a_sentence_around_is_told(
    lang: str, sentence: str, one: str, other: str
) -> None:
    """ "opt out of" that became "opt into" was a matter of style."""
    for old, new in ((one, other), (other, one)):
        pages = (PAGE.format(lang, ABOUT[lang], sentence.format(word)) for word in (old, new))
        assert compare(*pages).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You can report it by filling in this form.",
            "You can report it by filling out this form.",
        ),
        ("Fill out the form below.", "Fill in the form below."),
    ],
)
def test_a_form_is_filled_in_or_out(old: str, new: str) -> None:
    pages = (PAGE.format("en", ABOUT["en"], text) for text in (old, new))
    assert compare(*pages).kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "clause",
    [
        "Dormant accounts are closed.",
        "The keys belong to the landlord.",
        "Courses start in autumn.",
    ],
)
def test_a_sentence_that_comes_with_another_address_is_told(clause: str) -> None:
    """Beside another address, a new clause on no known subject was a contact line put right."""
    page = "# Privacy Policy\n\n{}\n\n{}\n\n## Contact\n\nContact {} at privacy@{}.example.\n"
    about = ABOUT["en"] + " " + "We use the data to run the service and to keep it safe. " * 20
    told = compare(
        page.format(about, "You may close your account.", "Codeum", "codeum"),
        page.format(about, f"You may close your account. {clause}", "Windsurf", "windsurf"),
        "text/markdown",
    )
    assert told.kind is Kind.SUBSTANTIVE
    assert clause[:20] in told.summary

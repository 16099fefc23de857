"""A question on training that is answered otherwise: the whole of the news is one word."""

from __future__ import annotations

import pytest

from monitor import compare

HEADED = "<h2>{}</h2><p>{}</p>"
FOLDED = "<details><summary>{}</summary><p>{}</p></details>"
INLINE = "<p>{} {} We answer letters.</p>"


def pages(lang: str, form: str, question: str, *answers: str) -> list[str]:
    page = f"<html lang={lang}><main><h1>FAQ</h1><p>2 + 2 = 4.</p>{form}</main></html>"
    return [page.format(question, answer) for answer in answers]


@pytest.mark.parametrize("form", [HEADED, FOLDED, INLINE])
@pytest.mark.parametrize(
    ("lang", "question", "no", "yes"),
    [
        ("en", "Do you use my photos to train AI models?", "No.", "Yes."),
        ("de", "Werden meine Beiträge zum Training von KI genutzt?", "Nein.", "Ja."),
        ("es", "¿Usan mis fotos para entrenar modelos de IA?", "No.", "Sí."),
    ],
)
def test_yes_in_the_place_of_no_is_training(
    lang: str, form: str, question: str, no: str, yes: str
) -> None:
    """It was told as an answer like any other, at medium severity."""
    begun = compare(*pages(lang, form, question, no, yes))
    assert "now used for AI training" in begun.summary
    assert begun.severity == "critical"
    assert (
        "no longer used for AI training" in compare(*pages(lang, form, question, yes, no)).summary
    )


def test_a_long_answer_stands_behind_its_question() -> None:
    """ "Was “No.”, now “Yes, unless you opt out …”" left open what of."""
    answers = ("No.", "Yes, unless you opt out by 15 August 2026.")
    change = compare(*pages("en", FOLDED, "Is my data used to train AI?", *answers))
    assert "Is my data used to train AI? “No.” → “Yes, unless you opt out" in change.summary
    assert "ai-training" in change.classes


@pytest.mark.parametrize(
    "question",
    [
        "Can I object to AI training?",
        "Is there a way to opt out of AI training?",
        "Can my data be excluded from AI training?",
        "Is AI training optional?",
        "Do you ask before you train AI on my data?",
        "Do you not train AI on my photos?",
        "Do you train your staff?",
    ],
)
def test_another_question_says_nothing_of_training(question: str) -> None:
    """ "No longer used for AI training" where one can no longer object is the contrary."""
    told = compare(*pages("en", HEADED, question, "Yes.", "No.")).summary
    assert "used for AI training" not in told


FAQ = (
    "<html lang=en><main><h1>Generative AI</h1><h2>Is my data used to train generative AI?</h2>{}"
    "<h2>{}</h2>{}<h2>How do I write to you?</h2><p>By post.</p></main></html>"
)


@pytest.mark.parametrize(
    ("asked", "terms", "told"),
    [
        ("How do I opt out?", "The setting is on by default.", "on by default"),
        ("Can I object?", "You can object with our objection form.", "opt-out by form"),
        (
            "Older posts?",
            "Opting out does not affect training that has already taken place.",
            "retroactive",
        ),
    ],
)
def test_the_terms_of_training_are_told_from_an_answer_of_their_own(
    asked: str, terms: str, told: str
) -> None:
    """The line told who is trained on from when, and left out that it is on by default."""
    old = "<p>We do not train generative AI models on data of members in the EU.</p>"
    new = (
        "<p>Starting 3 November 2026, we use profiles and posts of members in the EU to train "
        "generative AI models. We do not train on data of minors. Private messages stay out.</p>"
    )
    path = "Go to Settings &gt; Data for generative AI."
    more = f"<p>{path} {terms}</p><p>We answer letters in May.</p>"
    change = compare(FAQ.format(old, asked, f"<p>{path}</p>"), FAQ.format(new, asked, more))
    assert "now also EU" in change.summary
    assert told in change.summary


@pytest.mark.parametrize(("was", "now"), [("Always.", "Yes."), ("Yes.", "Sometimes.")])
def test_only_yes_and_no_turn_an_answer(was: str, now: str) -> None:
    """ "Always." that became "Yes." was told as if training began."""
    told = compare(*pages("en", HEADED, "Do you use my photos to train AI?", was, now)).summary
    assert "used for AI training" not in told


def test_an_answer_that_grew_by_a_sentence_is_one() -> None:
    """ "No." and "Yes. It is on by default." were told as one that went and two that came."""
    change = compare(
        *pages("en", HEADED, "Is it used to train AI?", "No.", "Yes. It is on by default.")
    )
    assert "now used for AI training" in change.summary


@pytest.mark.parametrize(
    ("lang", "beside", "said"),
    [
        (
            "en",
            "We keep the page that sent you here, the language of your browser and the time at"
            " which you came, so that we can count our visitors and find out why a page is slow.",
            "To improve our technology we train machine learning models on what you upload.",
        ),
        (
            "fr",
            "Nous conservons l'adresse IP, la langue du navigateur et l'heure de la visite afin de"
            " mesurer l'audience et de partager ces chiffres avec nos annonceurs.",
            "Vos photos servent à l'entraînement de nos modèles d'intelligence artificielle.",
        ),
        (
            "de",
            "Wir geben Ihre Adresse, Ihr Geburtsdatum und Ihre Bestellungen an Auskunfteien weiter,"
            " bevor wir Ihnen eine Lieferung auf Rechnung anbieten.",
            "Mit Ihren Bildern trainieren wir unsere KI-Modelle.",
        ),
    ],
)
def test_the_first_point_is_on_training_where_the_line_begins_with_it(
    lang: str, beside: str, said: str
) -> None:
    """The line began "AI training: …", and the first point spoke of something else."""
    page = "<html lang={}><main><h1>X</h1><p>{}</p><h2>A</h2><p>{}</p><h2>B</h2><p>{}</p></main>"
    always = "Questions are answered by post. " * 3
    change = compare(page.format(lang, always, "", ""), page.format(lang, always, beside, said))
    assert change.points[0].new == said
    assert "AI training" in change.summary

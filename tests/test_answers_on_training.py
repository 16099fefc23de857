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
        "Do you not train AI on my photos?",
        "Do you train your staff?",
    ],
)
def test_another_question_says_nothing_of_training(question: str) -> None:
    """ "No longer used for AI training" where one can no longer object is the contrary."""
    told = compare(*pages("en", HEADED, question, "Yes.", "No.")).summary
    assert "used for AI training" not in told

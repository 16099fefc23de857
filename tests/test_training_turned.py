"""A sentence on training that turned: its other side may not name AI, and says the contrary."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = "<html lang={}><title>T</title><main><h1>T</h1><p>{}</p><p>2 + 2 = 4.</p></main></html>"
TURNED = [
    (
        "de",
        "Ihre Beiträge nutzen wir nicht zum Training.",
        "Wir nutzen auch Ihre Beiträge zum Training.",
    ),
    ("de", "Chats dienen nicht dem Training.", "Chats dienen ab Juli dem Training."),
    (
        "fr",
        "Vos messages ne servent pas à l'entraînement.",
        "Vos messages servent à l'entraînement.",
    ),
    ("es", "No usamos sus fotos para el entrenamiento.", "Usamos sus fotos para el entrenamiento."),
    (
        "it",
        "I tuoi messaggi non sono usati per l'addestramento.",
        "I tuoi messaggi sono usati per l'addestramento.",
    ),
    (
        "nl",
        "Uw berichten worden niet gebruikt voor training.",
        "Uw berichten worden gebruikt voor training.",
    ),
    ("pt", "Não usamos as suas fotos para treinamento.", "Usamos as suas fotos para treinamento."),
]


@pytest.mark.parametrize(("lang", "denied", "said"), TURNED)
def test_a_denial_of_training_that_turned_is_training(lang: str, denied: str, said: str) -> None:
    """It read "no longer says “not used”" where the page says that it is, less severe."""
    begun = compare(PAGE.format(lang, denied), PAGE.format(lang, said))
    assert "now used for AI training" in begun.summary
    assert begun.severity == "critical"
    ended = compare(PAGE.format(lang, said), PAGE.format(lang, denied))
    assert "no longer used for AI training" in ended.summary


@pytest.mark.parametrize(
    ("denied", "said"),
    [
        (
            "Ihre Beiträge werden nicht zum Training verwendet.",
            "Ihre Beiträge werden nur mit Ihrer Einwilligung zum Training verwendet.",
        ),
        (
            "Ihre Fotos verwenden wir nicht zum Training.",
            "Ihre Fotos verwenden wir zum Training, sofern Sie zustimmen.",
        ),
        ("Wir nutzen Chats nicht zum Training.", "Wir nutzen Chats nie zum Training."),
    ],
)
def test_under_a_condition_it_is_not_simply_used(denied: str, said: str) -> None:
    """Whoever has to agree first is not trained on unasked."""
    told = compare(PAGE.format("de", denied), PAGE.format("de", said)).summary
    assert "now used for AI training" not in told

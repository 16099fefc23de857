"""Does a sentence say that a model is trained? In other languages too, in the words they share."""

from __future__ import annotations

import pytest

from monitor.languages import alternatives
from monitor.text.training import of_people, trains


@pytest.mark.parametrize(
    "sentence",
    [
        "Ihre Fotos werden zur Weiterentwicklung unserer Algorithmen genutzt.",
        "Wir nutzen Ihre Beiträge, um unsere KI zu verbessern.",
        "Uw foto's worden gebruikt voor de ontwikkeling van onze algoritmes.",
        "Nous utilisons vos messages pour améliorer nos modèles.",
        "Nous utilisons vos messages pour l'apprentissage de notre IA.",
        "Usamos sus fotos para desarrollar algoritmos.",
        "Usiamo le sue foto per migliorare la nostra intelligenza artificiale.",
        "Usamos as suas fotos para aperfeiçoar modelos.",
        "Мы используем ваши сообщения для обучения ИИ.",
        "投稿をAIの学習に利用します。",
    ],
)
def test_training_is_read_in_each_language(sentence: str) -> None:
    """Else the alert says "AI" of a change that takes the reader's data for training."""
    assert trains(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir verbessern unser Angebot ständig.",
        "Nous utilisons vos commentaires pour améliorer notre modèle économique.",
        "Usamos sus datos para mejorar nuestro modelo de negocio.",
        "Usiamo i tuoi dati per migliorare il nostro modello di business.",
        "Usamos os seus dados para melhorar o nosso modelo de negócio.",
        "We sell bicycles.",
        "",
    ],
)
def test_a_better_business_model_is_not_training(sentence: str) -> None:
    assert not trains(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Unsere Mitarbeiter werden im Datenschutz geschult.",
        "Nous formons nos équipes à la protection des données.",
        "Capacitamos a nuestros empleados en protección de datos.",
        "Wij leiden op: opleiding van medewerkers.",
        "Our staff are trained in data protection.",
    ],
)
def test_staff_that_is_taught_is_not_a_model(sentence: str) -> None:
    assert of_people(sentence)


def test_words_that_no_language_has_are_an_error() -> None:
    """A misspelled table would give an empty alternative, which matches every text."""
    assert "mejor" in alternatives("facts.words", "improves")
    for part, key in (("facts", "improves"), ("facts.words", "improvs"), ("fact.words", "no")):
        with pytest.raises(LookupError):
            alternatives(part, key)

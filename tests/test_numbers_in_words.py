"""Ages and periods that other languages write as words: "twee jaar", "dreizehn Jahre"."""

from __future__ import annotations

import pytest

import monitor
from monitor.classify.statements import find
from monitor.model import Kind

PAGE = "<html lang={}><main><h1>Terms</h1><h2>Use</h2><p>{}</p></main></html>"


@pytest.mark.parametrize(
    ("language", "sentence", "fact", "value"),
    [
        ("nl", "Wij bewaren uw gegevens twee jaar.", "retention", "2 years"),
        ("nl", "Voor kinderen jonger dan zestien jaar.", "age", "under 16"),
        ("de", "Sie müssen mindestens dreizehn Jahre alt sein.", "age", "13"),
        ("de", "Nutzer müssen das sechzehnte Lebensjahr vollendet haben.", "age", "16"),
        ("de", "Wir speichern Protokolle elf Monate lang.", "retention", "11 months"),
        ("fr", "Vous devez avoir au moins quinze ans.", "age", "15"),
        ("fr", "Nous conservons vos données huit ans.", "retention", "8 years"),
        ("es", "Debe tener al menos dieciséis años.", "age", "16"),
        ("es", "Conservamos sus datos ocho años.", "retention", "8 years"),
        ("it", "Devi avere almeno diciotto anni.", "age", "18"),
        ("it", "Conserviamo i tuoi dati nove anni.", "retention", "9 years"),
        ("pt", "Deve ter pelo menos dezesseis anos.", "age", "16"),
        ("pt", "Guardamos os seus dados oito anos.", "retention", "8 years"),
    ],
)
def test_a_number_that_is_written_as_a_word_is_a_value(
    language: str, sentence: str, fact: str, value: str
) -> None:
    assert [(s.fact, s.value) for s in find(sentence, language=language)] == [(fact, value)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Nous conservons les journaux des derniers 30 jours."),
        ("es", "Guardamos los últimos 30 días de registros."),
        ("de", "Die Lieferung dauert vierzehn Tage."),
        ("nl", "Levering duurt twaalf dagen."),
    ],
)
def test_a_period_of_something_else_is_no_fact(language: str, sentence: str) -> None:
    assert not list(find(sentence, language=language))


def test_the_line_tells_a_period_in_words_and_of_what_it_is() -> None:
    change = monitor.compare(
        PAGE.format("nl", "We bewaren facturen zeven jaar na uw aankoop.").encode(),
        PAGE.format("nl", "We bewaren facturen tien jaar na uw aankoop.").encode(),
        "text/html",
    )
    assert "retention 7 years → 10 years (facturen)" in change.summary


@pytest.mark.parametrize(
    ("language", "sentence", "fact", "value"),
    [
        ("ja", "当社はログを6か月間保管します。", "retention", "6 months"),
        ("ja", "通話の記録は最長二年保存されます。", "retention", "up to 2 years"),
        ("ja", "18歳以上の方のみ登録できます。", "age", "18"),
        ("zh", "我们将聊天记录保留 90 天。", "retention", "90 days"),
        ("zh", "註冊時您須滿16歲。", "age", "16"),
        ("zh", "14岁以下儿童请勿使用。", "age", "under 14"),
    ],
)
def test_ages_and_periods_are_read_where_words_have_no_spaces(
    language: str, sentence: str, fact: str, value: str
) -> None:
    assert [(s.fact, s.value) for s in find(sentence, language=language)] == [(fact, value)]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("13歳未満の方は利用できません。", "16歳未満の方は利用できません。", "under 13 → under 16"),
        ("データは30日間保存されます。", "データは90日間保存されます。", "30 days → 90 days"),
    ],
)
def test_a_japanese_age_or_period_is_told_with_what_it_was(old: str, new: str, line: str) -> None:
    pages = (PAGE.format("ja", text).encode() for text in (old, new))
    assert line in monitor.compare(*pages, "text/html").summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wir speichern Rechnungen zehn Jahre.", "Wir speichern Rechnungen 10 Jahre."),
        (
            "Wij bewaren uw facturen zeven jaar en niet langer.",
            "Wij bewaren uw facturen 7 jaar en niet langer.",
        ),
        ("Les factures sont conservées dix ans.", "Les factures sont conservées 10 ans."),
        ("Guardamos los registros treinta días.", "Guardamos los registros 30 días."),
        ("Conserviamo i registri per dodici mesi.", "Conserviamo i registri per 12 mesi."),
    ],
)
def test_a_number_in_words_of_another_language_is_the_same_in_figures(old: str, new: str) -> None:
    """A false alarm about a period that did not change."""
    head = "# Page\n\nPage.\n\n## Part\n\n"
    assert monitor.compare(head + old, head + new, "text/markdown").kind is Kind.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wir speichern Rechnungen zehn Jahre.", "Wir speichern Rechnungen 6 Jahre."),
        ("Guardamos los registros treinta días.", "Guardamos los registros 60 días."),
        ("Once you sign, we begin.", "11 days after you sign, we begin."),
    ],
)
def test_another_number_in_figures_still_matters(old: str, new: str) -> None:
    """The Spanish “once” is no English eleven."""
    head = "# Page\n\nPage.\n\n## Part\n\n"
    assert monitor.compare(head + old, head + new, "text/markdown").kind is Kind.SUBSTANTIVE

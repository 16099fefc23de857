"""Clauses, not keywords: what limits, ends or forbids a thing is not read as the thing."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.classify import statements
from monitor.model import Change, Finding
from monitor.render.wording import finding_label, proofs
from monitor.text.training import trains

ON = date(2026, 5, 4)


def said(sentence: str, fact: str, language: str = "en") -> list[str]:
    return [s.value for s in statements.find(sentence, "", language) if s.fact == fact]


def change(old: str, new: str, heading: str = "AI models") -> Change:
    page = (
        '<html lang="en"><title>Privacy Policy</title><main><h1>Privacy Policy</h1>'
        f"<p>This policy tells what Oakmoor does.</p><h2>{heading}</h2>"
        "{}<h2>Security</h2><p>Data is encrypted.</p></main></html>"
    )
    sides = (page.format("".join(f"<p>{p}</p>" for p in t.split("\n"))) for t in (old, new))
    return compare(*sides, on=ON)


def labels(told: Change) -> str:
    return "\n".join(label for proof in proofs(told.findings, ON) for label in proof.labels)


@pytest.mark.parametrize(
    "sentence",
    [
        "Smart replies are switched on automatically when you update the app.",
        "The toggle is pre-ticked.",
        "All existing accounts are opted in automatically.",
        "Personalised ads come enabled out of the box.",
        "If you do not want this, you will need to turn it off yourself.",
        "The control defaults to on.",
        "The setting “Help us” is preset to On; switch it off under Settings.",
        "Unless you switch it off, the feature is on.",
        "The box is ticked for you in advance.",
        "Summaries are active for every account.",
        "By default, suggestions are turned on for starter teams.",
        "Suggestions are set to ‘on’ by default.",
    ],
)
def test_what_is_on_unless_one_acts_is_on_by_default(sentence: str) -> None:
    assert said(sentence, "default") == ["on"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Smart replies are off by default.",
        "The toggle is not ticked by default.",
        "It is no longer enabled by default.",
        "The feature is opt-in and disabled out of the box.",
    ],
)
def test_what_is_off_until_one_acts_is_off_by_default(sentence: str) -> None:
    assert said(sentence, "default") == ["off"]


@pytest.mark.parametrize(
    "sentence",
    [
        "If you permit us to use your drawings for training, we keep them for two years.",
        "We will not use your calls to train our models without your consent.",
        "On default of payment we may disable your account.",
        "Your subscription will automatically renew.",
        "We automatically collect the browser you use.",
        "By default, judgment may be entered.",
    ],
)
def test_a_condition_or_another_default_is_no_setting(sentence: str) -> None:
    """ "Off by default" of what is on, because a neighbour said "if you allow", is retracted."""
    assert said(sentence, "default") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The opt-out has been discontinued.",
        "It is no longer possible to opt out.",
        "You can no longer opt out of training.",
        "The setting to turn off model training was removed.",
        "We no longer offer an opt-out.",
        "The choice to decline training is unavailable.",
        "The former opt-out in Settings > Privacy has ended.",
        "The option to disable recordings is no longer available, but delete them in settings.",
    ],
)
def test_an_opt_out_that_ended_is_none(sentence: str) -> None:
    assert said(sentence, "opt-out") == ["not possible"]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("You can opt out; older chats are no longer available.", ["possible"]),
        ("You can turn off training in your settings.", ["in settings"]),
        ("You cannot opt out of service messages.", []),
        ("We explain how you can opt out of arbitration below.", []),
        ("You can opt out in Settings > Chat > Memory under “Data”.", ["Settings > Chat > Memory"]),
        ("Opt out in Settings > Data controls, then save.", ["Settings > Data controls"]),
        ("You may turn it off via Menu > Privacy > AI with one tap.", ["Menu > Privacy > AI"]),
    ],
)
def test_an_opt_out_that_is_there_keeps_its_way(sentence: str, value: list[str]) -> None:
    assert said(sentence, "opt-out") == value


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        ("We do not use enterprise data to train our models.", "(enterprise data)"),
        ("Workspace documents are never used to train AI models.", "(Workspace documents)"),
        (
            "We won't train our models on your chats without your permission.",
            "without your permission",
        ),
        ("We do not use your content to train models unless you rate it.", "unless you rate it"),
        ("In Switzerland, we do not use your posts to train models.", "(In Switzerland)"),
        ("We never use your content to train AI, but may use feedback.", "but may use feedback"),
    ],
)
def test_a_promise_not_to_train_is_told_with_its_limit(sentence: str, limit: str) -> None:
    """A flat “not used for training” of what holds for some data only misleads."""
    (value,) = said(sentence, "class")
    assert value != "not used for training"
    assert value.startswith("not used for training")
    assert limit in value


@pytest.mark.parametrize(
    "sentence",
    [
        "We never use your content to train AI models.",
        "We do not train our models on your chats.",
        "No customer data is used to train AI models.",
        "We no longer use your posts to train our models.",
    ],
)
def test_a_promise_without_a_limit_stays_flat(sentence: str) -> None:
    assert said(sentence, "class") == ["not used for training"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Our assistant learns from your messages.",
        "We will begin training our models on public posts.",
        "Your prompts help improve our AI models.",
        "We use chats to make our models better.",
        "Prompts of free users will be used to train our AI models unless they opt out.",
    ],
)
def test_training_is_read_in_other_words(sentence: str) -> None:
    assert said(sentence, "class") == ["used for training"]
    assert trains(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "AI-generated images carry a label.",
        "We train our staff in data protection.",
        "The chatbot answers questions about your order.",
        "Generative AI may make mistakes; check its answers.",
        "More details on model training are in our AI policy.",
        "To answer with generative AI, your question may be sent to a search partner.",
        "None of your posts is used to train our models.",
        "No text and data mining or AI training.",
        "We have paused training our models on your posts.",
    ],
)
def test_ai_without_training_is_not_told_as_used_for_training(sentence: str) -> None:
    assert not any(value.startswith("used") for value in said(sentence, "class"))


@pytest.mark.parametrize(
    "quote",
    [
        "AI-generated images carry a label.",
        "We train our staff in data protection.",
        "The assistant may send your question to a search partner.",
        "Voice cloning needs the consent of the speaker.",
    ],
)
def test_the_class_is_named_training_only_where_somebody_trains(quote: str) -> None:
    assert finding_label(Finding("ai-training", "class", quote), ON) == "AI"
    trained = Finding("ai-training", "class", "We train our models on drawings.")
    assert finding_label(trained, ON) == "AI training"


@pytest.mark.parametrize(
    "ban",
    [
        "You shall not use the pages to train AI models.",
        "Using our articles to train language models is forbidden.",
        "Training AI models on this site is not allowed without a licence.",
        "Users may not use the content for AI training.",
    ],
)
def test_adding_and_dropping_a_ban_on_training_are_opposite_lines(ban: str) -> None:
    kept = "You may read and share our articles with others."
    added, dropped = change(kept, f"{kept} {ban}"), change(f"{kept} {ban}", kept)
    assert "Forbidden: AI training" in labels(added)
    assert "No longer forbidden: AI training" in labels(dropped)
    assert not any("used for training" in labels(told) for told in (added, dropped))


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It also applies to photos uploaded before this change.", ["yes"]),
        ("Chats are used for training no matter when they took place.", ["yes"]),
        ("Existing content is included as well.", ["yes"]),
        ("We use posts to train our models, regardless of when they were posted.", ["yes"]),
        ("What has already been used to train a model cannot be removed from it.", ["no"]),
        ("Training that has already happened cannot be undone.", ["no"]),
        ("Data already used in training cannot be withdrawn.", ["no"]),
        ("We answer regardless of when you write.", []),
    ],
)
def test_whether_older_content_is_meant(sentence: str, value: list[str]) -> None:
    assert said(sentence, "retroactive") == value


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        (
            "A price increase takes effect after at least 130 days' prior notice.",
            "A price increase takes effect after at least 30 days' prior notice.",
            "Notice of price changes: at least 130 days → at least 30 days",
        ),
        (
            "We tell you of new fees 45 days in advance.",
            "We tell you of new fees 10 days in advance.",
            "Notice of price changes: 45 days → 10 days",
        ),
        (
            "Either party may terminate on ninety (90) days' written notice.",
            "Either party may terminate on 60 days' written notice.",
            "Notice of termination: 90 days → 60 days",
        ),
        (
            "We'll give you two weeks' notice of changes to these terms.",
            "We'll give you one week's notice of changes to these terms.",
            "Notice of changes: 2 weeks → 1 week",
        ),
    ],
)
def test_a_period_of_notice_is_told_with_what_it_is_for(old: str, new: str, label: str) -> None:
    told = change(old, new, "Purchases")
    assert label in labels(told)
    assert [f.quote_before for f in told.findings if f.fact == "notice"] == [old]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Enterprise plans are not included.", ["Enterprise plans"]),
        ("This does not apply to school accounts.", ["school accounts"]),
        ("Teen accounts are not affected by this.", ["Teen accounts"]),
        ("Your rights are not affected.", []),
    ],
)
def test_who_is_spared_is_told(sentence: str, value: list[str]) -> None:
    assert said(sentence, "excluded") == value


@pytest.mark.parametrize(
    "sentence",
    [
        "You may ask us to stop sharing your data with partners.",
        "Limit the sharing of your data with advertisers.",
        "We will never share your photos with advertisers.",
        "You can object to the transfer of data to third parties.",
    ],
)
def test_a_right_against_sharing_is_no_sharing(sentence: str) -> None:
    assert said(sentence, "recipient") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not use code to train AI models.", "Our models learn from your conversations."),
        (
            "Your drawings are not used to train AI.",
            "From May on, drawings will be used to train our AI models unless you opt out.",
        ),
        ("We never train our models on your chats.", "We train our models on your chats."),
    ],
)
def test_a_promise_that_turned_is_told_as_turned(old: str, new: str) -> None:
    assert "Now used for AI training" in labels(change(old, new))


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        (
            "You can opt out in Settings > Privacy.",
            "The opt-out has been removed.",
            "Opt-out no longer possible, was Settings > Privacy",
        ),
        ("We use chats. You can opt out of this use.", "We use chats.", "No longer says “opt-out"),
    ],
)
def test_an_opt_out_that_went_is_not_told_as_possible(old: str, new: str, label: str) -> None:
    assert label in labels(change(old, new))
    assert "Opt-out: " not in labels(change(old, new))


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ("private", "public", "Public by default, was private by default"),
        ("hidden", "visible", "Visible by default, was hidden by default"),
    ],
)
def test_what_others_see_by_default_is_told_in_its_word(old: str, new: str, label: str) -> None:
    sides = (f"Your collections are {word} by default." for word in (old, new))
    assert label in labels(change(*sides, "Collections"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Partners may use your uploads to train their own AI models.",
        "We let vendors use customer content to train their models.",
        "We share posts with affiliates, which may use your posts to train their models.",
    ],
)
def test_training_by_others_is_told_as_theirs(sentence: str) -> None:
    assert said(sentence, "class") == ["used for training, by others"]


def test_a_promise_not_to_sell_keeps_its_exception() -> None:
    told = change(
        "We do not sell your data.", "We do not sell your data except to buyers of our business."
    )
    assert "Sale: not sold, except to buyers of our business" in labels(told)
    assert "data sharing with not sold" not in told.summary


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "de",
            "Wir trainieren unsere KI nicht mit Ihren Chats.",
            "Wir trainieren unsere KI mit Ihren Chats.",
        ),
        (
            "it",
            "Non usiamo i tuoi post per addestrare i nostri modelli.",
            "Usiamo i tuoi post per addestrare i nostri modelli.",
        ),
        (
            "fr",
            "Vos messages ne servent pas à entraîner nos modèles d'IA.",
            "Vos messages servent à entraîner nos modèles d'IA.",
        ),
        (
            "nl",
            "Wij gebruiken uw berichten niet om onze modellen te trainen.",
            "Wij gebruiken uw berichten om onze modellen te trainen.",
        ),
    ],
)
def test_a_promise_that_turned_is_told_in_other_languages(
    language: str, old: str, new: str
) -> None:
    page = '<html lang="{}"><title>P</title><main><h1>P</h1><h2>Q</h2><p>{}</p></main></html>'
    told = compare(page.format(language, old), page.format(language, new), on=ON)
    assert "Now used for AI training" in labels(told)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dem können Sie künftig nicht mehr widersprechen."),
        ("fr", "Il n'est plus possible de s'y opposer."),
        ("es", "Ya no puede oponerse."),
        ("it", "Non ti puoi più opporre."),
        ("nl", "Bezwaar maken is niet meer mogelijk."),
        ("pt", "Deixou de ser possível opor-se."),
    ],
)
def test_an_opt_out_that_ended_is_none_in_other_languages(language: str, sentence: str) -> None:
    assert said(sentence, "opt-out", language) == ["not possible"]


@pytest.mark.parametrize(
    ("language", "sentence", "path"),
    [
        ("de", "Sie können dem unter Einstellungen > Daten > KI widersprechen.", "Daten > KI"),
        ("fr", "Vous pouvez le désactiver dans Paramètres > Vie privée > IA.", "Vie privée > IA"),
        ("es", "Puede desactivarlo en Configuración > Privacidad > IA.", "Privacidad > IA"),
        ("nl", "U kunt dit uitzetten via Instellingen > Privacy > AI.", "Privacy > AI"),
    ],
)
def test_a_path_ends_where_the_sentence_goes_on(language: str, sentence: str, path: str) -> None:
    (value,) = said(sentence, "opt-out", language)
    assert value.endswith(path)

"""Whoever reads "opt-out: in settings" asks: of what? A fact says so, or it is not listed."""

from __future__ import annotations

import pytest

import monitor
from monitor import api
from monitor.facts.reader import facts
from monitor.headline.of_what import scope
from monitor.model import Finding
from monitor.render.wording import fact_value


def listed(text: str, heading: str = "Privacy") -> list[Finding]:
    page = f"<html lang=en><main><h1>{heading}</h1><p>{text}</p></main></html>"
    return list(facts(api.extract(page, "text/html")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "You may opt out of promotional emails by using the unsubscribe link in them.",
            "by link in e-mails (promotional emails)",
        ),
        (
            "You can object to direct marketing in your account settings.",
            "in settings (direct marketing)",
        ),
        (
            "To stop future chats from being used for ads, turn off History in your settings.",
            "in settings (future chats from being used for ads)",
        ),
        (
            "You can opt out of sharing your data for targeted advertising in your settings.",
            "in settings (sharing your data for targeted advertising)",
        ),
        ("We keep your messages for 90 days after you delete them.", "90 days (messages)"),
        ("We retain billing records for 10 years.", "10 years (billing records)"),
        ("We store call recordings 12 months.", "12 months (call recordings)"),
        (
            "You can opt out of personalised ads at Account > Ads.",
            "Account > Ads (personalised ads)",
        ),
        (
            "You can opt out of AI training at Settings > Privacy > AI training.",
            "Settings > Privacy > AI training",
        ),
        ("We keep chats for five years if you allow it.", "5 years (chats)"),
        ("We store call recordings for twelve months.", "12 months (call recordings)"),
        (
            "If Keep History is off, your voice recordings are stored for up to 72 hours.",
            "up to 72 hours (voice recordings)",
        ),
        (
            "Payment records are kept for 7 years to comply with the law.",
            "7 years (Payment records)",
        ),
        ("We delete health reports within 30 days.", "within 30 days (health reports)"),
        (
            "Free plan chats are not deleted at once but are retained for 90 days.",
            "90 days (Free plan chats)",
        ),
    ],
)
def test_a_fact_says_of_what_it_is(text: str, said: str) -> None:
    assert said in [fact_value(f) for f in listed(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "On the Free plan, we use your chats to train our models unless you opt out.",
            "used for training (Free plan)",
        ),
        (
            "For Enterprise and Team plans, we do not use your content to train AI models.",
            "not used for training (For Enterprise and Team plans)",
        ),
        (
            "We use your prompts to train our models if you use the consumer version of Ada.",
            "used for training (consumer version)",
        ),
        (
            "We use chats of Free, Pro and Max subscribers to train our AI models.",
            "used for training (Free, Pro and Max subscribers)",
        ),
        (
            "If you are on a trial plan, we use your files to train AI models.",
            "used for training (trial plan)",
        ),
        (
            "With a personal account, your data is used to train generative AI.",
            "used for training (personal account)",
        ),
    ],
)
def test_training_is_said_of_those_of_whom_the_sentence_speaks(text: str, said: str) -> None:
    """A platform that trains on its free plan alone was listed as one that trains on all."""
    assert said in [fact_value(f) for f in listed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We use your content to train AI models that we offer to enterprise customers.",
        "Unless you are on an Enterprise plan, we use your chats to train our models.",
        "We use posts to train AI models that answer questions of individual users.",
        "We use your chats to train our models, except if you use a Business account.",
        "We use the content in your account to train our AI models.",
        "For all users, we use chats to train our AI models.",
    ],
)
def test_those_who_are_only_named_are_not_those_whose_data_is_used(text: str) -> None:
    stated = [fact_value(f) for f in listed(text) if f.cls == "ai-training" and f.fact == "class"]
    assert stated
    assert not [said for said in stated if "(" in said and "except" not in said]


@pytest.mark.parametrize(
    "text",
    [
        "Customer may opt out via this request form.",
        "You can opt out in your account settings.",
        "Some chats are reviewed. Instead, they are retained for up to three years.",
        "This is not linked to you. Therefore it is stored for 90 days.",
        "You can unsubscribe through a link that every message has.",
    ],
)
def test_a_fact_of_which_nobody_can_say_what_of_is_not_listed(text: str) -> None:
    assert [f for f in listed(text) if f.fact in ("opt-out", "retention")] == []


@pytest.mark.parametrize(
    "text",
    [
        "We use chats to train AI models. You can stop receiving email communications by opting out"
        " via the unsubscribe link in the emails.",
        "Our generative AI may be wrong. You can opt out of marketing messages in your settings.",
        "We train our models on posts. You can turn off read receipts in your settings at any time;"
        " your data is shared until then.",
    ],
)
def test_what_a_neighbour_speaks_of_is_not_what_an_opt_out_is_of(text: str) -> None:
    """The opt-out of e-mails was listed as one of AI training, and came into the pivot."""
    assert [f for f in listed(text) if f.fact == "opt-out" and f.cls == "ai-training"] == []


@pytest.mark.parametrize(
    "text",
    [
        "We use chats to train AI models. You can turn this off in your settings.",
        "We use your posts to train our models. You may object to it in your settings.",
        "You can opt out of AI training in your settings.",
    ],
)
def test_a_sentence_that_points_back_keeps_what_it_points_to(text: str) -> None:
    assert [f for f in listed(text) if f.fact == "opt-out" and f.cls == "ai-training"]


@pytest.mark.parametrize(
    "text",
    [
        "We use your content for AI training by default. To opt out, go to Settings > AI.",
        "Model training is active by default; opt out by e-mail to privacy@a.example.",
        "AI training is off by default, but you can opt in; you can opt out again in settings.",
        "We may use your posts to train AI by default. You can opt out in Settings > Data.",
    ],
)
def test_a_way_out_that_names_nothing_is_of_what_was_said_right_before(text: str) -> None:
    """The table of who trains had the default and no way out, which stood behind it."""
    found = [f for f in listed(text) if f.cls == "ai-training"]
    assert {"default", "opt-out"} <= {f.fact for f in found}


@pytest.mark.parametrize(
    "text",
    [
        "Training materials for our staff are reviewed yearly. You can opt out in your settings.",
        "We train AI on your posts. Newsletters go out weekly. You can opt out in your settings.",
        "AI training is off by default. You can opt out of newsletters in your settings.",
    ],
)
def test_a_way_out_is_of_nothing_that_was_said_further_off(text: str) -> None:
    assert [f for f in listed(text) if f.fact == "opt-out" and f.cls == "ai-training"] == []


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("We share your data with partners by default unless you opt out in Settings > S.", "on"),
        ("AI training is off by default, and you may object to it with our form.", "off"),
        (
            "By default your chats train our models, but you can turn this off in Settings > D.",
            "on",
        ),
        (
            "Your data is used to train AI by default, though you may opt out via your settings.",
            "on",
        ),
        ("Members are opted into AI training by default but may opt out through the form.", "on"),
        ("Your posts are included in AI training by default; you may opt out by this form.", "on"),
        ("We train our AI on your messages by default, and you cannot opt out.", "on"),
        ("Location sharing is on by default and can be turned off in Settings > Location.", "on"),
        ("Targeted ads are on by default; you can object using the form.", "on"),
        ("We collect your location by default, and you may turn it off in Settings > L.", "on"),
        ("Your calls are recorded for AI training by default, but you can object by form.", "on"),
        ("By default, chats aren't used to train AI, and one can opt out in settings.", "off"),
    ],
)
def test_a_sentence_with_a_default_and_a_way_out_says_both(text: str, default: str) -> None:
    """In the facts and in the line of a change: one of them alone is half of the truth."""
    found = {f.fact: f.new for f in listed(text)}
    assert found.get("default") == default
    assert found.get("opt-out")
    page = "<html lang=en><main><h1>Privacy</h1><p>We are Acme.</p>{}<p>Write to us.</p></main>"
    line = monitor.compare(page.format(""), page.format(f"<p>{text}</p>")).summary
    assert f"{default} by default" in line
    assert "opt-out" in line


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "We use your posts to train AI models. The setting is on by default."),
        ("en", "Your chats are used to train our AI models. The option is enabled by default."),
        ("en", "We may train AI models on your photos. The switch is preset to On."),
        (
            "de",
            "Wir trainieren KI-Modelle mit Ihren Beiträgen. Die Einstellung ist standardmäßig an.",
        ),
        ("fr", "Vos publications servent à entraîner l’IA. Le paramètre est activé par défaut."),
    ],
)
def test_a_setting_without_a_name_is_the_one_spoken_of_before(lang: str, text: str) -> None:
    """A change said that training was on by default, and the table of who trains did not."""
    page = f"<html lang={lang}><main><h1>Privacy</h1><p>{text}</p></main></html>"
    found = facts(api.extract(page, "text/html"))
    (default,) = [f for f in found if f.fact == "default"]
    assert (default.cls, default.new) == ("ai-training", "on")
    assert fact_value(default) == "on by default", "(setting) says nothing of what is set"


@pytest.mark.parametrize(
    "text",
    [
        "We use your posts to train AI models. The setting for ads is on by default.",
        "We use your posts to train AI models. The switch “Newsletter” is on by default.",
        "We use your posts to train AI models. Location sharing is on by default.",
    ],
)
def test_a_setting_with_a_name_of_its_own_is_not_the_one_before(text: str) -> None:
    assert not [f for f in listed(text) if f.fact == "default" and f.cls == "ai-training"]


@pytest.mark.parametrize(
    "text",
    [
        "AI training is on by default and you can turn it off.",
        "AI training is enabled by default but can be disabled.",
        "By default AI training is on unless you switch it off.",
    ],
)
def test_what_can_be_turned_off_is_not_off(text: str) -> None:
    """ "on by default and you can turn it off" was told as off by default."""
    assert "off" not in {f.new for f in listed(text) if f.fact == "default"}


def test_an_opt_out_of_training_needs_no_further_word() -> None:
    text = "We may use chats to train AI models, unless you opt out through your settings."
    (found,) = [f for f in listed(text) if f.fact == "opt-out"]
    assert (found.cls, scope(found)) == ("ai-training", "")


def test_other_languages_are_listed_as_they_are() -> None:
    """What a sentence is of is only read in English; nothing is left out elsewhere for that."""
    page = "<html lang=de><main><p>Sie können in den Einstellungen widersprechen.</p></main></html>"
    assert [f.new for f in facts(api.extract(page, "text/html")) if f.fact == "opt-out"] == [
        "in settings"
    ]


@pytest.mark.parametrize(
    ("fact", "sentence", "said"),
    [
        ("retention", "Protokolle speichern wir 30 Tage lang.", "Protokolle"),
        ("retention", "Gelöschte Chats werden nach 30 Tagen entfernt.", "Gelöschte Chats"),
        ("retention", "Conservamos sus mensajes durante 30 días.", "mensajes"),
        ("retention", "Nous conservons vos messages pendant 30 jours.", "messages"),
        ("retention", "I registri vengono conservati 90 giorni.", "I registri"),
        ("retention", "Wij bewaren logboeken maximaal 30 dagen.", "logboeken"),
        ("opt-out", "Puede oponerse al uso de sus datos en la configuración.", "uso de sus datos"),
        (
            "opt-out",
            "Sie können der Verwendung Ihrer Beiträge widersprechen.",
            "der Verwendung Ihrer Beiträge",
        ),
        ("retention", "Sie werden nach 30 Tagen gelöscht.", ""),
        ("retention", "Ils sont supprimés après 30 jours.", ""),
    ],
)
def test_other_languages_say_it_too(fact: str, sentence: str, said: str) -> None:
    """ "30 days" of a German page was of nobody knew what."""
    assert scope(Finding("x", fact, sentence, new="v")) == said


@pytest.mark.parametrize(
    ("label", "old", "new", "said"),
    [
        ("Call recordings", "90 days", "1 year", "(Call recordings)"),
        ("Chat logs", "up to 30 days", "up to 60 days", "(Chat logs)"),
        ("Protokolle", "7 Tage", "90 Tage", "(Protokolle)"),
        ("Journaux", "7 jours", "90 jours", "(Journaux)"),
        ("Retention period", "90 days", "1 year", ""),
        ("Aufbewahrung", "7 Tage", "90 Tage", ""),
    ],
)
def test_a_period_behind_a_label_is_of_what_the_label_names(
    label: str, old: str, new: str, said: str
) -> None:
    """Of "retention 90 days → 1 year, retention 1 year → 90 days" nobody knew which was which."""
    page = "<main><h1>Data retention</h1><p>{}: {}</p><p>2 + 2 = 4.</p></main>"
    told = monitor.compare(page.format(label, old), page.format(label, new)).summary
    assert f"→ {new}{f' {said}' if said else ' ·'}" in told


@pytest.mark.parametrize(
    "text",
    [
        "You can change your auto-delete setting in Plaza Activity from the default of 18 months.",
        "Activity is deleted from the end of 3 years on.",
    ],
)
def test_what_ends_amid_a_phrase_is_not_told_as_what_a_period_is_of(text: str) -> None:
    """“18 months (setting in Plaza Activity from the default of)” stood in a table of facts."""
    found = [f for f in listed(text) if f.fact == "retention"]
    assert found
    assert not any(scope(f).endswith((" of", " with", " from")) for f in found)

"""A reader is told first what the page now says the contrary of, and nothing that it does not."""

from __future__ import annotations

from datetime import date

import pytest

import monitor
from monitor.classify.statements import find
from monitor.model import Change

ON = date(2026, 9, 1)
PAGE = """<html><body><main><h1>Questions about Orlo</h1><p>Orlo keeps recipes for cooks and answers
here what they ask about their data.</p><h2>Photos of dishes</h2>{}<h2>Shared lists</h2><p>A list is
seen by those whom its owner invites.</p></main></body></html>"""


def change(old: str, new: str) -> Change:
    return monitor.compare(PAGE.format(old), PAGE.format(new), on=ON)


def facts(sentence: str) -> set[tuple[str, str]]:
    return {(s.fact, s.value) for s in find(sentence, "", "en")}


@pytest.mark.parametrize(
    ("old", "new", "beside", "point"),
    [
        (
            "<p>Dogs are allowed in the common rooms if the host was told before.</p>",
            "<p>Dogs are not allowed in any of the rooms, even if the host agrees.</p>",
            "<p>Dogs may be kept in the garden if the host was told and a fence is there.</p>",
            "not allowed in any",
        ),
        (
            "<p>We do not currently learn from the recipes that cooks in the union share.</p>",
            "<p>We are going to begin to learn from recipes that cooks in the union share.</p>",
            "<p>We do not use the messages that cooks write to their friends and family.</p>",
            "going to begin",
        ),
        (
            "<p>Your number is visible to everyone you cook with.</p>",
            "<p>Your number will no longer be visible to anyone you cook with.</p>",
            "<p>You can choose who can find you by your number under Settings > Privacy.</p>",
            "no longer be visible",
        ),
        (
            "<p>Die Fotos sind in den Gruppen sichtbar, denen Sie angehören.</p>",
            "<p>Die Fotos sind in den Gruppen nicht sichtbar, denen Sie angehören.</p>",
            "<p>Sie können Ihre Fotos in den Einstellungen jederzeit für andere freigeben.</p>",
            "nicht sichtbar",
        ),
    ],
)
def test_the_answer_that_turned_comes_before_what_is_added_to_it(
    old: str, new: str, beside: str, point: str
) -> None:
    found = change(old, new + beside)
    assert point in found.points[0].text
    assert point in found.summary


def test_what_hardly_matters_is_not_second_because_it_stands_in_another_section() -> None:
    """The second point is told beside the first: a comma elsewhere would take its place."""
    body = "<p>We may sell your photos to advertisers.</p><p>We share your number with brokers.</p>"
    old, new = PAGE.format(""), PAGE.format(body).replace("whom its owner", "whom the owner")
    points = monitor.compare(old, new, on=ON).points
    assert "owner" not in points[0].text + points[1].text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Cooks pay a fee of 4% of the price of each box that is sold and sent to a guest.",
            "Cooks pay a fee of 7% of the price of each box that is sold and sent to a guest, "
            "beginning on 3 May 2027.",
            "“4%” → “7%”",
        ),
        (
            "You may send a box back within 30 days of the day on which it came to you, unopened.",
            "You may send a box back within 10 days of the day on which it came to you, unopened "
            "and with the slip that came with it.",
            "“30 days” → “10 days”",
        ),
        (
            "Each of the cooks may keep the app on up to 6 devices at a time, whatever they are.",
            "Each of the cooks may keep the app on up to 2 devices at one time, at home or not.",
            "“6 devices” → “2 devices”",
        ),
    ],
)
def test_an_amount_is_told_with_the_one_that_it_replaced(old: str, new: str, told: str) -> None:
    assert told in change(f"<p>{old}</p>", f"<p>{new}</p>").summary


def test_a_day_of_a_month_is_no_amount() -> None:
    """ "3 → 7" says nothing of a page that was changed on another day."""
    old = "The recipes were last counted on May 3 by everybody who works in the kitchen with us."
    new = "The recipes were last counted on May 7 by every person who works in our kitchen now."
    assert "“3” →" not in change(f"<p>{old}</p>", f"<p>{new}</p>").summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Orlo Plus costs $90 a year for the first four people.",
            "It costs $60 a year per person.",
        ),
        ("The plan is $14 a month for the whole team.", "The plan is $6 a month per seat."),
        ("The plan is €30 a month for up to ten users.", "The plan is €5 per user per month."),
    ],
)
def test_the_price_of_one_is_not_told_in_the_place_of_that_of_several(old: str, new: str) -> None:
    """Four people pay more than before; "$90 → $60" says that they pay less."""
    assert "price" not in change(f"<p>{old}</p>", f"<p>{new}</p>").summary


@pytest.mark.parametrize(
    "sentence",
    [
        "Sharing is on by default for small teams, and off by default for large ones.",
        "The switch is off by default in schools and on by default everywhere else.",
        "It is enabled by default for free accounts and disabled by default for paid ones.",
    ],
)
def test_what_is_on_for_some_and_off_for_others_is_told_as_neither(sentence: str) -> None:
    assert not {value for fact, value in facts(sentence) if fact == "default"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Pupils can't opt out without a teacher's permission.",
        "Children cannot opt out without the consent of a parent.",
        "Members can't turn it off on their own.",
    ],
)
def test_what_somebody_else_may_allow_is_not_told_as_impossible(sentence: str) -> None:
    assert ("opt-out", "not possible") not in facts(sentence)


@pytest.mark.parametrize("lead", ["You may not", "Developers must not", "You agree not to"])
def test_a_ban_in_a_list_trains_nobody_and_is_told_with_its_line(lead: str) -> None:
    """Else an alert says that data trains AI where a page forbids it, and wakes somebody."""
    item = "<li>use the recipes of other cooks to train an artificial intelligence model</li>"
    old, new = (f"<p>{lead}</p><ul><li>resell the app</li>{more}</ul>" for more in ("", item))
    found = change(old, new)
    assert f"under “{lead}”" in found.summary
    assert found.severity != "critical"


@pytest.mark.parametrize(
    "now",
    [
        "We do not allow AI models to be trained on dishes that are shown here.",
        "We don't let AI companies train their models on your dishes.",
        "We prohibit the use of your dishes to train generative models.",
    ],
)
def test_a_stricter_ban_on_training_is_not_told_as_the_end_of_one(now: str) -> None:
    old = "<p>We do not use any dishes that are shown here to train AI models.</p>"
    assert "no longer says" not in change(old, f"<p>{now}</p>").summary


@pytest.mark.parametrize(
    "sentence",
    [
        "Orlo uses your searches to improve its AI models.",
        "Orlo Kitchen may use your photos to develop and improve its machine learning models.",
        "You grant us a perpetual, worldwide, royalty-free, transferable and sub-licensable "
        "licence to use your content to run and improve the service, including to improve the "
        "performance of machine learning models.",
    ],
)
def test_a_service_that_speaks_of_itself_by_name_trains_as_well(sentence: str) -> None:
    assert ("class", "used for training") in facts(sentence)


def test_a_switch_is_told_with_what_it_is_of() -> None:
    """ "on by default · opt-out in settings" alone is of anything."""
    new = "<p>The Kitchen Insights setting is on by default; you can turn it off in settings.</p>"
    assert "Kitchen Insights" in change("<p>There is one setting.</p>", new).summary


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        (
            "If the kitchen receives a valid order from a judge who says that you are suspected "
            "in a case of theft or fraud that breaks the rules of the house, we will look at the "
            "order with care and may hand your address and number to the police.",
            "to the police",
        ),
        (
            "When a cook who lives in another country asks for the return of a box that was sent "
            "there by mistake or by another cook, we keep the price of the post and packing and "
            "charge a fee of four euros for the work.",
            "for the work",
        ),
        (
            "Wenn ein Koch, der in einem anderen Land lebt, die Rückgabe einer Kiste verlangt, die "
            "aus Versehen oder von einem anderen Koch dorthin geschickt wurde, behalten wir das "
            "Porto ein und verlangen dafür eine Gebühr von vier Euro für jede Kiste.",
            "für jede Kiste",
        ),
    ],
)
def test_what_follows_from_a_long_condition_is_quoted_with_it(sentence: str, end: str) -> None:
    """A line that breaks off behind the condition leaves out what will be done."""
    assert end in change("", f"<p>{sentence}</p>").points[0].text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Das Abo kostet 8 Euro im Monat.",
            "Das Abo kostet 9 Euro im Monat.",
            "“8 Euro” → “9 Euro”",
        ),
        ("Miesięczny abonament kosztuje 29 zł.", "Miesięczny abonament kosztuje 39 zł.", "“29 zł”"),
        (
            "Abonnementet koster 79 kr i alt.",
            "Abonnementet koster 99 kr i alt.",
            "“79 kr” → “99 kr”",
        ),
    ],
)
def test_an_amount_is_told_with_its_currency_and_once(old: str, new: str, told: str) -> None:
    line = change(f"<p>{old}</p>", f"<p>{new}</p>").summary
    assert told in line
    assert line.count("→") == 1


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Two-factor login becomes mandatory on 3 March 2027.", "2027-03-03"),
        ("Proof of age is required for all cooks on 8 June 2027.", "2027-06-08"),
        ("The old oven timer is unavailable to new cooks on May 1, 2027.", "2027-05-01"),
    ],
)
def test_what_is_required_on_a_day_takes_effect_on_it(sentence: str, day: str) -> None:
    dates = change("", f"<p>{sentence}</p>").dates
    assert [(d.role, d.new) for d in dates] == [("effective", day)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "<table><tr><td>Plan</td><td>Each month</td></tr><tr><td>Small kitchen</td><td>$7.99"
            "</td></tr></table><p>You may leave at any time.</p>",
            "<table><tr><td>Plan</td><td>Each month</td></tr><tr><td>Small kitchen</td><td>$9.99"
            "</td></tr></table><p>You can leave whenever you like.</p>",
            "“$7.99” → “$9.99”",
        ),
        (
            "<p>Wir löschen Listen, die seit zwölf Monaten nicht mehr offen waren.</p>",
            "<p>Wir löschen Listen, die seit sechs Monaten nicht mehr offen waren.</p><p>Vorher "
            "erhalten Sie eine Nachricht an Ihre Adresse.</p>",
            "“zwölf Monaten” → “sechs Monaten”",
        ),
        (
            "<p>Je kunt een doos binnen 30 dagen terugsturen.</p>",
            "<p>Je kunt een doos binnen 14 dagen terugsturen.</p><p>Voor grote dozen betaal je "
            "voor het ophalen.</p>",
            "“30 dagen” → “14 dagen”",
        ),
    ],
)
def test_another_price_or_period_comes_before_what_weighs_little(
    old: str, new: str, told: str
) -> None:
    assert told in change(old, new).points[0].text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Les billets sont remboursables sans frais jusqu'à 3 jours avant le départ."),
        ("es", "Puedes cambiar la tarifa hasta 3 días antes de la salida."),
        ("de", "Die Gebühr entfällt, wenn Sie 5 Tage vorher absagen."),
        ("it", "La tariffa si può cambiare fino a 3 giorni prima della partenza."),
    ],
)
def test_a_time_in_which_a_reader_may_act_is_no_notice_of_prices(
    language: str, sentence: str
) -> None:
    assert "notice" not in {s.fact for s in find(sentence, "", language)}


def test_a_place_is_quoted_once() -> None:
    new = (
        "<p>Cooks under 18 are placed into the small kitchen, and can't leave it without a "
        "parent's permission.</p><p>We are starting to roll it out in Canada, all of it by the "
        "end of the year.</p>"
    )
    old = "<p>Cooks under 16 need a parent's permission to leave the small kitchen.</p>"
    assert change(old, new).summary.count("starting to roll") <= 1


@pytest.mark.parametrize("title", ["Feedback", "Get help", "Contents", "Help"])
def test_a_section_with_a_name_that_buttons_have_is_a_section(title: str) -> None:
    """When it moves, its text would be told as moved from one foreign section to another."""
    ideas = f"<h2>{title}</h2><p>If you send us ideas, we may use them without paying for them.</p>"
    rest = "<h2>Fees</h2><p>A box costs what its page says.</p>"
    last = "<h2>Law</h2><p>The law of the seat of the kitchen holds.</p>"
    old, new = PAGE.format(rest + last + ideas), PAGE.format(rest + ideas + last)
    found = monitor.compare(old, new, on=ON)
    assert found.kind != "substantive"
    assert "formerly" not in found.summary


def test_a_button_above_a_clause_is_no_heading() -> None:
    """A page that shows "Feedback" one day and not the next has not changed."""
    widget = "<div><h4><button>Feedback</button></h4></div>"
    clause = "<p>We may use what you send us without paying for it.</p>"
    assert change(clause, widget + clause).kind == "noise"


@pytest.mark.parametrize(
    "sentence",
    [
        "You must not use our service or its output to train AI models.",
        "Customers may not develop machine learning models with data from the service.",
        "Do not build language models from our pages.",
    ],
)
def test_who_forbids_others_to_train_is_not_told_to_train_nothing_itself(sentence: str) -> None:
    """ "forbids AI training", or "AI training" alone, says the opposite of what users fear."""
    page = "# Terms\n\nThey apply to you.\n\n## Use\n\nYou may use it.{}\n"
    new = page.format(f" {sentence}")
    line = monitor.compare(page.format(""), new, "text/markdown").summary
    assert line == f"forbids AI training by others · Added: “{sentence}”"

"""What a line says first and calls by a name: found by reading months of alerts as their reader."""

from __future__ import annotations

import pytest

import monitor
from monitor.classify.promises import promises

FILL = "".join(
    f"<h2>{title}</h2><p>{text}</p>"
    for title, text in (
        ("Your account", "You need an account to use the service and keep its password safe."),
        ("Content", "You keep all rights in what you write and upload to the service."),
        ("Ending", "You can close your account at any time in your settings."),
    )
)


def told(old: str, new: str) -> monitor.Change:
    """The change between two pages of which these are the parts that differ."""
    pages = (f"<main><h1>Privacy Policy</h1>{part}{FILL}</main>" for part in (old or "", new or ""))
    return monitor.compare(*pages)


NO_SALE = "We do not sell personal information or share it for targeted advertising purposes."
NO_MARKETING = "We do not use your personal information for marketing purposes."
TERSE = [
    (NO_SALE, NO_MARKETING),
    ("We never read your private messages.", "We do not share them with anybody else."),
    ("Wir verkaufen Ihre Daten nicht.", "Wir geben Ihre Daten auch nicht an Werbekunden weiter."),
    (
        "Nous ne vendons pas vos données.",
        "Nous ne partageons pas vos données avec nos partenaires.",
    ),
]


@pytest.mark.parametrize(("first", "second"), TERSE)
def test_of_the_promises_of_one_paragraph_that_are_gone_the_first_is_told_first(
    first: str, second: str
) -> None:
    """“We do not sell” stood behind “we do not use it for marketing”, and was not in the line."""
    c = told(
        f"<h2>Use</h2><p>We use data to run it. {first} {second}</p>",
        "<h2>Use</h2><p>We use data to run it.</p>",
    )
    assert first.rstrip(".") in (c.points[0].old or "")


DENIALS = [
    "For users who opt to connect to Calendar, Plaza shall not use any calendar content for any of"
    " its internal AI or other training purposes.",
    "Where customers upload documents, we do not use them to train our AI models.",
    "If you are one of our developers, we will not train models on your code.",
]


@pytest.mark.parametrize("denial", DENIALS)
def test_that_it_does_not_train_comes_after_a_promise_that_is_gone(denial: str) -> None:
    """A reader heard of users who connect a calendar, and not that their data may be sold now."""
    c = told(
        f"<h2>Use</h2><p>We use data to run it. {NO_SALE}</p>",
        f"<h2>Use</h2><p>We use data to run it.</p><p>{denial}</p>",
    )
    assert c.summary.startswith("Removed: “We do not sell")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Using the output to develop machine learning models that compete with Plaza",
            "Using the output to develop (or assist anyone in developing) machine learning models"
            " that compete with Plaza",
        ),
        (
            "Control whether your data is used to improve our AI models.",
            "Control whether your data (also what you imported) is used to improve our AI models.",
        ),
        (
            "Stellen Sie ein, ob Ihre Beiträge zum Training der KI genutzt werden.",
            "Stellen Sie hier ein, ob Ihre Beiträge auch als Kopie zum Training der KI genutzt"
            " werden.",
        ),
    ],
)
def test_what_spoke_of_training_before_is_no_news_of_it(old: str, new: str) -> None:
    """“AI training · Was …” on a page that trains on nothing more than before."""
    c = told(f"<h2>Rules</h2><p>{old}</p>", f"<h2>Rules</h2><p>{new}</p>")
    assert not c.summary.startswith("AI training ·")
    assert " · AI training ·" not in c.summary


@pytest.mark.parametrize(
    "warning",
    [
        "Take care, since the assistant can make mistakes, like making purchases or sharing your"
        " data with third parties unexpectedly.",
        "Be careful what you connect: an agent may by mistake send your data to third parties.",
        "An attacker could trick the agent into disclosing your data to third parties.",
    ],
)
def test_a_warning_of_what_may_go_wrong_is_no_sharing(warning: str) -> None:
    """“data sharing with third parties” was said of a platform that warned of its mistakes."""
    c = told(
        "<h2>Agents</h2><p>The agent acts for you.</p>",
        f"<h2>Agents</h2><p>The agent acts for you. {warning}</p>",
    )
    assert "data sharing" not in c.summary.partition("“")[0]


@pytest.mark.parametrize(
    "sharing",
    [
        "We share your data with advertising partners and, to stop attackers, with the police.",
        "We share your personal data with our security partners to identify attackers.",
        "We disclose your data to credit bureaus and advertisers to correct mistakes.",
        "We may share your data with advertisers even if you unexpectedly close your account.",
    ],
)
def test_sharing_beside_a_word_of_such_warnings_is_told(sharing: str) -> None:
    """Who shares data against attackers shares it on purpose."""
    c = told("<h2>Data</h2><p>Be kind.</p>", f"<h2>Data</h2><p>Be kind. {sharing}</p>")
    assert "data sharing with" in c.summary.partition("“")[0]


MOVED = (
    "Important: This setting is separate from the setting of the video service. Deleting one does"
    " not affect the other."
)
MANAGE = "<h2>Avatars</h2><h3>How to manage your data</h3><p>Delete it in the app.</p>"


@pytest.mark.parametrize(
    "came",
    [
        "We don’t use your recordings to train our models, except to address abuse or harm.",
        "We keep your recordings for three years after you delete them.",
        "Your avatar may be shown to people who are not your friends.",
    ],
)
def test_what_only_stands_below_another_heading_comes_after_what_is_new(came: str) -> None:
    """The line began with a sentence that was moved, and the new one stood behind it or nowhere."""
    c = told(
        f"{MANAGE}<p>{MOVED}</p>",
        f"{MANAGE}<h3>How your data is used</h3><p>{came}</p><p>{MOVED}</p>",
    )
    assert came[:40] in (c.points[0].new or "")


def test_what_moves_below_a_heading_that_says_the_contrary_comes_first() -> None:
    """Moving is the news where the headings say whether it is so."""
    item = "<ul><li>Your precise location</li><li>Your photos</li></ul>"
    c = told(
        f"<h2>Data we never share</h2>{item}<h2>Data we share</h2><ul><li>Your name</li></ul>",
        "<h2>Data we never share</h2><ul><li>Your photos</li></ul><h2>Data we share</h2>"
        "<ul><li>Your name</li><li>Your precise location</li></ul><p>We do so with care.</p>",
    )
    assert "precise location" in (c.points[0].new or "")


NO_ADS = [
    (
        "Acme does not use marketing or advertising cookies.",
        "Targeting cookies are used by us and our partners to track which ads led to a purchase.",
        "If you do not allow these cookies, you will experience less targeted advertising.",
    ),
    (
        "We do not show ads in your inbox.",
        "Partners may show ads beside the list of messages.",
        "If you do not want ads, you can buy the premium plan.",
    ),
    (
        "Wir setzen keine Werbe-Cookies ein.",
        "Werbe-Cookies unserer Partner messen, welche Anzeigen Sie gesehen haben.",
        "Wenn Sie Werbe-Cookies nicht zulassen, sehen Sie weniger passende Anzeigen.",
    ),
    (
        "Nous n’utilisons pas de cookies publicitaires.",
        "Les cookies publicitaires de nos partenaires mesurent les annonces vues.",
        "Si vous n’acceptez pas les cookies publicitaires, les annonces seront moins adaptées.",
    ),
]


@pytest.mark.parametrize(("gone", "came", "unless"), NO_ADS)
def test_that_it_did_not_use_cookies_for_ads_is_a_promise(
    gone: str, came: str, unless: str
) -> None:
    """A platform began to track for ads, and the line said: “You have control over it”."""
    control = "You have control over your preferences for cookies in your dealings with us."
    c = told(
        f"<h2>Cookies</h2><p>{gone}</p>",
        f"<h2>Cookies</h2><p>{control}</p><p>{came}</p><p>{unless}</p>",
    )
    assert gone.rstrip(".") in f"{c.points[0].old}"
    assert c.severity == "high"


@pytest.mark.parametrize(
    "rule",
    [
        "You may not place ads in your profile.",
        "Advertisers must not use trackers in their ads.",
        "Bitte schalten Sie keine Werbung in Ihrem Profil.",
        "Misleading others or not being transparent regarding your use of AI",
        "Children under 13 do not give us personal information.",
        "Sellers do not share customers’ data with anybody.",
        "Members should not publish personal data of others.",
        "Placing trackers in your profile, or not naming the ads in it",
    ],
)
def test_what_others_must_not_advertise_is_no_promise(rule: str) -> None:
    """A ban on members that is gone takes nothing from them."""
    assert not promises(rule)


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        (
            "We use your interests and your location to make answers more relevant.",
            "For example, Anna asks for a restaurant. To make the suggestion even more relevant,"
            " the assistant also uses that Anna lately liked posts about Italian food and told a"
            " friend that she moved to a new flat in the old town.",
        ),
        (
            "Wir nutzen Ihre Interessen und Ihren Standort, um Antworten passender zu machen.",
            "Zum Beispiel: Kerstin fragt nach einem Lokal. Der Assistent nutzt dafür auch, dass"
            " Kerstin zuletzt Beiträge über italienisches Essen mochte und umgezogen ist.",
        ),
        (
            "We read your calendar to suggest when to leave.",
            "For instance, Wren has a meeting at nine. The assistant sees that Wren’s train is"
            " late, that the road is closed and that the next meeting can be moved.",
        ),
    ],
)
def test_what_happens_to_the_person_of_an_example_comes_after_the_rule(
    rule: str, example: str
) -> None:
    """The line told what Anna likes to eat, and not what is done with everybody's interests."""
    c = told(
        "<h2>Use</h2><p>We use data to run it.</p>",
        f"<h2>Use</h2><p>We use data to run it.</p><h3>Assistant</h3><p>{rule}</p><p>{example}</p>",
    )
    assert (c.points[0].new or "")[:30] == rule[:30]


@pytest.mark.parametrize(
    "rule",
    [
        "Acme keeps your location for ten years.",
        "Acme sells your messages to advertisers.",
        "Acme verkauft Ihre Nachrichten an Werbetreibende.",
    ],
)
def test_the_company_of_an_example_is_nobody_of_whom_it_tells(rule: str) -> None:
    """What Acme does with everybody's messages came after when its desk is open."""
    c = told(
        "<h2>Use</h2><p>We use data to run it.</p>",
        "<h2>Use</h2><p>We use data to run it. For example, Acme shows ads."
        f" {rule} The desk is open on Mondays.</p>",
    )
    assert c.points[0].new == rule


@pytest.mark.parametrize(
    ("old", "new", "point"),
    [
        (
            "Customers may let us combine data of their sites with that of other sites. For"
            " example, an advertiser may want to use its data to create better ads for 30 days.",
            "We combine data of all sites that use our services with that of other sites. For"
            " example, a customer may want to use its data to create better ads for 90 days.",
            "We combine data of all sites",
        ),
        (
            "Moderators look at reports. For instance, somebody may see a photo for 10 minutes.",
            "Moderators read all private messages. For instance, somebody may see a photo for"
            " 20 minutes.",
            "Moderators read all private messages",
        ),
        (
            "Partner erhalten nur Statistiken. Zum Beispiel sieht ein Händler 3 Monate lang"
            " Zahlen.",
            "Partner erhalten auch Ihre Suchanfragen. Zum Beispiel sieht ein Händler 6 Monate lang"
            " Zahlen.",
            "Partner erhalten auch Ihre Suchanfragen",
        ),
    ],
)
def test_an_example_is_not_told_first_for_the_amount_in_it(old: str, new: str, point: str) -> None:
    """The line told of what a customer may want, and not what is linked now."""
    c = told(f"<h2>Use</h2><p>{old}</p>", f"<h2>Use</h2><p>{new}</p>")
    assert point in (c.points[0].new or "")


@pytest.mark.parametrize(
    "promise",
    [
        "Members never see your messages.",
        "Advertisers will not see your personal data.",
        "Sellers never get your telephone number.",
    ],
)
def test_what_others_do_not_get_of_the_reader_is_a_promise(promise: str) -> None:
    assert promises(promise)


def test_a_practice_that_moves_to_another_plan_comes_first() -> None:
    """Those who pay were told of the help desk, and not that their content is used now."""
    trains = "<p>We use your content to train our models.</p>"
    desk = "<h2>Contact</h2><p>The help desk is open on {day}.</p>"
    free, business = (
        "<h2>Free plan</h2><p>Up to 3 projects.</p>",
        "<h2>Business plan</h2><p>Any number.</p>",
    )
    c = told(
        f"{free}{trains}{business}{desk.format(day='Saturdays')}",
        f"{free}{business}{trains}{desk.format(day='Sundays')}",
    )
    assert "train our models" in (c.points[0].new or "")

"""What says the same in other words is told after all that is new, and takes no news' place."""

from __future__ import annotations

import pytest

from monitor import Change, compare

PAGE = "<html lang={}><main><h1>Terms</h1><h2>One</h2><p>{}</p><h2>Two</h2><p>{}</p></main></html>"


def change(language: str, news: tuple[str, str], idle: tuple[str, str]) -> Change:
    old, new = (PAGE.format(language, news[n], idle[n]) for n in (0, 1))
    return compare(old, new)


@pytest.mark.parametrize(
    ("language", "news", "idle"),
    [
        (
            "en",
            ("You have 180 days to appeal.", "You have 60 days to appeal."),
            (
                "If a court finds that part of it is invalid, the rest will continue to apply.",
                "If a court finds any part of it invalid, the rest continues to apply.",
            ),
        ),
        (
            "en",
            ("We pay the full cost of the trip.", "We pay up to £5,000."),
            (
                "If you send us ideas, we may use them without paying you.",
                "If you send us any ideas, we may use them without paying you.",
            ),
        ),
        (
            "en",
            (
                "This notice applies to people in the United States.",
                "This notice applies to people in California.",
            ),
            ("You may ask us to confirm this.", "You can ask us to confirm this."),
        ),
        (
            "en",
            ("We keep logs for a week.", "We keep logs for a month."),
            (
                "These terms are the whole agreement. They replace all earlier ones.",
                "These terms form the whole agreement and replace all earlier ones.",
            ),
        ),
        (
            "de",
            ("Die Frist beträgt 30 Tage.", "Die Frist beträgt 14 Tage."),
            (
                "Außerdem können Sie sich bei der Behörde beschweren.",
                "Zudem können Sie sich bei der Behörde beschweren.",
            ),
        ),
        (
            "fr",
            ("Les retours sont à notre charge.", "Les retours sont à votre charge."),
            ("Vous disposez également d’un droit d’accès.", "Vous avez aussi un droit d’accès."),
        ),
    ],
)
def test_another_wording_comes_after_the_news(
    language: str, news: tuple[str, str], idle: tuple[str, str]
) -> None:
    """ "Was “When we say …”, now “Where we say …”" stood in the place of a shorter deadline."""
    told = change(language, news, idle)
    assert (told.points[0].new or "") in news[1]
    assert all((p.new or p.old or "") in " ".join(news) for p in told.points if p.weight > 0.5)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Returns are at our cost.", "Returns are at your cost."),
        ("We may share your data.", "We may sell your data."),
        ("You can appeal.", "You cannot appeal."),
        ("Acme may sue the buyer.", "The buyer may sue Acme."),
        ("We help people in the EU.", "We help people in the UK."),
        ("We keep it until you cancel.", "We keep it after you cancel."),
        ("We read part of your messages.", "We read all of your messages."),
        ("We give it to some partners.", "We give it to brokers."),
        ("Send it within a week.", "Send it within a month."),
        ("We do it if you agree.", "We do it."),
    ],
)
def test_few_other_words_may_be_the_news(old: str, new: str) -> None:
    """None of these is another way to say the same."""
    told = change("en", (old, new), ("You may ask us.", "You can ask us."))
    assert (told.points[0].new or "") in new
    assert told.points[0].weight > 0.5


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "You need no prior authorisation for scans or massages.",
            "You need prior authorisation for scans. You need no prior authorisation for massages.",
            "massages.”",
        ),
        (
            "We do not sell names or addresses.",
            "We sell names. We do not sell addresses.",
            "Added: “We do not sell addresses.”",
        ),
    ],
)
def test_what_a_longer_sentence_said_is_not_told_as_added(old: str, new: str, said: str) -> None:
    """ "Added: “You need no authorisation for massages”" where one never did."""
    told = change("en", (old, new), ("Ask us.", "Ask us."))
    assert said not in told.summary.replace(f"“{old}”", "")


@pytest.mark.parametrize(
    ("language", "news", "idle"),
    [
        (
            "en",
            ("You get two weeks' notice.", "You get one week's notice."),
            ("This notice applies to all customers.", "This notice is meant for all customers."),
        ),
        (
            "fr",
            ("Le délai est de six mois.", "Le délai est de huit mois."),
            (
                "Cette notice s’applique à tous les visiteurs du site.",
                "La présente notice concerne tous les visiteurs du site.",
            ),
        ),
        (
            "cs",
            (
                "Nepoužíváme jej k trénování umělé inteligence.",
                "Používáme jej k trénování umělé inteligence.",
            ),
            (
                "Toto oznámení platí pro všechny zákazníky.",
                "Toto oznámení je určeno všem zákazníkům.",
            ),
        ),
        (
            "ja",
            ("位置情報は使用中に限り取得します。", "位置情報は使用中でなくても取得します。"),
            (
                "本通知は、すべての訪問者に適用されます。",
                "本通知は、訪問されるすべての方を対象とします。",
            ),
        ),
    ],
)
def test_what_the_document_is_for_comes_after_the_news(
    language: str, news: tuple[str, str], idle: tuple[str, str]
) -> None:
    """The line of a page that newly trains AI was whom "this notice" is for, in other words."""
    told = change(language, news, idle)
    assert (told.points[0].new or "") in news[1]


def test_for_whom_else_the_document_is_stays_news() -> None:
    told = change(
        "en",
        ("Ask us by mail.", "Ask us by letter."),
        ("This notice applies to customers.", "This notice applies only to customers in Peru."),
    )
    assert "Peru" in told.summary.partition(" · ")[0] or "Peru" in (told.points[0].new or "")


@pytest.mark.parametrize(
    ("language", "news", "idle"),
    [
        (
            "en",
            ("Calls cost six cents.", "Calls cost nine cents."),
            ("By using it you accept what follows.", "If you use it, you accept what follows."),
        ),
        (
            "fr",
            ("Un comité juge les recours.", "Un algorithme juge les recours."),
            (
                "En l’utilisant, vous acceptez ce qui suit.",
                "Son utilisation vaut acceptation de ce qui suit.",
            ),
        ),
        (
            "es",
            ("Los precios son iguales.", "Los precios pueden variar."),
            ("Al usarlo acepta lo siguiente.", "Su uso implica la aceptación de lo siguiente."),
        ),
    ],
)
def test_that_who_uses_it_agrees_comes_after_the_news(
    language: str, news: tuple[str, str], idle: tuple[str, str]
) -> None:
    """ "Added: “Your use means that you accept it”" where it always did."""
    told = change(language, news, idle)
    assert (told.points[0].new or "") in news[1]
    assert idle[1] not in told.summary


@pytest.mark.parametrize(
    "more",
    [
        "By using the service, you agree that we may sell your personal data to advertisers.",
        "By continuing, you consent to the use of your voice for training AI models.",
        "If you use the beta, you agree to pay for it by the month.",
        "Your use of the service means you waive a trial by jury.",
        "By accessing the site you agree to binding arbitration of all disputes.",
        "When you visit a page of ours, you accept cookies of partners.",
    ],
)
def test_what_else_is_agreed_to_comes_first(more: str) -> None:
    """The line told on which day questions are answered, and not that data is sold."""
    page = "<main><h1>Terms</h1><p>By using our shop you agree to these terms.</p>{}</main>"
    old = page.format("<h2>Two</h2><p>Be kind.</p><h2>Three</h2><p>We answer on Mondays.</p>")
    new = page.format(
        f"<h2>Two</h2><p>Be kind. {more}</p><h2>Three</h2><p>We answer on Tuesdays.</p>"
    )
    assert compare(old, new).points[0].new == more


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("This notice describes how we use your data.", "This notice describes how we sell it."),
        ("These terms apply to business customers.", "These terms apply to all consumers."),
        ("This policy covers our site.", "This policy covers our site and our partners' shops."),
    ],
)
def test_what_the_document_is_for_now_is_news(was: str, now: str) -> None:
    """Whom and what it covers, and what is done with data, came after the day of answers."""
    told = change("en", (was, now), ("We answer on Mondays.", "We answer on Tuesdays."))
    assert told.points[0].new == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("We protect your messages.", "We aim to protect your messages."),
        ("We ensure that data is safe.", "We seek to ensure that data is safe."),
        ("We tell you of a breach.", "We try to tell you of a breach."),
    ],
)
def test_what_is_only_tried_now_is_news(was: str, now: str) -> None:
    """Who promises to try promises less."""
    told = change("en", ("We answer on Mondays.", "We answer on Tuesdays."), (was, now))
    assert told.points[0].new == now

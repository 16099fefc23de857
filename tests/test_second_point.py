"""The second point is told beside the first: as much of it as fits, if that says something."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.headline import LIMIT
from monitor.headline import line as headline
from monitor.model import Kind, Point
from monitor.model.change import Change
from monitor.text.clause_ends import beginning

FIRST = (
    "Added: “If assets that we no longer list remain in your account beyond the period that we "
    "have set for it, we may at our own discretion convert them to others of another kind, and we "
    "owe you nothing for it.”"
)
SECOND = [
    (
        "Removed: “Kiosk keeps your address until you end your plan in order to check whether it "
        "shows up on further sites, and it tells you of each of them by a message to your phone or "
        "to an address that you have given to it for that.”",
        "Removed: “Kiosk keeps your address until you end your plan in order to check whether it "
        "shows up on further sites …”",
    ),
    (
        "Added: “When you prove who you are, and with your consent, our partner is given your "
        "identity card and your face, which it compares with each other and with those of the "
        "people whom it knows already, for as long as the law of your country allows it.”",
        "Added: “When you prove who you are, and with your consent, our partner is given your "
        "identity card and your face …”",
    ),
    (
        "Added: “One credit lets a teacher send a certain number of messages to a country of their "
        "choice, of which we publish the list every month on our pages, where you can also see "
        "how many you have sent and to whom they went.”",
        "Added: “One credit lets a teacher send a certain number of messages to a country of their "
        "choice, of which we publish the list every month on our pages …”",
    ),
]


def told(*texts: str) -> str:
    points = tuple(Point(t, "added", None, t, (str(n),), "", 2.5) for n, t in enumerate(texts))
    return headline(Change(Kind.SUBSTANTIVE, points=points), None)


@pytest.mark.parametrize(("second", "shown"), SECOND)
def test_a_second_point_that_is_too_long_is_told_up_to_where_a_clause_ends(
    second: str, shown: str
) -> None:
    """It was left out, and it was what the reader had to hear in one of ten changes."""
    line = told(FIRST, second)
    assert line == f"{FIRST} · {shown}"
    assert len(line) <= LIMIT


@pytest.mark.parametrize(
    "text",
    [
        "When you use our service as a member of an organisation that signs you in, we learn of it",
        "With the exception of the addresses of companies, nothing of this amounts to a sale",
        "The practices of our group, described in this statement and in others, are certified",
        "We may sell what you write to others, unless you have told us that we must not, by letter",
        "We may sell what you write (with your name and address, your age and your photo) to all",
    ],
)
def test_a_beginning_that_says_nothing_or_too_much_is_not_shown(text: str) -> None:
    """ "When you use our service as a member …" tells nobody what happens then."""
    assert not beginning(text, 60)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Using other tools to reach Kiosk breaks these terms.", "Such use may end your account."),
        ("We scan the photos that you send.", "This helps us to find your friends."),
        ("Your employer may see what you ask.", "It may also keep it for a year."),
    ],
)
def test_a_second_point_is_not_told_after_the_sentence_that_the_line_begins_with(
    first: str, second: str
) -> None:
    """ "Added: “A” · Added after “A”: “B”" says A twice."""
    line = told(f"Added: “{first}”", f"Added after “{first[:24]}…”: “{second}”")
    assert line == f"Added: “{first}” · Added: “{second}”"


def test_what_another_sentence_is_told_after_stays() -> None:
    second = "Added after “We keep your voice for a year.”: “It may be heard by our staff.”"
    assert told("Added: “We scan photos.”", second) == f"Added: “We scan photos.” · {second}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Sellers are paid 2 days after delivery. The final value fee is 12.9%. Write to us.",
            "Sellers are paid 14 days after delivery. The final value fee is 13.6%. Say so on each"
            " item that you have made with a machine. Write to us.",
            "“12.9%” → “13.6%”",
        ),
        (
            "You may change the seat. You are liable for £35 if your card is stolen.",
            "You may change the seat if it is free. You are liable for £50 if your card is stolen.",
            "“£35” → “£50”",
        ),
        (
            "Calls to the UK are included. The limit is 25 GB a month.",
            "In the UK each day of calls costs £2. The limit is 12 GB a month.",
            "“25” → “12”",
        ),
    ],
)
def test_another_amount_is_told_beside_two_points_of_a_small_change(
    old: str, new: str, told: str
) -> None:
    """A price that rose stood nowhere in the line, though there was room."""
    page = "<html lang=en><main><h1>Terms</h1>{}</main></html>"
    both = ("".join(f"<p>{s}.</p>" for s in text.rstrip(".").split(". ")) for text in (old, new))
    assert told in compare(*map(page.format, both)).summary


def test_the_day_of_the_document_is_no_amount() -> None:
    """ "“1 July” → “4 October”" says again what "in effect since" tells."""
    page = "<html lang=en><main><h1>Terms</h1><p>Effective {} 2023</p><p>{}</p></main></html>"
    old, new = page.format("1 July", "We sell it."), page.format("4 October", "We rent it out.")
    assert "“1 July” →" not in compare(old, new).summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "You get half of what subscribers pay. You may stream on other sites at the same time.",
            "You get half of what subscribers pay up to $100,000 a year. You may not stream on"
            " other sites at the same time.",
            "You may not stream on other sites",
        ),
        (
            "You have 100 days to return a thing. Returns are free. Ask us how.",
            "You have 30 days to return a thing. Returns cost £2.99, which we take off the refund."
            " Ask us how it is done.",
            "Returns cost £2.99",
        ),
        (
            "Do not use it for illegal goods. Violations may lead to suspension.",
            "Do not use it for illegal goods or to spread false news. Violations may lead to"
            " suspension and to damages of $2,500, which may be debited from your account.",
            "or to spread false news",
        ),
        (
            "Sie können jederzeit kündigen. Haustiere sind erlaubt, wenn sie klein sind.",
            "Sie können nach Ablauf eines Jahres kündigen, wenn Sie umziehen. Haustiere sind nicht"
            " erlaubt.",
            "Haustiere sind nicht erlaubt",
        ),
    ],
)
def test_a_ban_or_a_price_of_a_small_change_is_told_beside_what_weighs_more(
    old: str, new: str, told: str
) -> None:
    page = "<html lang={}><main><h1>Terms</h1><p>{}</p></main></html>"
    lang = "de" if "Sie" in old else "en"
    assert told in compare(page.format(lang, old), page.format(lang, new)).summary


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "These terms are under the laws of England. The courts of London decide.",
            "These terms are under the laws of Ireland. The courts of Dublin decide.",
            ["“England” → “Ireland”", "“London” → “Dublin”"],
        ),
        (
            "Les retours sont gratuits. La livraison l’est dès 35 €. Le délai est de 30 jours.",
            "Les retours coûtent 5 €. La livraison l’est dès 49 €. Le délai est de 14 jours.",
            ["“35 €” → “49 €”", "14 jours", "coûtent 5 €"],
        ),
        (
            "Our team reads each report. Appeals take seven days. Strikes last a week.",
            "Software reads each report. Appeals take 30 days. Strikes last a month.",
            ["Software reads each report", "30 days", "last a month"],
        ),
    ],
)
def test_all_of_a_small_change_is_told_where_there_is_room(
    old: str, new: str, told: list[str]
) -> None:
    """Of a law and a court, or three limits, one was told and half of the line left free."""
    page = "<html lang=en><main><h1>Terms</h1><p>{}</p></main></html>"
    both = ("</p><p>".join(text.split(". ")) for text in (old, new))
    line = compare(*map(page.format, both)).summary
    assert all(text in line for text in told)
    assert len(line) <= LIMIT


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "If you agree, we share your location with brokers.",
            "We share your location with brokers.",
            "Removed “If you agree” from “We share your location with brokers.”",
        ),
        (
            "We process your data in the EU only.",
            "We process your data in the EU.",
            "Removed “only” from “We process your data in the EU.”",
        ),
        (
            "If you cancel within 14 days, we refund the whole price. After that no refund is due.",
            "If you cancel, no refund is due.",
            "Was “If you cancel within 14 days, we refund the whole price.”, now “If you cancel,"
            " no refund is due.”",
        ),
        (
            "The fee is $10 for members and $20 for guests.",
            "The fee is $12 for members and $25 for guests.",
            "price $20 → $25 · “The fee is $12 for members and $25 for guests.”",
        ),
    ],
)
def test_what_went_is_told_in_words_that_stood_there(old: str, new: str, told: str) -> None:
    """ "“If you agree, we” → “We”" and "“only.” → “.”" made a reader guess."""
    page = "<html lang=en><main><h1>Terms</h1><p>Write to us.</p><p>{}</p></main></html>"
    assert told in compare(page.format(old), page.format(new)).summary


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Sie bekommen bis zu 150 Euro im Jahr.", "Sie bekommen bis zu 80 Euro im Jahr."),
        (
            "fr",
            "Le montant moyen est de 190 € par mois.",
            "Le montant moyen est de 165 € par mois.",
        ),
        ("en", "You get up to $150 a year.", "You get up to $80 a year."),
    ],
)
def test_what_a_reader_gets_is_no_price(language: str, old: str, new: str) -> None:
    """ "price 190 € → 165 €" was good news, and an allowance was cut."""
    page = "<html lang={}><main><h1>FAQ</h1><p>Write to us.</p><p>{}</p></main></html>"
    line = compare(page.format(language, old), page.format(language, new)).summary
    assert "price" not in line
    assert new in line


def test_what_is_on_now_comes_before_a_label_in_other_words() -> None:
    """The page said in three sentences what is open when, and the switch was not told."""
    page = "<html lang=en><main><h1>Terms</h1>{}</main></html>"
    old = (
        "We do not use content to train models. AI features are off until an administrator switches"
        " them on. Our desk is open from nine. Ideas are welcome in our box."
    )
    new = (
        "We use content to train models. AI features are on unless an administrator switches them"
        " off. Our desk team is available from nine. Proposals are welcome in our letter box."
    )
    both = ("".join(f"<p>{s}.</p>" for s in text.rstrip(".").split(". ")) for text in (old, new))
    line = compare(*map(page.format, both)).summary
    assert "AI features are on unless" in line
    assert line.find("AI features are on unless") < (line + "letter box").find("letter box")


@pytest.mark.parametrize("label", ["Learn More", "(Previous version)", "3.1", "All rights"])
def test_a_label_is_not_told_after_the_news(label: str) -> None:
    """ "Added: “(Previous version)”" filled the line of every second page."""
    page = "<html lang=en><main><h1>Terms</h1><p>Write to us.</p>{}</main></html>"
    new = page.format(f"<p>We sell your data to brokers.</p><p>{label}</p>")
    assert label not in compare(page.format(""), new).summary

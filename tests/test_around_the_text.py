"""What stands around and amid a policy, and a product's new name: none of it is a change of it."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.extract import extract

CLAUSES = (
    "<h1>Terms of Service</h1><p>These terms are the agreement between you and Brightfern Ltd.</p>"
    "<h2>Your account</h2><p>You keep your password to yourself, and tell us when it is lost.</p>"
)
END = "<h2>Disputes</h2><p>Courts at the seat of the company decide on disputes.</p>"


def page(amid: str = "") -> str:
    return f"<html lang=en><title>Terms</title><main>{CLAUSES}{amid}{END}</main></html>"


def markdown(amid: str = "") -> str:
    return (
        "# Terms\n\nThese terms are the agreement between you and us.\n\n## Your account\n\n"
        f"You choose a name and a password.\n\n{amid}\n\nYou pay what is shown at checkout.\n"
    )


AROUND = {
    "commands by role": "<div role=list><div role=listitem>Log in with Pixelgram</div></div>",
    "others": "<div role=list><div role=listitem>Switch theme</div>"
    "<div role=listitem>Report a bug</div></div>",
    "on a list": "<ul role=list><li>Mit Pixelgram anmelden</li><li>Problem melden</li></ul>",
    "entries of a menu": "<div role=menuitem>Dark mode</div><div role=menuitem>Sign out</div>",
    "a banner": "<div class=banner><p>We use cookies to measure and to show ads.</p></div>",
    "a notice": "<section class='site-notice'><p>Wir verwenden Cookies.</p>"
    "<p>Sie können wählen.</p></section>",
    "a strip": "<div class=strip>Nous utilisons des cookies. <a href=/c>Choisir</a></div>",
    "a ticker": "<div class=ticker><p>BRF 41.20 +1.3% · ADL 12.02 -0.4%</p></div>",
    "a chat": "<h2>Ask Brightfern AI a question</h2><p>Hi there! How can I help you today?</p>"
    "<p>Answers may be inaccurate.</p>",
    "another": "<h3>Chat with us</h3><p>Hello! What can we help with?</p>"
    "<p>Please check the answers for accuracy.</p>",
    "a reading time": "<p>48 min read</p>",
    "where a visitor is": "<p>Viewing from: DE</p>",
    "a French one": "<p>Temps de lecture : 5 min</p>",
}


@pytest.mark.parametrize("what", AROUND)
def test_what_stands_amid_the_text_is_no_change(what: str) -> None:
    assert compare(page(), page(AROUND[what])).kind == "noise"
    assert compare(page(AROUND[what]), page()).kind == "noise"


TEXT = {
    "partners by role": "<div role=list><div role=listitem>Adloom Ltd</div></div>",
    "purposes by role": "<p>We do:</p><div role=list><div role=listitem>Share your data</div>"
    "<div role=listitem>Log in to your mailbox</div></div>",
    "a notice of a change": "<div class=banner><p>From 3 November 2027 new terms apply to you."
    "</p></div>",
    "a rule in a notice": "<div class=notice><p>You may not resell the service.</p></div>",
    "a rule for a chat": "<p>Answers of the assistant may be wrong; you check them yourself and "
    "you are liable for what you do with them.</p>",
    "an account with a role": "<p>You are in charge of what you post in public groups.</p>",
    "a contract": "<p>You are in a contract with Brightfern GmbH in Berlin.</p>",
    "a time": "<ul><li>Sessions last 30 min.</li></ul>",
}


@pytest.mark.parametrize("what", TEXT)
def test_what_is_text_counts_wherever_it_stands(what: str) -> None:
    """A silent miss is worse than a false alarm."""
    assert compare(page(), page(TEXT[what])).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Published on May 9, 2024Updated on May 9, 202448 min read", "Published on May 9, 2024"),
        ("Updated on May 9, 2024By Dana Fern5 min read", "Updated on May 9, 2024By Dana Fern"),
        ("Published on May 9, 20247 min read", "Published on May 9, 202411 min read"),
    ],
)
def test_a_byline_whose_parts_were_glued_together(old: str, new: str) -> None:
    assert compare(markdown(old), markdown(new), "text/markdown").kind != "substantive"
    document = extract(markdown("Published on May 9, 2024Updated on May 10, 2024"), "text/markdown")
    assert "Updated on May 10, 2024" in [block.text for block in document.blocks()]


@pytest.mark.parametrize(
    "contents",
    [
        "Table of contents\n\n[* Prices](#p)[* Liability](<#L>)[* Governing law](<#G law>)",
        "- [Prices](#p)\n- [Liability](#l)\n- [Law](#g)\n- [Disputes](#d)",
    ],
)
def test_a_table_of_contents_that_came_is_editorial(contents: str) -> None:
    change = compare(markdown(), markdown(contents), "text/markdown")
    assert change.kind == "editorial"
    assert change.classes == ()


# --------------------------------------------------------------------------- names


RENAMED = [
    (
        "To use Your Desk, the Your Desk app must be on your computer and the Your Desk Companion "
        "app on your phone. You can revoke this in the Your Desk Settings page.",
        "To use Desk Link, the Desk Link app must be on your computer and the Link to Desk "
        "app on your phone. You can revoke this in the Desk Link Settings page.",
    ),
    (
        "Pixel Chat stores messages. You can leave Pixel Chat at any time.",
        "Pixel Messenger stores messages. You can leave Pixel Messenger at any time.",
    ),
    (
        "The Bardo app records sound. Turn the Bardo app off when you like.",
        "The Gemma app records sound. Turn the Gemma app off when you like.",
    ),
    (
        "Mit der Wetter-Karte sehen Sie Orte. Die Wetter-Karte zeigt auch Ihren Ort.",
        "Mit der Regen-Karte sehen Sie Orte. Die Regen-Karte zeigt auch Ihren Ort.",
    ),
]


@pytest.mark.parametrize(("old", "new"), RENAMED)
def test_a_product_under_another_name_is_editorial(old: str, new: str) -> None:
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "editorial"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We share data with Adloom Ltd. Adloom Ltd pays.", "We share data with Biddery SA. Biddery SA pays."),  # noqa: E501
        ("Adloom Ltd is the controller. Write to Adloom Ltd.", "Adloom Oy is the controller. Write to Adloom Oy."),  # noqa: E501
        ("In France we may. In France we shall.", "In Spain we may. In Spain we shall."),
        ("Pixel Chat may share data. Pixel Chat is free.", "Pixel Talk may sell data. Pixel Talk is free."),  # noqa: E501
    ],
)  # fmt: skip
def test_another_party_or_place_is_no_name_of_a_product(old: str, new: str) -> None:
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "substantive"


# --------------------------------------------------------------------------- slips, credits


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fees. Fees. You pay what we show.", "Fees. You pay what we show."),
        ("You may close close your account.", "You may close your account."),
        ("You begin a claim within one two (2) years.", "You begin a claim within two (2) years."),
        ("Keep it for ninety sixty (60) days.", "Keep it for sixty (60) days."),
        ("Nous protégeons les données.", "Nous protégeons les informations."),
        ("Wir schützen Ihre Daten.", "Wir schützen Ihre Informationen."),
    ],
)
def test_what_stood_there_twice_or_in_other_words_is_editorial(old: str, new: str) -> None:
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "editorial"
    assert compare(page(f"<p>{new}</p>"), page(f"<p>{old}</p>")).kind == "editorial"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You pay one or two (2) fees.", "You pay two (2) fees."),
        ("You do not pay.", "You pay."),
        ("We keep it for one (1) year.", "We keep it for two (2) years."),
        ("Fees. Taxes. You pay what we show.", "Fees. You pay what we show."),
    ],
)
def test_a_word_that_stood_there_once_still_counts(old: str, new: str) -> None:
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "substantive"


@pytest.mark.parametrize(
    "credit",
    [
        'This "Privacy Policy" is based on the "Creative Commons" licensed policy by WordPress.',
        "These terms were adapted from Automattic's, under CC BY-SA 4.0.",
        "Our policy was generated with a free template of Plaza.",
    ],
)
def test_whose_text_it_was_made_from_is_editorial(credit: str) -> None:
    assert compare(page(f"<p>{credit}</p>"), page()).kind == "editorial"
    assert (
        compare(
            page(
                "<p>Our service is based on software under an open licence that you must "
                "accept before you use it.</p>"
            ),
            page(),
        ).kind
        == "substantive"
    )


def test_a_few_words_that_stand_below_another_heading_now_are_told() -> None:
    """What a heading says of a line is part of the line."""
    lists = "<h2>Data we share</h2><p>{}</p><h2>Data we never share</h2><p>{}</p>"
    one, other = "Your e-mail address", "Your phone number"
    change = compare(page(lists.format(one, other)), page(lists.format(other, one)))
    assert change.kind == "substantive"


def test_a_question_on_a_label_heads_its_short_answer() -> None:
    asked = "<input type=checkbox id=q><label for=q>{}</label><div><p>Yes, by mail.</p></div>"
    one, other = "Can I object in Peru?", "Can I object in Peru and Chile?"
    change = compare(page(asked.format(one)), page(asked.format(other)))
    assert change.kind == "substantive"
    assert change.regions_added == ("CL",)


CONTROLS = (
    "Expand all Collapse all",
    "Expand all | Collapse all",
    "Show all / Hide all",
    "Open all Close all",
    "Alle aufklappen Alle zuklappen",
    "Tout développer · Tout réduire",
)


@pytest.mark.parametrize("says", CONTROLS)
def test_two_controls_side_by_side_are_no_text(says: str) -> None:
    """ "Expand all" alone was known; beside its neighbour it counted, and its coming was told."""
    assert [b.text for b in extract(page(f"<p>{says}</p>"), "text/html").boilerplate] == [says]


@pytest.mark.parametrize("says", ["Share settings", "Search history", "Close account all users"])
def test_words_of_controls_that_make_a_heading_stay(says: str) -> None:
    assert says in extract(page(f"<h3>{says}</h3><p>Nobody else sees it.</p>"), "text/html").text


COOKIE_POLICIES = (
    "Our sites use cookies to tell you from others. By continuing to browse them you agree to our"
    " use of cookies and the terms of this policy.",
    "By continuing to use it you accept our cookies (the “Cookie Policy”). A cookie is a file.",
    "Cookies help us. By continuing to browse you accept these cookies:",
    "We use cookies. " + "They are small files that a site keeps on your device. " * 12
    + "By continuing to browse the site you accept them.",
)  # fmt: skip
BANNERS = (
    "We use cookies to improve your visit. By continuing to browse you agree to our Cookie Policy.",
    "This site uses cookies. By closing this notice you accept them.",
    "By continuing to use this site you accept the use of cookies by us and our partners.",
)


def cookie_page(first: str) -> str:
    after = "You may refuse them in your browser at any time, and keep your account. " * 8
    return f"{first}\n\n{after}\n"


@pytest.mark.parametrize("says", COOKIE_POLICIES)
def test_a_cookie_policy_without_a_heading_is_read_from_its_first_words(says: str) -> None:
    """It was taken for the dialog that it is about, and its next change for the removal of it."""
    assert says.strip() in extract(cookie_page(says), "text/markdown").text


@pytest.mark.parametrize("says", BANNERS)
def test_a_cookie_dialog_in_words_is_still_one(says: str) -> None:
    assert says not in extract(cookie_page(says), "text/markdown").text


SITE = ("Medicare", "Dental", "Vision", "Find a doctor", "GM in the U.S.", "News", "Careers",
        "Investors", "Our brands", "Leadership", "Press", "Contact us")  # fmt: skip
PROSE = "We use what you give us to run the service, and we tell you before that changes. " * 20


def menu(names: tuple[str, ...], intro: str = "") -> str:
    return intro + "\n".join(f"* {name}" for name in names) + "\n\n"


def test_a_menu_that_lost_its_links_is_no_text() -> None:
    """A page as Markdown: each new entry of the site's menu was told as an addition."""
    names = (*SITE[:6], "Vaccines", *SITE[6:])
    before = f"{menu(SITE)}Privacy statement\n\n{PROSE}\n"
    assert compare(before, before.replace("* News\n", ""), "text/markdown").kind == "noise"
    assert compare(
        before, f"{menu(names)}Privacy statement\n\n{PROSE}\n", "text/markdown"
    ).kind == ("noise")


LISTS = {
    "introduced": menu(SITE, "We share your data with:\n\n") + PROSE,
    "below a heading": "# Partners\n\n" + menu(SITE) + PROSE,
    "after prose": PROSE + "\n\n" + menu(SITE),
    "most of the page": menu(SITE) + "We may change this list.\n",
    "sentences": menu(tuple(f"We collect {name}." for name in SITE)) + PROSE,
    "few": menu(SITE[:6]) + PROSE,
}


@pytest.mark.parametrize("where", LISTS)
def test_a_list_of_the_document_stays(where: str) -> None:
    """Partners, countries, kinds of data: what joins such a list is news."""
    assert "Dental" in extract(LISTS[where], "text/markdown").text


MOMENTS = ("2022-10-21T05:17:30Z", "2022-10-21 05:17:30 UTC", "10/21/2022 5:17 AM",
           "21.10.2022, 05:17", "2026-03-01T07:00:00.123+01:00")  # fmt: skip


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_that_a_machine_printed_is_no_point(moment: str) -> None:
    """ "Removed: 2022-10-21T05:17:30Z" stood among the points of a change. It may be the day of the
    last revision, so it stays text."""
    change = compare(page(f"<p>{moment}</p><p>We share it.</p>"), page("<p>We sell it.</p>"))
    assert moment in extract(page(f"<p>{moment}</p>"), "text/html").text
    assert not any(moment in (p.old or "") + (p.new or "") for p in change.points)


@pytest.mark.parametrize("day", ["2022-10-21", "21.10.2022", "Effective 2022-10-21 at 05:17 UTC"])
def test_a_day_by_itself_may_be_the_documents(day: str) -> None:
    assert day in extract(page(f"<p>{day}</p>"), "text/html").text


OF_THE_MOMENT = [
    ("ACME 123.45 USD +1.2%", "ACME 119.10 USD −2.4%"),
    ("NASDAQ: BRF $41.20 ▲ 1.3%", "NASDAQ: BRF $40.02 ▼ 2.9%"),
    ("EUR/USD 1.0831 −0.12% | BTC 63,201.10 (+2.1%)", "EUR/USD 1.0840 +0.08% | BTC 62,990 (-0.3%)"),
    ("★★★★☆ 4.3 (1,202 reviews)", "★★★★☆ 4.4 (1,260 reviews)"),
    ("4.7 out of 5 stars, 12k ratings", "4.6 out of 5 stars, 13k ratings"),
    ("4,3 von 5 Sterne (219 Bewertungen)", "4,4 von 5 Sterne (230 Bewertungen)"),
    ("Only 3 left in stock", "Only 2 left in stock"),
    ("Hurry! Just 5 seats remaining", "Hurry! Just 1 seats remaining"),
    ("Nur noch 4 verfügbar", "Nur noch 2 verfügbar"),
    ("Berlin 12°C", "Berlin 17°C"),
    ("Follow · 1,202 followers", "Follow · 1,242 followers"),
    ("12.4k subscribers", "12.9k subscribers"),
    ("Contributors: anna, bob, +14", "Contributors: anna, bob, +15"),
    ("New York, -3 °F", "New York, 11 °F"),
    ("Page generated on Tue, 3 Mar 2026 10:11:12 GMT", "Page generated on 9 Mar 2026 08:01:55"),
    ("Printed 2026-03-03 10:11", "Printed 2026-04-01 07:45"),
    ("Gedruckt am 3. März 2026 um 10:11 Uhr", "Gedruckt am 9. April 2026 um 07:12 Uhr"),
    ("You are currently in Germany. Change region", "You are currently in Spain. Change region"),
    ("You’re currently shopping in New Zealand. Change", "You are currently in Fiji. Change"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OF_THE_MOMENT)
def test_what_is_so_at_the_moment_is_no_change(old: str, new: str) -> None:
    """A price, a rating or a server's clock sent an alert at each look."""
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "noise"
    assert compare(page(), page(f"<p>{new}</p>")).kind == "noise"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The fee is 12.50 USD", "The fee is 15.50 USD"),
        ("Cancellation: 20% before 1 May", "Cancellation: 40% before 1 May"),
        ("Only 3 devices may be signed in", "Only 2 devices may be signed in"),
        ("Only 3 accounts in one household", "Only 2 accounts in one household"),
        ("Keep at 12°C", "Keep at 17°C"),
        ("Reviews of 1,202 sellers are moderated", "Reviews of 1,260 sellers are moderated"),
        ("Reports are generated at 10:00 and sent to you", "Reports are never sent to you"),
        ("You are currently in breach if you resell.", "You are currently in breach if you lend."),
        ("PRO 12.50 USD", "PRO 15.50 USD"),
        ("At most 1,000 downloads a day", "At most 500 downloads a day"),
        ("Printed copies cost 5 EUR in 2026 after 18:00", "Printed copies cost 9 EUR in 2026"),
        ("Exported data by 12:00 each day", "Exported data by 18:00 each day"),
    ],
)
def test_a_figure_that_binds_somebody_counts(old: str, new: str) -> None:
    """A silent miss is worse than a false alarm."""
    assert compare(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")).kind == "substantive"


@pytest.mark.parametrize(
    "asked",
    [
        "<p>How satisfied are you with this page?</p><p>Very satisfied</p><p>Not satisfied</p>",
        "<p>How easy was it to understand this article?</p>",
        "<p>How likely are you to recommend this site?</p><p>Not at all likely</p>",
        "<p>Wie zufrieden sind Sie mit dieser Seite?</p>",
    ],
)
def test_a_survey_is_no_change(asked: str) -> None:
    assert compare(page(), page(asked)).kind == "noise"
    assert compare(page(asked), page()).kind == "noise"


@pytest.mark.parametrize(
    "heading", ["From the community", "Latest questions", "Top discussions", "Neueste Beiträge"]
)
def test_what_a_community_writes_is_no_change(heading: str) -> None:
    """Threads of other users below a policy were told as its clauses."""
    made = f"<h2>{heading}</h2><ul><li><a href=/t/{{0}}>{{1}}</a> {{0}} replies</li></ul>"
    old, new = made.format(12, "Can I delete my data?"), made.format(3, "Where is it stored?")
    assert compare(page(old), page(new)).kind == "noise"
    text = extract(
        page(f"<h2>{heading}</h2><p>We delete posts that break these rules.</p>"), "text/html"
    )
    assert "We delete posts that break these rules." in text.text


SECTIONS = "".join(
    f"<h2>{n}. {title}</h2><p>{title} is what this part of the terms is about, in full.</p>"
    for n, title in enumerate(("Your account", "Payments", "Ending it"), start=1)
)


@pytest.mark.parametrize(
    "contents",
    [
        "<ol><li>Your account</li><li>Payments</li><li>Ending it</li></ol>",
        "<ul><li>1. Your account</li><li>2. Payments</li><li>3. Ending it</li></ul>",
        "<p>In these terms:</p><ul><li>your account</li><li>payments</li><li>ending it</li></ul>",
    ],
)
def test_a_table_of_contents_without_links_says_nothing_itself(contents: str) -> None:
    with_it, without = (
        f"<main><h1>Terms</h1>{contents}{SECTIONS}",
        f"<main><h1>Terms</h1>{SECTIONS}",
    )
    items = [block.text for block in extract(with_it, "text/html").blocks()]
    assert not [text for text in items if text.casefold().endswith(("payments", "ending it"))]
    assert compare(without, with_it).kind != "substantive"


@pytest.mark.parametrize(
    "items",
    [
        "<li>Your account</li><li>Payments</li>",
        "<li>Your account</li><li>Payments</li><li>Your phone number</li>",
        "<li>Payments</li><li>Your account</li><li>Ending it</li>",
        "<li>Your name</li><li>Your account</li><li>Payments</li><li>Ending it</li>",
    ],
)
def test_a_list_that_is_more_than_the_headings_stays(items: str) -> None:
    """What we collect may be named as sections are: the list is text all the same."""
    page = f"<main><h1>Terms</h1><p>We ask for:</p><ul>{items}</ul>{SECTIONS}</main>"
    texts = [block.text for block in extract(page, "text/html").blocks()]
    assert "Payments" in texts

"""Clauses that begin like a button, a greeting or a notice for visitors: each must be told.

A silent miss is worse than a false alarm: what is done with a reader's things is text wherever it
stands and however it is worded.
"""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.practice import is_practice

PAGE = (
    "<!doctype html><html lang=en><title>Privacy</title><main><h1>Privacy</h1>"
    "<p>This page says what we do with what you give us when you use our maps.</p>{}"
    "<h2>Your account</h2><p>You keep your password to yourself.</p></main></html>"
)

PROSE = (
    "<p>People who draw maps with us keep what is theirs, and show it to whom they choose.</p>" * 3
)


def kind(inner: str) -> str:
    return compare(PAGE.format(""), PAGE.format(inner)).kind


@pytest.mark.parametrize(
    "clause",
    [
        "Chat with a member of our team is recorded and kept for two years.",
        "Rate this map and we share your name with the store.",
        "Was this useful to brokers? Then they use it again.",
        "“We may sell your routes to whoever asks.” — see part 4",
        "You are viewing ads from partners that use your profile.",
        "Detected location is sold to advertisers.",
        "Your location: shared with insurers.",
        "Back to top drivers we send your address.",
        "Your drawings © become ours.",
        "Follow us, and we track you across the web.",
        "Popular posts train our models.",
        "Download our app and it reads your contacts.",
        "Chatten Sie mit uns: Gespräche werden zwei Jahre lang gespeichert.",
        "Téléchargez notre application : nous utilisons vos contacts.",
    ],
)
@pytest.mark.parametrize("around", ["<p>{}</p>", "<ul><li>Be kind.</li><li>{}</li></ul>"])
def test_a_clause_that_begins_like_a_control_is_told(clause: str, around: str) -> None:
    assert kind(around.format(clause)) == "substantive"


@pytest.mark.parametrize(
    "clause",
    [
        "We sell the routes of people who live there to insurers.",
        "If you live there, your calls are recorded and kept for a year.",
        "You may not use the maps there without a licence of ours.",
    ],
)
def test_an_addendum_below_the_main_part_is_told(clause: str) -> None:
    old = PAGE.format(PROSE).replace("</main>", "</main><footer><p>© Brightfern</p></footer>")
    new = old.replace("<footer>", f"<section><h2>Brazil</h2><p>{clause}</p></section><footer>")
    change = compare(old, new)
    assert change.kind == "substantive"
    assert any(section.path[-1] == "Brazil" for section in change.sections)


@pytest.mark.parametrize(
    "beside",
    [
        "<div><p>Our app is now on watches, and you will love how quick it is.</p></div>",
        "<div><p>We use cookies, and share what they tell us with partners.</p></div>",
        "<div><p>By <a href=/t>the terms and rules of us all</a>, calls are recorded.</p></div>",
    ],
)
def test_what_else_stands_below_the_main_part_is_no_change(beside: str) -> None:
    pages = PAGE.format(PROSE), PAGE.format(PROSE).replace("</main>", f"</main>{beside}")
    assert compare(*pages).kind != "substantive"


@pytest.mark.parametrize(
    "name", ["sharing", "ads", "comments", "ratings", "promo", "toast", "form-success-note", "cta"]
)
def test_a_clause_is_told_in_an_element_named_for_something_else(name: str) -> None:
    for said in ("We sell your routes to insurers.", "We share your order history with brokers."):
        assert kind(f"<div class={name}><p>{said}</p></div>") == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Routes are shown to friends", "Routes are shown to everybody"),
        ("Comments are open to members", "Comments are open to minors"),
        (
            "Our partners are <a href=/a>Ardent</a>, <a href=/b>Bellows</a>",
            "Our partners are <a href=/a>Ardent</a>, <a href=/b>Bellows</a>, <a href=/c>Cask</a>",
        ),
    ],
)
def test_a_line_without_a_full_stop_that_says_what_is_is_told(old: str, new: str) -> None:
    pages = (PAGE.format(f"<p>{line}</p>") for line in (old, new))
    assert compare(*pages).kind == "substantive"


@pytest.mark.parametrize("tag", ["p", "div", "li"])
@pytest.mark.parametrize(
    "entry", ["AI training on routes", "Sale of your data", "Face recognition of visitors"]
)
def test_one_more_of_the_short_lines_below_a_heading_is_told(tag: str, entry: str) -> None:
    lines = "".join(f"<{tag}>{said}</{tag}>" for said in ("Ads", "Payment"))
    old = PAGE.format(f"<h2>Uses</h2>{lines}")
    new = PAGE.format(f"<h2>Uses</h2>{lines}<{tag}>{entry}</{tag}>")
    assert compare(old, new).kind == "substantive"


@pytest.mark.parametrize("clause", ["You use your own name only.", "You are over sixteen."])
def test_a_sentence_above_links_is_no_label_of_theirs(clause: str) -> None:
    links = "<ul><li><a href='#a'>Access</a></li><li><a href='#b'>Ending</a></li></ul>"
    page = "<main><h1>Terms</h1><h2 id=a>Access</h2><p>{}</p>{}<h2 id=b>Ending</h2><p>Leave.</p>"
    assert compare(page.format(clause, ""), page.format(clause, links)).kind != "substantive"


def test_another_question_of_a_list_is_no_statement() -> None:
    pages = (PAGE.format(f"<p>What is {x}?</p>") for x in ("a trade mark", "public domain"))
    assert compare(*pages).kind != "substantive"


@pytest.mark.parametrize("line", ["<p><b>{}</b></p>", "<h3>{}</h3>", "<dl><dt>{}</dt></dl>"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("May I object to AI?", "May I object to AI in Japan?"),
        ("Do you train on private posts?", "Do you train on public posts?"),
        ("Is the ad setting on in Norway?", "Is the ad setting on in Norway and Chile?"),
    ],
)
def test_a_question_on_other_people_is_told_whatever_heads_it(
    line: str, old: str, new: str
) -> None:
    answer = "<p>You find it in your settings, below your name.</p>"
    pages = (PAGE.format(line.format(asked) + answer) for asked in (old, new))
    assert compare(*pages).kind == "substantive"


def test_a_clause_in_a_heading_is_told_though_only_a_control_stands_below() -> None:
    summary = "<details><summary>{}</summary><p>More.</p></details>"
    old = summary.format("We do not use your routes to train AI models.")
    pages = PAGE.format(old), PAGE.format(old.replace("do not use", "use"))
    assert compare(*pages).kind == "substantive"


@pytest.mark.parametrize(
    "clause",
    ["Copyright holders may send us a notice.", "Copyright in your songs passes to us."],
)
def test_a_clause_on_copyright_is_no_copyright_line(clause: str) -> None:
    assert kind(f"<p>{clause}</p>") == "substantive"


@pytest.mark.parametrize(
    "says",
    [
        "Chat with us",
        "Rate this page",
        "Take our survey and help us to get better.",
        "Hi there! 👋 How can I help?",
        "We use your feedback to get better.",
        "Your answer is recorded.",
        "Download our app",
        "Follow us on Pixelgram",
        "You may also like",
        "We use cookies, which our partners use to show you ads.",
    ],
)
def test_what_controls_say_is_no_practice(says: str) -> None:
    assert not is_practice(says)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>1日前に更新</p>", "<p>2週間前に更新</p>"),
        ("<p>更新于3天前</p>", "<p>更新于2个月前</p>"),
        ("<p>3일 전에 업데이트됨</p>", "<p>1주 전에 업데이트됨</p>"),
        (
            "<p>Modified on: Thu, 3 Sep, 2026 at 2:12 PM</p>",
            "<p>Modified on: Thu, 3 Sep, 2026 at 4:57 PM</p>",
        ),
        (
            "<p>Submitted by ada on Tue, 09/01/2026 - 14:02</p>",
            "<p>Submitted by ada on Tue, 09/01/2026 - 08:10</p>",
        ),
        ("<p>Zaktualizowano 3 dni temu</p>", "<p>Zaktualizowano 2 tygodnie temu</p>"),
        ("<p>Uppdaterad för 3 dagar sedan</p>", "<p>Uppdaterad för 2 veckor sedan</p>"),
        ("<p>Aktualizováno před 3 dny</p>", "<p>Aktualizováno před 2 týdny</p>"),
        ("<p>Edited yesterday at 5:02 PM</p>", "<p>Edited 2 days ago at 9:30 AM</p>"),
        ("<p>Downloads: 12,044</p>", "<p>Downloads: 12,310</p>"),
        ("<p>3 agents online</p>", "<p>1 agent online</p>"),
        ("<p>Current wait time: 4 minutes</p>", "<p>Current wait time: 11 minutes</p>"),
        ("<p>1 EUR = 1.0831 USD</p>", "<p>1 EUR = 1.0799 USD</p>"),
        ("<p>Sale ends in 03:12:44</p>", "<p>Sale ends in 01:02:09</p>"),
        ("<p>Served by web-14 in 32 ms</p>", "<p>Served by web-09 in 51 ms</p>"),
        ("<p>Good morning!</p>", "<p>Good evening!</p>"),
        ("<p>Last login: never</p>", "<p>Last login: today</p>"),
        ("<p>Currency: EUR</p>", "<p>Currency: USD</p>"),
        ("", "<p>Używamy plików cookie.</p><button>Akceptuję</button>"),
        ("<p>Local time: 14:03</p>", "<p>Local time: 09:41</p>"),
        ("<p>It's now 2:03 pm (CET)</p>", "<p>It's now 11:41 am (CET)</p>"),
        ("<p>Build 2026.09.12-a3f2</p>", "<p>Build 2026.09.18-b771</p>"),
        ("<p>Site version: v4.1.12</p>", "<p>Site version: v4.1.13</p>"),
        ("<p>Shipping to: Italy (€)</p>", "<p>Shipping to: France (€)</p>"),
        ("<div>🇮🇹 Italy | English</div>", "<div>🇫🇷 France | English</div>"),
        ("<p>1,042 Followers · 12 Following</p>", "<p>1,246 Followers · 13 Following</p>"),
        (
            "<a href=/a><h3>Ten tips for teams</h3><p>What we learned when we tried them.</p></a>",
            "<a href=/b><h3>AI in Brazil</h3><p>How we now train AI on maps of Brazil.</p></a>",
        ),
        (
            "<article><a href=/a><h2>News</h2><p>All that is new in the spring.</p></a></article>",
            "",
        ),
        ("<p>12.4K fans follow us</p>", "<p>12.9K fans follow us</p>"),
        ("<p>998 listeners online</p>", "<p>1,204 listeners online</p>"),
        ("<p>Played 1,204,332 times</p>", "<p>Played 1,205,001 times</p>"),
        ("<p>Helpful? 👍 12 👎 3</p>", "<p>Helpful? 👍 15 👎 3</p>"),
        ("<p>Showing the version for: Peru</p>", "<p>Showing the version for: Chile</p>"),
        ("", "<p>Donnez-nous votre avis sur ce site.</p>"),
        ("", "<p>I’m Toni, your virtual assistant.</p><p>Please check important answers.</p>"),
        ("", "<p>This site is protected by reCAPTCHA and its terms apply.</p>"),
        ("", "<div>Contents<br><a href=#a>1 Use</a><br><a href=#b>2 Your account</a></div>"),
        ("<p>Last edited by ana</p>", "<p>Last edited by rui</p>"),
        ("<p>Page 1 of 3</p>", "<p>Page 1 of 4</p>"),
        ("<p>Sie besuchen uns aus Italien.</p>", "<p>Sie besuchen uns aus Frankreich.</p>"),
        ("<p>Last updated 3 May 2026 · 4 min read</p>", "<p>Last updated 3 May 2026</p>"),
        ("<p>Rated 4.4 by 120 readers</p>", "<p>Rated 4.5 by 131 readers</p>"),
        ("<p>27 sold today</p>", "<p>31 sold today</p>"),
        ("<p>Your basket: 0 items</p>", "<p>Your basket: 2 items</p>"),
        ("<p>Deliver to Ireland</p>", "<p>Deliver to Mexico</p>"),
        ("", "<p>You are not signed in</p>"),
        ("", "<p>Got a minute? Tell us what you think of our site.</p>"),
        ("", "<div class=chat><p>Hi! 👋 How can I help?</p><p>Answers may be wrong.</p></div>"),
    ],
)
def test_what_differs_with_the_moment_and_the_visitor_is_no_change(old: str, new: str) -> None:
    assert compare(PAGE.format(old), PAGE.format(new)).kind != "substantive"


def test_a_sentence_of_links_to_parts_of_the_page_is_no_table_of_contents() -> None:
    said = "<p>You waive <a href=#a>your right to sue</a> and <a href=#b>your refund</a>.</p>"
    assert kind(said) == "substantive"


def test_the_hour_of_a_rule_is_no_byline() -> None:
    old = "<p>You can call us until 3 Sep 2026 at 14:00 to object.</p>"
    pages = PAGE.format(old), PAGE.format(old.replace("14:00", "09:00"))
    assert compare(*pages).kind == "substantive"


def test_a_page_that_is_made_of_cards_keeps_them() -> None:
    """A list of documents says which there are."""
    card = "<a href=/{0}><h3>{0} policy</h3><p>How we handle what you give us for {0}.</p></a>"
    cards = "".join(map(card.format, ("Loans", "Cards", "Accounts", "Jobs")))
    page = f"<main><h1>Our policies</h1>{cards}</main>"
    assert compare(page, page.replace("</main>", card.format("Maps") + "</main>")).sections


AROUND = (
    "<main><h1>Courses</h1><p>You book online and pay by card.</p>{}"
    "<p>Certificates are sent by e-mail.</p></main>"
)


@pytest.mark.parametrize(
    ("aside", "old", "new"),
    [
        (
            "<aside class=tip><h4>Good to know</h4><p>Beds are held for {}.</p></aside>",
            "a week",
            "a day",
        ),
        ("<aside class='callout'><p>Refunds are {} paid in cash.</p></aside>", "always", "never"),
        ("<aside><p>Die Anmeldung gilt {} mit Zahlung als verbindlich.</p></aside>", "erst", "nur"),
        ("<div role=complementary><p>Keys are {} logged here.</p></div>", "never", "always"),
    ],
)
def test_a_note_amid_the_text_is_text(aside: str, old: str, new: str) -> None:
    """Documentation and shops write their notes and warnings as asides: they bind like the rest."""
    pages = (AROUND.format(aside.format(word)) for word in (old, new))
    assert compare(*pages).kind == "substantive"


@pytest.mark.parametrize(
    "page",
    [
        "<main><article><h1>Courses</h1><p>You book online and pay by card.</p></article>"
        "<aside><h4>Latest</h4><p>Our garden {} was a great success.</p></aside></main>",
        AROUND.format("<aside><p>Sign up for our newsletter and see {} first.</p></aside>"),
        AROUND.format("<aside><a href=/a>All on our {}</a> <a href=/b>How to park</a></aside>"),
    ],
)
def test_what_stands_beside_the_text_is_none(page: str) -> None:
    """Related articles, news and newsletters change every day."""
    assert compare(page.format("party"), page.format("tea")).kind != "substantive"

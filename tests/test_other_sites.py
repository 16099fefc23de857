"""Small pages of our own as other sites make theirs: what must alert there, what must not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor import replay
from monitor.extract import extract
from monitor.model import BlockKind, Document, ExtractRules, Fetched

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
PROSE = "We use the content that you give us to provide, maintain and improve our services. "
BODY = "".join(f"<h2>{n}. Part</h2><p>{PROSE * 2}Purpose {n}.</p>" for n in range(1, 7))
TEXT = f"<h1>Terms of use</h1>{BODY}"
NOTICE = "We are updating our terms. The changes take effect on March 1, 2026."


def read(body: str, language: str = "en") -> Document:
    return extract(f"<html lang={language}><title>Terms</title><body>{body}</body>", "text/html")


def why(document: Document, text: str) -> str:
    """Why a block is boilerplate, "" for content; fails where it is nowhere."""
    found = [b for b in (*document.boilerplate, *document.blocks()) if text in b.text]
    found += [b for b in document.boilerplate if text in b.text]
    headings = [h for s in document.sections for h in s.path if text in h]
    assert found or headings, f"{text!r} was lost altogether"
    return found[0].boilerplate if found else ""


def rows(page: replay.Page, bodies: Sequence[str]) -> list[replay.Row]:
    """What a page makes of each answer, twelve hours apart."""
    return [
        page.see(
            Fetched(
                url="https://example.org/legal/terms",
                final_url="https://example.org/legal/terms",
                status=200,
                headers=(("content-type", "text/html; charset=utf-8"),),
                body=f"<html lang=en><title>Terms</title><body>{body}</body>".encode(),
                fetched_at=START + n * timedelta(hours=12),
            )
        )
        for n, body in enumerate(bodies)
    ]


def outcomes(*bodies: str) -> list[str]:
    """What each answer came to."""
    return [row["outcome"] for row in rows(replay.Page(ExtractRules()), bodies)]


def alerts(before: str, after: str) -> int:
    """How many alerts a page gives that changes once for good."""
    return outcomes(*[before] * 3, *[after] * 6).count("substantive")


# ------------------------------------------------------------------ what must alert


@pytest.mark.parametrize(
    "banner",
    [
        f"<div class='site-notice'><p>{NOTICE}</p></div>",
        f"<div role='dialog' class='modal'><p>{NOTICE}</p><button>OK</button></div>",
        f"<header><p>{NOTICE}</p></header>",
    ],
)
def test_a_notice_of_a_change_above_the_main_part_alerts(banner: str) -> None:
    """A site puts it where its promotions stand, and a reader must hear of it all the same."""
    main = f"<main>{TEXT}</main>"
    assert alerts(main, banner + main) == 1


def test_a_promotion_above_the_main_part_is_silent() -> None:
    bar = "<div class='bar'><p>Join us at our conference in Dublin on March 1, 2026.</p></div>"
    assert alerts(f"<main>{TEXT}</main>", f"{bar}<main>{TEXT}</main>") == 0


@pytest.mark.parametrize("slug", ["sharing", "feedback", "social", "cookie-preferences"])
def test_an_id_that_is_a_headings_slug_hides_no_clause(slug: str) -> None:
    clause = f"<section id='{slug}'><h2>More</h2><p>We never give your data away.</p></section>"
    assert not why(read(f"<h1>Terms</h1>{BODY}{clause}{BODY}"), "never give")


def test_a_list_whose_bullets_stand_apart_is_a_list() -> None:
    """Otherwise an entry is a label, and its coming is no news."""
    items = ["Your name and photo", "Your posts"]
    before = "".join(f"<div><div>•</div><div>{item}</div></div>" for item in items)
    new = "<div><div>•</div><div>Your contacts and location</div></div>"
    document = read(f"{TEXT}{before}{new}{BODY}")
    found = {block.text: block.kind for block in document.blocks()}
    assert found["Your contacts and location"] is BlockKind.ITEM
    assert alerts(f"{TEXT}{before}{BODY}", f"{TEXT}{before}{new}{BODY}") == 1


def test_the_last_item_of_a_text_is_no_label_of_the_links_below() -> None:
    links = "".join(f"<div><a href='/{n}'>Page {n}</a></div>" for n in "abcd")
    items = "<ul><li>Profile data such as your name</li><li>Posts and comments</li></ul>"
    assert not why(read(f"{TEXT}{items}{links}"), "Posts and comments")


def test_a_cell_of_a_table_made_of_plain_boxes_counts() -> None:
    """Nothing says that it is a table; a price and a turned statement still count."""
    before = "<div>Team</div><div>$20 per user</div><div>Not used for training by default</div>"
    for after in (
        before.replace("Not used", "Used"),
        before.replace("$20", "$25"),
        before + "<div>Pro</div><div>$200 per month</div>",
    ):
        assert alerts(f"{TEXT}{before}{BODY}", f"{TEXT}{after}{BODY}") == 1


def test_what_navigation_does_beside_a_change_does_not_hide_it() -> None:
    answer = "<p>We won't use your data to train models going forward, but this is not undone.</p>"
    links = "<h2>Want more options?</h2><div><a href=/a>{}</a></div><div><a href=/b>Plans</a></div>"
    before = f"<main>{TEXT}{answer}{links.format('Age requirements')}</main>"
    new = answer.replace("forward", "forward and delete it")
    assert alerts(before, f"<main>{TEXT}{new}{links.format('Billing explained')}</main>") == 1


def _lists(first: str, second: str, heads: tuple[str, str], tag: str) -> str:
    """Two lists, each below its heading or line, of items that are parted by "/"."""
    return "".join(
        f"<{tag}>{head}</{tag}><ul>{''.join(f'<li>{item}</li>' for item in items.split('/'))}</ul>"
        for head, items in zip(heads, (first, second), strict=True)
    )


@pytest.mark.parametrize(
    ("heads", "tag"),
    [
        (("Only if you agree", "In any case"), "h3"),
        (("We ask before we pass on:", "We pass on unasked:"), "p"),
        (("Kept for a year", "Kept for ever"), "h2"),
    ],
)
def test_an_entry_that_moves_to_another_list_alerts(heads: tuple[str, str], tag: str) -> None:
    """No block is new or gone, so that what is looked at block by block would not show it."""
    before = _lists("your photo/your diet", "your name", heads, tag)
    after = _lists("your photo", "your name/your diet", heads, tag)
    news = "<div class=x><p>Our desk tells what the week brings: {}</p></div>"
    rotating = [news.format(said) for said in ("a fair.", "a choir.", "a race.", "rain.")]
    assert alerts(TEXT + before, TEXT + after) == 1
    seen = outcomes(
        *[TEXT + before] * 3, *[TEXT + after + said for said in rotating], *[TEXT + after] * 3
    )
    assert seen.count("substantive") == 1


def test_an_entry_that_moves_with_another_change_is_told_with_it() -> None:
    """The version shows it in its new place from then on: later nobody would hear of it."""
    heads = ("Only if you agree", "In any case")
    before = _lists("your photo/your diet", "your name", heads, "h3")
    after = _lists("your photo", "your name/your diet", heads, "h3")
    clause = "<p>We sell what you look at to brokers.</p>"
    page = replay.Page(ExtractRules())
    bodies = [TEXT + before] * 2 + [TEXT + before + clause] + [TEXT + after + clause] * 4
    told = [row["summary"] for row in rows(page, bodies) if row["outcome"] == "substantive"]
    assert len(told) == 1
    assert "diet" in told[0]


def test_an_entry_that_moves_to_and_fro_alarms_once_at_most() -> None:
    heads = ("Only if you agree", "In any case")
    before = _lists("your photo/your diet", "your name", heads, "h3")
    after = _lists("your photo", "your name/your diet", heads, "h3")
    swing = [before, after] * 5
    assert outcomes(*(TEXT + lists for lists in swing)).count("substantive") <= 1


def test_a_list_that_moves_with_its_heading_is_silent() -> None:
    heads = ("Only if you agree", "In any case")
    lists = [_lists("your photo", "your name", heads, "h3"), "<h3>Who reads it</h3><p>Nobody.</p>"]
    assert alerts(TEXT + "".join(lists), TEXT + "".join(reversed(lists))) == 0


# ------------------------------------------------------------------ what must not


def test_what_stands_outside_an_element_with_the_id_of_the_main_part_is_boilerplate() -> None:
    body = f"<div>Save on annual plans today</div><div id='main-content'>{TEXT}</div>"
    assert why(read(body), "Save on") == "outside the main part"


def test_an_id_alone_does_not_cost_a_fourth_of_the_text() -> None:
    body = f"<div id='main'>{TEXT}</div><div>{BODY.replace('Purpose', 'Aim')}</div>"
    assert not why(read(body), "Aim 3")


QUIET = {
    "a testimonial": "<div><p>“It saves my team hours every single week.” — Dana, CTO</p></div>",
    "a call to action": "<div><h2>Get started today</h2><p>Talk to our sales team.</p></div>",
    "a sign-up form": "<p>By subscribing you agree to receive our marketing e-mails.</p>"
    "<form><input><button>Subscribe</button></form>",
    "a chat": "<div><p>Hi there! How can we help you today?</p><button>Chat now</button></div>",
    "another country": "<div><p>It looks like you are in Peru. Would you like to switch?</p></div>",
    "an old browser": "<div><p>You are using an outdated browser. Please upgrade it now.</p></div>",
    "an incident": "<div><p>We are currently experiencing elevated error rates.</p></div>",
    "news": "<h2>Latest news</h2><p>We never stop: today we share what is new for teams.</p>",
}


@pytest.mark.parametrize("name", QUIET)
def test_what_a_site_adds_around_its_text_is_silent(name: str) -> None:
    assert alerts(TEXT, TEXT + QUIET[name]) == 0
    assert alerts(QUIET[name] + TEXT, TEXT) == 0


def test_a_button_to_sign_up_above_the_terms_hides_no_clause() -> None:
    """What is agreed to by signing up is what the terms begin with."""
    clause = "By signing up for our services you agree to these terms."
    body = f"<div><button>Sign up</button></div><h1>Terms</h1><p>{clause}</p>{BODY}"
    assert not why(read(body), "By signing up")


def test_a_byline_that_counts_is_no_text() -> None:
    line = "<p>By Sam Rowe · {} views · 3 comments</p>"
    reason = why(read(f"<h1>Terms</h1>{line.format(1200)}{BODY}"), "views")
    assert reason in ("a byline", "a figure of this moment")


def test_a_dialog_that_opens_moves_no_limit_between_text_and_boilerplate() -> None:
    """Else a form at the end becomes boilerplate because of a cookie dialog, and that is told."""
    ask = "By pressing the button you send us what you wrote above, to make our products better."
    form = f"<div class='feedback'><p>{ask}</p></div>"
    dialog = f"<div id='onetrust-banner-sdk' role='dialog'><p>{'We use cookies. ' * 60}</p></div>"
    assert why(read(TEXT + form), "pressing") == why(read(TEXT + form + dialog), "pressing")


def test_a_teaser_that_changes_below_a_heading_of_news_is_silent() -> None:
    news = "<h2>Latest news</h2><p>{} Today we share what is new, and how you may use it.</p>"
    after = news.format("Introducing a canvas.")
    assert alerts(TEXT + news.format("We are hiring in Dublin."), TEXT + after) == 0


def test_a_paragraph_that_only_moved_out_of_the_boilerplate_is_no_news() -> None:
    """A release of the site wraps it in another box; nobody wrote or deleted it."""
    clause = "<p>By using this form you agree that we may keep what you tell us for a year.</p>"
    aside = f"<main>{TEXT}</main><div>{clause}</div>"
    inside = f"<main>{TEXT}{clause}</main>"
    assert alerts(aside, inside) == alerts(inside, aside) == 0
    assert alerts(inside, inside.replace("a year", "two years")) == 1
    assert outcomes(aside, inside, inside)[1:] == ["unchanged", "unchanged"]


def test_a_table_that_is_made_of_plain_boxes_now_says_the_same() -> None:
    cells = [["Plan", "Price"], ["Free", "$0 per month"], ["Plus", "$20 per month"]]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    boxes = "".join(f"<div>{cell}</div>" for row in cells for cell in row)
    table, plain = f"{TEXT}<table>{rows}</table>{BODY}", f"{TEXT}{boxes}{BODY}"
    assert alerts(table, plain) == alerts(plain, table) == 0
    assert alerts(table, plain.replace("$20", "$22")) == 1


def test_a_page_that_swings_between_two_texts_tells_it_once_whatever_rotates_beside_it() -> None:
    """Else each list of news that goes takes the other text's leaving along with it."""
    texts = ("<p>Here is the short version of it.</p>", "<p>You stay in control of all of it.</p>")
    swing = (0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1)
    pages = [
        f"<main>{texts[which]}{TEXT}<p>Rate of the day {n}.{n * n} points per share</p></main>"
        for n, which in enumerate(swing)
    ]
    told = outcomes(*pages)
    assert told[6:].count("substantive") == 0
    assert told.count("substantive") <= 2
    changed = [page.replace("Purpose 3.", "Purpose 3, and to train models.") for page in pages]
    assert outcomes(*pages[:15], *changed[15:])[15:].count("substantive") == 1


@pytest.mark.parametrize(
    "entry", ["<p>• {}</p>", "<p>{}</p>", "<div>{}</div>"], ids=["bullets", "lines", "boxes"]
)
def test_one_more_line_of_a_list_without_markup_alerts(entry: str) -> None:
    """Many policies are converted from a PDF, or typed into a site builder."""
    lines = ["Your name and e-mail address", "Content that you post", "The kind of your device"]
    more = [*lines, "Photos of your face and your voice"]
    before, after = (TEXT + "".join(map(entry.format, each)) for each in (lines, more))
    assert alerts(before, after) == alerts(after, before) == 1


def test_items_before_the_first_of_some_late_headings_count() -> None:
    """The only headings of an old page may be its questions at the end."""
    lines = "<p>We collect what you give us.</p><ul><li>Your name<li>Your address{}</ul>"
    rest = f"<p>{PROSE * 3}</p><dl><dt>How do I ask?<dd>{PROSE}</dl>"
    more = "<li>Photos of your face and your voice"
    assert alerts(lines.format("") + rest, lines.format(more) + rest) == 1


MOTTOES = {
    "tips": (
        "Oil the hinge before the first frost.",
        "A sharp chisel needs half the force.",
        "Measure twice, cut once, as old Berta says.",
        "Pine smells best in spring.",
    ),
    "mottoes": ("Borrow instead of buying.", "Tools for all, clutter for none."),
    "pictures": (
        "Fog lies over the old harbour at dawn.",
        "Two swans cross the empty canal.",
        "Snow falls upon the tower bridge.",
    ),
}


@pytest.mark.parametrize("name", MOTTOES)
def test_one_of_several_sentences_that_is_picked_by_chance_is_silent(name: str) -> None:
    """No word says that it is a tip, and chance shows the same one twice in a row; four times in
    a row is rare.
    """
    said = [f"{TEXT}<div class=x><p>{sentence}</p></div>" for sentence in MOTTOES[name]]
    told = 0
    for seed in range(6):
        chance = random.Random(seed)
        told += outcomes(*(chance.choice(said) for _ in range(20))).count("substantive")
    assert told <= 1


def test_a_sentence_that_binds_nobody_and_stays_in_anothers_place_is_told_later() -> None:
    first, second = (f"{TEXT}<p>{said}</p>" for said in MOTTOES["mottoes"])
    assert outcomes(first, first, *[second] * 3).count("substantive") == 0
    assert outcomes(first, first, *[second] * 6).count("substantive") == 1


def test_a_sentence_that_binds_somebody_in_anothers_place_is_told_at_once() -> None:
    first = f"{TEXT}<p>{MOTTOES['mottoes'][0]}</p>"
    rule = f"{TEXT}<p>Late tools are charged by the day.</p>"
    assert outcomes(first, first, rule, rule)[-1] == "substantive"

"""Below a heading of news stand teasers, and now and then a clause: only the clause is told."""

from __future__ import annotations

import pytest

from tests.test_in_passing import kind, page

_BELOW = "<h3>{}</h3><p>{}</p><p>Ten walks on the dyke</p><h2>Closing</h2>"
_FIRST = "Orlo has a new office."


def told(heading: str, old: str, new: str) -> bool:
    pages = (page(_BELOW.format(heading, text)) for text in (old, new))
    return kind(*pages) == "substantive"


@pytest.mark.parametrize("heading", ["Latest news", "Recent posts", "From our blog", "Noticias"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your data.", "We sell your data to partners."),
        ("You may object until 1 May.", "You may object until 1 March."),
        (_FIRST, "We train AI on your posts from May."),
        (_FIRST, "You must be 18 or older."),
        ("Your logs are kept for two years.", _FIRST),
    ],
)
def test_a_clause_below_a_heading_of_news_is_told(heading: str, old: str, new: str) -> None:
    """It was taken for a teaser, whatever it said, and nobody heard of it."""
    assert told(heading, old, new)


@pytest.mark.parametrize(
    ("heading", "old", "new"),
    [
        ("Neueste Beiträge", "Orlo hat ein neues Büro.", "Wir verkaufen Ihre Daten an Partner."),
        ("Actualités", "Un bureau à Lisbonne.", "Nous vendons vos données à des partenaires."),
        ("Laatste nieuws", "Een kantoor in Gent.", "Wij verkopen uw gegevens aan partners."),
    ],
)
def test_so_it_is_in_other_languages(heading: str, old: str, new: str) -> None:
    assert told(heading, old, new)


@pytest.mark.parametrize(
    "teaser",
    [
        "Our team has won a prize for its maps.",
        "You can now plan a walk with your friends.",
        "We have opened an office and you are all invited.",
        "A court has decided that Vell must pay a fine of 10 million euros.",
        "We never stop: today we share what is new for teams.",
    ],
)
def test_a_teaser_there_alarms_nobody(teaser: str) -> None:
    """The headlines of a blog read like rules: somebody must pay, and "we share"."""
    assert not told("Latest news", _FIRST, teaser)


def test_what_people_say_of_what_is_kept_alarms_nobody() -> None:
    assert not told("What our users say", "Nice.", "They keep your walks for ever.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Up next: Keeping bees in the city", "Up next: How to prune an old pear"),
        ("Older: The lighthouse keeper’s diary", "Older: Bread of the north"),
        ("Previous post: Keeping warm on deck", "Previous post: Bookkeeping for two"),
    ],
)
def test_the_title_of_the_next_page_may_be_of_keeping_something(old: str, new: str) -> None:
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) != "substantive"


@pytest.mark.parametrize(
    "said",
    [
        "Up next: We keep your logs for two years",
        "Next: Keeping of logs: 12 months",
        "Older: Keeping voice recordings",
    ],
)
def test_what_is_kept_is_told_where_it_reads_like_such_a_title(said: str) -> None:
    assert kind(page(), page(f"<p>{said}</p>")) == "substantive"


@pytest.mark.parametrize("said", ["tot 20.00 uur", "vanaf 10 uur", ""])
def test_until_when_a_dutch_desk_is_open_today_alarms_nobody(said: str) -> None:
    old, new = (
        page(f"<p>Vandaag geopend {x}</p>").replace(b"<html>", b"<html lang=nl>")
        for x in ("tot 17.30 uur", said)
    )
    assert kind(old, new) != "substantive"

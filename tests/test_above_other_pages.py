"""A heading of other pages is all of the heading; a line that counts says nothing else."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Kind

PAGE = (
    "<html lang=en><main><h1>Terms</h1><p>These terms apply to all who use our service.</p>{}"
    "<p>We answer letters within a week.</p></main></html>"
)


def kind(old: str, new: str) -> Kind:
    return compare(PAGE.format(old), PAGE.format(new)).kind


@pytest.mark.parametrize(
    "heading",
    [
        "Other ways we share data",
        "More ways you can pay",
        "Recommended content: how it works",
        "Featured posts and how they are ranked",
        "Trending topics: how we rank",
        "More help with your rights",
    ],
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>Kept for 30 days</p>", "<p>Kept for 300 days</p>"),
        ("<p>We share names with banks.</p>", "<p>We share names and photos with banks.</p>"),
        ("<ul><li>Names</li><li>Photos</li></ul>", "<ul><li>Names</li><li>Faces</li></ul>"),
    ],
)
def test_a_heading_that_begins_like_one_of_other_pages_hides_no_clause(
    heading: str, old: str, new: str
) -> None:
    """All that stood below it was taken for teasers, and nothing was told."""
    assert kind(f"<h2>{heading}</h2>{old}", f"<h2>{heading}</h2>{new}") is Kind.SUBSTANTIVE


@pytest.mark.parametrize("heading", ["Related articles", "More resources", "Popular posts on Acme"])
def test_below_a_heading_of_other_pages_nothing_is_told(heading: str) -> None:
    below = "<h2>{}</h2><ul><li>{}</li><li>How to begin</li></ul>"
    assert kind(below.format(heading, "Tips"), below.format(heading, "Tricks")) is Kind.NOISE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We sell your reading time to partners.", "We sell no reading time to partners."),
        (
            "Files unused since 2 years ago are deleted",
            "Files unused since 3 years ago are deleted",
        ),
        ("Reading time is recorded", "Reading time is sold"),
    ],
)
def test_a_rule_that_names_a_count_is_told(old: str, new: str) -> None:
    assert kind(f"<p>{old}</p>", f"<p>{new}</p>") is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12k views · 3 comments", "13k views · 4 comments"),
        ("5 min read", "6 min read"),
        ("Reading time: 5 minutes", "Reading time: 6 minutes"),
    ],
)
def test_a_count_alone_is_silent(old: str, new: str) -> None:
    assert kind(f"<p>{old}</p>", f"<p>{new}</p>") is Kind.NOISE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may buy up to 500 shares a month.", "You may buy up to 900 shares a month."),
        ("Each member has 3 votes.", "Each member has 5 votes."),
        ("At most 10 comments are allowed per day.", "At most 20 comments are allowed per day."),
        ("Views: 1,000 included", "Views: 500 included"),
        ("10k views a month", "1k views a month"),
    ],
)
def test_a_limit_of_views_or_votes_is_no_count_of_the_page(old: str, new: str) -> None:
    """The number was made neutral before anything was compared, and so no limit ever changed."""
    assert kind(f"<p>{old}</p>", f"<p>{new}</p>") is Kind.SUBSTANTIVE

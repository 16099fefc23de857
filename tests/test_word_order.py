"""The same words in another order: who may, who may not, and for how long."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind

PAGE = (
    "# Privacy policy\n\nThis policy says how we use data.\n\n## Your choices\n\n{}\n\n"
    "## Contact\n\nWrite to us.\n"
)
RIGHTS = "| Country | May opt out |\n|---|---|\n| Canada | {} |\n| Brazil | {} |"
PLANS = "| | Free plan | Paid plan |\n|---|---|---|\n| Advertising | {} | {} |"


def kind(old: str, new: str) -> Kind:
    return compare(PAGE.format(old), PAGE.format(new), "text/markdown").kind


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We share your name but not your address with our partners.",
            "We share your address but not your name with our partners.",
        ),
        (
            "Users in Canada may opt out of this. Users in Brazil may not opt out of it.",
            "Users in Brazil may opt out of this. Users in Canada may not opt out of it.",
        ),
        (
            "We keep account data for 30 days. We keep log data for 90 days.",
            "We keep account data for 90 days. We keep log data for 30 days.",
        ),
        (
            "Wir geben Ihren Namen weiter, aber nicht Ihre Adresse.",
            "Wir geben Ihre Adresse weiter, aber nicht Ihren Namen.",
        ),
        (
            "Nous conservons vos messages 30 jours. Nous conservons vos factures 90 jours.",
            "Nous conservons vos messages 90 jours. Nous conservons vos factures 30 jours.",
        ),
        (RIGHTS.format("Yes", "No"), RIGHTS.format("No", "Yes")),
        (RIGHTS.format("30 days", "90 days"), RIGHTS.format("90 days", "30 days")),
        (PLANS.format("Yes", "No"), PLANS.format("No", "Yes")),
    ],
)
def test_values_that_change_places_are_a_change(old: str, new: str) -> None:
    """Users in Canada lose a right, and nobody is told: each word still stands on the page."""
    assert kind(old, new) is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We collect your name, address and e-mail.", "We collect your e-mail, name and address."),
        (
            "You may write to us by mail or by phone.",
            "You may write to us by phone or by mail.",
        ),
        ("We may, for 30 days, keep logs.", "We may keep logs for 30 days."),
        ("This holds from June 30, 2025 for all.", "This holds from 30 June 2025 for all."),
        (
            "We do not sell your data. You may write to us.",
            "You may write to us. We do not sell your data.",
        ),
    ],
)
def test_another_order_of_the_same_is_not_a_change(old: str, new: str) -> None:
    """A sorted list would be told as if somebody had gained or lost something."""
    assert kind(old, new) is not Kind.SUBSTANTIVE

"""How urgent a change of a few sentences is: each weighs little by what was learned."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<html lang=en><main><h1>Terms</h1><p>Orders leave within two days.</p><p>{}</p></main></html>"
)


def severity(old: str, new: str) -> str:
    return compare(PAGE.format(old), PAGE.format(new)).severity


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You may sue in your home court.",
            "You and we agree to binding arbitration and waive class actions.",
        ),
        ("We publish prices in May.", "We may raise prices at our sole discretion."),
        ("Tickets can be given back.", "All tickets are non-refundable."),
    ],
)
def test_what_takes_rights_is_high_however_short(old: str, new: str) -> None:
    """A waiver of class actions was of low severity where it stood in a short page."""
    assert severity(old, new) == "high"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Researchers get free access to posts.", "Researchers get access to posts for $5,000."),
        ("The first bag flies free.", "The first bag flies for 20 €."),
        ("Copies are made at no charge.", "Copies are made for £1 each."),
    ],
)
def test_what_begins_to_cost_is_of_medium_severity(old: str, new: str) -> None:
    """It has no old price to be compared with, and was low."""
    assert severity(old, new) == "medium"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We pay compensation.", "We pay compensation of $500."),
        ("Your parcel is insured.", "Your parcel is insured for $500."),
    ],
)
def test_what_somebody_gets_is_no_price(old: str, new: str) -> None:
    """It costs readers nothing."""
    assert severity(old, new) == "low"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The shop lies by the church.", "The shop lies by the mill."),
        ("We sell honey and wax.", "We sell honey, wax and candles."),
    ],
)
def test_the_rest_of_small_changes_is_not_high(old: str, new: str) -> None:
    """Who is called for each of them soon hears none."""
    assert severity(old, new) in ("low", "medium")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We use pupils' data only for teaching.", "We use pupils' data for teaching and ads."),
        (
            "We share driving data with nobody but our breakdown service.",
            "We share driving data with our breakdown service and with insurers.",
        ),
        ("Your data is kept in the EU only.", "Your data is kept in the EU and shared with India."),
    ],
)
def test_what_is_no_longer_confined_is_high(old: str, new: str) -> None:
    """Who gets the data besides was of medium severity, the "only" being a word among others."""
    assert severity(old, new) == "high"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We may close your account if you break the rules or if you have not signed in for two"
            " years.",
            "We may close your account if you break the rules.",
        ),
        ("We charge $5 if you do not bring the card.", "We charge $5."),
    ],
)
def test_a_condition_with_a_not_protected_nobody(old: str, new: str) -> None:
    """A reason to close accounts that went was told as a promise that is broken."""
    assert severity(old, new) != "high"


def test_what_is_said_in_a_script_without_spaces_may_matter() -> None:
    """Accounts that are deleted without notice were of low severity in Japanese."""
    page = (
        "<html lang=ja><main><h1>利用規約</h1><p>お問い合わせください。</p><p>{}</p></main></html>"
    )
    old = page.format("不正行為があった場合は、30日間アカウントを停止します。")
    new = page.format("不正行為があった場合は、予告なくアカウントを削除します。")
    assert compare(old, new).severity != "low"


@pytest.mark.parametrize(
    "spared",
    [
        "We share your photos if you are not a child.",
        "We train models on your posts where you are not a business user.",
        "We scan your mail when it is not encrypted.",
    ],
)
def test_whom_a_condition_spared_is_a_loss(spared: str) -> None:
    """“if you are not a child” is gone: the photos of children are shared as well."""
    page = "<main><h1>Privacy</h1><p>These are our rules.</p><p>{}</p></main>"
    rule = spared.partition(" if ")[0].partition(" where ")[0].partition(" when ")[0].rstrip(".")
    assert compare(page.format(spared), page.format(f"{rule}.")).severity == "high"

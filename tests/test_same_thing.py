"""Edits that name what they named before are editorial; what looks like one and is none is told."""

from __future__ import annotations

import pytest

from monitor.model import Kind
from tests.test_small_changes import change


def kinds(old: str, new: str, language: str = "en") -> set[Kind]:
    texts = (f"## A\n\n{text}" for text in (old, new))
    one, other = texts
    return {change(one, other, language).kind, change(other, one, language).kind}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "A cookie of test.acme.example | kept a day",
            "A cookie of shop.acme.example | kept a day",
        ),
        ("We log visits to www.acme.co.uk for ads.", "We log visits to my.acme.co.uk for ads."),
        ("Orders go to api.acme.example/v1.", "Orders go to eu.acme.example/v1."),
    ],
)
def test_another_host_of_the_same_site_is_editorial(old: str, new: str) -> None:
    assert kinds(old, new) == {Kind.EDITORIAL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "A cookie of ads.acme.example | kept a day",
            "A cookie of ads.brokers.example | kept a day",
        ),
        ("Our host is www.acme.example.", "Our host is www.acme.example and a broker's."),
        ("The service runs version 1.2.", "The service runs version 1.3 for adults."),
    ],
)
def test_a_host_of_another_site_is_told(old: str, new: str) -> None:
    assert Kind.SUBSTANTIVE in kinds(old, new)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Grundlage ist § 25 Abs. 1 TTDSG.", "Grundlage ist § 25 Abs. 1 TDDDG."),
        ("de", "Angaben gemäß § 5 TMG stehen hier.", "Angaben gemäß § 5 DDG stehen hier."),
        (
            "en",
            "The basis is Section 25 TTDSG, as told.",
            "The basis is Section 25 TDDDG, as told.",
        ),
    ],
)
def test_a_law_under_its_new_name_is_editorial(language: str, old: str, new: str) -> None:
    assert kinds(old, new, language) == {Kind.EDITORIAL}


def test_another_basis_in_law_is_told() -> None:
    old, new = "Grundlage ist § 25 Abs. 1 TTDSG.", "Grundlage ist § 25 Abs. 2 TDDDG."
    assert kinds(old, new, "de") == {Kind.SUBSTANTIVE}


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "fr",
            "Acme SAS, au capital de 47 804,30 euros.",
            "Acme SAS, au capital de 117 972 euros.",
        ),
        ("de", "Acme AG, Grundkapital von 50.000 Euro.", "Acme AG, Grundkapital von 75.000 Euro."),
        (
            "en",
            "Acme has a share capital of 5,000 pounds.",
            "Acme has a share capital of 9,000 pounds.",
        ),
    ],
)
def test_the_capital_of_the_company_is_editorial(language: str, old: str, new: str) -> None:
    assert kinds(old, new, language) == {Kind.EDITORIAL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We show ads of (the “Brands”).", "We show ads of (the “Brands” or “Firms”)."),
        ("You (“Users”) may read it.", "You (“Users”, “Members”) may read it."),
        ("The firm (“Acme” or “we”) answers.", "The firm (“Acme”, “us” or “we”) answers."),
    ],
)
def test_one_more_name_for_who_is_meant_is_editorial(old: str, new: str) -> None:
    assert kinds(old, new) == {Kind.EDITORIAL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Others (the “Brands”) may see it.", "Others (the “Brands” and brokers) may see it."),
        (
            "Fees are paid to the capital of 500 euros.",
            "Fees are paid to the capital of 900 euros.",
        ),
        ("We sell what you call “notes”.", "We sell what you call “notes” or “mail”."),
    ],
)
def test_what_only_looks_like_another_name_is_told(old: str, new: str) -> None:
    assert Kind.SUBSTANTIVE in kinds(old, new)


@pytest.mark.parametrize("label", ["Warning:", "Please note", "Hinweis!"])
def test_the_label_of_a_box_alone_is_no_change(label: str) -> None:
    assert kinds("Text.", f"{label}\n\nText.") <= {Kind.NOISE, Kind.EDITORIAL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We follow the Children's Online Privacy Act.",
            "We follow the Children's Online Privacy Protection Act.",
        ),
        (
            "You have rights under the California Consumer Protection Act.",
            "You have rights under the California Consumer Privacy Act.",
        ),
    ],
)
def test_the_full_name_of_a_law_alarms_nobody(old: str, new: str) -> None:
    assert kinds(old, new) == {Kind.EDITORIAL}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You contract with Acme Ltd.", "You contract with Acme Inc."),
        ("You contract with Acme GmbH.", "You contract with Acme Services GmbH."),
        ("We follow the Digital Services Act.", "We follow the Digital Markets Act."),
        (
            "We follow the Virginia Consumer Data Protection Act.",
            "We follow the Colorado Consumer Data Protection Act.",
        ),
        (
            "Es gilt deutsches Recht. Gerichtsstand ist Köln.",
            "Es gilt irisches Recht. Gerichtsstand ist Cork.",
        ),
        ("Tvister avgörs av Stockholms tingsrätt.", "Tvister avgörs av Göteborgs tingsrätt."),
        ("The courts of Leeds decide.", "The courts of York decide."),
        ("We meet in Leeds Court, 12 Mill Lane.", "We meet in York Court, 12 Mill Lane."),
    ],
)  # fmt: skip
def test_another_company_law_or_court_is_told(old: str, new: str) -> None:
    """A German page that came to be under Irish law in Cork was a contact line put right."""
    language = "de" if "Recht" in old else "sv" if "Tvister" in old else "en"
    assert Kind.SUBSTANTIVE in kinds(old, new, language)

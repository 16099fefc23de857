"""Severity decides who is woken up: its table and what the user may change in it."""

from __future__ import annotations

from monitor.classify.class_catalogue import catalogue
from monitor.classify.severities import DEFAULTS, severity
from monitor.model import DateChange, Finding, Kind


def test_every_class_has_its_points() -> None:
    assert {c.name for c in catalogue()} <= set(DEFAULTS)


def test_noise_and_editorial_changes_are_low() -> None:
    assert severity(Kind.NOISE, ()) == "low"
    assert severity(Kind.EDITORIAL, ("ai-training",)) == "low"


def test_the_most_urgent_class_counts() -> None:
    assert severity(Kind.SUBSTANTIVE, ("product-scope",)) == "low"
    assert severity(Kind.SUBSTANTIVE, ("product-scope", "payment")) == "medium"
    assert severity(Kind.SUBSTANTIVE, ("payment", "ai-training")) == "high"


def test_a_date_to_come_and_a_default_make_it_more_urgent() -> None:
    dates = (DateChange("effective", None, "2025-11-03"),)
    findings = (Finding("ai-training", "default", "On by default.", new="on"),)
    assert severity(Kind.SUBSTANTIVE, ("ai-training",), dates) == "critical"
    assert severity(Kind.SUBSTANTIVE, ("payment",), dates, findings) == "critical"
    assert severity(Kind.SUBSTANTIVE, ("payment",), (DateChange("updated", None, "2025-11"),)) == (
        "medium"
    )


def test_a_user_can_change_single_entries() -> None:
    assert severity(Kind.SUBSTANTIVE, ("payment",), table={"payment": 3}) == "critical"
    assert severity(Kind.SUBSTANTIVE, ("ai-training",), table={"ai-training": 0}) == "low"
    assert severity(Kind.EDITORIAL, (), table={"editorial": 1}) == "medium"

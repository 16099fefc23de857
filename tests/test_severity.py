"""Severity decides who is woken up: what is critical must be, and the user's own levels count."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.classify import classify
from monitor.classify.severities import CRITICAL_RULES, HIGH_RULES, severity
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Change, DateChange, Finding, Kind, Point

ON = date(2025, 9, 18)
AROUND = (
    "# Privacy\n\nThis policy says how Plaza handles personal data of its members.\n\n"
    "## Your data\n\n{}\n\n## Contact\n\nWrite to the data protection officer of Plaza at any time."
)


def between(old: str, new: str) -> Change:
    """The change from one clause to another on a page that stays as it is."""
    before, after = (extract(AROUND.format(text), "text/markdown") for text in (old, new))
    return classify(diff(before, after), on=ON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not use your posts to train AI models.",
            "We use your posts to train AI models. You can opt out in your settings.",
        ),
        (
            "We store what you upload for as long as you want.",
            "We store what you upload for as long as you want. "
            "We may use your uploads to train the models behind generative AI.",
        ),
        (
            "Your chats stay yours.",
            "Your chats stay yours. Your prompts help improve our AI models.",
        ),
        (
            "If you live in the United States, we use your posts to train AI models.",
            "If you live in the United States or Canada, we use your posts to train AI models.",
        ),
        (
            "AI training has a setting.",
            "AI training has a setting. The setting for training AI models is on by default.",
        ),
        (
            "You can opt out of profiling for ads under Settings > Ads.",
            "You cannot opt out of profiling for ads.",
        ),
        (
            "You can turn off the sharing of your location in your account.",
            "You can no longer opt out of the sharing of your location.",
        ),
        (
            "Personalised ads are off by default.",
            "Personalised ads are on by default.",
        ),
        (
            "We share data with partners.",
            "We share data with partners. You must object by 1 October 2025 if you do not want it.",
        ),
    ],
)
def test_what_costs_whoever_does_not_act_now_is_critical(old: str, new: str) -> None:
    """It is sent at night, and alone."""
    found = between(old, new)
    assert found.severity == "critical", found.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We help you.", "We help you. You may not use the service to train AI models."),
        ("We help you.", "We help you. We do not use your posts to train AI models."),
        ("We help you.", "We help you. We use your chats to train our models only if you opt in."),
        (
            "If you live in Norway, we do not use your posts to train AI models.",
            "If you live in Norway or Brazil, we do not use your posts to train AI models.",
        ),
        ("We train models with public data.", "We train models with public data, not with yours."),
        (
            "Residents of Texas have these rights.",
            "Residents of Texas, Oregon and Montana have these rights. Effective 1 August 2025.",
        ),
        (
            "You must log in with a connected account by 1 October 2025.",
            "You must log in with a connected account by 20 April 2026.",
        ),
        (
            "You cannot opt out of profiling for ads.",
            "You can opt out of profiling for ads under Settings > Ads.",
        ),
        ("Personalised ads are on by default.", "Personalised ads are off by default."),
        (
            "Contact us about cookies.",
            "Virginia residents have the right to opt out of targeted advertising and the sale of "
            "personal data from 1 January 2026.",
        ),
    ],
)
def test_what_is_good_news_or_far_away_wakes_nobody(old: str, new: str) -> None:
    """Eight of eleven critical alerts were: new rights, more states, a ban on training by users."""
    found = between(old, new)
    assert found.kind is Kind.SUBSTANTIVE
    assert found.severity != "critical", found.summary


def changed(*points: Point, **fields: object) -> Change:
    return Change(Kind.SUBSTANTIVE, points=points, **fields)  # type: ignore[arg-type]


def added(text: str, weight: float = 2.5) -> Point:
    return Point(f"Added: “{text}”", "added", None, text, weight=weight)


@pytest.mark.parametrize(
    "point",
    [
        added("We may also sell your personal data to data brokers."),
        added("You waive your right to a jury trial or a class action."),
        added("We collect biometric identifiers such as your face geometry."),
        added("We may suspend your account at our sole discretion."),
        added("Subscriptions automatically renew, and fees are non-refundable."),
        Point("", "removed", "We will never share your address with anyone.", None, weight=2.5),
        Point("", "removed", "You can opt out of this at any time.", None, weight=2.5),
        Point("", "removed", "We will notify you of changes.", None, weight=2.5),
    ],
)
def test_a_first_point_that_takes_something_is_high(point: Point) -> None:
    """A route for what is high must hear of it; it may be heard in the morning."""
    assert severity(changed(point), ON) == "high"


@pytest.mark.parametrize(
    "point",
    [
        added("We do not sell your personal data."),
        added("We will not share your contacts without your consent."),
        added("You may not collect biometric data of other members."),
        added("We list our partners on a page of its own."),
        Point("", "removed", "We reserve the right to close your account.", None, weight=2.5),
        Point("", "changed", "We may share your data.", "We may share your records.", weight=2.5),
    ],
)
def test_a_point_that_gives_or_forbids_others_is_medium(point: Point) -> None:
    assert severity(changed(point), ON) == "medium"


def test_only_one_of_the_first_points_makes_it_high() -> None:
    """In a rewrite of a hundred points some sentence always has "sole discretion"."""
    grave = added("We may suspend your account at our sole discretion.")
    slight = [added(f"Section {n} describes the service.") for n in range(3)]
    assert severity(changed(*slight, grave), ON) == "medium"


def test_a_light_point_makes_only_a_small_change_high() -> None:
    """In a short page each sentence is light, and in a rewrite what matters is heavy."""
    light = added("We may also sell your personal data to data brokers.", weight=1.3)
    others = [added(f"Section {n} describes the service.") for n in range(4)]
    assert severity(changed(light), ON) == "high"
    assert severity(changed(light, *others), ON) == "medium"


def test_what_hardly_matters_is_low() -> None:
    assert severity(changed(added("Our offices are closed on Monday.", weight=0.9)), ON) == "low"


def test_noise_and_editorial_changes_are_low() -> None:
    assert severity(Change(Kind.NOISE), ON) == "low"
    assert severity(Change(Kind.EDITORIAL, ("ai-training",)), ON) == "low"


@pytest.mark.parametrize(
    ("moved", "level"),
    [
        (DateChange("deadline", None, "2025-09-30"), "critical"),
        (DateChange("deadline", "2025-12-01", "2025-10-01"), "critical"),
        (DateChange("deadline", "2025-09-20", "2025-10-01"), "high"),  # more time than before
        (DateChange("deadline", None, "2026-09-30"), "high"),
        (DateChange("deadline", None, "2025-10"), "high"),  # which day, nobody knows
        (DateChange("deadline", None, "2025-01-30"), "medium"),
        (DateChange("deadline", "2025-09-30", None), "medium"),
        (DateChange("effective", None, "2025-11-03"), "high"),
        (DateChange("effective", None, "2025-09-01"), "medium"),
        (DateChange("updated", None, "2025-11-03"), "medium"),
    ],
)
def test_a_day_counts_by_how_far_it_is_and_which_way_it_moved(
    moved: DateChange, level: str
) -> None:
    assert severity(changed(added("We list partners."), dates=(moved,)), ON) == level


def test_without_a_day_of_reading_no_deadline_is_near() -> None:
    found = changed(dates=(DateChange("deadline", None, "2025-09-30"),))
    assert severity(found, None) == "high"


def test_what_it_no_longer_says_begins_nothing() -> None:
    """The side of a finding counts, not that its words were seen."""
    gone = Finding("ai-training", "class", "q", old="used for training", side="removed")
    moved = Finding("ai-training", "class", "q", new="used for training", side="moved")
    assert severity(changed(findings=(gone, moved)), ON) == "medium"


def test_a_promise_not_to_train_that_is_gone_is_high() -> None:
    gone = Finding("ai-training", "class", "q", old="not used for training", side="removed")
    assert severity(changed(findings=(gone,)), ON) == "high"


def test_a_user_can_set_the_level_of_a_class() -> None:
    payment = changed(classes=("payment",))
    assert severity(payment, ON, {"payment": 3}) == "critical"
    assert severity(payment, ON, {"payment": 0}) == "low"
    assert severity(payment, ON, {"tracking": 0}) == "medium"
    both = changed(classes=("payment", "tracking"))
    assert severity(both, ON, {"tracking": 0}) == "medium"  # payment counts as ever
    assert severity(both, ON, {"tracking": 3}) == "critical"
    assert severity(Change(Kind.EDITORIAL), ON, {"editorial": 1}) == "medium"


def test_each_rule_has_one_name() -> None:
    """By which it can be switched off, to see what it is worth."""
    assert not set(CRITICAL_RULES) & set(HIGH_RULES)

"""A short line whose figures change again and again is told each time: the last is what holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor import replay
from monitor.model import ExtractRules, Fetched

LOOKS = 6
START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)


def outcomes(lines: Sequence[str]) -> list[str]:
    """What a page makes of looks a day apart, each line seen LOOKS times."""
    page = replay.Page(ExtractRules())
    found = []
    for n, line in enumerate([line for line in lines for _ in range(LOOKS)]):
        body = (
            "<html lang=hu><head><title>Klub</title></head><body><main><h1>Klub</h1>"
            "<p>You must be 18 to join the club.</p>"
            "<p>Fees are charged monthly and shown before you pay.</p>"
            f"<p>{line}</p></main></body></html>"
        )
        at = START + timedelta(hours=24 * n)
        answer = Fetched(
            url="https://x.example/terms",
            final_url="https://x.example/terms",
            status=200,
            headers=(("content-type", "text/html; charset=utf-8"),),
            body=body.encode(),
            fetched_at=at,
        )
        found.append(str(page.see(answer)["outcome"]))
    return found


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("Free plan: up to {} seats", (50, 40, 30, 20, 10, 5, 1)),
        ("Up to {} devices", (5, 4, 3, 2, 1)),
        ("{} projects", (9, 8, 7, 6, 5)),
        ("Ma eddig {} kerékpár indult útnak", (43, 57, 12, 88, 61, 30, 75)),
        ("Retention: {} days", (30, 60, 90, 45, 20, 75, 15)),
    ],
)
def test_a_limit_is_told_each_time(line: str, figures: Sequence[int]) -> None:
    """However often it changed."""
    found = outcomes([line.format(n) for n in figures])
    assert found.count("substantive") == len(figures) - 1


def test_the_same_line_elsewhere_is_told() -> None:
    """What one plan's line does says nothing of another plan's line in the same words."""
    page = [(5, 50), (4, 50), (3, 50), (2, 50), (2, 40), (2, 1)]
    lines = [f"Up to {a} devices</p><h2>Pro</h2><p>Up to {b} devices" for a, b in page]
    assert outcomes(lines).count("substantive") == len(page) - 1

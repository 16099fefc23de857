"""A short line whose figures are told again and again counts something: it is told three times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor import replay
from monitor.model import ExtractRules, Fetched

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
MOST = 3  # times that such a line is told


def outcomes(lines: Sequence[str], clause: str = "You must be 18 to join the club.") -> list[str]:
    """What a page makes of looks a day apart, each line seen twice."""
    page = replay.Page(ExtractRules())
    found = []
    for n, line in enumerate([line for line in lines for _ in range(2)]):
        said = clause if n < 2 * len(lines) - 2 else clause.replace("18", "16")
        body = (
            "<html lang=hu><head><title>Klub</title></head><body><main><h1>Klub</h1>"
            f"<p>{said}</p><p>Fees are charged monthly and shown before you pay.</p>"
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


@pytest.mark.parametrize("line", ["Ma eddig {} kerékpár indult útnak"])
def test_a_count_of_the_day_is_told_three_times(line: str) -> None:
    """Each look would bring an alert for ever, in words that no list knows."""
    found = outcomes([line.format(n) for n in (43, 57, 12, 88, 61, 30, 75)])
    assert 0 < found[:-2].count("substantive") <= MOST
    assert "substantive" in found[-2:]  # the clause


def test_a_period_is_told_each_time() -> None:
    """However often it changes, the last is what holds."""
    found = outcomes([f"Retention: {n} days" for n in (30, 60, 90, 45, 20, 75, 15)])
    assert found.count("substantive") > MOST

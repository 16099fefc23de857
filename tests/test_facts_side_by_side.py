"""What several documents of one service say, in one cell."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import Finding
from monitor.model.results import FactRow, Observed
from monitor.render.wording import values_said

DAY = datetime(2026, 4, 1, tzinfo=UTC)


def row(document: str, value: str) -> FactRow:
    """A fact on AI training, without the words that prove it."""
    finding = Finding("ai-training", "training", new=value, side="added", quote="")
    return FactRow(document, "Acme", document, finding, 1, Observed(1, DAY, DAY))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("Terms", "used for training")], ["used for training"]),
        (
            [row("Terms", "used for training"), row("Privacy", "used for training")],
            ["used for training"],
        ),
        (
            [
                row("Commercial Terms", "not used for training"),
                row("Terms", "used for training"),
                row("Privacy", "used for training"),
            ],
            ["not used for training (Commercial Terms)", "used for training (Terms, Privacy)"],
        ),
        (
            [
                row("Terms", "used for training"),
                row("Terms", "not used for training, unless you agree"),
            ],
            ["used for training", "not used for training, unless you agree"],
        ),
    ],
)
def test_of_two_documents_that_say_the_contrary_each_is_named(
    rows: list[FactRow], said: list[str]
) -> None:
    """ "not used for training; used for training" stood in one cell, and nobody knew of whom."""
    assert values_said(rows) == said

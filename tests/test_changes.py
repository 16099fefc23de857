"""Places and dates of small changes in many services' words and languages (tests/changes.txt).

A wrong place tells people that they are concerned when they are not; a wrong date that they have
time which they have not.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.api import compare
from monitor.model import Change
from tests.pages import markup

FRAME = (
    "# Policy\n\nWhat holds for the service is told on this page.\n\n{}\n\n## More\n\nWrite to us."
)
CASES = (Path(__file__).parent / "changes.txt").read_text(encoding="utf-8").split("\n\n")[1:]


def read(case: str) -> tuple[str, str, str, str]:
    """Language, answer, old and new text of one case."""
    first, *lines = case.strip().splitlines()
    language, _, answer = first.removeprefix("[").partition("]")
    texts = {line[0]: line[2:].replace("\\n", "\n") for line in lines}
    return language, answer.strip(), texts.get("-", ""), texts.get("+", "")


def page(text: str, language: str) -> str:
    """The text as a page in its language."""
    body = "".join(map(markup, FRAME.format(text).split("\n\n")))
    return f'<html lang="{language}"><body><main>{body}</main></body></html>'


def told(change: Change) -> set[str]:
    """What a change says, in the words of the file."""
    return {
        *(f"+{code}" for code in change.regions_added),
        *(f"-{code}" for code in change.regions_removed),
        *(f"{d.role}:{d.old or '-'}:{d.new or '-'}" for d in change.dates),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.strip().splitlines()[-1][2:62])
def test_places_and_dates_of_a_change(case: str) -> None:
    language, answer, old, new = read(case)
    change = compare(page(old, language), page(new, language), on=date(2025, 9, 1))
    assert told(change) == set(answer.split())

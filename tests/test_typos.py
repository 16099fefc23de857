"""A slip of the pen that is mended is no change of the terms."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind

PAGE = (
    "# Terms\n\nThese terms are a contract between you and Acme.\n\n## Liability\n\n"
    "Our liability shall not, in connection with your use of the free {0}, exceed 100 euros. "
    "{1} you agree that outputs may {2} be subject to protection under the law.\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("ervices", "If", "not"), ("services", "If", "not")),
        (("services", "If", "not"), ("servicse", "If", "not")),
        (("service", "If", "notx"), ("service", "If", "not")),
        (("websitte", "If", "not"), ("website", "If", "not")),
        (("audiorecordings", "If", "not"), ("audio recordings", "If", "not")),
    ],
)
def test_a_typo_is_editorial(old: tuple[str, str, str], new: tuple[str, str, str]) -> None:
    """Who is woken by a missing letter does not read the next mail."""
    told = compare(PAGE.format(*old), PAGE.format(*new), media_type="text/markdown")
    assert told.kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("services", "If", "not"), ("services", "If", "now")),
        (("services", "If", "not"), ("services", "If", "")),
        (("services", "Unless", "not"), ("services", "If", "not")),
    ],
)
def test_one_word_that_turns_a_sentence_is_none(
    old: tuple[str, str, str], new: tuple[str, str, str]
) -> None:
    """ "may not" that becomes "may now" is one letter."""
    told = compare(PAGE.format(*old), PAGE.format(*new), media_type="text/markdown")
    assert told.kind is Kind.SUBSTANTIVE

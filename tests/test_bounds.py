"""What a page may cost: an evil one must not keep all others waiting, nor fill the memory."""

from __future__ import annotations

import re
import tracemalloc
from typing import Any

import pytest

from monitor import compare
from monitor.classify import said_twice, severities
from monitor.classify.forms import pattern
from monitor.config import values
from monitor.extract import markdown, page_tree, serialised, tame
from monitor.headline import of_what
from monitor.second_reader import grounds, reply
from monitor.text import enumerations, normalize, pointers
from tests.work import calls

CLAUSES = "".join(f"<p>Clause {n} says what we do about matter {n}.</p>" for n in range(20))


@pytest.mark.hostile
@pytest.mark.parametrize(
    "text", ["1" * 50_000, "0.84442185152504810987654321 a", "1 " * 5_000, "1 k " * 5_000]
)
def test_digits_do_not_send_the_search_for_counters_round_for_ever(text: str) -> None:
    assert not pattern("counter").search(f"{text}x")


@pytest.mark.parametrize(
    "text",
    [
        "5 views",
        "1.2k likes 5 comments",
        "5:30 / 10:00 views",
        "1,000",
        "12 - 34 of 100",
        "10 views · 3 likes",
    ],
)
def test_counters_are_still_found(text: str) -> None:
    assert pattern("counter").search(text)


def test_twice_as_many_new_paragraphs_of_numbers_are_twice_the_work() -> None:
    def judge(size: int) -> None:
        old, new = (
            f"<h1>Data</h1>{CLAUSES}" + "".join(f"<p>0.{n}{17 * n:016d} data</p>" for n in numbers)
            for numbers in (range(10 * size, 11 * size), range(20 * size, 21 * size))
        )
        compare(old, new)

    judge(10)
    assert calls(judge, 1_000) < 3 * calls(judge, 500)


def test_one_word_in_a_page_without_any_paragraph_is_read_with_what_stands_beside_it() -> None:
    words = "The word of the day is a word like any other word " * 10_000
    old = f"<h1>Terms</h1><p>{words}We never train AI models on your content. {words}</p>"
    new = old.replace("We never train", "We now train")
    tracemalloc.start()
    change = compare(old, new)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "ai-training" in change.classes
    assert peak < 50_000_000


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        (said_twice._COUNTED, "every three (3) days", ["every "]),
        (severities._ASKED, "a\nused, only if you agree", ["used, only if"]),
        (severities._NOBODY, " it with nobody.", [" it with nobody"]),
        (pointers._exemplary(), "When, for example, it", ["When, for example"]),
        (of_what._CLAUSE, "we may keep it and go and use it", ["we may keep it and go and "]),
        (tame._ONE, b'<a  href="x y" b=c d', [b'  href="x y"', b" b=c", b" d"]),
        (reply._THOUGHT, "<think>a < b</think>{}", ["<think>a < b</think>"]),
        (grounds._ACTS, "see ftp://a.example", ["p://"]),
        (enumerations._SEPARATOR, "a , b,, c · d", [" , ", ",", ", ", " · "]),
        (normalize._SPACE_BEFORE, "so  , this )", ["  ", " "]),
        (values._PART, "1d12h 1.5m", ["1d", "12h", "1.5m"]),
    ],
    ids=lambda value: value.pattern[:20] if isinstance(value, re.Pattern) else "",
)
def test_what_was_bounded_finds_what_it_found(
    rule: re.Pattern[Any], text: Any, found: list[Any]
) -> None:
    """Patterns that long runs of one thing sent round for ever (bench/slow_patterns.py)."""
    assert [match[0] for match in rule.finditer(text)] == found


@pytest.mark.parametrize(
    ("line", "is_rule"),
    [("|---|:--:|", True), (" --- | ---", True), ("| a | b |", False), ("|--", True), ("-", False)],
)
def test_a_rule_of_a_table_is_known_by_its_lines(line: str, is_rule: bool) -> None:
    assert bool(markdown._TABLE_RULE.match(line)) is is_rule


def test_markup_that_is_opened_and_never_closed_is_not_searched_again_and_again() -> None:
    """Each of 60,000 openings was searched to the end of the page: minutes for one of 500 kB."""
    assert page_tree._as_html(b"<p>a</p>" + b"<![CDATA[" * 60_000).endswith(b"<![CDATA[")
    assert page_tree._as_html(b"<![CDATA[a < b]]><![CDATA[") == b"a &lt; b<![CDATA["
    assert serialised.tags("<p>a<!-- b --><i>c" + "<!--" * 60_000)[:2] == ["p>a", ">"]

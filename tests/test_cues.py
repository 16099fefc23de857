"""A pattern is asked only where one of its cues stands: without one what it finds is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from re import _constants as ops
from re import _parser as parser

import pytest

from monitor import languages
from monitor.classify import edit_wording
from monitor.extract import feedback
from monitor.extract.markdown import read_markdown
from monitor.text import normalize, scripts
from monitor.text.relative_times import AGO, relative_times

GAP = "\0"  # whatever a part that is no letter may match
PAIRS = {
    "feedback": (feedback._FEEDBACK, feedback._FEEDBACK_CUES),
    "controls": (normalize._CONTROL, normalize._CONTROL_CUES),
}


def texts(parts: parser.SubPattern) -> Iterator[str]:
    """What a pattern matches, each way through it once; no repetition is written out."""
    for ways in product(*(list(ways_of(op, value)) for op, value in parts)):
        yield "".join(ways)


def ways_of(op: object, value: object) -> Iterator[str]:
    if op is ops.LITERAL:
        yield chr(value)
    elif op is ops.SUBPATTERN:
        yield from texts(value[-1])
    elif op is ops.BRANCH:
        for way in value[1]:
            yield from texts(way)
    elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, what = value
        found = list(dict.fromkeys(texts(what)))
        if least == 0:
            yield ""
        yield from (way if most == 1 else f"{way}{GAP}" for way in found)
    elif op is ops.AT or op in (ops.ASSERT, ops.ASSERT_NOT):
        yield ""  # stands between two letters and is none
    else:
        yield GAP


@pytest.mark.parametrize("name", PAIRS)
def test_whatever_a_pattern_finds_holds_one_of_its_cues(name: str) -> None:
    """A new alternative without a cue of its own would never be found."""
    pattern, cues = PAIRS[name]
    found = set(texts(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))
    assert len(found) > len(cues) / 2
    assert [text for text in found if not any(cue in text for cue in cues)] == []


@pytest.mark.parametrize("code", languages.having("times"))
def test_whatever_says_how_long_ago_holds_a_cue(code: str) -> None:
    """Else a page would be another one each day that it is looked at."""
    own = languages.part_of(code, "times")
    said = ("ago", "ago_behind", "ago_or_before", "lately", "days")
    touched = ("touched", "touched_before", "touched_behind")
    words = {"before": r"(?:\w )?", "count": r"\d", **own}
    own = {**own, "lately": f"{own['lately']} "} if "lately" in own else own
    for keys, cues in ((said, "cues"), (touched, "touched_cues")):
        for pattern in (languages.filled(own[key], words) for key in keys if key in own):
            found = set(texts(parser.parse(pattern)))
            assert [text for text in found if not any(cue in text for cue in own[cues])] == []


@pytest.mark.parametrize(
    "text",
    ["更新日時昨天", "更新于上月", "编辑于3天前。", "最終更新：3日前", "3일 전에 게시됨"],
)
def test_how_long_ago_a_page_was_touched_is_no_text(text: str) -> None:
    assert AGO in relative_times(text)


def test_a_year_in_which_something_was_published_is_text() -> None:
    """Where no spaces are, "published last year" begins as a byline does."""
    assert relative_times("昨年公開した方針は無効です") == "昨年公開した方針は無効です"


def test_a_missing_cue_is_noticed() -> None:
    ways = set(texts(parser.parse(r"\b(?:was|is) this (?:\S+ )?(?:helpful|hilf\w+)")))
    assert all("helpful" in way or "hilf" in way for way in ways)
    assert not all("helpful" in way for way in ways)


@pytest.mark.parametrize(
    "line", [":--|:--:", "--|--", " - - -", "]( #top )", "[1]: /terms", "</Tab>"]
)
def test_a_line_that_lays_out_the_page_is_no_text(line: str) -> None:
    """Lines are read as text at once by their first letter: a rule of a table would be policy."""
    page = read_markdown(f"We keep your data.\n\n{line}\n\nWe never sell it.")
    assert [b.text for b in page.blocks if b.text] == ["We keep your data.", "We never sell it."]


@pytest.mark.parametrize("text", ["", "a b c", "a b c d", "我们 收集 您的 数据", "é b", "é b c d"])
def test_at_most_counts_as_words_are_counted(text: str) -> None:
    """Else a long line in Chinese would be the label of what stands below it."""
    assert scripts.at_most(text, 3) is (scripts.count_words(text) <= 3)


@pytest.mark.parametrize("number", range(len(edit_wording._CONTRACTIONS)))
def test_whatever_is_contracted_holds_its_cue(number: int) -> None:
    """Else "we won't" and "we will not" would be two statements."""
    cue, pattern, _ = edit_wording._CONTRACTIONS[number]
    assert all(cue in text for text in texts(parser.parse(pattern.pattern)))


@pytest.mark.parametrize("number", range(len(edit_wording._stock())))
def test_whatever_is_a_stock_phrase_holds_its_cue(number: int) -> None:
    """Else "prior to" for "before" would be a change that matters."""
    cues, pattern, _ = edit_wording._stock()[number]
    found = set(texts(parser.parse(pattern.pattern)))
    assert not cues or all(any(cue in text for cue in cues) for text in found)

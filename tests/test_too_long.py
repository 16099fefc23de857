"""Texts of megabytes: a change in one is found in its piece, or told by its size, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import pipeline
from monitor.classify.too_long import too_long
from monitor.config import Config
from monitor.errors import FetchError, ReaderLostError
from monitor.extract import extract
from monitor.extract.very_long import LONG, LONGEST, pieces
from monitor.model import ExtractRules, Fetched, Outcome, Route, Watch
from monitor.service.process import PageProcessor
from monitor.service.readers import Readers
from monitor.storage import Storage
from tests.pages import START, page

WATCH = Watch("terms", "Plaza", "Terms", "https://plaza.example/terms", confirm=False)
SPACED = " ".join(
    f"Clause {n} of the {n * 7 % 31} rules binds member {n * 13 % 977}." for n in range(9_000)
)
UNSPACED = "".join(f"第{n}条规定会员的义务和责任。" for n in range(9_000))
WITHOUT_ENDS = ("word " * 20_000, "x" * 90_000, "a " + "y" * 50_000)


def answer(body: str, hours: float = 0) -> Fetched:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Fetched(
        WATCH.url, WATCH.url, 200, headers, body.encode(), START + timedelta(hours=hours)
    )


def line(text: str) -> str:
    return page(extra=f"<p>{text}</p>")


@pytest.mark.parametrize("text", [SPACED, UNSPACED, *WITHOUT_ENDS])
def test_no_letter_is_lost_where_a_text_is_cut(text: str) -> None:
    found = list(pieces(text))
    assert "".join("".join(found).split()) == "".join(text.split())
    assert max(map(len, found)) <= LONGEST
    assert len(found) > 1
    assert found[-1].strip() not in ("", text.split()[-1])  # the last word stays with its own


def test_a_paragraph_of_people_is_never_cut() -> None:
    """Else its first and second half would be told as two passages."""
    text = SPACED[:LONG]
    assert list(pieces(text)) == [text]


@pytest.mark.parametrize("text", [SPACED, UNSPACED])
@pytest.mark.parametrize("at", [0.0, 0.5, 0.99])
def test_words_that_come_or_go_change_the_piece_they_stand_in_and_no_other(
    text: str, at: float
) -> None:
    """Else one new word would be told as megabytes that came and went."""
    place = int(at * len(text))
    more = f"{text[:place]} We train AI now. {text[place:]}"
    before, after = set(pieces(text)), set(pieces(more))
    assert len(after - before) <= 2
    assert len(before - after) <= 2


def test_one_changed_sentence_in_a_line_without_end_is_told_by_its_words() -> None:
    old = line(SPACED + " We do not use your posts to train AI models.")
    new = line(SPACED + " We use your posts to train AI models.")
    rules = ExtractRules()
    _, first = pipeline.examine(answer(old), rules=rules, state=pipeline.NEW, current=None)
    _, then = pipeline.examine(
        answer(new, 6), rules=rules, state=first.state, current=first.version, confirm=False
    )
    assert then.change is not None
    assert "ai-training" in then.change.classes
    assert "train AI models" in then.change.points[0].text


class Overtaxed(Readers):
    """Readers that are lost over whatever is to be compared word by word."""

    def __init__(self, *, also_parsing: bool = False) -> None:
        super().__init__(0)
        self.also_parsing = also_parsing
        self.tried = 0

    def converse(
        self,
        function: Callable[..., Any],
        answer: Callable[[], Any],
        /,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        self.tried += 1

        def asked() -> Any:
            found = answer()
            if found[0] is not None and not kwargs.get("roughly"):
                raise ReaderLostError("the process that read it was ended")
            return found

        if self.also_parsing:
            raise ReaderLostError("the process that read it was ended")
        return function(asked, *args, **kwargs)


def processor(storage: Storage, readers: Readers) -> PageProcessor:
    route = Route("all", ("json://dpo.example/x",))
    config = Config(Path("watchlist.yaml"), (WATCH,), (route,), processes=1)
    storage.sync_watches((WATCH,), START)
    return PageProcessor(config, storage, lambda: START, readers)


def looked(at: PageProcessor, body: str | FetchError, hours: float) -> Any:
    now = START + timedelta(hours=hours)
    claimed = at.storage.claim(WATCH.id, now, timedelta(minutes=9))
    assert claimed is not None
    came = answer(body, hours) if isinstance(body, str) else body
    return at.process(WATCH, claimed, came, now)


def test_what_costs_its_reader_its_life_is_told_by_its_size(storage: Storage) -> None:
    """Before, the page was called unreadable from then on, and its change never told."""
    desk = processor(storage, Overtaxed())
    assert looked(desk, page(), 0).outcome is Outcome.FIRST
    result = looked(desk, page("From now on we train AI models on your posts."), 6)
    assert result.outcome is Outcome.SUBSTANTIVE
    (change,) = storage.changes()
    assert change.change.summary == (
        "too long to compare word by word: 1 passage of 10 words came, 1 passage of 10 words went"
    )
    said = [span.text for block in change.change.sections[0].blocks for span in block.spans]
    assert said == [
        "We do not use your posts to train AI models.",
        "From now on we train AI models on your posts.",
    ]
    assert storage.alerts()
    assert looked(desk, page("From now on we train AI models on your posts."), 12).outcome is (
        Outcome.UNCHANGED
    )


def test_a_page_that_cannot_be_parsed_costs_one_reader_and_not_two(storage: Storage) -> None:
    looked(processor(storage, Overtaxed()), page(), 0)
    readers = Overtaxed(also_parsing=True)
    assert looked(processor(storage, readers), page("Other."), 6).outcome is Outcome.FAILED
    assert readers.tried == 1


def test_of_megabytes_that_came_the_beginning_is_kept_and_the_rest_counted() -> None:
    old = extract(page(), "text/html")
    change = too_long(old, extract(line("Another word. " * 400_000), "text/html"))
    assert change is not None
    assert "800,000 words came, nothing went" in change.summary
    assert sum(len(s.text) for b in change.sections[0].blocks for s in b.spans) < 100_000
    assert too_long(old, old) is None

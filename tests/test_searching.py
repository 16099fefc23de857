"""Finding words in what was recorded, and since when a sentence stands: exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import NotFoundError
from monitor.extract import extract
from monitor.facts.citation import FORMS
from monitor.facts.lineage import VersionText, blame, runs
from monitor.model import Outcome
from monitor.service import passages
from monitor.storage import Storage
from monitor.text.queries import Term, pattern, terms
from tests import stored
from tests.commands import run

FIRST = "We keep your personal data for 30 days. You may close your account."
SECOND = "You may close your account. We keep your personal data for 90 days."
THIRD = "We keep your personal data for 90 days. We train models on posts in Łódź and Köln."
START = datetime(2026, 1, 15, 8, tzinfo=UTC)


def fill(
    storage: Storage,
    watch_id: str = "acme-terms",
    texts: Sequence[str] = (FIRST, SECOND, THIRD),
) -> None:
    """Three versions, a month apart, each seen for ten days."""
    storage.sync_watches([stored.watch(watch_id)], START)
    for number, text in enumerate(texts):
        at = START + timedelta(days=30 * number)
        fields = {}
        if number:
            summary = f"change {number}: retention"
            fields = {"change": stored.change(summary=summary), "change_id": f"{watch_id}{number}"}
        outcome = Outcome.SUBSTANTIVE if number else Outcome.FIRST
        body = f"<p>{number}"
        stored.check(storage, watch_id, body, at=at, text=text, outcome=outcome, **fields)
        stored.check(storage, watch_id, body, at=at + timedelta(days=10))
    storage.index_versions()


@pytest.fixture
def filled(storage: Storage) -> Storage:
    fill(storage)
    return storage


def found(storage: Storage, text: str, **fields: object) -> list[tuple[str, int, int]]:
    wanted = passages.wanted(text, **fields)  # type: ignore[arg-type] - spelled out by each test
    hits = passages.search(storage, wanted)
    return [(h.sentence, h.passage.first_version, h.passage.last_version) for h in hits]


@pytest.mark.parametrize(
    ("query", "versions"),
    [
        ("personal", [(2, 3), (1, 1)]),
        ("personal train", [(2, 3)]),
        ('"personal data for 30"', [(1, 1)]),
        ('"data personal"', []),
        ("train*", [(3, 3)]),
        ("rain", []),
        ('"models on po"*', [(3, 3)]),
        ("PERSONAL-DATA", [(2, 3), (1, 1)]),
        ('"personal dat*"', [(2, 3), (1, 1)]),
        ('"models on po*"', [(3, 3)]),
        ('"data perso*"', []),
        ('"perso* data for 30"', [(1, 1)]),
    ],
)
def test_words_phrases_and_beginnings_are_found(
    filled: Storage, query: str, versions: list[tuple[int, int]]
) -> None:
    hits = passages.search(filled, passages.wanted(query))
    shown = [(h.passage.first_version, h.passage.last_version) for h in hits]
    assert [v for v, h in zip(shown, hits, strict=True) if not h.passage.change_id] == versions


def test_a_hit_has_its_sentence_and_the_span_for_which_it_stood(filled: Storage) -> None:
    (hit,) = passages.search(filled, passages.wanted('"30 days"'))
    assert hit.sentence == "We keep your personal data for 30 days."
    assert str(hit.seen).startswith("seen unchanged 2026-01-15 to 2026-01-25")


def test_a_hit_stands_as_long_as_its_sentence_whatever_its_paragraph_did(storage: Storage) -> None:
    """`search` said since version 3 what `when` said since version 1."""
    ours = "We never sell your posts."
    texts = [ours, f"Hello. {ours}", f"{ours} Bye.", "Bye.", ours]
    fill(storage, texts=texts)
    assert set(found(storage, "sell")) == {(ours, 1, 3), (ours, 5, 5)}
    stood = passages.stood(storage, "acme-terms", ours)
    hits = passages.search(storage, passages.wanted("sell"))
    assert {str(hit.seen) for hit in hits} == {str(span) for span in stood}


def test_one_may_look_in_what_stands_now_or_in_changes_only(filled: Storage) -> None:
    assert found(filled, "account", inside="current") == []
    assert len(found(filled, "personal", inside="current")) == 1
    assert len(found(filled, "retention", inside="changes")) == 2
    assert found(filled, "account", inside="changes") == []


def test_a_regular_expression_is_found_and_a_broken_one_told(filled: Storage) -> None:
    assert len(found(filled, r"for \d0 days", regex=True)) == 2
    with pytest.raises(NotFoundError, match="expected a regular expression"):
        passages.wanted("(", regex=True)
    with pytest.raises(NotFoundError, match="no word"):
        passages.wanted("--- !")


def test_what_is_recorded_later_is_found_as_well(filled: Storage) -> None:
    """The index goes on where it was, and a passage that stays is one row, not one a version."""
    at = START + timedelta(days=100)
    stored.check(filled, body="<p>9", at=at, text=THIRD)
    assert filled.index_versions() == 1
    assert filled.index_versions() == 0
    assert found(filled, "Köln") == [("We train models on posts in Łódź and Köln.", 3, 4)]


def test_a_renamed_page_is_found_under_its_new_name(filled: Storage) -> None:
    filled.rename_pages({"acme-terms": "acme-tos"}, START, before_commit=lambda: None)
    assert filled.index_versions() == 0
    hits = passages.search(filled, passages.wanted("Köln"))
    assert {h.page.watch_id for h in hits} == {"acme-tos"}


def test_a_text_without_spaces_is_searched_as_well(storage: Storage) -> None:
    storage.sync_watches([stored.watch()], START)
    stored.check(storage, at=START, text="我们会使用您的个人信息来训练人工智能模型。")
    storage.index_versions()
    assert len(found(storage, "个人信息")) == 1


def test_queries_are_taken_apart() -> None:
    assert terms('train* "personal  data" GDPR') == (
        Term(("train",), prefix=True),
        Term(("personal", "data")),
        Term(("gdpr",)),
    )
    assert terms("train* AND models") == terms("train* models")  # else “and” had to stand there
    assert terms('"AND" and') == (Term(("and",)), Term(("and",)))
    assert pattern(terms("train*")).search("we Trained it")
    assert not pattern(terms("train")).search("we trained it")


# --------------------------------------------------------------------------- blame and when


def versions(*texts: str) -> list[VersionText]:
    return [VersionText(n, extract(t, "text/markdown")) for n, t in enumerate(texts, 1)]


def test_a_sentence_is_as_old_as_it_is_though_it_moved_or_its_paragraph_was_split() -> None:
    texts = versions(
        "# A\n\nWe share data. We keep logs.\n\n# B\n\nYou may leave.",
        "# A\n\nWe share data.\n\nWe keep logs.\n\n# B\n\nYou may leave.",
        "# B\n\nYou may leave. We keep logs.\n\n# A\n\nWe sell your data to partners now.",
    )
    since = {line.text: line.since for line in blame(texts)}
    assert since == {
        "You may leave.": 1,
        "We keep logs.": 1,
        "We sell your data to partners now.": 3,
    }


def test_a_new_sentence_names_what_it_replaced() -> None:
    texts = versions(
        "# A\n\nWe keep messages for 30 days. We are nice.",
        "# A\n\nWe are nice. We keep messages for 90 days.",
    )
    replaced = {line.text: line.replaced for line in blame(texts)}
    assert replaced == {
        "We are nice.": "",
        "We keep messages for 90 days.": "We keep messages for 30 days.",
    }


def test_a_sentence_that_came_back_stands_since_it_came_back() -> None:
    texts = versions("We share.", "We do not share.", "We share.")
    assert [line.since for line in blame(texts)] == [3]
    assert runs(texts, "We share.") == [(1, 1), (3, 3)]
    assert runs(texts, "  we share ") == [], "case is part of the words"


SENTENCES = st.sampled_from([f"We do thing {word} for you." for word in "abcdef"])


@settings(max_examples=40)
@given(st.lists(st.lists(SENTENCES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_blame_and_when_agree_with_a_search_of_all_versions(pages: list[list[str]]) -> None:
    texts = versions(*("# T\n\n" + "\n\n".join(dict.fromkeys(page)) for page in pages))
    for line in blame(texts):
        there = [line.text in page for page in pages]
        since = len(pages)
        while since > 1 and there[since - 2]:
            since -= 1
        assert line.since == since
        spans = runs(texts, line.text)
        stood = [any(a <= n <= b for a, b in spans) for n in range(1, len(pages) + 1)]
        assert stood == there


# --------------------------------------------------------------------------- the commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    with stored.beside_a_watchlist(tmp_path) as storage:
        fill(storage)
        yield tmp_path


def test_search_shows_sentence_span_and_address(folder: Path) -> None:
    text = run("search", "30 days").stdout
    assert "“We keep your personal data for 30 days.”" in text
    assert "seen unchanged 2026-01-15 to 2026-01-25" in text
    assert "https://acme.example/acme-terms" in text
    assert run("search", "nothingofthesort", code=1).stdout == ""
    assert "“We keep your personal data for 30 days.”" in run("search", "personal dat*").stdout
    rows = json.loads(run("search", "personal", "--json", "--service", "acme").stdout)
    assert rows[0]["sentence"].startswith("We keep")
    assert {"first_seen", "last_seen", "from_version", "to_version"} <= set(rows[0])


@pytest.mark.parametrize("of", [(), ("--watch", "acme-terms"), ("--service", "acme")])
def test_a_search_reads_the_pages_that_it_found_and_no_list_twice(
    folder: Path, of: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 100,000 pages each search took ten seconds."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    run("search", "personal", *of)

    def read(*of: object, **settings: object) -> None:
        raise AssertionError("all of it was read")

    monkeypatch.setattr(Storage, "pages", read)
    monkeypatch.setattr("monitor.config.load_config", read)
    assert "30 days" in run("search", "personal", *of).stdout


@pytest.mark.parametrize("typed", [["data AND personal"], ["data", "AND", "personal"]])
def test_and_means_that_both_are_found_wherever(folder: Path, typed: list[str]) -> None:
    """“data AND personal” found only where the word “and” stood between them."""
    assert "“We keep your personal data for 30 days.”" in run("search", *typed).stdout


def test_whoever_types_or_is_told_how_to_find_either(folder: Path) -> None:
    """“sell OR share” found only where “or” stood as well, and nobody said so."""
    result = run("search", "sell OR shareholding", code=1)
    assert "OR and NOT were looked for as words; --regex 'this|that' finds either" in result.stderr


@pytest.mark.parametrize(
    "typed",
    [
        [r"data for (30|90) days"],
        [r"keep \w+ personal"],
        [r"we .* days\."],
        ["personal", "data"],
    ],
)
def test_a_pattern_may_have_blanks(folder: Path, typed: list[str]) -> None:
    """It was looked for in quotes, which no page has, also that of the command's own example."""
    assert "“We keep your personal data for 30 days.”" in run("search", "--regex", *typed).stdout


def test_blame_shows_since_when_each_sentence_stands(folder: Path) -> None:
    text = run("blame", "acme-terms").stdout
    line = next(line for line in text.splitlines() if "90 days." in line)
    assert line.startswith("2026-02-14")
    assert "We keep your personal data for 30 days." in line
    early = run("blame", "acme-terms", "--at", "2026-01-20").stdout
    assert "≤ 2026-01-15" in early
    assert "has no section" in run("blame", "acme-terms", "--section", "None", code=1).stderr
    assert "90 days" in run("blame", "acme-terms", "--section", "sharing").stdout


def test_when_gives_every_span(folder: Path) -> None:
    text = run("when", "acme-terms", "You may close your account.").stdout
    assert text.startswith("seen unchanged 2026-01-15 to 2026-02-24")
    assert "never said so" in run("when", "acme-terms", "We sell it.", code=1).stderr


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_carries_what_proves_it(folder: Path, form: str) -> None:
    text = run("cite", "acme-terms", "personal data for 90 days", "--as", form, "--last").stdout
    sha = json.loads(run("show", "acme-terms", "--json", "--last").stdout)["snapshot"]
    for proof in ("Acme", "https://acme.example/acme-terms", sha, "personal data for 90 days"):
        assert proof in text, form
    assert "2026" in text
    if form == "csl-json":
        assert json.loads(text)[0]["type"] == "webpage"


def test_what_a_page_does_not_say_is_not_cited(folder: Path) -> None:
    told = run("cite", "acme-terms", "We keep your personal data for 30 days.", code=1).stderr
    assert "does not say" in told
    assert "seen unchanged 2026-01-15" in told
    cited = run(
        "cite", "acme-terms", "We keep your personal data for 30 days.", "--at", "2026-01-20"
    )
    assert "version 1" in cited.stdout


@pytest.mark.parametrize("left", ["(90 days)", "(1 day)", "(today)"])
def test_a_change_that_is_found_counts_no_days_from_the_day_it_was_recorded(
    storage: Storage, left: str
) -> None:
    """Two days ahead of the date, `search` still said “90 days”."""
    storage.sync_watches([stored.watch()], START)
    stored.check(storage, at=START, text=FIRST, outcome=Outcome.FIRST)
    change = stored.change(summary=f"takes effect 1 Dec 2026 {left} · retention: 90 days")
    later = {"change": change, "change_id": "c0ffee", "outcome": Outcome.SUBSTANTIVE}
    stored.check(storage, body="<p>2", at=START + timedelta(days=1), text=SECOND, **later)
    storage.index_versions()
    (hit,) = passages.search(storage, passages.wanted("retention", inside="changes"))
    assert hit.sentence == "takes effect 1 Dec 2026 · retention: 90 days"

"""The words of a change on the web pages: what matters comes first, and stands there once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor import compare
from monitor.app import open_history
from monitor.classify.too_long import too_long
from monitor.config import load_config
from monitor.extract import extract
from monitor.model import Change, Outcome
from monitor.storage import Storage
from monitor.web import views
from monitor.web.differences import alike, brief_part
from monitor.web.views import Views
from tests import stored
from tests.pages import CLAUSES, page

POSTS = CLAUSES.replace("</p>", "</p><p>Post</p>")
TRAINS = "We use your posts to train AI models, from 3 November 2099."
OLD, NEW = page(), page(TRAINS).replace(CLAUSES, POSTS)


def shown(folder: Path, change: Change) -> str:
    """The page of a change between two versions that differ as OLD and NEW do."""
    (folder / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        storage.sync_watches([stored.watch()], stored.NOW)
        stored.check(storage, text="One.", outcome=Outcome.FIRST)
        at = datetime(2026, 5, 1, tzinfo=UTC)
        stored.check(storage, body="<p>2", at=at, text="Two.", change=change, change_id="c0ffee")
    with open_history(load_config(folder / "watchlist.yaml", {})) as monitor:
        return Views(monitor).change("changes/c0ffee.html", "c0ffee")


def test_a_button_that_came_to_every_section_stands_behind_the_point_and_once() -> None:
    """A hundred “Post” stood above the one sentence that somebody had to read."""
    change = compare(OLD, NEW)
    parts = alike(p for s in views.by_importance(change) for p in brief_part(s))
    assert "Training of AI models" in parts[0]["name"]
    (posts,) = (p for p in parts if p["blocks"][0]["spans"] == [("insert", "Post")])
    assert len(posts["others"]) == 5
    assert len(parts) == 2


def test_sections_that_differ_in_other_words_stay_apart() -> None:
    change = compare(page(), page("We train.").replace("16 years", "13 years"))
    parts = alike(p for s in change.sections for p in brief_part(s))
    assert [part["others"] for part in parts] == [[], []]


def test_what_was_too_long_to_compare_is_not_compared_for_a_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ends a process that reads pages would hold up the whole server at each visit."""
    change = too_long(extract(OLD, "text/html"), extract(NEW, "text/html"))
    assert change is not None

    def never(*_: Any) -> None:
        raise AssertionError("compared")

    monkeypatch.setattr("monitor.app.Monitor.diff", never)
    html = shown(tmp_path, change)
    assert "Too long to compare" in html or "too long to compare" in html
    assert f"<ins>{TRAINS}</ins>" in html

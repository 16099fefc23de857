"""Changes that were stored before a rule of today are told as their own points allow."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.api import compare
from monitor.cli import cli
from monitor.model import Change
from monitor.render.wording import proofs
from monitor.rows.former_changes import told_today
from monitor.storage import Storage
from tests import stored

STAYS = "You may write to us at any time, and we answer within a month of your letter."
PAGE = f"<html><body><main><h1>Terms</h1><p>{STAYS}</p>{{}}</main></body></html>"
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def formerly(old: str, new: str) -> Change:
    """The change as it was judged when each place that went was filed as left out."""
    change = compare(PAGE.format(old), PAGE.format(new))
    before = (
        replace(f, rule="place-removed") if f.rule == "place-less" else f for f in change.findings
    )
    return replace(change, findings=tuple(before))


WENT = [
    ("<p>We show targeted ads to members in Kenya.</p>", ""),
    ("<ul><li>Japan<li>Kenya<li>Peru</ul>", "<ul><li>Japan<li>Peru</ul>"),
    ("<p>Residents of Kenya may ask for a copy.</p><p>We sell hats.</p>", "<p>We sell hats.</p>"),
    ("<p>If you live in Kenya, you may return goods within 14 days.</p>", "<p>We sell hats.</p>"),
]


@pytest.mark.parametrize(("old", "new"), WENT)
def test_a_place_that_went_with_its_sentence_is_not_told_as_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """Lists and reports of old changes said “no longer Kenya: removed “…””."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    change = formerly(old, new)
    assert "KE" in change.regions_removed
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], NOW)
        stored.check(storage, at=NOW, text=old)
        stored.check(
            storage, body="<p>two", at=NOW, text=STAYS, change=change, change_id="c0ffee00c0ff"
        )
    for command in (["changes"], ["show", "c0ffee00c0ff"], ["report", "--md"]):
        said = CliRunner().invoke(cli, command).stdout
        assert "Kenya" in said
        assert "no longer Kenya" not in said, command
    data = json.loads(CliRunner().invoke(cli, ["changes", "--json"]).stdout)
    assert "no longer" not in data[0]["line"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>Ads are shown in Japan, Kenya and Peru.", "<p>Ads are shown in Japan and Peru."),
        ("<p>Ads are shown to members in Kenya and Peru.", "<p>Ads are shown to members in Peru."),
        ("<p>Our shops in the EU and Kenya take cards.", "<p>Our shops in the EU take cards."),
    ],
)
def test_a_place_that_a_sentence_lost_is_still_told_as_left_out(old: str, new: str) -> None:
    change = formerly(old, new)
    assert told_today(change) == change
    assert "No longer Kenya (KE)" in proofs(change.findings, NOW.date())[0].labels

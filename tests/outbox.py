"""An outbox with a channel that does what a test says; shared by the tests of sending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Config
from monitor.errors import NotifyError
from monitor.model import Route
from monitor.model.outgoing import AlertSubject, NewAlert
from monitor.notify import Notifier, Parcel, recipient_key
from monitor.service.deliver import Deliverer
from monitor.storage import Storage
from tests.pages import Clock
from tests.stored import watch

HOOK = "json://127.0.0.1:9/hook"
OTHER = "json://127.0.0.1:9/other"


class Channel:
    """A notifier that does with each alert what a test says, by id or for all."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self.taken: list[str] = []
        self.titles: list[str] = []
        self.texts: list[str] = []
        self.errors: dict[str, NotifyError] = {}
        self.before: Callable[[str], None] = lambda url: None

    def send(
        self,
        url: str,
        *,
        title: str,
        text: str,
        html: str,
        alert_id: str,
        parcel: Parcel | None = None,
    ) -> None:
        self.before(url)
        self.tried.append(alert_id)
        if error := self.errors.get(alert_id) or self.errors.get(url):
            raise error
        self.taken.append(alert_id)
        self.titles.append(title)
        self.texts.append(text)


@pytest.fixture
def outbox(sqlite_template: Path, tmp_path: Path) -> Iterator[Storage]:
    (tmp_path / "monitor.db").write_bytes(sqlite_template.read_bytes())
    with Storage.open(f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path / "snapshots") as opened:
        opened.sync_watches([watch()], Clock()())
        yield opened


def deliverer(storage: Storage, clock: Clock, notifier: Notifier, *routes: Route) -> Deliverer:
    config = Config(path=Path("w.yaml"), routes=routes or (Route("team", (HOOK,)),))
    return Deliverer(config, storage, notifier, clock)


def put(storage: Storage, clock: Clock, *ids: str, url: str = HOOK, **fields: Any) -> None:
    """Messages that are not about a change: sent as they stand."""
    alerts = [
        NewAlert(
            **{
                "id": id_,
                "kind": "other",
                "route": "team",
                "recipient": recipient_key(url),
                "label": "json://…",
                "title": f"title {id_}",
                "text": f"text {id_}",
                "html": "",
                "slot": 1,
                **fields,
            }
        )
        for id_ in ids
    ]
    storage.add_alerts("acme-terms", alerts, clock())


def status(storage: Storage) -> dict[str, str]:
    return {alert.id: alert.status for alert in storage.alerts()}


def storm(storage: Storage, clock: Clock, number: int, first: int = 0, **fields: Any) -> None:
    about = AlertSubject(**{"severity": "medium", "service": "Acme", "document": "Terms", **fields})
    ids = [f"s{n:03}" for n in range(first, first + number)]
    put(storage, clock, *ids, kind="change", about=about)

"""Small things to store, for the storage's tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.errors import FetchError
from monitor.model import (
    Block,
    BlockKind,
    Change,
    Decision,
    Document,
    Fetched,
    Finding,
    Kind,
    Observation,
    Outcome,
    PageState,
    Section,
    Watch,
)
from monitor.model.outgoing import NewAlert
from monitor.model.records import ChangeRecord, NewVersion, PageRecord, Recording
from monitor.storage import Storage

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@contextmanager
def beside_a_watchlist(folder: Path) -> Iterator[Storage]:
    """The database that the command finds in a folder, whose watchlist has `watch()`."""
    (folder / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots") as storage:
        yield storage


def watch(watch_id: str = "acme-terms", **fields: Any) -> Watch:
    """A watch; its service and document follow from nothing."""
    return Watch(
        **{
            "id": watch_id,
            "service": "Acme",
            "document": "Terms",
            "url": f"https://acme.example/{watch_id}",
            **fields,
        }
    )


def fetched(body: bytes | str, at: datetime = NOW, **fields: Any) -> Fetched:
    """A 200 with an HTML body."""
    url = "https://acme.example/terms"
    return Fetched(
        **{
            "url": url,
            "final_url": url,
            "status": 200,
            "headers": (("content-type", "text/html"), ("x-served-by", "a1")),
            "body": body.encode() if isinstance(body, str) else body,
            "fetched_at": at,
            **fields,
        }
    )


def document(text: str = "We may share your data.") -> Document:
    """One section with one paragraph."""
    block = Block(BlockKind.PARAGRAPH, text, text.casefold(), links=("https://acme.example/more",))
    return Document("Terms", "en", (Section(("Terms", "Sharing"), (block,)),))


def change(**fields: Any) -> Change:
    """A substantive change of two classes."""
    finding = Finding(cls="region", fact="place", quote="in Canada", new="CA")
    return Change(
        **{
            "kind": Kind.SUBSTANTIVE,
            "classes": ("region", "date"),
            "regions_added": ("CA",),
            "findings": (finding,),
            "severity": "high",
            "summary": "Canada added",
            **fields,
        }
    )


def alert(alert_id: str = "alert-1", **fields: Any) -> NewAlert:
    """A message to one recipient."""
    return NewAlert(
        **{
            "id": alert_id,
            "kind": "change",
            "route": "team",
            "recipient": "5f3a",
            "label": "slack://…",
            "title": "Acme changed its terms",
            "text": "Canada added",
            "html": "<p>Canada added</p>",
            **fields,
        }
    )


def check(
    storage: Storage,
    watch_id: str = "acme-terms",
    body: bytes | str = "<p>one",
    *,
    at: datetime = NOW,
    keep: str = "versions",
    text: str = "",
    version: NewVersion | None = None,
    change: Change | None = None,
    change_id: str = "",
    error: FetchError | None = None,
    not_modified: bool = False,
    **fields: Any,
) -> str:
    """One whole check: the snapshot and its recording, with a version if `text` is given.

    `fields` are those of Decision or Recording. The SHA-256 of the body.
    """
    page = storage.page(watch_id)
    answer = fetched(body, at, status=304 if not_modified else 200, not_modified=not_modified)
    sha256 = "" if error else storage.add_snapshot(watch_id, fetched(body, at), keep=keep).sha256
    new = document(text)
    if text and version is None:
        version = NewVersion(new, new.digest, "extractor-1", sha256, at)
    usual = Outcome.UNCHANGED if version is None else Outcome.SUBSTANTIVE
    decision = {
        "outcome": Outcome.FAILED if error else usual,
        "state": PageState(),
        "change": change,
        "keep_body": False,
        **{name: fields.pop(name) for name in _DECIDED if name in fields},
    }
    storage.record(
        Recording(
            **{
                "watch_id": watch_id,
                "observation": Observation(
                    at,
                    None if error else answer,
                    error,
                    "" if not_modified else sha256,
                ),
                "decision": Decision(**decision),
                "next_due_at": at + HOUR,
                "expected_version": page.version,
                "version": version,
                "change": _record(page, version, change, change_id, at) if change else None,
                **fields,
            }
        )
    )
    return sha256


_DECIDED = ("outcome", "reason", "state", "keep_body")


def _record(
    page: PageRecord, version: NewVersion | None, made: Change, change_id: str, at: datetime
) -> ChangeRecord:
    number = page.version + (version is not None)
    return ChangeRecord(
        id=change_id or f"{page.watch_id}-{number}",
        watch_id=page.watch_id,
        service=page.service,
        document=page.document,
        url=page.url,
        from_version=page.version,
        to_version=number,
        seen_at=version.seen_at if version else at,
        recorded_at=at,
        change=made,
    )

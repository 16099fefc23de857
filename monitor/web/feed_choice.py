"""Which feeds there are, and which changes each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from monitor.config.values import slug
from monitor.model import Watch
from monitor.model.records import ChangeRecord, PageRecord
from monitor.render.wording import class_label, sentence

# What a feed is called, and whether a change belongs to it.
Choice: TypeAlias = tuple[str, Callable[[ChangeRecord], bool]]
_KINDS = {
    "all": "",
    "service": "Services",
    "class": "Subjects",
    "tag": "Tags",
    "document": "Documents",
}


def choices(
    pages: Sequence[PageRecord], changes: Sequence[ChangeRecord], watches: Iterable[Watch]
) -> dict[str, Choice]:
    """For all, a service, a document, a class, a tag; by the name of the feed's file."""
    made: dict[str, Choice] = {"all": ("All changes", lambda _: True)}
    for service in dict.fromkeys(page.service for page in pages):
        made[f"service-{slug(service)}"] = (service, _of_service(service))
    for page in pages:
        name = f"{page.service}, {page.document}"
        made[f"document-{page.watch_id}"] = (name, _of_pages({page.watch_id}))
    for cls in sorted({cls for change in changes for cls in change.change.classes}):
        made[f"class-{cls}"] = (sentence(class_label(cls)), _of_class(cls))
    tagged: dict[str, set[str]] = {}
    for watch in watches:
        for tag in watch.tags:
            tagged.setdefault(tag, set()).add(watch.id)
    for tag, ids in tagged.items():
        made[f"tag-{slug(tag)}"] = (f"Tag {tag}", _of_pages(ids))
    return made


def grouped(feeds: dict[str, Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The feeds' names and titles, by what they are of."""
    found = []
    for kind, heading in _KINDS.items():
        of_kind = [(n, title) for n, (title, _) in feeds.items() if n.partition("-")[0] == kind]
        found += [(heading, of_kind)] if of_kind else []
    return found


def _of_service(service: str) -> Callable[[ChangeRecord], bool]:
    return lambda change: change.service == service


def _of_pages(ids: set[str]) -> Callable[[ChangeRecord], bool]:
    return lambda change: change.watch_id in ids


def _of_class(cls: str) -> Callable[[ChangeRecord], bool]:
    return lambda change: cls in change.change.classes

"""A notice or a list of alerts in parts, for channels that have a form of their own. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A button, or a line where a channel has none."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One alert in a list; `others` are names of pages of which the same is to be said."""

    severity: str
    heading: str  # who and which document
    line: str
    details: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What is to be said; text is cleaned, nothing of it is escaped, links are web addresses."""

    severity: str
    heading: str  # who and which document, or what the list is of
    line: str
    details: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    items: tuple[Item, ...] = ()
    titles: tuple[str, ...] = ()  # of alerts beyond the items
    foot: str = ""


def beyond(brief: Brief, shown: int) -> list[str]:
    """A line for what did not fit, and one for each: "and 14 more", then their titles."""
    rest = [f"{item.heading}: {item.line}" for item in brief.items[shown:]]
    titles = [*rest, *brief.titles]
    return [f"and {len(titles)} more:", *titles] if titles else []


def others(item: Item) -> str:
    """ "The same of 3 more: Terms 2, Terms 3, Terms 4"; "" where there are none."""
    return f"The same of {len(item.others)} more: {', '.join(item.others)}" if item.others else ""

"""What the readers of HTML and Markdown hand on: text blocks in order, with what is known of their place."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.types import BlockKind

TERM_LEVEL = 7  # heads of details, definition lists and accordions stand below every real heading


@dataclass(slots=True)
class RawBlock:
    """A block before it is decided whether it is content. Character counts are of visible text."""

    kind: BlockKind
    text: str
    level: int = 0
    links: tuple[str, ...] = ()
    link_chars: int = 0  # characters inside links
    control_chars: int = 0  # characters inside buttons and labels
    region: int = 0  # index into Page.regions
    controls: str = ""  # id of the panel that an accordion's button opens
    closes: int = 0  # no text: ends the sections of this level and below
    chrome: str = ""

    @property
    def link_share(self) -> float:
        """Share of the text that is inside links, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))


@dataclass(slots=True)
class Region:
    """A part of the page that may be chrome: an element with a telling tag, role or name."""

    parent: int  # index of the region around it, -1 for the page itself
    reason: str = ""
    limit: float = 0.0  # share of the page's prose up to which the reason holds
    main: bool = False
    chars: int = 0
    text: int = 0  # characters outside links and headings
    prose: int = 0  # characters of blocks that read like sentences
    link_chars: int = 0
    control_chars: int = 0
    first: int = -1  # indexes of its first and last block
    last: int = -1
    h1: bool = False
    holds_main: bool = False


@dataclass(slots=True)
class Page:
    """A page that was read."""

    title: str = ""
    language: str = ""
    blocks: list[RawBlock] = field(default_factory=list)
    regions: list[Region] = field(default_factory=lambda: [Region(-1)])
    warnings: list[str] = field(default_factory=list)
    panels: set[str] = field(default_factory=set)  # ids that a button names and the page has
    selected: bool = False  # a person's selectors made the choice

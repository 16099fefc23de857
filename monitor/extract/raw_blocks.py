"""What the readers of HTML and Markdown hand on: blocks in order, with what their place tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.model import BlockKind

# Bound once: reading a member of an enumeration costs as much as the rest of a step.
_HEADING = BlockKind.HEADING
_LINKED = 0.85  # share of a block's letters inside links from which it is a link
_LINK_LENGTH = 140  # longest link, in characters, that is not a sentence
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
    opens: bool = False  # on a button that opens what follows, whatever that is
    closes: int = 0  # no text: ends the sections of this level and below
    boilerplate: str = ""
    is_link: bool = False

    def __post_init__(self) -> None:
        """Derive `is_link`."""
        if self.links:
            self.is_link = _is_link(self)

    @property
    def is_title(self) -> bool:
        """A heading of the first level."""
        return self.level == 1 and self.kind is _HEADING


def _is_link(block: RawBlock) -> bool:
    """All of it is links, and short ones: a sentence in a link is a sentence."""
    size = len(block.text)
    if block.kind is _HEADING or size > _LINK_LENGTH * len(block.links):
        return False
    if block.link_chars >= _LINKED * size:
        return True
    return block.link_chars >= _LINKED * len(block.text.replace(" ", "").replace("|", ""))


@dataclass(slots=True)
class Region:
    """A part of the page that may be boilerplate: an element with a telling tag, role or name."""

    parent: int  # index of the region around it, -1 for the page itself
    reason: str = ""
    limit: float = 0.0  # share of the page's prose up to which the reason holds
    main: bool = False
    named_main: bool = False  # by its id
    chars: int = 0
    text: int = 0  # characters outside links and headings
    prose: int = 0  # characters of blocks that read like sentences
    link_chars: int = 0
    control_chars: int = 0
    first: int = -1  # indexes of its first and last block
    last: int = -1
    h1: bool = False
    says: bool = False  # holds more than commands; only asked of a list of commands
    cookies: bool = False  # speaks of them; only asked of a banner
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

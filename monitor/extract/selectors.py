"""What a person's CSS selectors mean: are they CSS, and what belongs to the elements they name?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.languages import alternatives
from monitor.text.normalize import clean

_LISTS = frozenset({"table", "ul", "ol", "dl"})
_BESIDE = frozenset({"p", "small", "em", "strong", "time", "blockquote", "figcaption", "div"})
_INSIDE = "p,ul,ol,dl,table,section,article,form,nav,h1,h2,h3,h4,h5,h6,div div"
_BESIDE_LENGTH = 600  # characters of what stands beside a table and belongs to it
_PAGED = re.compile(
    rf"(?<![\d.,])(\d{{1,4}})\s?[-–]\s?(\d{{1,4}})"
    rf" (?:{alternatives('interface', 'of')}) (\d{{1,5}})\b",
    re.IGNORECASE,
)
_PAGER_LENGTH = 200
_CLIMB = 8  # elements above a table that shows one page of a list
_WRAPPED = 1.5  # times its text: what holds no more is a wrapper with heading and pager


def problem(selector: str) -> str:
    """What is wrong with a selector, "" when it can be used."""
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError as e:
        return str(e).rstrip(".").lower()
    return ""


class Surroundings:
    """What stands around the elements that a person chose on one page.

    A selector may choose thousands of lists in one box: each element is looked at once.
    """

    def __init__(self) -> None:
        self._pagers: dict[int, list[int]] = {}  # element -> those of its children
        self._sizes: dict[int, int] = {}

    def belonging(self, node: LexborNode) -> tuple[list[LexborNode], str]:
        """What is to be read with a selected table or list; a warning where that is more than it.

        The line right before and after it: its date, its notice. And where the page says that it
        shows only some entries of a longer list, what stands around it: there the others are.
        """
        if node.tag not in _LISTS:
            return [], ""
        around = self._around_paged(node)
        if around is not None:
            return [around], "one page of a longer list was chosen; what stands around it was read"
        return [n for n in _neighbours(node) if _is_line(n)], ""

    def _around_paged(self, node: LexborNode) -> LexborNode | None:
        """The first element around a list that holds more than it, if a pager stands between."""
        inside, paged = node, False
        for _ in range(_CLIMB):
            parent = inside.parent
            if parent is None or parent.tag in ("body", "main", "html"):
                return None
            paged = paged or any(pager != inside.mem_id for pager in self._pagers_in(parent))
            if paged and self._size(parent) > _WRAPPED * max(1, self._size(node)):
                return parent
            inside = parent
        return None

    def _pagers_in(self, parent: LexborNode) -> list[int]:
        if parent.mem_id not in self._pagers:
            found = [child.mem_id for child in parent.iter() if _is_pager(child)]
            self._pagers[parent.mem_id] = found
        return self._pagers[parent.mem_id]

    def _size(self, node: LexborNode) -> int:
        if node.mem_id not in self._sizes:
            self._sizes[node.mem_id] = len(clean(node.text()))
        return self._sizes[node.mem_id]


def _neighbours(node: LexborNode) -> Iterator[LexborNode]:
    """The elements right before and after a node."""
    for step in ("prev", "next"):
        other = getattr(node, step)
        while other is not None and not other.is_element_node and not (other.text() or "").strip():
            other = getattr(other, step)
        if other is not None and other.is_element_node:
            yield other


def _is_line(node: LexborNode) -> bool:
    """A paragraph, or a plain box of text alone."""
    if node.tag not in _BESIDE or len(clean(node.text())) > _BESIDE_LENGTH:
        return False
    return node.tag != "div" or node.css_first(_INSIDE) is None


def _is_pager(node: LexborNode) -> bool:
    text = clean(node.text())
    found = _PAGED.search(text) if len(text) <= _PAGER_LENGTH else None
    return bool(found and int(found[2]) < int(found[3]))

"""HTML to raw blocks: parse, apply a person's selectors, walk.

lexbor repairs the page in C and writes it out again as well-formed markup;
walk.py reads that as a list of tokens. Asking a tree node by node from Python costs several times
more.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.elements import MARK, REMOVE
from monitor.extract.page_tree import Tree
from monitor.extract.raw_blocks import Page
from monitor.extract.selectors import Surroundings
from monitor.extract.walk import walk
from monitor.model import ExtractRules, Range
from monitor.text.normalize import clean

_TOO_LITTLE = 200  # characters; less may be what a person wants, or a sign of rot
_TOO_SMALL = 0.05  # share of the text that `remove` leaves at least
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


def read_html(page_tree: Tree, rules: ExtractRules) -> Page:
    """Read a parsed page. Selectors that are not CSS or match nothing give a warning.

    MemoryError where there is too little memory to write the page out.
    """
    page, tree = Page(), page_tree.html
    _head(tree, page)
    if tree.body is None:
        return page
    page.selected = _mark_selected(tree, rules, page)
    _mark_removed(tree, rules, page)
    _walk_marked(page_tree.markup(), page)
    return page


def _walk_marked(markup: str, page: Page) -> None:
    """Read what the selectors leave; without them where they leave nothing.

    Names of classes are generated with each release of a site: what cut out a banner yesterday cuts
    out the policy today.
    """
    walk(markup, page, selected=page.selected)
    if REMOVE in markup and _size(page) < _TOO_LITTLE:
        whole = Page()
        walk(markup.replace(REMOVE, ""), whole, selected=page.selected)
        if _size(page) < _TOO_SMALL * _size(whole):
            page.warnings.append("remove leaves almost nothing; it was not applied")
            page.blocks, page.regions, page.panels = whole.blocks, whole.regions, whole.panels
            markup = markup.replace(REMOVE, "")
    if page.selected and not _size(page):
        page.warnings.append("the selectors give no text; the whole page was read")
        page.selected = False
        walk(markup, page, selected=False)


def _size(page: Page) -> int:
    return sum(len(block.text) for block in page.blocks)


def _head(tree: LexborHTMLParser, page: Page) -> None:
    title = tree.css_first("title")
    if title is not None:
        page.title = clean(title.text())[:1000]
    root = tree.root
    if root is not None:
        language = root.attributes.get("lang") or root.attributes.get("xml:lang") or ""
        if _LANGUAGE.fullmatch(language):
            page.language = language.replace("_", "-")


# --------------------------------------------------------------------------- selectors


def _find(tree: LexborHTMLParser, selector: str, page: Page, what: str) -> list[LexborNode]:
    try:
        found = tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError) as error:
        reason = clean(str(error))[:100]
        page.warnings.append(f"{what} is not a CSS selector: {selector!r} ({reason})")
        return []
    if not found:
        page.warnings.append(f"{what} matches nothing: {selector!r}")
    return found


def _mark(node: LexborNode, mark: str) -> None:
    """Leave a note for the walk: cutting nodes out would be slow, and unsafe when nested."""
    before = node.attributes.get(MARK) or ""
    node.attrs[MARK] = f"{before} {mark}".strip()


def _mark_removed(tree: LexborHTMLParser, rules: ExtractRules, page: Page) -> None:
    for selector in rules.remove:
        for node in _find(tree, selector, page, "remove"):
            if node.tag not in ("html", "body"):
                _mark(node, REMOVE)
    for bounds in rules.cuts:
        _mark_cut(tree, bounds, page)


def _mark_cut(tree: LexborHTMLParser, bounds: Range, page: Page) -> None:
    """Cut out each element that begins and ends between the two; none where one is not there."""
    nodes = list(tree.body.traverse())[1:] if tree.body is not None else []
    places = {node.mem_id: n for n, node in enumerate(nodes)}

    def place(before: str, after: str, otherwise: int) -> int:
        found = _find(tree, before or after, page, "remove") if before or after else []
        if not found:
            return -1 if before or after else otherwise
        behind = sum(1 for _ in found[0].traverse()) if after else 0
        return places.get(found[0].mem_id, -1) + behind

    first = place(bounds.start_before, bounds.start_after, 0)
    last = place(bounds.end_before, bounds.end_after, len(nodes))
    if min(first, last) < 0:
        return
    around, node = set[int](), nodes[last] if last < len(nodes) else None
    while node is not None:  # what goes on behind the end is not cut
        around.add(node.mem_id)
        node = node.parent
    for node in nodes[first:last]:
        if node.mem_id not in around:
            _mark(node, REMOVE)


def _mark_selected(tree: LexborHTMLParser, rules: ExtractRules, page: Page) -> bool:
    """Whether anything was found that a person chose."""
    marked, around = False, Surroundings()
    for selector in rules.select:
        for node in _find(tree, selector, page, "select"):
            _mark(node, "select")
            marked = True
            beside, warning = around.belonging(node)
            for other in beside:
                _mark(other, "select")
            if warning and warning not in page.warnings:
                page.warnings.append(warning)
    for number, bounds in enumerate(rules.ranges):
        marked |= _mark_range(tree, number, bounds, page)
    if (rules.select or rules.ranges) and not marked:
        page.warnings.append("no selector matches; the whole page was read")
    return marked


def _mark_range(tree: LexborHTMLParser, number: int, bounds: Range, page: Page) -> bool:
    start = bounds.start_before or bounds.start_after
    if start:
        found = _find(tree, start, page, "start of range")
        if not found:
            return False
        _mark(found[0], f"{'before' if bounds.start_before else 'after'}:on:{number}")
    elif tree.body is not None:
        _mark(tree.body, f"before:on:{number}")
    end = bounds.end_before or bounds.end_after
    if end:
        found = _find(tree, end, page, "end of range")
        if found:
            _mark(found[0], f"{'before' if bounds.end_before else 'after'}:off:{number}")
    return True

"""A body of whatever format to its Document: the way through all modules of this package. Pure."""

from __future__ import annotations

from dataclasses import replace

from monitor.errors import ExtractError
from monitor.extract.boilerplate import decide
from monitor.extract.embedded import texts_carried
from monitor.extract.formats import FORMATS, READABLE, as_page
from monitor.extract.html import read_html
from monitor.extract.json_text import is_path
from monitor.extract.language import detect
from monitor.extract.markdown import is_markdown, read_markdown, read_plain
from monitor.extract.outline import build
from monitor.extract.page_tree import HTML, Tree, utf8
from monitor.extract.raw_blocks import Page
from monitor.extract.whereabouts import FEW_WORDS, missing, shown_in
from monitor.model import Block, Document, ExtractRules, Section
from monitor.text.bundle import BUNDLE, KEPT, parts_of
from monitor.text.charset import decode, full_type

_NO_RULES = ExtractRules()
_NOTHING, _SHORT = 12, 50  # words of a page that shows none, and of the shortest text for it
_TIMES = 2  # as many words as the page shows, at least, are its text rather than a note beside it


def extract(
    body: bytes | str,
    media_type: str,
    rules: ExtractRules = _NO_RULES,
    *,
    known: Document | None = None,
    tree: Tree | None = None,
) -> Document:
    """The document in a body. `media_type` may carry parameters (charset).

    `known`, the page as this extractor read it before, spares work on what stands there still; the
    result is the same without it. `tree` is the same body as `glance` parsed it; it is used up.

    Any bytes of HTML, Markdown or plain text give a document, if need be an empty one. Raises
    ExtractError for a damaged PDF, Word, OpenDocument, RTF or JSON file, for one that needs a
    library which is not there, and for another media type.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in HTML:
        if isinstance(body, str):
            body, media_type = _bytes(body), kind
        return _of_html(body, media_type, rules, known, tree or Tree(utf8(body, media_type), kind))
    if kind == BUNDLE:
        return _together(_bytes(body), rules, known)
    if kind in ("text/markdown", "text/x-markdown"):
        page = read_markdown(_text(body, media_type))
    elif kind == "text/plain":
        text = _text(body, media_type)
        page = read_markdown(text) if is_markdown(text) else read_plain(text)
    elif kind in FORMATS:
        inside, rules, warnings = as_page(_bytes(body), kind, rules)
        page = read_html(inside, rules)
        page.warnings[:0] = warnings
    else:
        raise ExtractError(f"cannot read {kind or 'this'}: only {READABLE}")
    return _document(page, rules, known)


def _of_html(
    body: bytes, media_type: str, rules: ExtractRules, known: Document | None, tree: Tree
) -> Document:
    """Of an HTML page; where it has few words, those that its scripts carry, or what is missing."""
    document = _document(read_html(tree, _without_paths(rules)), rules, known)
    if document.words >= FEW_WORDS:
        return document
    carried = _carried(utf8(body, media_type), rules, document)
    if carried is not None:
        return carried
    found = missing(document, body, tree.frames)
    return replace(document, warnings=(*document.warnings, *found))


def _together(body: bytes, rules: ExtractRules, known: Document | None) -> Document:
    """Several pages as one document, in their order. What each warns of is told with its place."""
    sections: list[Section] = []
    boilerplate: list[Block] = []
    warnings: list[str] = []
    documents = []
    parts = tuple(parts_of(body))
    addresses = {part.url for part in parts}
    for number, part in enumerate(parts, start=1):
        media = full_type(part.content_type, part.body)
        if media.startswith(BUNDLE):
            raise ExtractError("a document of several pages inside another")
        document = extract(part.body, media, rules, known=known)
        documents.append(document)
        named = number > 1 and bool(document.title)  # else its text would be the part's before
        sections += (
            section if section.path or not named else replace(section, path=(document.title,))
            for section in document.sections
        )
        boilerplate += document.boilerplate
        said = [w for w in document.warnings if shown_in(w, part.url) not in addresses]
        said += [f"it {KEPT}: {part.kept}"] if part.kept else []
        warnings += (f"part {number}, {part.url}: {warning}" for warning in said)
    if not documents:
        raise ExtractError("a document of several pages without any")
    first = documents[0]
    title, language = first.title, first.language or documents[-1].language
    return Document(title, language, tuple(sections), tuple(boilerplate), tuple(warnings))


def _document(page: Page, rules: ExtractRules, known: Document | None) -> Document:
    decide(page)
    before = {b.text: b for b in (*known.boilerplate, *known.blocks())} if known else {}
    sections, boilerplate = build(page, rules, before)
    title = page.title or next((s.path[0] for s in sections if s.path), "")
    language = detect(sections, page.language)
    return Document(title, language, sections, boilerplate, tuple(page.warnings))


def _carried(body: bytes, rules: ExtractRules, shown: Document) -> Document | None:
    """The text that a page of few words carries for its scripts; None where it carries none."""
    best, source = shown, ""
    inside = _without_paths(rules)
    for name, markup in texts_carried(body, tuple(filter(is_path, rules.select))):
        page = read_html(Tree(markup.encode("utf-8", "replace")), inside)
        page.title, page.language = shown.title or page.title, page.language or shown.language
        document = _document(page, rules, None)
        if document.words > best.words:
            best, source = document, name
    enough = FEW_WORDS if shown.words > _NOTHING else _SHORT
    if best.words < max(enough, _TIMES * shown.words):
        return None
    told = f"the page shows no text; it was read from what it carries for its scripts ({source})"
    return replace(best, warnings=(*best.warnings, told))


def _without_paths(rules: ExtractRules) -> ExtractRules:
    """The rules for a page: those that choose in JSON are for what it carries."""
    if not any(map(is_path, rules.select)):
        return rules
    return replace(rules, select=tuple(s for s in rules.select if not is_path(s)))


def _bytes(body: bytes | str) -> bytes:
    return body.encode("utf-8", "replace") if isinstance(body, str) else body


def _text(body: bytes | str, media_type: str) -> str:
    return body if isinstance(body, str) else decode(body, media_type)

"""Files that are not web pages but read like them: PDF, Word, OpenDocument, RTF, JSON. Pure.

Each becomes markup, which the one extractor reads: the same text gives the same blocks and
sections, whatever it came in. The libraries are looked for when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from monitor.errors import ExtractError
from monitor.extract.json_text import is_path, json_as_html
from monitor.extract.office import docx_as_html, odt_as_html, rtf_as_html
from monitor.extract.page_tree import Tree
from monitor.extract.pdf_markup import pdf_as_html
from monitor.model import ExtractRules
from monitor.text.charset import DOCX, JSON, ODT, PDF, RTF

# (markup, warnings) of a body.
Reading = tuple[str, list[str]]
_READERS: Mapping[str, Callable[[bytes], Reading]] = MappingProxyType(
    {PDF: pdf_as_html, DOCX: docx_as_html, ODT: odt_as_html, RTF: rtf_as_html}
)
FORMATS = (*_READERS, JSON)
READABLE = "HTML, Markdown, plain text, PDF, Word, OpenDocument, RTF and JSON"


def as_page(body: bytes, kind: str, rules: ExtractRules) -> tuple[Tree, ExtractRules, list[str]]:
    """(the page that a body of such a format makes, the rules that are left for it, warnings).

    Raises ExtractError where it is damaged, holds no text, or a library for it is missing.
    """
    try:
        if kind == JSON:
            markup, warnings = json_as_html(body, tuple(filter(is_path, rules.select)))
            rules = replace(rules, select=tuple(s for s in rules.select if not is_path(s)))
        else:
            markup, warnings = _READERS[kind](body)
    except RecursionError:
        raise ExtractError("it is nested too deeply") from None
    return Tree(markup.encode("utf-8", "replace")), rules, warnings

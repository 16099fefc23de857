"""Word, OpenDocument and RTF as markup. Pure.

What is packed is bounded before it is unpacked. Headings are those of the document's styles; where
it has none, short paragraphs that are all bold.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from xml.etree import ElementTree

from monitor.errors import ExtractError, ExtraMissingError
from monitor.text.charset import decode

MISSING = "Word and RTF need two more packages: pip install '.[office]' in monitor's source"
_MOST_UNPACKED = 40_000_000  # bytes of all parts of a file; its text is a tenth of that at most
_MOST_PARTS = 5_000
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='toc 1'] => !
p[style-name='toc 2'] => !
p[style-name='toc 3'] => !
"""
_BOLD = re.compile(r"<p>(?:<a id=\"[^\"]*\"></a>)*<strong>([^<]{1,160})</strong></p>")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_TAGS = {
    _TEXT + "list": "ul",
    _TEXT + "list-item": "li",
    _TEXT + "list-header": "li",
    _TABLE + "table": "table",
    _TABLE + "table-row": "tr",
    _TABLE + "table-cell": "td",
    _TEXT + "note-body": "small",
}
_UNREAD = {
    _TEXT + "tracked-changes",
    _TEXT + "table-of-content",
    _TEXT + "note-citation",
    _OFFICE + "annotation",
    _OFFICE + "forms",
    _TEXT + "sequence-decls",
}


def docx_as_html(body: bytes) -> tuple[str, list[str]]:
    """(markup, no warnings) of a Word file. Raises ExtractError."""
    try:
        import mammoth
    except ImportError:
        raise ExtraMissingError(MISSING) from None
    _bounded(body)
    try:
        markup = str(
            mammoth.convert_to_html(
                io.BytesIO(body),
                style_map=_STYLES,
                convert_image=mammoth.images.img_element(lambda image: {}),
            ).value
        )
    except (MemoryError, RecursionError):
        raise
    except Exception:  # whatever the library makes of what a stranger wrote
        raise ExtractError("the Word file is damaged") from None
    if not re.search(r"<h[2-6]\b", markup):
        markup = _BOLD.sub(r"<h2>\1</h2>", markup)
    return f"<main>{markup}</main>", []


def odt_as_html(body: bytes) -> tuple[str, list[str]]:
    """(markup, no warnings) of an OpenDocument text. Raises ExtractError."""
    package = _bounded(body)
    try:
        root = ElementTree.fromstring(package.read("content.xml"))  # noqa: S314  expat bounds entities
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, OSError, ValueError):
        raise ExtractError("the OpenDocument file is damaged") from None
    text = root.find(f"{_OFFICE}body/{_OFFICE}text")
    return f"<main>{''.join(_written(text))}</main>" if text is not None else "", []


def _written(node: ElementTree.Element) -> Iterator[str]:
    """The markup of what stands inside an element."""
    if node.text:
        yield escape(node.text)
    for child in node:
        if child.tag not in _UNREAD:
            opening, closing = _tag(child)
            yield opening
            yield from _written(child)
            yield closing
        if child.tail:
            yield escape(child.tail)


def _tag(node: ElementTree.Element) -> tuple[str, str]:
    name = str(node.tag)
    if name == _TEXT + "h":
        level = node.get(_TEXT + "outline-level", "1")
        tag = f"h{min(6, int(level))}" if level.isdecimal() and int(level) else "h1"
        return f"<{tag}>", f"</{tag}>"
    if name == _TEXT + "p":
        title = node.get(_TEXT + "style-name", "") == "Title"
        return ("<h1>", "</h1>") if title else ("<p>", "</p>")
    if name == _TEXT + "a":
        return f'<a href="{escape(node.get(_HREF, ""))}">', "</a>"
    if name in (_TEXT + "s", _TEXT + "tab"):
        return " ", ""
    if name == _TEXT + "line-break":
        return "<br>", ""
    tag = _TAGS.get(name, "")
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def rtf_as_html(body: bytes) -> tuple[str, list[str]]:
    """(markup, no warnings) of RTF: its paragraphs. Raises ExtractError."""
    try:
        from striprtf import striprtf
    except ImportError:
        raise ExtraMissingError(MISSING) from None
    try:
        to_text: Callable[..., str] = striprtf.rtf_to_text
        text = to_text(decode(body, "text/rtf; charset=cp1252"), errors="replace")
    except (MemoryError, RecursionError):
        raise
    except Exception:  # as above
        raise ExtractError("the RTF file is damaged") from None
    lines = (line.strip() for line in text.splitlines())
    return "<main>" + "".join(f"<p>{escape(line)}</p>" for line in lines if line) + "</main>", []


def _bounded(body: bytes) -> zipfile.ZipFile:
    """The package, of which no more comes than its directory says, and that is little enough."""
    try:
        package = zipfile.ZipFile(io.BytesIO(body))
        parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ExtractError("the file is damaged") from None
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise ExtractError("the file unpacks to more than any document holds")
    return package

"""What a body is, and its text. Pure; never raises, whatever the bytes or the declared charset."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE
)
_PARAM = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_HTML = re.compile(
    rb"^\s*(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h1|table|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_TYPES = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/markdown": "text/markdown",
    "text/x-markdown": "text/markdown",
    "text/plain": "text/plain",
}
# The web's names for Windows' encodings (WHATWG Encoding Standard).
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
# Codecs of Python that are no charsets of the web; some expand, some call code.
_TEXT_CODECS = re.compile(
    r"^(?:utf[-_]?(?:8|16|32)(?:[-_]?[lb]e)?|cp\d{3,5}|windows-\d{3,4}|iso[-_]?8859[-_]\d{1,2}|koi8[-_][rut]"
    r"|mac[-_]?(?:roman|cyrillic)|gb18030|big5(?:hkscs)?|euc[-_](?:jp|kr)|iso[-_]2022[-_](?:jp|kr)|tis[-_]?620)$"
)


def media_type(content_type: str, body: bytes) -> str:
    """The media type without parameters, in lower case; read off the body where none is given."""
    declared = content_type.partition(";")[0].strip().lower()
    if declared in ("", "text/plain", "application/octet-stream", "text/*", "*/*"):
        start = body[:8192].lstrip(b"\xef\xbb\xbf")
        if _HTML.match(start):
            return "text/html"
        if declared == "text/plain":
            return declared
        if start.startswith(b"%PDF-"):
            return "application/pdf"
        return "application/octet-stream" if b"\x00" in start else "text/plain"
    return _TYPES.get(declared, declared)


def decode(body: bytes, content_type: str) -> str:
    """The body as text: byte order mark, then header, then <meta>, then UTF-8, then Windows-1252.

    A declared charset that is unknown or does not fit gives way to the next. Never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _PARAM.search(content_type)
    names = [declared[1]] if declared else []
    meta = _META.search(body[:4096])
    if meta:
        names.append(meta[1].decode("ascii", "replace"))
    for name in [*names, "utf-8"]:
        codec = _ALIASES.get(name.lower(), name.lower())
        if not _TEXT_CODECS.match(codec):
            continue
        try:
            return body.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    # One broken byte must not turn a whole UTF-8 page into mojibake.
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    fitting = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if fitting > broken else body.decode("cp1252", "replace")

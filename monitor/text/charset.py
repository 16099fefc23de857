"""What a body is, and its text. Pure; never raises, whatever the bytes or the declared charset."""

from __future__ import annotations

import codecs
import re

import webencodings

from monitor.text.undeclared import guessed

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
_XML = re.compile(
    rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-zA-Z0-9_.:-]{2,40})[\"']", re.IGNORECASE
)
_PARAM = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{2,40})", re.IGNORECASE)
_HTML = re.compile(
    rb"^\s*(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h1|table|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)
PDF, RTF, JSON = "application/pdf", "application/rtf", "application/json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
_TYPES = {
    "text/html": "text/html",
    "text/markdown": "text/markdown",
    "text/x-markdown": "text/markdown",
    "text/plain": "text/plain",
    "application/x-pdf": PDF,
    "text/rtf": RTF,
    "application/x-rtf": RTF,
    "text/json": JSON,
}
_DECLARED = re.compile(r"[^\s;,]+")
_PAGES = ("text/html", "html", "text/htm", "text/xhtml", "application/html", "text/shtml")
_XML_TYPES = ("application/xml", "text/xml")
# Labels that say nothing; one without a slash is none.
_UNKNOWN = ("", "text/*", "*/*", "unknown/unknown", "application/unknown")
_XHTML = re.compile(rb"<html\b[^>]{0,500}http://www\.w3\.org/1999/xhtml", re.IGNORECASE)
_ZIP = "application/zip"
# What begins like this is not text, whatever its label says.
_SIGNATURES = (
    (b"\x1f\x8b", "application/gzip"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", _ZIP),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"BZh", "application/x-bzip2"),
    (b"{\\rtf", RTF),
)
_OPENDOCUMENT = (
    b"mimetype" + ODT.encode()
)  # stands unpacked at the beginning, behind the zip's head
_PACKED = (PDF, DOCX, ODT, RTF)
# Characters that no text has; ESC begins a shift in some.
_BINARY = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x1b"})
_BINARY_SHARE = 0.03  # of the first bytes; packed bytes have a tenth
_WIDE = ("utf-16", "utf-32", "ucs-2", "unicode")  # half of their bytes may be such
_TEXTS = (*_PAGES, *_XML_TYPES, *_TYPES, "application/xhtml+xml", "application/octet-stream")
# Browsers refuse these, as a script could hide in them; of their text nothing is run here.
_REFUSED = {"iso-2022-kr": "iso2022_kr", "csiso2022kr": "iso2022_kr", "hz-gb-2312": "hz"}
_WIDER = {"gbk": "gb18030"}  # the web reads the one by the other
_ESCAPED = b"\x1b$"  # begins Japanese or Korean text that is ASCII byte for byte


def media_type(content_type: str, body: bytes) -> str:
    """The media type without parameters, in lower case.

    Where none is given, where it says text and the bytes are something else, and where it is one
    that browsers take for a page, it is read off the body.
    """
    found = _DECLARED.match(content_type.strip().lower())
    declared = found[0] if found else ""
    if declared in _UNKNOWN or ("/" not in declared and declared not in _PAGES):
        declared = ""
    start = body[:8192].lstrip(b"\xef\xbb\xbf")
    if declared.startswith("multipart/"):
        return declared
    packed = _packed(body)
    if packed and (declared in _TEXTS or not declared or packed in _PACKED):
        return packed
    if _TYPES.get(declared, declared) in (*_PACKED, JSON) and _HTML.match(start):
        return "text/html"  # an error page, most likely
    if declared in _TEXTS and is_binary(content_type, body):
        return "application/octet-stream"
    if declared in _PAGES:
        return "text/html"
    if declared in _XML_TYPES and _XHTML.search(start):
        return "application/xhtml+xml"
    if declared in ("", "text/plain", "application/octet-stream", *_XML_TYPES):
        if _HTML.match(start):
            return "text/html"
        if declared == "text/plain" or declared in _XML_TYPES:
            return declared
        return "application/octet-stream" if b"\x00" in start else "text/plain"
    return JSON if declared.endswith("+json") else _TYPES.get(declared, declared)


def full_type(content_type: str, body: bytes) -> str:
    """The media type as `media_type` finds it, with the charset that the header declares."""
    return f"{media_type(content_type, body)};{content_type.partition(';')[2]}"


def _packed(body: bytes) -> str:
    """What the first bytes say that it is; "" where they are of text, or of nothing known."""
    kind = next((kind for mark, kind in _SIGNATURES if body.startswith(mark)), "")
    if kind == _ZIP:
        if _OPENDOCUMENT in body[:200]:
            return ODT
        if b"word/document" in body:
            return DOCX
    if not kind and b"%PDF-" in body[:1024] and not _HTML.match(body[:1024]):
        return PDF  # behind bytes that do not belong to it
    return kind


def is_binary(content_type: str, body: bytes) -> bool:
    """Are the bytes no text, whatever their label says? So are those that brotli has packed."""
    start = body[:8192]
    odd = len(start) - len(start.translate(None, _BINARY))
    if odd <= _BINARY_SHARE * len(start) or any(body.startswith(mark) for mark, _ in _BOMS):
        return False
    return not any(wide in content_type.lower() for wide in _WIDE) and not is_utf8(body)


def decode(body: bytes, content_type: str) -> str:
    """The body as text: byte order mark, then header, then <meta> or <?xml?>, then UTF-8.

    Names mean what they mean to browsers (the WHATWG's table). A declared charset that is unknown
    or does not fit gives way to the next, in the end to what its letters speak for.
    Never raises.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    names = [*_declared(body, content_type), "utf-8"]
    for codec in names:
        try:
            return body.decode(codec)
        except (UnicodeError, LookupError):
            continue
    # One broken byte must not turn a whole page into mojibake: what loses least, if it is little.
    texts = [body.decode(codec, "replace") for codec in names]
    text = min(texts, key=lambda t: t.count("\ufffd"))
    # By bytes: of a letter that was cut off in UTF-8 some still fit, by chance hardly any do.
    broken = text.count("\ufffd")
    fitting = len(body) - len(text.encode("ascii", "ignore")) - broken
    return text if fitting > broken else body.decode(guessed(body) or "cp1252", "replace")


def is_utf8(body: bytes) -> bool:
    """Is the body text in UTF-8 as it is, whatever it declares?"""
    if b"\x1b" in body and _ESCAPED in body:  # one byte is found a hundred times faster than two
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared(body: bytes, content_type: str) -> list[str]:
    """Python's names of the charsets that the header and the body declare, in that order."""
    found = []
    if header := _PARAM.search(content_type):
        found.append(_codec(header[1]))
    start = body[:4096]
    if within := _META.search(start) or _XML.match(start):
        codec = _codec(within[1].decode("ascii", "replace"))
        # What was found by reading the body as ASCII is not in UTF-16.
        found.append("utf-8" if codec.startswith("utf-16") else codec)
    return [codec for codec in found if codec]


def _codec(label: str) -> str:
    """The codec for a label of the web; "" for one that nobody knows."""
    known = webencodings.lookup(label)
    if known is None:
        return ""
    if known.name == "replacement":
        return _REFUSED.get(label.lower(), "")
    return _WIDER.get(known.name, known.codec_info.name)

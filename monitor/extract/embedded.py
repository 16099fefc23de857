"""What a page carries for its scripts to show: data and templates that hold its text. Pure.

Read where the page itself shows next to nothing. Written as bytes are, since a parsed page has no
scripts any more, and most pages never need it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from monitor.errors import ExtractError
from monitor.extract.json_text import json_as_html

_PIECE = re.compile(
    rb"<(script|template)\b([^<>]{0,1000})>(.*?)</(?:script|template)\b", re.IGNORECASE | re.DOTALL
)
_END = re.compile(rb"</(?:script|template)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"\btype\s*=\s*[\"']?text/(?:html|template|x-[\w-]+)", re.IGNORECASE)
_JSON = re.compile(
    rb"\btype\s*=\s*[\"']?application/(?:ld\+)?json|\bid\s*=\s*[\"']?__\w+_DATA__", re.IGNORECASE
)
_STATE = re.compile(rb"\s*(?:window\.|self\.|var\s+)?(__\w{3,40}__|\w{3,40}State)\s*=\s*(?=[{\[])")
_NAME = re.compile(rb"\bid\s*=\s*[\"']?([\w-]{1,40})")
_MOST = 40  # pieces of a page


def pieces(body: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """(name, content, whether it is JSON) of what a page carries beside what it shows."""
    end = max((found.end() for found in _END.finditer(body)), default=0)
    left = _MOST
    for found in _PIECE.finditer(body, 0, end):  # behind it each opening would search in vain
        tag, attributes, inside = found[1].lower(), found[2], found[3]
        named = _NAME.search(attributes)
        name = named[1].decode("ascii", "replace") if named else ""
        if tag == b"template" or _MARKUP.search(attributes):
            yield name or "a template", inside, False
        elif _JSON.search(attributes):
            yield name or "JSON", inside, True
        elif state := _STATE.match(inside):
            yield state[1].decode("ascii"), _value(inside[state.end() :]), True
        else:
            continue
        left -= 1
        if not left:
            return


def texts_carried(body: bytes, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(name, markup) of each piece that holds text; `paths` choose in JSON."""
    for name, inside, is_json in pieces(body):
        if not is_json:
            yield name, f"<main>{inside.decode('utf-8', 'replace')}</main>"
            continue
        with suppress(ExtractError, RecursionError):
            markup, _ = json_as_html(inside, paths)
            yield name, markup


def _value(script: bytes) -> bytes:
    """The JSON that a script begins with; b"" where it is none."""
    text = script.decode("utf-8", "replace")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return b""
    return text[:end].encode("utf-8", "replace")

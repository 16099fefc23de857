"""Has any text of a page changed? Told from the bytes, without reading them as a page.

Almost every answer differs from the one before: in nonces, tokens, scripts, classes. What stands
between its tags seldom does. Equal fingerprints: whatever the page says, it says it in both.
"""

from __future__ import annotations

import hashlib
import re

_TAG = re.compile(rb"<[^<>]*>")
_TEXT = re.compile(rb">([^<]*)")
_ID = re.compile(rb"[0-9]{16,}")  # longer than any number that a policy gives
_LONG = b"0" * 16
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
# Addresses are hidden from robots by another spelling in every answer.
_ENTITY = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
ENTITIES = 2_000
_SPACE = b" \t\n\r\f"
# Lower case only: a page that shouts its tags is merely read more often.
_UNREAD = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_HTML = ("text/html", "application/xhtml+xml")


def fingerprint(body: bytes, media_type: str) -> str:
    """A digest of all text of a body, boilerplate included; `media_type` may carry a charset.

    Of HTML, white space, tags with their attributes, comments, scripts, styles, very long numbers
    and the spelling of characters do not count; of anything else every byte does.
    """
    digest = hashlib.sha256(media_type.encode("utf-8", "replace") + b"\0")
    if media_type.partition(";")[0].strip().lower() in _HTML:
        for start, end in _UNREAD:
            body = _without(body, start, end)
        body = _without_tags(body)
        if _LONG in body.translate(_DIGITS):  # far cheaper than to look for the pattern
            body = _ID.sub(b"0", body)
        if body.count(b"&#") < ENTITIES:
            body = _ENTITY.sub(_character, body)
        body = body.translate(None, _SPACE)
    digest.update(body)
    return digest.hexdigest()


def _without_tags(body: bytes) -> bytes:
    """The body with a space for each tag."""
    start = body.find(b"<")
    if start >= 0 and body.find(b">", 0, start) < 0:
        texts = _TEXT.findall(body, start)
        if len(texts) == body.count(b"<"):  # every tag is closed: several times cheaper
            return b" ".join([body[:start], *texts])
    return _TAG.sub(b" ", body)


def _character(entity: re.Match[bytes]) -> bytes:
    code = int(entity[1], 16) if entity[1] else int(entity[2])
    return chr(code).encode("utf-8", "replace") if code < 0x110000 else entity[0]


def _without(body: bytes, start: bytes, end: bytes) -> bytes:
    """The body less all that stands between `start` and the `end` after it."""
    kept: list[bytes] = []
    at = 0
    while (begin := body.find(start, at)) >= 0 and (stop := body.find(end, begin)) >= 0:
        kept.append(body[at:begin])
        at = stop
    kept.append(body[at:])
    return b"".join(kept)

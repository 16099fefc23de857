"""Has any text of a page changed? Told from the bytes, without reading them as a page.

Almost every answer differs from the one before: in nonces, tokens, scripts, classes. What stands
between its tags seldom does. Equal fingerprints: whatever the page says, it says it in both.
"""

from __future__ import annotations

import hashlib
import re

_TAG = re.compile(rb"<[^<>]*>")
_SPACE = b" \t\n\r\f"
# Lower case only: a page that shouts its tags is merely read more often.
_UNREAD = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_HTML = ("text/html", "application/xhtml+xml")


def fingerprint(body: bytes, media_type: str) -> str:
    """A digest of all text of a body, chrome included; `media_type` may carry a charset.

    Of HTML, white space, tags with their attributes, comments, scripts and styles do not count; of
    anything else every byte does.
    """
    digest = hashlib.sha256(media_type.encode("utf-8", "replace") + b"\0")
    if media_type.partition(";")[0].strip().lower() in _HTML:
        for start, end in _UNREAD:
            body = _without(body, start, end)
        body = _TAG.sub(b"", body).translate(None, _SPACE)
    digest.update(body)
    return digest.hexdigest()


def _without(body: bytes, start: bytes, end: bytes) -> bytes:
    """The body less all that stands between `start` and the `end` after it."""
    kept: list[bytes] = []
    at = 0
    while (begin := body.find(start, at)) >= 0 and (stop := body.find(end, begin)) >= 0:
        kept.append(body[at:begin])
        at = stop
    kept.append(body[at:])
    return b"".join(kept)

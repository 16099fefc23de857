"""Page text is written by strangers: nothing in it may act on a terminal, a channel or a mail.

Text is cleaned before it reaches a template: what acts without being seen goes, every character
that a person reads stays as it is. What is left is escaped by the means of the channel that carries
it: HTML by autoescape, others by theirs (payloads/, notify).
"""

from __future__ import annotations

import re

# Terminal escapes: CSI, OSC and the other string sequences, then two-character ones.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
_SPACES = re.compile(r"[\s\x1c-\x1f\u0085\u2028\u2029\u00a0\u2000-\u200a\u202f\u3000]+")
# Other controls; direction overrides (they show text in another order than it has); invisible
# characters that hide or split words (the joiners U+200C and U+200D stay: Hindi and Persian need
# them); tag characters; lone surrogates, which cannot be encoded.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LIMIT = 1_000_000  # characters; nothing that a person reads is longer


def clean(text: str) -> str:
    """Readable text on one line: no controls, terminal escapes, line ends or direction tricks.

    Leading and trailing space becomes at most one space, so that pieces still join as words.
    """
    text = _ESCAPES.sub("", text[:_LIMIT])
    text = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", _SPACES.sub(" ", text)))
    return _SPACES.sub(" ", text)  # two spaces may have met


def web_link(url: str) -> str:
    """The address if it may be linked (http or https, no spaces, quotes, brackets), else ""."""
    url = clean(url).strip()
    return url if re.fullmatch(r"https?://[^\s\"'<>\\^`{|}\[\]]+", url, re.IGNORECASE) else ""


def begun(text: str, limit: int) -> str:
    """As it is, the words of a text that fit into `limit` characters, with "…" behind them."""
    return text if len(text) <= limit else f"{text[:limit].rpartition(' ')[0] or text[:limit]}…"


def ended(text: str, limit: int) -> str:
    """As it is, the last words of a text that fit into `limit` characters, "…" before them."""
    return text if len(text) <= limit else f"…{text[-limit:].partition(' ')[2] or text[-limit:]}"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there are any, marked with "…"."""
    text = clean(text).strip()
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;·") + "…"

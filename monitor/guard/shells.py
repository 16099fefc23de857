"""Is a plain answer only a shell, which scripts fill with the text? Pure.

Asked of pages of few words alone. A try by a browser that finds nothing more costs seconds, a
policy that is never read costs everything: so it takes one sign, and the browser has the last word.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.guard.doubts import SPARSE, TOO_FEW
from monitor.guard.judge import FEW_WORDS
from monitor.model import Document, Verdict

LOOKED_AT = 300_000  # bytes: a shell is short, but for its styles
_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
# An element that waits for its content: one of the names that frameworks use, or one of its own.
_ROOT = re.compile(
    rb"<(?:div|main|section)\b[^<>]{0,300}?\bid\s{0,5}=\s{0,5}[\"']?(?:root|app|__next|__nuxt"
    rb"|___gatsby|[\w-]{1,30}-(?:root|app)|(?:app|root)-[\w-]{1,30}|container|content|main|svelte"
    rb"|mount)(?=[\"'\s>])[^<>]{0,300}>\s{0,200}(?:<!--[^<>]{0,200}-->\s{0,200})?</"
    rb"|<[a-z]{1,30}-[a-z0-9-]{1,60}\b[^<>]{0,300}>\s{0,200}</",
    re.IGNORECASE,
)
_NOSCRIPT = re.compile(rb"<noscript\b[^<>]{0,200}>.{0,400}?javascript", re.IGNORECASE | re.DOTALL)
_BROWSER = ("needs a browser", "may need a browser")  # what extraction warns of
_FILLED = ("in a frame", *_BROWSER)
_EMPTY = ("empty", "hollow", "redirect", "javascript")


def shell(document: Document | None, body: bytes, verdict: Verdict) -> str:
    """Why a browser may find the text that an answer does not have; "" where it would not.

    `document` None: the answer was not read, for the verdict that stands beside it.
    """
    if verdict.reason == "javascript":
        return "the page asks for scripts"
    if not (verdict.may_be or verdict.reason in _EMPTY):
        return ""  # it is refused to us: that is for its owner to say
    if document is None or document.words < FEW_WORDS:
        return "hardly a word, and scripts" if _SCRIPT.search(body) else ""
    if document.words >= SPARSE:
        return ""
    if found := next((w for w in document.warnings if any(sign in w for sign in _FILLED)), ""):
        return found
    start = body[:LOOKED_AT]
    if not _SCRIPT.search(start):
        return ""
    if _ROOT.search(start):
        return "few words, and an element that scripts fill"
    return "few words, and a request for scripts" if _NOSCRIPT.search(start) else ""


def drawn(document: Document) -> Document:
    """What a browser read, without the advice to use one: what still loads is beside the text."""
    if document.words < TOO_FEW or not document.warnings:
        return document
    left = tuple(w for w in document.warnings if not any(sign in w for sign in _BROWSER))
    return replace(document, warnings=left)

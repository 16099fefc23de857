"""Where the text of a page of few words may be instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from monitor.languages import alternatives
from monitor.model import Document

FEW_WORDS = 120
_SCRIPTED = re.compile(
    rb"__NEXT_DATA__|__next_f\.push|\"articleBody\"|__NUXT__|__INITIAL_STATE__|__APOLLO_STATE__"
    rb"|<script[^<>]{0,200}\btype\s*=\s*[\"']?(?:text/html|text/x-template|text/template)\b",
    re.IGNORECASE,
)
_LOADING = re.compile(rf"^\W*(?:{alternatives('interface', 'loading')})\b.{{0,30}}$", re.IGNORECASE)
_BY_FRAME = "with `follow: iframe` it is"
_BY_LINK = "with its link in `follow` it is"
_FRAMED = re.compile(r"the page shows (.+) in a frame, which is not read.*")
_FRAMES = 3  # of which the address is told
_PDF = re.compile(r"\.pdf(?:[?#]|$)", re.IGNORECASE)


def shown_in(warning: str, base: str) -> str:
    """The address of the frame that a line of `missing` names; "" where it names none."""
    found = _FRAMED.fullmatch(warning)
    try:
        return urljoin(base, found[1]) if found else ""
    except ValueError:
        return ""


def missing(document: Document, body: bytes, frames: Sequence[str]) -> list[str]:
    """One line for each place where the text of a page of few words may be."""
    found = [
        f"the page shows {src} in a frame, which is not read ({_BY_FRAME})"
        for src in frames[:_FRAMES]
        if src
    ]
    blocks = (*document.blocks(), *document.boilerplate)
    pdf = next((link for b in document.blocks() for link in b.links if _PDF.search(link)), "")
    if pdf:
        found.append(f"the text may be in a PDF, which is not read ({_BY_LINK}): {pdf[:200]}")
    if _SCRIPTED.search(body):
        found.append("the text may be in the page's scripts: it needs a browser")
    if any(_LOADING.match(block.text) for block in blocks if len(block.text) <= 60):
        found.append("the page says that it is loading: it may need a browser")
    return found

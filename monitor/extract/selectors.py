"""Is a CSS selector one that the parser understands? For the watchlist's checks."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, SelectolaxError


def problem(selector: str) -> str:
    """What is wrong with a selector, "" when it can be used."""
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError as e:
        return str(e).rstrip(".").lower()
    return ""

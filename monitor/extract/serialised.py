"""What lexbor writes out, well-formed: its tags, link targets and character codes. Pure."""

from __future__ import annotations

import re

from monitor.text.cues import has_any

_TOKEN = re.compile(r'<(/?[a-zA-Z][^\s/<>]*+(?: =?[^\s=>]*+="[^"]*+")*+|)>([^<]*+)')
_RAW = ("<plaintext", "<xmp")  # in them < and > stand for themselves
_NUMERIC = re.compile(r"(?:&#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5});){3,}")
_CODE = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")


def tags(markup: str) -> list[str]:
    """The markup from each < to the next, without it; of a comment only the text behind it."""
    if "<!--" in markup:
        end = markup.rfind("-->") + 3  # behind it each opening would be searched in vain
        markup = _without_comments(markup[:end]) + markup[end:]
    if markup.count("<") == markup.count(">") and not has_any(markup, _RAW):
        return markup.split("<")  # all are of tags, as almost always: no pattern is as quick
    return [f"{tag}>{text}" for tag, text in _TOKEN.findall(markup)]


def _without_comments(markup: str) -> str:
    """The markup with an empty tag in the place of each comment; no pattern is as quick."""
    kept, at = [], 0
    while (start := markup.find("<!--", at)) >= 0:
        kept.append(markup[at:start])
        end = markup.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(markup)
    return "<>".join((*kept, markup[at:]))


def target(tag: str) -> tuple[str, str]:
    """(href, the tag without it) of a link."""
    start = tag.find(' href="')
    if start < 0:
        return "", tag
    stop = tag.index('"', start + 7)
    href = tag[start + 7 : stop]
    return href.replace("&amp;", "&"), tag[:start] + tag[stop + 1 :]


def unescape(raw: str) -> str:
    """Text without character references; what names markup is text afterwards."""
    raw = raw.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">")
    raw = raw.replace("&amp;", "&")
    # Runs of character codes that the page itself escaped: an address hidden from robots.
    return _NUMERIC.sub(_decoded, raw) if "&#" in raw else raw


def _decoded(match: re.Match[str]) -> str:
    codes = [int(d) if d else int(x, 16) for d, x in _CODE.findall(match[0])]
    return "".join(chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)

"""Markup that a parser takes quadratic time for, made harmless before it is parsed. Pure.

An element with 200,000 attributes, or 200,000 elements inside each other, keep lexbor busy for
minutes. No text is lost: only attributes, and tags of elements that stand too deep, are dropped.
"""

from __future__ import annotations

import re

_LARGE = 400_000  # bytes; below, the worst page takes seconds
_LONG_TAG = 100_000  # bytes
_MANY_TAGS = 20_000
_DEEP = 1_000  # elements inside each other
_MANY_ATTRIBUTES = 1_000  # of one element

_ATTRIBUTE = rb"(?<!\s)\s++[^\s\"'=<>/]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]*+))?+"
_ONE, _RUN = re.compile(_ATTRIBUTE), re.compile(rb"(?:%s)++" % _ATTRIBUTE)
# Elements that the parser looks for an open paragraph above. Others nest at no cost.
_NESTING = re.compile(
    rb"<(/?)(?:div|section|article|ul|ol|dl|table|blockquote|center|details|fieldset|figure|footer"
    rb"|header|main|nav|form|address|aside|dir|menu|pre|summary|hgroup|search)\b[^<>]*+>?",
    re.IGNORECASE,
)


def tame(body: bytes) -> bytes:
    """The same page, for almost every page the same bytes."""
    if len(body) > _LARGE and _has_long_piece(body):
        pieces = body.split(b"<")
        body = b"<".join([_shortened(p) if len(p) > _LONG_TAG else p for p in pieces])
    if _has_many_tags(body):
        body = _flattened(body)
    return body


def _has_many_tags(body: bytes) -> bool:
    """Are there more than _MANY_TAGS? No shorter element than <ul> counts in `_flattened`.

    To leave out what is looked for is faster than to count it.
    """
    if len(body) <= len("<ul>") * _MANY_TAGS:
        return False
    return len(body) - len(body.replace(b"<", b"", _MANY_TAGS + 1)) > _MANY_TAGS


def _has_long_piece(body: bytes) -> bool:
    """Is there a tag that may be long, judged by where the next "<" and ">" stand?"""
    at = 0
    while at + _LONG_TAG < len(body):
        last = body.rfind(b"<", at, at + _LONG_TAG)
        if last < 0:  # a long script, most often: its tag ends soon
            if body.find(b">", at, at + _LONG_TAG) < 0:
                return True
            last = body.find(b"<", at)
            if last < 0:
                return False
        at = last + 1
    return False


def _shortened(piece: bytes) -> bytes:
    """`piece` begins with a tag's name; its text, from the first ">", stays as it is."""
    if not piece[:1].isalpha():
        return piece
    end = piece.find(b">")
    tag, rest = (piece, b"") if end < 0 else (piece[:end], piece[end:])
    if len(tag.split(None, _MANY_ATTRIBUTES)) <= _MANY_ATTRIBUTES:
        return piece  # most often the code of a script behind a "<"
    return _RUN.sub(_few, tag) + rest


def _few(run: re.Match[bytes]) -> bytes:
    """Attributes, unless there are many."""
    many = len(run[0]) > _MANY_ATTRIBUTES and len(_ONE.findall(run[0])) >= _MANY_ATTRIBUTES
    return b" " if many else run[0]


def _flattened(body: bytes) -> bytes:
    depth = deepest = 0
    for match in _NESTING.finditer(body):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest <= _DEEP:
        return body
    depth = 0

    def kept(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < _DEEP else b" "
        depth += 1
        return match[0] if depth <= _DEEP else b" "

    return _NESTING.sub(kept, body)

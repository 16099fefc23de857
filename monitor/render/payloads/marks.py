"""What the channels' forms share: escaping by each channel's means, and cutting between words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from monitor.render.excerpts import Paragraph, Piece
from monitor.render.quoted import Said
from monitor.render.telling import Content
from monitor.text.safe import clean

Escape = Callable[[str], str]

COLORS = {"critical": "#b3261e", "high": "#c2570c", "medium": "#1f5fd0", "low": "#7a8594"}
# A word with the space behind it; what has no spaces is cut at any character.
_SPACED = re.compile(r"\s+|[^\s]{1,20}\s*")
_GOES_ON = Piece("gap", " …")
# A name after @ that would call somebody: a joiner keeps it from being one, and is not seen.
_CALLS = re.compile(r"(?<![\w.+-])@(?=\w)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:])")


def markdown(text: str) -> str:
    """Page text for Discord's and Teams' Markdown: each sign with a meaning behind a backslash."""
    return _MARKDOWN.sub(r"\\\1", clean(text))


def uncalled(text: str) -> str:
    """Page text that calls no user of the chat; an e-mail address stays one."""
    return _CALLS.sub("@\u2060", text)


def heading(content: Content) -> str:
    """Who and which document, one line."""
    record = content.record
    return f"{record.service} · {record.document}"


def when_lines(content: Content) -> list[str]:
    """ "Takes effect: 3 Nov 2025 (in 46 days)", one for each date; first who wrote the line, where
    a model did.
    """
    lines = [content.note] if content.note else []
    for date in content.dates:
        lines.append(date.said + (f", was {date.old}" if date.old else ""))
    return lines


def shown(content: Content) -> Iterable[Said]:
    """The points to show, the first one first."""
    return ([content.first] if content.first else []) + list(content.more)


def marked(paragraph: Paragraph, escape: Escape, cut: tuple[str, str], add: tuple[str, str]) -> str:
    """One block of the diff with removed and added words between a channel's marks."""
    line = []
    for piece in paragraph.pieces:
        text = escape(clean(piece.text))
        if piece.op in ("insert", "delete") and text.strip():
            before, after = add if piece.op == "insert" else cut
            line.append(f"{before}{text.strip()}{after}")
        else:
            line.append(text)
    label = f"({paragraph.label}) " if paragraph.label else ""
    return label + "".join(line).strip()


def marked_within(
    paragraph: Paragraph,
    room: int,
    escape: Escape,
    cut: tuple[str, str],
    add: tuple[str, str],
    width: Callable[[str], int] = len,
) -> str:
    """The same in so much room: cut between words, with every mark closed and "…" at the end."""
    whole = marked(paragraph, escape, cut, add)
    if width(whole) <= room:
        return whole
    kept: list[Piece] = []

    def made(*more: Piece) -> str:
        return marked(Paragraph((*kept, *more, _GOES_ON), paragraph.label), escape, cut, add)

    for piece in paragraph.pieces:
        if width(made(piece)) > room:
            words = _SPACED.findall(piece.text)
            while words and width(made(Piece(piece.op, "".join(words)))) > room:
                words = words[: len(words) * 3 // 4]
            return made(Piece(piece.op, "".join(words).rstrip())) if words else made()
        kept.append(piece)
    return made()


def more_points(content: Content) -> list[str]:
    """A line that says how many points are not shown, where there are some."""
    left = content.left
    return [f"and {left} more point{'s' * (left > 1)}"] if left else []


def more_paragraphs(left: int) -> str:
    """ "… 2 more paragraphs"."""
    return f"… {left} more paragraph{'s' * (left > 1)}"


def packed(lines: Iterable[str], room: int, width: Callable[[str], int] = len) -> tuple[str, int]:
    """As many whole lines as fit into so much room, and how many are left out."""
    kept: list[str] = []
    used = 0
    rest = list(lines)
    for place, line in enumerate(rest):
        used += width(line) + 1
        if used > room:
            return "\n".join(kept), len(rest) - place
        kept.append(line)
    return "\n".join(kept), 0


def short(text: str, room: int) -> str:
    """Cut between words to this many characters, "…" where some are missing."""
    if len(text) <= room:
        return text
    head = text[: room - 1]
    space = head.rfind(" ")
    return (head[:space] if space > room // 3 else head).rstrip(" ,;·") + "…"

"""Text made harmless for the channel that carries it, and cut to fit. Pure.

The message comes clean from its template; this is the last look before strangers' words reach
people, whatever wrote the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MAX_TITLE = 200  # characters
MAX_PARTS = 5  # messages that one alert may take on a channel with a limit
ROOM_FOR_PARTS = 1_000  # characters; channels below it (SMS, pagers) get two parts at most
_BREAK = "\u200b"  # zero width space: looks the same, and is no longer a command

# Control characters but tab and newline, bidirectional overrides, noncharacters.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINES = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# @everyone, @here, @name and <@U123>, <!channel>, <#C1>, <https://…|bank>, but not me@example.org.
_MENTIONS = re.compile(r"(?<![\w.])@(?=[\w&!])|<(?=[@!#&:]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
# [text](address): a link that hides where it leads.
_MASKED_LINKS = re.compile(r"\](?=\()")

Width = Callable[[str], int]  # characters that a text takes in the channel's markup


def readable(text: str) -> str:
    """Text or HTML without characters that act instead of being read; lines end with a newline."""
    text = _SURROGATES.sub("\ufffd", _LINES.sub("\n", text))
    return _UNREADABLE.sub("", text)


def one_line(title: str) -> str:
    """A subject: one line, no control characters, at most 200 characters."""
    line = " ".join(readable(title).split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rstrip() + "…"


def harmless(text: str) -> str:
    """Text whose mentions call no one and whose links show where they lead, for chat channels."""
    text = _MENTIONS.sub(lambda found: found[0] + _BREAK, readable(text))
    return _MASKED_LINKS.sub("]" + _BREAK, text)


def parts(text: str, room: int, width: Width = len) -> tuple[str, ...]:
    """The text in pieces of at most `room` characters each, as `width` counts them.

    Cut between lines, within a line only where it alone is too long, then between words. Beyond 5
    pieces (2 where room is small) lines before the last block are left out, and a note says so: the
    last block, after the last blank line, holds the links and the alert's id.
    """
    room = max(room, 40)
    text = text.strip("\n")
    if width(text) <= room:
        return (text,)
    most = MAX_PARTS if room >= ROOM_FOR_PARTS else 2
    lines = _short_lines(text, room, width)
    pieces = _packed(lines, room, width)
    if len(pieces) <= most:
        return tuple(pieces)
    foot = _short_lines(text.rpartition("\n\n")[2], room, width)
    if width("\n".join(foot)) > room // 2:
        foot = []
    body = lines[: len(lines) - len(foot)]

    def fits(kept: int) -> bool:
        return len(_packed(_left_out(body, kept, foot), room, width)) <= most

    kept = _largest(fits, len(body))
    return tuple(_packed(_left_out(body, kept, foot), room, width))


def _left_out(body: list[str], kept: int, foot: list[str]) -> list[str]:
    missing = sum(1 for line in body[kept:] if line.strip())
    note = f"… {missing} more lines are left out here …"
    return [*body[:kept], "", note, *([""] if foot else []), *foot]


def _packed(lines: list[str], room: int, width: Width) -> list[str]:
    line_end = max(1, width("\n"))
    pieces: list[str] = []
    held: list[str] = []
    used = 0
    for line in lines:
        size = width(line) + line_end
        if held and used + size > room:
            pieces.append("\n".join(held).strip("\n"))
            held, used = [], 0
        held.append(line)
        used += size
    pieces.append("\n".join(held).strip("\n"))
    return [piece for piece in pieces if piece]


def _short_lines(text: str, room: int, width: Width) -> list[str]:
    """The lines, those too long for one piece cut between words (or, without any, anywhere)."""
    room -= max(1, width("\n"))
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while width(rest) > room:
            end = _fitting(rest, room, width)
            space = rest.rfind(" ", end // 2, end)
            end = space + 1 if space > 0 else end
            lines.append(rest[:end].rstrip())
            rest = rest[end:]
        lines.append(rest)
    return lines


def _fitting(line: str, room: int, width: Width) -> int:
    """How many characters of the line fit, at least one."""
    return _largest(lambda end: width(line[:end]) <= room, min(len(line), room)) or 1


def _largest(fits: Callable[[int], bool], most: int) -> int:
    """The largest number up to `most` that fits, where every smaller one does; 0 if none."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low

"""Lines of text in a drawing: a diagram of who is included says it nowhere else. Pure.

A logo, a badge and a chart have a word or two in each place; of those nothing is read.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST = 60  # lines of a drawing
_DEEPEST = 40  # elements between a drawing and a line in it
_WORDS = 3  # of a line, on the average, that says something


def drawing_of(node: LexborNode) -> LexborNode | None:
    """The outermost drawing that an element stands in."""
    found: LexborNode | None = None
    around = node.parent
    for _ in range(_DEEPEST):
        if around is None:
            break
        if around.tag == "svg":
            found = around
        around = around.parent
    return found


def put_words_before(drawing: LexborNode) -> None:
    """Put the lines of a drawing in front of it, where they read like text."""
    if drawing.attributes.get("aria-hidden") == "true":
        return
    lines = [" ".join(node.text().split()) for node in drawing.css("text")]
    lines = [line for line in lines if line]
    if not lines or len(lines) > _MOST:
        return
    if sum(line.count(" ") + 1 for line in lines) < _WORDS * len(lines):
        return
    for line in lines:
        paragraph = LexborHTMLParser(b"<p></p>").css_first("p")
        if paragraph is not None:
            paragraph.insert_child(line)
            drawing.insert_before(paragraph)

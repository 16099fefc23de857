"""Bytes of a page to a tree in which all that it says to a reader is text. Pure.

The one place where markup is parsed: what is read of a page and what tells whether it changed start
from the same tree, so that no text can be in the one and not in the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.extract.cell_pictures import LONGEST_SIGN, alone_in_cell, cell_of, note_said
from monitor.extract.drawn_words import drawing_of, put_words_before
from monitor.extract.embedded import pieces
from monitor.extract.hidden_address import hidden_address
from monitor.extract.shown_state import CONTROLS, said_by_picture, state_of
from monitor.extract.tame import tame
from monitor.text.bundle import BUNDLE, parts_of
from monitor.text.charset import decode, full_type, is_utf8
from monitor.text.signs import sign_of, sign_of_glyph, sign_of_icon

HTML = ("text/html", "application/xhtml+xml")
# What holds text that is not markup, or not part of the page.
_UNREAD = ["script", "style"]
_STRIPPED = [*_UNREAD, "template", "svg", "math", "iframe", "noembed", "noframes"]
_STRUCK = ["del", "s", "strike"]
_STRUCK_CLASSES = (
    *("line-through", "strikethrough", "strike-through"),
    "text-decoration-line-through",
)
# Marks of footnotes that are not raised by <sup>.
_RAISED_CLASSES = frozenset(
    {"footnote", "footnote-ref", "footnote-reference", "fn", "superscript", "sup"}
)
_NOTE = re.compile("#(?:fn|footnote|note|cite)")
# Attributes in which elements that are none of HTML's own keep the heading of what they hold.
_HEADED = ("summary", "heading", "question")
_LONGEST_HEADING = 300  # characters
# Those of one element stand together: each selector is held against every element of the page.
_LOOKED_AT = ",".join(
    (
        *_UNREAD,
        "img[alt]",
        'a:is([href*="email-protection#"],[data-cfemail])',
        "a:is(.footnote-ref,.footnote-reference,.footnote,.fn)",
        'a:is([href^="#fn"],[href^="#footnote"],[href^="#note"],[href^="#cite"])',
        'span:is([data-cfemail],.superscript,.sup,.footnote,[style*="super"])',
        *_STRUCK,
        '[style*="line-through"]',
        '[class*="through"]',  # see _STRUCK_CLASSES
        "sup",
        '[role]:is([role=img],[role="doc-noteref"],[aria-rowspan])',
        ":is(td,th):is([rowspan],[colspan])",
        *("template:is([shadowrootmode],[shadowroot])", "iframe:is([srcdoc],[src])", "frame[src]"),
        *(":is(td,li) svg", "input[alt]", "td b[class]", ":is(td,li) i[class]"),
        "svg text",
        *("td span:is([class],[title],[aria-label])", "td img[src]", "td ion-icon[name]"),
        ":is(" + ",".join(f"[{name}]" for name in _HEADED) + ")",
        *CONTROLS,
    )
)
Attributes = Mapping[str, str | None]
_APART = "\x01"
_OTHER = re.compile(r"charset=(?!\s*[\"']?utf-?8)", re.IGNORECASE)
_ID = re.compile(r"(?<![\w-])[0-9]{16,}(?![\w-])")  # longer than any number that a policy gives
_LONG = b"0" * 16
_SHELL = 12_000  # bytes of text, navigation included, of a page that may hold no policy
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_MOST_INSIDE = 50  # frames and trees written into a page that are read
_MOST_STRUCK = 500  # more of them are how a page looks
_ICON_FONT = re.compile(r"\b(?:material-(?:icons|symbols)|ligature|icon-?font)")
_MARK = re.compile(r"[\[(]?\d{1,2}[\])]?|[*†‡§¶#]{1,3}|\[[a-z]\]")
_UNIT = re.compile(r"(?:^|[\s\d/])(?:[cdkmµ]?m|ft|in|s|10)\s*$")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|None$")
_SELF_CLOSED = re.compile(rb"<([a-zA-Z][\w:-]*)((?:\s[^<>]*)?)/>")
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_XHTML = "application/xhtml+xml"


class Tree:
    """A page, parsed. `spans` are the cells that reach over several rows or columns, as text."""

    def __init__(self, body: bytes, media_type: str = "text/html") -> None:
        """Read `body`, in UTF-8. Any bytes are a page; MemoryError where memory is too little."""
        if media_type.startswith(_XHTML):
            body = _as_html(body)
        try:
            self.html = LexborHTMLParser(tame(body))
        except SelectolaxError as error:  # lexbor's only reason
            raise MemoryError(str(error)) from None
        self.spans: list[str] = []
        self.frames: list[str] = []  # addresses of pages shown inside, which are not read
        self._inside = 0
        self._drawn: set[int] = set()  # drawings whose words were read
        self._said: dict[int, bool] = {}  # has a cell, or its row, any text?
        if self.html.body is not None:
            self._look(self.html)

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Goes to no other process: what is sent on is that there is none."""
        return type(None), ()

    def markup(self) -> str:
        """Its body as well-formed markup, with the notes that were left on elements."""
        self.html.strip_tags(_STRIPPED)
        markup = (self.html.body.html or "") if self.html.body is not None else ""
        if not markup:  # its own tag at least
            raise MemoryError("the page cannot be written out")
        return markup

    def text(self) -> str:
        """All its text, boilerplate included, piece by piece."""
        body, title = self.html.body, self.html.css_first("head title")
        text = body.text(separator=_APART, skip_empty=True) if body is not None else ""
        return _APART.join((title.text() if title is not None else "", text, *self.spans))

    def _look(self, page: LexborHTMLParser) -> None:
        """Read all elements of a page, or of a tree inside it, that say more than their text."""
        # One way through the tree for both: each costs as much as its text.
        unread, struck, seen = [], [], set()
        self._said.clear()
        opened: list[LexborNode] = []  # choices that are not made
        made: set[str | None] = set()  # names of the choices that are
        for node in page.css(_LOOKED_AT):
            tag = node.tag
            if tag in _UNREAD:
                unread.append(node)
                continue
            if node.mem_id in seen:  # which two of them find
                continue
            seen.add(node.mem_id)
            attributes = node.attributes  # made anew whenever it is asked for
            if _is_struck(tag, attributes):
                struck.append(node)
            elif attributes.get("type") == "radio" and "checked" not in attributes:
                opened.append(node)
            else:
                if attributes.get("type") == "radio":
                    made.add(attributes.get("name"))
                self._read(node, tag, attributes)
        for node in opened:
            if node.attributes.get("name") in made and (said := state_of(node)):
                node.insert_before(f" {said} ")
        _drop_struck(page, struck)
        for node in unread:
            _unlink(node)

    def _read(self, node: LexborNode, tag: str | None, attributes: Attributes) -> None:
        """Turn what an element says beside its text into text."""
        if tag == "img" or (tag == "input" and attributes.get("type") == "image"):
            _name_picture(node, attributes, self._said)
        elif tag in ("input", "select"):
            if said := state_of(node):
                node.insert_before(f" {said} ")
        elif "aria-checked" in attributes or "aria-pressed" in attributes:
            first = node.child
            # A switch without words of its own belongs to the line before it.
            (node if first is None else first).insert_before(f" {state_of(node)} ")
        elif tag == "sup" or _is_raised(attributes):
            if _is_footnote(node):
                _unlink(node)
        elif (attributes.get("role") == "img" or tag in ("svg", "i", "b", "span")) and (
            said := _drawn_sign(node, attributes) or _named(node, attributes)
        ):
            node.insert_before(f" {said} ")
        elif tag == "text":
            drawing = drawing_of(node)
            if drawing is not None and drawing.mem_id not in self._drawn:
                self._drawn.add(drawing.mem_id)
                put_words_before(drawing)
        elif tag == "ion-icon":
            if said := sign_of_icon(attributes.get("name") or ""):
                node.insert_before(f" {said} ")
        elif tag in ("td", "th") or "aria-rowspan" in attributes:
            spans = tuple(map(attributes.get, ("rowspan", "colspan", "aria-rowspan")))
            if any(span not in (None, "", "1") for span in spans):
                self.spans.append(f"{spans} {node.text()}")
        elif tag == "template" or attributes.get("srcdoc"):
            self._unfold(node)
        elif tag in ("iframe", "frame"):
            if _is_seen(attributes):
                self.frames.append((attributes.get("src") or "")[:200])
        elif "-" in (tag or "") and any(attributes.get(name) for name in _HEADED):
            self._head(node, attributes)
        elif address := hidden_address(attributes):
            node.insert_before(address)
            _unlink(node)

    def _head(self, node: LexborNode, attributes: Attributes) -> None:
        """Put the heading that an element of a site's own has as an attribute in front of it."""
        said = next((said for name in _HEADED if (said := attributes.get(name))), "")
        if said and len(said) <= _LONGEST_HEADING:
            page = LexborHTMLParser(b"<h6></h6>")
            heading = page.css_first("h6")
            if heading is not None:
                heading.insert_child(said)
                node.insert_before(heading)

    def _unfold(self, node: LexborNode) -> None:
        """Put the page of a frame, or the tree of an element, where browsers show it."""
        self._inside += 1
        if self._inside > _MOST_INSIDE:
            return
        if node.tag == "iframe":
            inside = node.attributes.get("srcdoc") or ""
        else:
            inside = (node.html or "").partition(">")[2].rpartition("<")[0]
        markup = f"<div>{inside}</div>".encode("utf-8", "replace")
        page = LexborHTMLParser(tame(markup))
        self._look(page)
        found = page.css_first("div")
        if found is not None:
            node.insert_before(found)


def _is_struck(tag: str | None, attributes: Attributes) -> bool:
    if tag in _STRUCK:
        return True
    named = f" {attributes.get('class') or ''} "
    return "line-through" in (attributes.get("style") or "") or any(
        f" {name} " in named for name in _STRUCK_CLASSES
    )


def _drop_struck(page: LexborHTMLParser, struck: list[LexborNode]) -> None:
    """Leave out words that are struck out; where they are most of the page, it looks so."""
    if not struck or len(struck) > _MOST_STRUCK or page.body is None:
        return
    if 2 * sum(len(node.text()) for node in struck) < len(page.body.text()):
        for node in struck:
            _unlink(node)


def _unlink(node: LexborNode) -> None:
    """Take an element out of its page. Its memory stays: others that were found lie inside."""
    node.decompose(recursive=False)


def _name_picture(node: LexborNode, attributes: Attributes, known: dict[int, bool]) -> None:
    """Put what a picture says before it."""
    name = attributes.get("alt") or ""
    cell = cell_of(node) if name else None
    said = _pictured(name)
    if cell is not None and not said:
        said = alone_in_cell(cell, name, known)
    said = said or _drawn_in_cell(node, attributes)
    around = node.parent
    if said and around is not None and around.tag == "picture":
        # Nothing inside is text. A sign would be how a photo's "true" is read.
        said, node = said if len(said) > 1 else "", around
    if said:
        node.insert_before(f" {said} ")
        if cell is not None:
            note_said(cell, known)


def _is_seen(attributes: Attributes) -> bool:
    """Is it a frame that shows something?"""
    if _HIDDEN.search(f"{attributes.get('style')} {attributes.get('hidden', 'shown')}"):
        return False
    return not {"0", "1"} & {attributes.get("width"), attributes.get("height")}


def _pictured(name: str) -> str:
    """The sign that a picture with this text shows, or the text where it states something."""
    return sign_of(name[:LONGEST_SIGN]) or said_by_picture(name)


def _named(node: LexborNode, attributes: Attributes) -> str:
    """What a drawing says by its label."""
    return said_by_picture(attributes.get("aria-label") or "") if attributes.get("role") else ""


def _drawn_in_cell(node: LexborNode, attributes: Attributes) -> str:
    """The sign that a picture without words draws in a cell of a table, by its file's name."""
    if attributes.get("alt") or node.parent is None or node.parent.tag != "td":
        return ""
    name = (attributes.get("src") or "").partition("?")[0].rpartition("/")[2]
    return sign_of_icon(name.partition(".")[0])


def _drawn_sign(node: LexborNode, attributes: Attributes) -> str:
    """The sign for yes or no that an element draws without a letter, by its name; "" none."""
    classes = attributes.get("class") or ""
    if node.tag != "svg" and (text := node.text(strip=True)):
        return sign_of_glyph(text) if _ICON_FONT.search(classes) else ""
    name = attributes.get("aria-label") or attributes.get("title") or ""
    if not name and (title := node.css_first("title")) is not None:
        name = title.text()
    if name and (sign := _pictured(name)):
        return sign
    use = node.css_first("use")
    drawn = (use.attributes.get("href") or use.attributes.get("xlink:href") or "") if use else ""
    return sign_of_icon(f"{classes} {drawn.rpartition('#')[2]}")


def _is_raised(attributes: Attributes) -> bool:
    """Does a mark stand above its line without <sup>, or say that it leads to a note?"""
    named = (attributes.get("class") or "").split()
    return (
        attributes.get("role") == "doc-noteref"
        or "super" in (attributes.get("style") or "")
        or not _RAISED_CLASSES.isdisjoint(named)
        or _NOTE.match(attributes.get("href") or "") is not None
    )


def _is_footnote(node: LexborNode) -> bool:
    """Is a raised sign the mark of a footnote? Behind a unit of measure it is a power."""
    if not _MARK.fullmatch(node.text().strip()):
        return False
    before = node.prev
    said = (before.text() or "") if before is not None else ""
    return not _UNIT.search(said[-12:])


def glance(body: bytes, media_type: str) -> tuple[str, Tree | None]:
    """(a digest of all text of a body, boilerplate included; the page, where it is HTML).

    Almost every answer differs from the one before: in nonces, tokens, scripts, classes. What
    stands between its tags seldom does. Equal digests: whatever the page says, it says it in
    both. Of HTML only its text counts, and of that no very long number, which servers make up; of
    a page with little text also what it carries for its scripts; of anything else every byte.
    """
    kind = media_type.partition(";")[0].strip().lower()
    digest = hashlib.sha256(kind.encode("utf-8", "replace") + b"\0")
    if kind == BUNDLE:
        for part in parts_of(body):
            media = full_type(part.content_type, part.body)
            said = part.body if media.startswith(BUNDLE) else glance(part.body, media)[0].encode()
            digest.update(said)
        return digest.hexdigest(), None
    if kind not in HTML:
        digest.update(media_type.encode("utf-8", "replace") + body)
        return digest.hexdigest(), None
    # Looking at every byte is expensive: what is not UTF-8 shows in the text.
    sure = not _OTHER.search(media_type) and b"\x1b" not in body and b"\0" not in body[:4]
    tree = Tree(body if sure else utf8(body, media_type), kind)
    text = tree.text()
    if sure and "\ufffd" in text:
        tree = Tree(utf8(body, media_type), kind)
        text = tree.text()
    said = text.encode("utf-8", "replace")
    if _LONG in said.translate(_DIGITS):  # far cheaper than to look for the pattern
        said = _ID.sub("0", text).encode("utf-8", "replace")
    digest.update(said)
    if len(said) < _SHELL:
        for _, inside, _ in pieces(body):  # which may be all that the page says
            digest.update(inside)
    return digest.hexdigest(), tree


def fingerprint(body: bytes, media_type: str) -> str:
    """The digest of `glance` alone."""
    return glance(body, media_type)[0]


def utf8(body: bytes, media_type: str) -> bytes:
    """The body in valid UTF-8."""
    other = "charset" in media_type.lower().replace("charset=utf-8", "")
    if not other and is_utf8(body):
        return body
    return decode(body, media_type).encode("utf-8", "replace")


def _as_html(body: bytes) -> bytes:
    """XHTML in the words of HTML, which knows neither <script/> nor CDATA."""
    end = body.rfind(b"]]>") + 3  # behind it each opening would be searched to the end in vain
    closed = _CDATA.sub(lambda m: m[1].replace(b"&", b"&amp;").replace(b"<", b"&lt;"), body[:end])
    body = closed + body[end:]
    return _SELF_CLOSED.sub(_closed, body)


def _closed(tag: re.Match[bytes]) -> bytes:
    return tag[0] if tag[1].lower() in _VOID else b"<%s%s></%s>" % (tag[1], tag[2], tag[1])

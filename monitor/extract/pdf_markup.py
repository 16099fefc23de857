"""A PDF as markup: headings by the size of their letters, paragraphs, lists, tables. Pure.

What stands in the margin of many pages becomes the page's header; numbers of pages are left out;
words that were parted at the end of a line are put together again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from statistics import median, median_low

from monitor.errors import ExtractError
from monitor.extract.pdf_layout import Grid, Line, laid_out
from monitor.extract.pdf_parts import BULLET, Part, take, take_tagged
from monitor.extract.pdf_text import Pdf, Piece, Sheet, read_pdf
from monitor.languages import alternatives

_EDGE = 4.0  # points by which items of one list stand apart at their left
_MARGIN = 0.12  # of a page's height, where running heads and feet stand
_OFTEN = 0.4  # of the pages
_SAME_HEIGHT = 3.0  # points
_SMALLER = 0.95  # times the size of the text: the head of a chapter that stands over its pages
_MOSTLY = 0.6  # of the pages, at the same height of each
_FEW_LETTERS = 12  # on a page that is a picture with no text
_UNKNOWN = 0.3  # share of letters without a meaning
_LARGER = 1.1  # times the size of the text: a heading
_HEADING = 160  # characters of one that is bold or in capitals alone
_PAGE_NUMBER = re.compile(
    rf"[-–|\s]*(?:(?:{alternatives('interface', 'page')}|pág\.|p\.|s\.)\s*)?"
    rf"(?:\d{{1,4}}|[ivxl]{{1,6}})"
    rf"(?:\s*(?:/|{alternatives('interface', 'of')}|\|)\s*\d{{1,4}})?[-–|\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_SPLIT = ("-", "\u2010", "\u00ad", "\ufffe", "\x02")
_ADDRESS = re.compile(r"[/@]\S|\w\.[a-z]{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# First parts of words that keep their hyphen.
_FIRST_PARTS = frozenset(
    (
        *("anti", "co", "cross", "e", "ex", "first", "high", "in", "long", "mid", "multi", "non"),
        *("off", "on", "one", "opt", "post", "pre", "pro", "re", "real", "self", "semi", "short"),
        *("single", "so", "sub", "third", "third-party", "two", "up", "well", "x"),
    )
)


def pdf_as_html(body: bytes) -> tuple[str, list[str]]:
    """(markup, warnings) of a PDF. Raises ExtractError, also for one that holds pictures alone."""
    pdf = read_pdf(body)
    warnings = _pictures_alone(pdf)
    running = _running(pdf.sheets)
    parts: list[Part] = []
    for number, sheet in enumerate(pdf.sheets):
        pieces = [p for p in sheet.pieces if not _is_marginal(p, sheet, running)]
        if sheet.blocks:
            take_tagged(parts, sheet, pieces, number)
            continue
        for item in laid_out(sheet, pieces):
            take(parts, item, number)
    words = _words(parts)
    for part in parts:
        part.text = _text(part.lines, words)
    shown = dict.fromkeys(
        p.text
        for s in pdf.sheets
        for p in s.pieces
        if _key(p) in running and _in_margin(p, s) and not _PAGE_NUMBER.fullmatch(p.text)
    )
    head = "".join(f"<p>{escape(text)}</p>" for text in _once(shown))
    main = "".join(_markup(parts))
    language = f' lang="{escape(pdf.language)}"' if pdf.language else ""
    return (
        f"<html{language}><title>{escape(_title(pdf, parts))}</title>"
        f"<header>{head}</header><main>{main}</main></html>"
    ), warnings


def _pictures_alone(pdf: Pdf) -> list[str]:
    """What to warn of; ExtractError where no page, or next to none, has text."""
    letters = "".join(p.text for s in pdf.sheets for p in s.pieces)
    blind = [s for s in pdf.sheets if sum(len(p.text) for p in s.pieces) < _FEW_LETTERS]
    scanned = sum(bool(sheet.pictures) for sheet in blind)
    if len(blind) == len(pdf.sheets):
        raise ExtractError("a scanned PDF without text" if scanned else "a PDF without text")
    unknown = sum("\ue000" <= c <= "\uf8ff" or c == "\ufffd" or c < " " for c in letters)
    if unknown > _UNKNOWN * len(letters):
        raise ExtractError("a PDF whose letters have no meaning: its fonts say only how they look")
    if not scanned:
        return []
    return [f"{scanned} of {len(pdf.sheets)} pages are pictures without text, which are not read"]


# --------------------------------------------------------------------------- margins


def _key(piece: Piece) -> tuple[str, float]:
    return _DIGITS.sub("#", piece.text), piece.size


def _in_margin(piece: Piece, sheet: Sheet) -> bool:
    edge = _MARGIN * sheet.height
    return piece.bottom > sheet.height - edge or piece.top < edge


def _running(sheets: Sequence[Sheet]) -> set[tuple[str, float]]:
    """What stands in the margin of many pages, at one height of each, whatever its numbers.

    A sentence that a policy says twice may end two pages, but hardly at the same height.
    """
    seen: dict[tuple[str, float], dict[int, float]] = {}
    for number, sheet in enumerate(sheets):
        for piece in sheet.pieces:
            if _in_margin(piece, sheet):
                seen.setdefault(_key(piece), {})[number] = piece.bottom
    running = set()
    for key, heights in seen.items():
        usual = median_low(heights.values())
        same = sum(abs(height - usual) <= _SAME_HEIGHT for height in heights.values())
        if same >= max(2, _OFTEN * len(sheets)):
            running.add(key)
    return running | _of_chapters(sheets)


def _of_chapters(sheets: Sequence[Sheet]) -> set[tuple[str, float]]:
    """What stands at one height in the margin of most pages, in letters smaller than the text's,
    whatever it says: the name of the chapter that a page is of.
    """
    letters: Counter[float] = Counter()
    places: dict[tuple[int, float], list[Piece]] = {}
    for sheet in sheets:
        for piece in sheet.pieces:
            letters[piece.size] += len(piece.text)
            if _in_margin(piece, sheet):
                places.setdefault((round(piece.bottom), piece.size), []).append(piece)
    usual = max(letters, key=letters.__getitem__, default=0.0)
    return {
        _key(piece)
        for (_, size), pieces in places.items()
        if size < _SMALLER * usual and len(pieces) >= max(3, _MOSTLY * len(sheets))
        for piece in pieces
    }


def _is_marginal(piece: Piece, sheet: Sheet, running: set[tuple[str, float]]) -> bool:
    if not _in_margin(piece, sheet):
        return False
    return _key(piece) in running or bool(_PAGE_NUMBER.fullmatch(piece.text))


def _once(texts: Sequence[str] | dict[str, None]) -> list[str]:
    """One of those that differ in their numbers alone, unless the numbers are of a day."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(_DIGITS.sub("#", text), text)
    return list(found.values())


# --------------------------------------------------------------------------- words


def _words(parts: Sequence[Part]) -> Counter[str]:
    """The words that stand whole on a line."""
    whole = Counter(
        word.lower()
        for part in parts
        for line in part.lines
        for word in _WORD.findall(line.text.rsplit(" ", 1)[0])
    )
    for word, count in list(whole.items()):
        for piece in word.split("-") if "-" in word else ():
            whole[piece] += count
    return whole


def _text(lines: Sequence[Line], words: Counter[str]) -> str:
    text = ""
    for line in lines:
        if text.endswith(_SPLIT) and line.text[:1].isalnum():
            text = _mended(text, line.text, words)
        else:
            text = f"{text} {line.text}" if text else line.text
    return text.replace("\u00ad", "").replace("\ufffe", "-").replace("\x02", "-")


def _mended(text: str, rest: str, words: Counter[str]) -> str:
    """A line and the next, of which a hyphen parts a word: as it stands elsewhere, if it does."""
    first = re.split(r"[\s(\"“/]", text)[-1][:-1]
    second = re.match(r"\w*", rest)
    other = second[0] if second else ""
    if not first or not (first[-1].isalpha() and rest[0].islower()) or _is_address(text, rest):
        return f"{text[:-1]}-{rest}" if first else f"{text} {rest}"
    if text[-1] == "\u00ad":
        return f"{text[:-1]}{rest}"
    whole, parted = f"{first}{other}".lower(), f"{first}-{other}".lower()
    two = first.lower() in _FIRST_PARTS or "-" in first or (words[first.lower()] and words[other])
    compound = words[parted] > words[whole] or (not words[whole] and two)
    return f"{text[:-1]}-{rest}" if compound else f"{text[:-1]}{rest}"


def _is_address(text: str, rest: str) -> bool:
    """Is what a line's end parts an address of the web or of mail?"""
    return bool(_ADDRESS.search(text.rsplit(" ", 1)[-1] + rest.split(" ", 1)[0]))


# --------------------------------------------------------------------------- markup


def _title(pdf: Pdf, parts: Sequence[Part]) -> str:
    """The largest heading of the first page; what the file says is often its name."""
    first = [part for part in parts if part.page == 0 and part.lines]
    largest = max(first, key=lambda part: part.size, default=None)
    usual = _usual_size(parts)
    if largest and largest.size > _LARGER * usual and len(largest.text) <= _HEADING:
        return largest.text
    return pdf.title or (first[0].text[:_HEADING] if first else "")


def _usual_size(parts: Sequence[Part]) -> float:
    sizes: Counter[float] = Counter()
    for line in (line for part in parts for line in part.lines):
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _markup(parts: Sequence[Part]) -> Iterator[str]:
    usual = _usual_size(parts)
    emphatic = median([part.bold for part in parts if part.lines] or [False]) < 1
    headed = any(part.role.startswith("h") for part in parts)
    marked = [(part, 0 if headed else _level(part, usual, emphatic)) for part in parts]
    sizes = sorted({part.size for part, level in marked if level == 1}, reverse=True)
    kinds = []
    for part, level in marked:
        if part.grid is not None:
            kinds.append(("table", 0))
        elif part.role.startswith("h"):
            kinds.append(("h", int(part.role[1:] or 2)))
        elif part.role == "li" and not level:
            kinds.append(("ul", 0))
        elif level:
            own = sizes.index(part.size) + 1 if level == 1 else len(sizes) + 1
            kinds.append(("h", min(6, own)))
        else:
            kinds.append((_listed_as(part, emphatic), 0))
    counted = _counted(parts, kinds)
    for at, part in enumerate(parts):
        if kinds[at][0] == "ol" and at not in counted:
            kinds[at] = ("p", 0)
        elif kinds[at][0] == "ol":
            part.text = _NUMBER.sub("", part.text, count=1)
    pairs = zip(parts, kinds, strict=True)
    for (kind, level), group in groupby(pairs, key=lambda pair: pair[1]):
        run = [part for part, _ in group]
        if kind == "table":
            yield from (_table(part.grid) for part in run if part.grid)
        elif kind in ("ul", "ol"):
            items = (_unbulleted(part) if kind == "ul" else part.text for part in run)
            yield f"<{kind}>" + "".join(f"<li>{escape(item)}" for item in items) + f"</{kind}>"
        else:
            tag = f"h{level}" if kind == "h" else "p"
            yield from (f"<{tag}>{escape(part.text)}</{tag}>" for part in run)


def _level(part: Part, usual: float, emphatic: bool) -> int:
    """1 for a heading by its size, 2 for one by its weight or capitals, 0 for text."""
    if not part.lines or not re.search(r"[^\W\d_]", part.text):
        return 0
    if part.size >= _LARGER * usual and len(part.text) <= 2 * _HEADING:
        return 1
    short = len(part.text) <= _HEADING and not part.text.endswith((".", ",", ";"))
    if not short or part.lines[0].dot or BULLET.match(part.text) or part.size < 0.95 * usual:
        return 0
    return 2 if (part.bold and emphatic) or (part.text.isupper() and len(part.text) > 3) else 0


def _listed_as(part: Part, emphatic: bool) -> str:
    if part.lines[0].dot or BULLET.match(part.text):
        return "ul"
    # Numbers of titles are written by hand, on a page too: no browser counts those.
    title = emphatic and (part.bold or (part.role == "p" and part.lines[0].bold))
    return "ol" if _NUMBER.match(part.text) and not title else "p"


def _unbulleted(part: Part) -> str:
    found = BULLET.match(part.text)
    return part.text[found.end() :] if found else part.text


def _counted(parts: Sequence[Part], kinds: Sequence[tuple[str, int]]) -> set[int]:
    """Which numbered parts are of a list that counts from 1, as a browser counts it.

    What stands between two of them, such as a list inside the list, does not end it, but a heading.
    """
    lists: dict[float, list[int]] = {}  # by their left edge, the parts of each
    found: set[int] = set()
    for at, (part, (kind, _)) in enumerate(zip(parts, kinds, strict=True)):
        number = _NUMBER.match(part.text) if kind == "ol" else None
        if kind == "h":
            lists.clear()
        if number is None:
            continue
        left = next((x for x in lists if abs(x - part.lines[0].left) <= _EDGE), 0.0)
        if left and int(number[1]) == len(lists[left]) + 1:
            lists[left].append(at)
            found.update(lists[left])
        elif int(number[1]) == 1:
            lists[left or part.lines[0].left] = [at]
    return found


def _table(grid: Grid) -> str:
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

"""A page must not be able to stop the monitor: text made to keep it busy is read all the same.

What is not linear here takes minutes. `pytest -m hostile --durations=0` says how long each takes.
"""

from __future__ import annotations

import random

import pytest

from monitor.api import compare
from monitor.extract import extract
from monitor.extract.pdf_parts import _LEADERS
from monitor.model import Change, ExtractRules, Op
from monitor.notify.address_book import _LINE
from monitor.notify.mail_addresses import _NAMED
from monitor.second_reader.grounds import _MEASURED
from monitor.second_reader.question import _ORDERS

SIZE = 200_000  # characters of such a text

pytestmark = pytest.mark.hostile

OLD = "Privacy\n\nWe keep your data.\n"


def inserted(change: Change) -> str:
    """All that the change shows as new."""
    blocks = (block for section in change.sections for block in section.blocks)
    return " ".join(s.text for b in blocks for s in b.spans if s.op is Op.INSERT)


@pytest.mark.parametrize("piece", ["1", "[x](", "may ", "may or must ", "within 30 days of "])
@pytest.mark.parametrize("edited", [False, True], ids=["added", "edited"])
def test_a_text_that_repeats_itself_is_compared(piece: str, edited: bool) -> None:
    text = piece * (SIZE // len(piece))
    old = OLD + "\n" + text if edited else OLD
    new = OLD + "\n" + text[: SIZE // 2] + " changed in January 2027 " + text[SIZE // 2 :]
    assert "January 2027" in inserted(compare(old, new, "text/plain"))


def test_many_chosen_lists_side_by_side_are_read() -> None:
    lists = "".join(f"<p>Paragraph {n}</p><ul><li>Item {n}</li></ul>" for n in range(4000))
    page = f"<body><div><div>{lists}</div></div></body>"
    document = extract(page, "text/html", ExtractRules(select=("ul",)))
    assert sum(1 for _ in document.blocks()) == 8000


def test_a_long_paragraph_of_which_every_other_word_changed_is_compared() -> None:
    letters, choose = "abcdefghijklmnopqrstuvwxyz", random.Random(1)
    words = ["".join(choose.choices(letters, k=choose.randint(3, 10))) for _ in range(12_000)]
    page = "<h1>Privacy</h1><p>{}</p>"
    old, new = words[:8000], [*words[:8000]]
    new[::2] = words[8000:]
    change = compare(page.format(" ".join(old)), page.format(" ".join(new)), "text/html")
    assert set(words[8000:]) <= set(inserted(change).split())


def _drawn(words: list[str], joint: str, seed: int) -> str:
    choose, text = random.Random(seed), []
    for _ in range(SIZE // (sum(map(len, words)) // len(words) + len(joint))):
        text.append(choose.choice(words))
    return joint.join(text)


PLACES = ["Peru", "New Zealand", "Côte d'Ivoire", "Georgia", "the EU", "Bosnia and Herzegovina"]
DAYS = [f"{day} {month} {year}" for day in (1, 17) for month in ("May", "June") for year in (2026,)]
DAYS += [
    f"{day}/{month}/{year}" for day in range(1, 28) for month in range(1, 12) for year in (2027,)
]
CLAUSES = [
    "You may not",
    "We will",
    "30 days",
    "opt out",
    "AI models",
    "in Canada",
    "except",
    "May 3",
]
CELLS = [", ".join([*PLACES[n:], *PLACES[:n]] * 6) for n in range(6)]


@pytest.mark.parametrize(
    ("words", "joint", "frame"),
    [
        (PLACES, ", ", "<p>{}</p>"),
        (PLACES, "</p><p>", "<p>{}</p>"),
        (PLACES, "</td><td>", "<table><tr><td>{}</td></tr></table>"),
        (CELLS, "</td><td>", "<table><tr><td>{}</td></tr></table>"),
        (DAYS, ", ", "<p>{}</p>"),
        (DAYS, "</td><td>", "<table><tr><td>{}</td></tr></table>"),
        (DAYS, "</li><li>", "<ul><li>{}</li></ul>"),
        (CLAUSES, " ", "<p>{}</p>"),
        ([f"u{n}@example{n % 7}.com" for n in range(999)], " ", "<p>{}</p>"),
        ([f"Heading {n}" for n in range(9999)], "</h2><h2>", "<h2>{}</h2>"),
        ([f"item {n}" for n in range(9999)], "</li><li>", "<ul><li>{}</li></ul>"),
        (["x", "y"], "", "<p>{}</p>"),
    ],
)
def test_a_page_of_nothing_but_one_thing_is_compared(
    words: list[str], joint: str, frame: str
) -> None:
    old, new = (f"<h1>Terms</h1>{frame.format(_drawn(words, joint, seed))}" for seed in (1, 2))
    assert compare(old, new).sections


@pytest.mark.parametrize("opened", ["<xmp>", "<plaintext>", "<textarea>", "<p><noembed>"])
@pytest.mark.parametrize("piece", ["<a", "<!--", '<a x="', "<![CDATA["])
def test_markup_that_is_never_closed_is_read(opened: str, piece: str) -> None:
    """160 kB of `<a` in raw text held a reader for 25 seconds, so that the page was never read."""
    page = f"<h1>Terms</h1><p>We keep your data for 30 days.</p>{opened}{piece * (SIZE // 2)}"
    assert "30 days" in extract(page, "text/html").text


@pytest.mark.parametrize("piece", [" ", ". ", "#", "A", "1", "information ", "a <"])
def test_addresses_and_lines_of_the_second_reader_are_judged(piece: str) -> None:
    """A list of recipients or a model's line of blanks alone took minutes."""
    text = piece * (SIZE // 4)
    assert not _MEASURED.search(text)
    assert not _ORDERS.search(text)
    assert not _NAMED.fullmatch(text)
    assert not _LINE.search(text)
    assert not _LEADERS.search(text)

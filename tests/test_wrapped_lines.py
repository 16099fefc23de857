"""Pages made of a PDF, on which each line is a paragraph: half a sentence says nothing."""

from __future__ import annotations

import textwrap

import pytest

from monitor.api import compare, extract
from monitor.model import Kind

TERMS = [
    "we keep the recordings of your calls, the messages that you send to our staff and all that "
    "you upload for as long as you have an account with us, and for two years after you closed it.",
    "you may ask us at any time to delete what we hold about you, to send you a copy of it, or to "
    "correct it where it is wrong, and we answer within a month of the day on which you wrote.",
    "partners get your address where they deliver what you ordered, and no other data unless you "
    "agreed to it when you placed the order or in the settings of your account at a later time.",
]
WRAPS = ["<p>{}</p>", "<div>{}</div>", "<p><span>{}</span></p>"]


def page(wrap: str, terms: list[str], width: int = 78) -> str:
    lines = [line for text in terms for line in textwrap.wrap(text.capitalize(), width)]
    return (
        "<html lang=en><title>Terms</title><body><main><h1>Terms</h1>"
        + "".join(wrap.format(line) for line in lines)
        + "</main></body></html>"
    )


@pytest.mark.parametrize("wrap", WRAPS)
def test_lines_of_a_wrapped_page_are_read_as_the_sentences_that_they_are(wrap: str) -> None:
    document = extract(page(wrap, TERMS), "text/html")
    assert [b.text for b in document.blocks()] == [text.capitalize() for text in TERMS]


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_sentence_of_a_wrapped_page_is_told_whole(wrap: str) -> None:
    change = compare(page(wrap, TERMS[:2]), page(wrap, TERMS))
    assert "Added: “Partners get your address where they deliver what you ordered" in change.summary
    assert len(change.points) == 1


@pytest.mark.parametrize("wrap", WRAPS)
def test_a_page_that_is_wrapped_at_another_width_has_not_changed(wrap: str) -> None:
    """Each of its lines would be one removed and one added."""
    change = compare(page(wrap, TERMS), page(wrap, TERMS, width=70))
    assert change.kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "lines",
    [
        ["your name, your address and the telephone number that you gave us at the start"] * 3,
        ["recordings of your calls", "photos", "contacts", "places", "searches", "purchases"],
        [f"Rule {n} of the many that everyone has to keep to at any time of day" for n in range(9)],
    ],
)
def test_lines_that_are_entries_of_their_own_stay_apart(lines: list[str]) -> None:
    """Few lines, short ones, and ones that begin a sentence are no wrapped text."""
    numbered = [f"{line} {n}x" for n, line in enumerate(lines)]
    markup = "".join(f"<p>{line}</p>" for line in numbered)
    document = extract(f"<main><h1>Data</h1><p>We collect:</p>{markup}</main>", "text/html")
    assert len(list(document.blocks())) == len(lines) + 1


def test_markdown_with_a_blank_line_behind_each_line_is_read_alike() -> None:
    lines = [line for text in TERMS for line in textwrap.wrap(text.capitalize(), 78)]
    document = extract("# Terms\n\n" + "\n\n".join(lines), "text/markdown")
    assert [b.text for b in document.blocks()] == [text.capitalize() for text in TERMS]


@pytest.mark.parametrize("number", ["<p>7</p>", "<h4>12</h4>", "<div>103</div>"])
def test_a_page_number_between_two_lines_is_no_text(number: str) -> None:
    """A paragraph more on page one would move every number, and tell half of a sentence each."""
    whole = page(WRAPS[0], TERMS)
    cut = whole.replace("</p><p>", f"</p>{number}<p>", 1)
    texts = [[b.text for b in extract(body, "text/html").blocks()] for body in (whole, cut)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    "running", ["Acme Terms of Use", "PURPOSE Read more", "Version of May 2031"]
)
def test_what_stands_on_every_page_of_a_pdf_is_no_part_of_its_sentences(running: str) -> None:
    """One line more on page one moves every page's end: half of other sentences was new then."""
    sentences = [f"{text[:-1].capitalize()} in case {n}." for n in range(3) for text in TERMS]
    lines = [line for text in sentences for line in textwrap.wrap(text, 78)]

    def paged(size: int) -> str:
        parts = []
        for at, line in enumerate(lines, 1):
            parts.append(f"<p>{line}</p>")
            if at % size == 0:
                parts.append(f"<p>{at // size}</p><p>{running}</p>")
        return "<main><h1>Terms</h1>" + "".join(parts) + "</main>"

    first, second = ([b.text for b in extract(paged(n), "text/html").blocks()] for n in (4, 5))
    assert [text for text in first if text in sentences] == sentences
    assert [text for text in second if text in sentences] == sentences

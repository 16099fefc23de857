"""Any bytes give a document, safe to store, in reasonable time."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.extract import extract
from monitor.model import Document, ExtractRules

MEDIA = ("text/html", "text/markdown", "text/plain")
TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<li>", "<ul>", "</ul>", "<main>", "<nav>", "</nav>"),
        *("<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<h1>", "</h1>", "<h7>"),
        *("<a href=#x>", "</a>", "<button aria-controls=b>", "</button>", "<div id=b>"),
        *("<details>", "<summary>", "</details>", "<dl>", "<dt>", "<dd>", "<br>", "<hr>", "<pre>"),
        *("<svg>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<template>"),
        *("&amp;", "&#0;", "&#xD800;", "\x1b[31m", "\ud800", "text", "Words.", "2025", "«", ":"),
    ]
)


def safe(document: Document) -> None:
    for block in [*document.blocks(), *document.boilerplate]:
        for text in (block.text, block.key):
            text.encode("utf-8")
            assert not any(c < " " or "\x7f" <= c <= "\x9f" for c in text)
    document.text.encode("utf-8")
    document.title.encode("utf-8")
    assert document.digest


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)), st.sampled_from(MEDIA))
def test_any_input_gives_a_safe_document(body: bytes | str, media: str) -> None:
    document = extract(body, media)
    safe(document)
    assert extract(body, media) == document


@settings(max_examples=300)
@given(st.lists(TAGS, max_size=60), st.sampled_from(MEDIA), st.booleans())
def test_any_mixture_of_tags_gives_a_safe_document(
    pieces: list[str], media: str, selected: bool
) -> None:
    rules = ExtractRules(select=("div", "a"), remove=("ul",)) if selected else ExtractRules()
    safe(extract(" ".join(pieces), media, rules))


@settings(max_examples=60)
@given(st.lists(TAGS, max_size=40), st.lists(TAGS, max_size=40))
def test_what_was_read_before_changes_nothing(before: list[str], after: list[str]) -> None:
    """The same bytes would be one text on a page's first look and another on its second."""
    known = extract("".join(before), "text/html")
    page = "".join([*after, *before])
    assert extract(page, "text/html", known=known) == extract(page, "text/html")


@settings(max_examples=100)
@given(st.lists(st.text(min_size=1, max_size=60), max_size=8))
@example(["+\x1e0"])
@example(["1.\ntext"])
def test_the_text_of_a_document_gives_the_same_text(paragraphs: list[str]) -> None:
    first = extract("\n\n".join(paragraphs), "text/plain").text
    assert extract(first, "text/plain").text.replace("- ", "") == first.replace("- ", "")


EVIL = {
    "200,000 nested elements": "<div>" * 200_000 + "policy text" + "</div>" * 200_000,
    "200,000 nested spans": "<span>" * 200_000 + "policy text",
    "50,000 nested lists": "<ul><li>" * 50_000 + "policy text",
    "an unclosed comment": "<p>policy text</p><!-- " + "<p>x</p>" * 50_000,
    "unclosed tags": "<p>policy text</p>" + "<a " * 50_000,
    "an attribute of 5 MB": f'<p title="{"x" * 5_000_000}">policy text</p>',
    "200,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">policy text</p>",
    "200,000 quoted attributes": "<p "
    + " ".join(f"a{n}='1'" for n in range(200_000))
    + ">policy text</p>",
    "many bytes in no tag": "<p>policy text</p>" + "x " * 300_000 + "<" + "1" * 200_000,
    "an unclosed button": "<button>" + "policy text " * 99,
    "50,000 quotes": '<p "' + '"' * 50_000 + ">policy text</p><p>policy text</p>",
    "50,000 table cells": "<table><tr>" + "<td>policy text" * 50_000 + "</table>",
    "50,000 links": "<p>policy text, longer than the label of a list</p>"
    + "<a href=/x>y</a>" * 50_000,
    "50,000 headings": "<h2>policy text</h2>" * 50_000,
    "50,000 breaks": "policy text" + "<br>" * 50_000,
    "null bytes": "<p>policy text\x00</p>" + "\x00" * 50_000,
}


@pytest.mark.hostile
@pytest.mark.parametrize("name", EVIL)
def test_evil_pages_are_read(name: str) -> None:
    document = extract(EVIL[name].encode(), "text/html")
    assert "policy text" in document.text
    safe(document)


@pytest.mark.hostile
@pytest.mark.parametrize(
    "line",
    [
        "[" * 50_000,
        "[a](" * 12_000,
        "![" * 25_000,
        "*a " * 15_000,
        "# " + " " * 50_000 + "x",
        "| " * 25_000,
        "> " * 25_000,
        "~~a " * 12_000,
        "<b " * 15_000,
    ],
)
def test_evil_markdown_is_read(line: str) -> None:
    document = extract(f"policy text\n\n{line}", "text/markdown")
    assert "policy text" in document.text
    safe(document)

"""Policies that come as JSON: help centres' interfaces."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.api import compare
from monitor.errors import ExtractError
from monitor.extract import extract
from monitor.model import Document, ExtractRules, Kind
from tests.test_pdf import SAYS, SHARES

ARTICLE = {
    "article": {
        "id": 360002,
        "url": "https://help.example.com/api/v2/help_center/en-us/articles/360002.json",
        "vote_sum": -12,
        "updated_at": "2026-11-02T10:00:00Z",
        "name": "How we use your data",
        "title": "How we use your data",
        "body": f"<p>{SAYS * 2}</p><h2>Your choices</h2><p>You may opt out within 30 days.</p>",
        "label_names": ["privacy", "data"],
    }
}
SECTIONS = {
    "data": {
        "heading": "Terms",
        "blocks": [
            {"title": "Your account", "text": SAYS * 2, "icon": "user"},
            {"title": "Sharing", "text": f"{SHARES}\nYou may opt out within 30 days.", "id": "a1"},
        ],
        "tracking": {"token": "ZXlKaGJHY2lPaUpJVXpJMU5pSXNJblI1Y0NJNklrcFhWQ0o5" * 3},
    }
}
TEXTS = [f"{SAYS}", {"nested": [f"{SHARES} You may opt out within 30 days."]}]


def read(value: Any, *select: str) -> Document:
    return extract(json.dumps(value).encode(), "application/json", ExtractRules(select=select))


@pytest.mark.parametrize("value", [ARTICLE, SECTIONS, TEXTS], ids=["article", "blocks", "list"])
def test_the_texts_are_found_without_a_selector(value: Any) -> None:
    document = read(value)
    assert "You may opt out within 30 days." in document.text
    assert not any(word in document.text for word in ("360002", "icon", "ZXlK", "privacy", "2026"))


def test_titles_are_headings_and_markup_is_read_as_markup() -> None:
    assert [s.path[-1] for s in read(ARTICLE).sections][-1] == "Your choices"
    assert [s.path[-1] for s in read(SECTIONS).sections if s.path] == ["Your account", "Sharing"]
    assert read(ARTICLE).title == "How we use your data" or "How we use" in read(ARTICLE).text


def test_a_change_of_its_text_is_told_and_of_its_numbers_is_not() -> None:
    """Votes and times change with every look."""
    text = json.dumps(ARTICLE)
    other = text.replace("-12", "-13").replace("T10", "T11").encode()
    assert compare(text.encode(), other, "application/json").kind is Kind.NOISE
    told = compare(text.encode(), text.replace("30 days", "90 days").encode(), "application/json")
    assert told.kind is Kind.SUBSTANTIVE
    assert "90 days" in told.summary


@pytest.mark.parametrize(
    ("path", "said", "unsaid"),
    [
        ("$.data.blocks[0].text", "We collect what you give us", "opt out"),
        ("$..blocks[?@.title == 'Sharing'].text", "opt out within 30 days", "We collect"),
        ("$.data.blocks[1]", "opt out within 30 days", "We collect"),
    ],
)
def test_a_jsonpath_chooses(path: str, said: str, unsaid: str) -> None:
    text = read(SECTIONS, path).text
    assert said in text
    assert unsaid not in text


def test_a_jsonpath_that_finds_nothing_loses_nothing_and_is_warned_of() -> None:
    """A renamed field would empty the page."""
    document = read(ARTICLE, "$.article.html")
    assert "opt out within 30 days" in document.text
    assert "select matches nothing: '$.article.html'" in document.warnings


def test_css_chooses_inside_the_markup_that_json_holds() -> None:
    body = ARTICLE["article"]["body"]
    document = read({"html": f"<p>{SHARES}</p><div id=policy>{body}</div>"}, "#policy")
    assert "opt out" in document.text
    assert "We may share" not in document.text


@pytest.mark.parametrize("body", [b"{", b'{"a": "' + b"x" * 99, b"\xff\xfe\x00"])
def test_damaged_json_says_so(body: bytes) -> None:
    with pytest.raises(ExtractError, match="the JSON is damaged"):
        extract(body, "application/json")


@pytest.mark.parametrize("wall", ["<h1>Sign in</h1>", b"<!doctype html><p>Gone", b"not found"])
def test_a_page_in_the_place_of_json_is_said_not_to_be_read(wall: str | bytes) -> None:
    """An error page under JSON's name ended the whole comparison."""
    assert "the new document cannot be read" in compare("{}", wall, "application/json").reason


def test_json_nested_without_end_is_an_error_of_the_page() -> None:
    with pytest.raises(ExtractError, match="nested too deeply"):
        extract(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json")


@pytest.mark.parametrize("kind", ["application/ld+json", "text/json", "application/vnd.api+json"])
def test_json_by_its_other_names_is_read(kind: str) -> None:
    from monitor.text.charset import media_type

    assert media_type(kind, b"{}") == "application/json"

"""What makes a page look again, and what does not."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fingerprint import fingerprint

PAGE = (
    b"<html><head><title>Terms</title><script nonce=a1>var a = '<p>';</script>"
    b"<style>p{color:red}</style></head><body class=x1>"
    b"<p id=y1>We train on posts.</p></body></html>"
)


def same(one: bytes, other: bytes, media: str = "text/html") -> bool:
    return fingerprint(one, media) == fingerprint(other, media)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"nonce=a1", b"nonce=b22"),
        (b"var a = '<p>'", b"var b = '</p>' > 1"),
        (b"color:red", b"color:blue"),
        (b"<body", b"\n\n  <body"),
        (b"Terms", b"&#84;erms"),
        (b"Terms", b"&#x54;e&#114;ms"),
        (b"class=x1", b"class='x2 wide'"),
        (b"<p id=y1>", b'<p data-token="7f">'),
    ],
)
def test_what_a_reader_does_not_see_does_not_count(old: bytes, new: bytes) -> None:
    assert old in PAGE
    assert same(PAGE, PAGE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"posts", b"posts and messages"),
        (b"<title>Terms", b"<title>Error"),
        (b"</body>", b"<p>More.</p></body>"),
        (b"We train", b"We do not train"),
    ],
)
def test_any_text_counts(old: bytes, new: bytes) -> None:
    assert not same(PAGE, PAGE.replace(old, new))


def test_a_long_number_counts_for_nothing_a_short_one_does() -> None:
    page = b"<p>%s</p><p>%s</p>"
    assert same(page % (b"7376123319351732719", b"1"), page % (b"15647921619247873682", b"1"))
    assert not same(page % (b"100000000", b"200000000"), page % (b"100000000", b"200000001"))


def test_odd_entities_are_left_as_they_are() -> None:
    assert not same(b"<p>&#9999999;</p>", b"<p>&#9999998;</p>")
    assert not same(b"<p>&#xd800;a</p>", b"<p>&#xd800;b</p>")
    many = b"<p>" + b"&#39;" * 5_000 + b"</p>"
    assert not same(many, many.replace(b"&#39;", b"'"))


def test_every_byte_of_plain_text_counts() -> None:
    assert not same(b"see <https://a.example>", b"see <https://b.example>", "text/plain")
    assert same(b"see <a>", b"see <a>", "text/markdown")


def test_the_charset_is_part_of_the_text() -> None:
    assert fingerprint(b"\xe9", "text/html") != fingerprint(b"\xe9", "text/html;charset=cp1251")


def test_a_script_that_never_ends_hides_nothing() -> None:
    assert not same(b"<p>a</p><script>x<p>b</p>", b"<p>a</p><script>x<p>c</p>")


def test_hostile_bytes_take_linear_time() -> None:
    for piece in (b"<", b" ", b"<script", b"<script></script", b"<>", b"<> ", b"</style", b"<!--"):
        fingerprint(piece * 200_000, "text/html")


@given(st.lists(st.sampled_from([b"<", b">", b"<p>", b"</p>", b"a", b" "]), max_size=12))
def test_all_that_is_no_tag_counts_however_the_tags_are_broken(pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    text = re.sub(rb"<[^<>]*>", b"", body).replace(b" ", b"")
    assert fingerprint(body, "text/html") == hashlib.sha256(b"text/html\0" + text).hexdigest()

"""Media types and charsets as servers really declare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.charset import decode, media_type


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=utf-8", b"", "text/html"),
        ("TEXT/HTML", b"", "text/html"),
        ("application/xhtml+xml", b"<html>", "text/html"),
        ("text/x-markdown", b"# a", "text/markdown"),
        ("text/plain", b"just words", "text/plain"),
        ("text/plain", b"\n<!DOCTYPE html><p>x", "text/html"),
        ("", b"<!-- x --> <html>", "text/html"),
        ("", b"%PDF-1.7", "application/pdf"),
        ("", b"\x00\x01\x02", "application/octet-stream"),
        ("application/octet-stream", b"words", "text/plain"),
        ("application/json", b"{}", "application/json"),
    ],
)
def test_media_type(content_type: str, body: bytes, expected: str) -> None:
    assert media_type(content_type, body) == expected


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("naïve".encode(), "text/html", "naïve"),
        ("naïve".encode("cp1252"), "text/html; charset=ISO-8859-1", "naïve"),
        ("“q”".encode("cp1252"), "text/html; charset=iso-8859-1", "“q”"),
        ("naïve".encode("cp1252"), "text/html", "naïve"),
        ("naïve".encode(), "text/html; charset=made-up-9000", "naïve"),
        (b"abc", "text/html; charset=rot13", "abc"),
        (b"abc", "text/html; charset=bz2", "abc"),
        (b"\xef\xbb\xbfabc", "text/html; charset=cp1252", "abc"),
        ("日本".encode("utf-16-le"), "text/plain; charset=utf-16le", "日本"),
        (b"\xff\xfe" + "ab".encode("utf-16-le"), "", "ab"),
        ("日本".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本"),
        (
            b'<meta charset="windows-1251">' + "да".encode("cp1251"),
            "text/html",
            '<meta charset="windows-1251">да',
        ),
        ("naïve".encode("cp1252"), "text/html; charset=utf-8", "naïve"),
    ],
)
def test_decode(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type) == expected


def test_one_broken_byte_does_not_garble_a_whole_page() -> None:
    page = ("é" * 200).encode() + b"\xff" + ("é" * 200).encode()
    assert decode(page, "text/html") == "é" * 200 + "\ufffd" + "é" * 200


@given(st.binary(max_size=200), st.text(max_size=60))
def test_decode_never_raises(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)
    assert isinstance(decode(body, f"text/html; charset={content_type}"), str)
    assert isinstance(media_type(content_type, body), str)

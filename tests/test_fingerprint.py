"""What makes a page look again, and what does not."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract import extract, fingerprint, glance

PAGE = (
    b"<html><head><title>Terms</title><script nonce=a1>var a = '<p>';</script>"
    b"<style>p{color:red}</style></head><body class=x1>"
    b"<p id=y1>We train on posts.</p></body></html>"
)


def same(one: bytes, other: bytes, media: str = "text/html") -> bool:
    return fingerprint(one, media) == fingerprint(other, media)


def hidden(address: bytes, key: int) -> str:
    return bytes([key, *(key ^ letter for letter in address)]).hex()


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


def test_every_byte_of_plain_text_counts() -> None:
    assert not same(b"see <https://a.example>", b"see <https://b.example>", "text/plain")
    assert same(b"see <a>", b"see <a>", "text/markdown")


def test_the_charset_is_part_of_the_text() -> None:
    assert fingerprint(b"\xe9", "text/html") != fingerprint(b"\xe9", "text/html;charset=cp1251")


def test_hostile_bytes_take_linear_time() -> None:
    for piece in (b"<", b" ", b"<script", b"<script></script", b"<>", b"<> ", b"</style", b"<!--"):
        fingerprint(piece * 200_000, "text/html")


# Markup that made a reader of bytes and a reader of pages see two different texts.
AROUND = (
    "{}",
    "<!-- put the <script> here --> {} <script>a</script>",
    "<!-- begin --!> {} <!-- end -->",
    "<!--> {} <!-- -->",
    "<div title='<script>'>{}</div><script>a</script>",
    '<div data-html="a>b <style>">{}</div><style>p{{}}</style>',
    "<script>a</SCRIPT> {} <script>b</script>",
    "<style/></style><svg><style/></svg> {} <style>p{{}}</style>",
    "<textarea><script></textarea> {} <script>a</script>",
    "people aged <18 and >65: {}",
    "a < b {} > c",
    "<scripture>{}</scripture>",
    "<x-faq><template shadowrootmode=open><p>{}</p></template></x-faq>",
    "<iframe srcdoc='<p>{}</p>'></iframe>",
    "<noscript>{}</noscript>",
    "<![CDATA[ {} ]]>",
    "<a title=it's>{}</a> isn't <b>",
)
WORDS = st.text(st.sampled_from("abcdeé中 "), min_size=1, max_size=12)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("title", ["Terms", "How a <script> works"])
@given(one=WORDS, other=WORDS)
def test_a_page_whose_text_changed_is_read_again(
    around: str, title: str, one: str, other: str
) -> None:
    """Text that the fingerprint leaves out and the reader keeps is never told of, for ever."""
    pages = [
        f"<html><head><title>{title}</title></head><body><main><h1>Terms</h1><p>Our terms.</p>"
        f"<p>{around.format(words)}</p></main></body></html>".encode()
        for words in (one, other)
    ]
    read, again = (extract(page, "text/html") for page in pages)
    if read.digest != again.digest or read.boilerplate != again.boilerplate:
        assert not same(*pages)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>any more</p>", "<p>anymore</p>"),
        ("<p>set<b>up</b></p>", "<p>set <b>up</b></p>"),
        ("<p>We <b>do not</b> sell.</p>", "<p>We <del>do not</del> sell.</p>"),
        ("<p>We <b>do not</b> sell.</p>", "<p>We <s>do not</s> sell.</p>"),
        ("<td rowspan=2>EU</td>", "<td rowspan=3>EU</td>"),
        ("<td colspan=2>yes</td>", "<td>yes</td>"),
        ("<td><img src=a alt=yes></td>", "<td><img src=a alt=no></td>"),
        ("<td><img src=a alt='✓'></td>", "<td><img src=a alt='✗'></td>"),
        (
            f"<a href='/cdn-cgi/l/email-protection#{hidden(b'dpo@acme.example', 7)}'>us</a>",
            f"<a href='/cdn-cgi/l/email-protection#{hidden(b'law@acme.example', 9)}'>us</a>",
        ),
    ],
)
def test_what_stands_in_attributes_and_tags_counts_where_it_says_something(
    old: str, new: str
) -> None:
    page = "<h1>T</h1><p>Text of a policy that is long enough.</p><table><tr>{}</tr></table>"
    assert not same(page.format(old).encode(), page.format(new).encode())


def test_an_address_that_is_hidden_anew_in_each_answer_is_the_same() -> None:
    page = b"<p>Write to <a class=__cf_email__ data-cfemail='%s'>[email&#160;protected]</a>.</p>"
    one, other = (hidden(b"dpo@acme.example", key) for key in (7, 99))
    assert same(page % one.encode(), page % other.encode())


def test_xhtml_closes_what_html_does_not() -> None:
    page = "<html><body><p>One.</p><script src='a.js'/><p>{}</p><![CDATA[{} <&]]></body></html>"
    pages = [page.format(word, word).encode() for word in ("Two", "Three")]
    assert not same(*pages, "application/xhtml+xml")
    blocks = [b.text for b in extract(pages[0], "application/xhtml+xml").blocks()]
    assert blocks == ["One.", "Two", "Two <&"]


def test_bytes_that_are_no_utf_8_are_told_apart() -> None:
    one, other = (f"<p>{word}</p>".encode("cp1251") for word in ("данные", "услуги"))
    assert not same(one, other)


def test_a_glance_can_be_sent_to_another_process() -> None:
    """A tree of the parser cannot: without this every page would fail in the readers."""
    _, tree = glance(PAGE, "text/html")
    assert tree is not None
    assert pickle.loads(pickle.dumps(tree)) is None

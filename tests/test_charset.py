"""Media types and charsets as servers really declare them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract import extract
from monitor.text.charset import decode, media_type


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html; charset=utf-8", b"", "text/html"),
        ("TEXT/HTML", b"", "text/html"),
        ("application/xhtml+xml", b"<html>", "application/xhtml+xml"),
        ("text/x-markdown", b"# a", "text/markdown"),
        ("text/plain", b"just words", "text/plain"),
        ("text/plain", b"\n<!DOCTYPE html><p>x", "text/html"),
        ("", b"<!-- x --> <html>", "text/html"),
        ("", b"%PDF-1.7", "application/pdf"),
        ("", b"\x00\x01\x02", "application/octet-stream"),
        ("application/octet-stream", b"words", "text/plain"),
        ("unknown/unknown", b"<!doctype html><p>x", "text/html"),
        ("application/unknown", b"<html><p>x", "text/html"),
        ("charset=utf-8; text/html", b"<html><p>x", "text/html"),
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
        ("①日本".encode("cp932"), "text/html; charset=windows-31j", "①日本"),
        ("①日本".encode("cp932"), "text/html; charset=x-sjis", "①日本"),
        ("ไทย".encode("cp874"), "text/html; charset=windows-874", "ไทย"),
        ("שלום".encode("iso8859-8"), "text/html; charset=iso-8859-8-i", "שלום"),
        ("你好".encode("big5hkscs"), "text/html; charset=big5-hkscs", "你好"),
        ("똠방".encode("cp949"), "text/html; charset=windows-949", "똠방"),
        ("똠방".encode("cp949"), "text/html; charset=euc-kr", "똠방"),
        ("€你".encode("gb18030"), "text/html; charset=gb2312", "€你"),
        ("“q”".encode("cp1252"), "text/html; charset=iso8859-1", "“q”"),
        ("“q”".encode("cp1252"), "text/html; charset=us-ascii", "“q”"),
        ("ğ".encode("cp1254"), "text/html; charset=latin5", "ğ"),
        ("日本".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "日本"),
        ("약관".encode("iso2022_kr"), "text/html; charset=iso-2022-kr", "약관"),
        ("да".encode("koi8-r"), "text/html; charset='koi8'", "да"),
        ("да".encode(), "text/html; charset=unicode-1-1-utf-8", "да"),
    ],
)
def test_decode(body: bytes, content_type: str, expected: str) -> None:
    assert decode(body, content_type) == expected


def test_one_broken_byte_does_not_garble_a_whole_page() -> None:
    page = ("é" * 200).encode() + b"\xff" + ("é" * 200).encode()
    assert decode(page, "text/html") == "é" * 200 + "\ufffd" + "é" * 200


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251", "Условия использования"),
        ("<?xml version='1.0' encoding='Shift_JIS' ?>", "cp932", "利用規約"),
        ('<meta charset="iso-2022-jp">', "iso2022_jp", "利用規約"),
        ('<meta http-equiv="content-type" content="text/html; charset=x-sjis">', "cp932", "規約"),
        ('<meta charset="utf-16">', "utf-8", "规约"),
    ],
)
def test_a_page_is_read_in_the_charset_that_it_declares_itself(
    declared: str, codec: str, text: str
) -> None:
    body = f"{declared}<h1>{text}</h1><p>{text}".encode(codec)
    assert extract(body, "text/html").title == text


def test_one_broken_byte_in_a_declared_charset_does_not_garble_the_page() -> None:
    body = ("規約" * 200).encode("cp932") + b"\xff" + ("規約" * 200).encode("cp932")
    assert decode(body, "text/html; charset=shift_jis").count("規約") >= 399


@given(st.binary(max_size=200), st.text(max_size=60))
def test_decode_never_raises(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)
    assert isinstance(decode(body, f"text/html; charset={content_type}"), str)
    assert isinstance(media_type(content_type, body), str)


def test_bytes_that_no_text_has_are_no_page_whatever_their_label_says() -> None:
    """What brotli packed has no signature, and in Windows-1252 any bytes are letters."""
    packed = bytes(random.Random(5).randbytes(3_000))
    for label in ("text/html", "text/html; charset=windows-1252", "text/plain", "application/xml"):
        assert media_type(label, packed) == "application/octet-stream"
    texts = {
        "text/html; charset=utf-16": "<p>Bedingungen</p>".encode("utf-16-le"),
        "text/html": "<p>Größe</p>".encode("latin-1") + b"\x1b$B",
        "text/html; charset=shift_jis": "<p>利用規約</p>".encode("shift_jis") * 9,
        "text/plain": b"Page 1\x0cPage 2 \x01 costs \x80 5 and more than that, for ever." * 2,
    }
    for label, body in texts.items():
        assert media_type(label, body) != "application/octet-stream"


_SAID = {
    "ru": "Мы храним историю заказов в течение тридцати дней. Данные не передаются третьим лицам.",
    "uk": "Історію замовлень зберігаємо протягом тридцяти днів. Дані не передаються іншим особам.",
    "el": "Διατηρούμε το ιστορικό για τριάντα ημέρες. Τα δεδομένα δεν διαβιβάζονται σε τρίτους.",
    "he": "היסטוריית ההזמנות נשמרת במשך שלושים יום. המידע אינו מועבר לצד שלישי ללא הסכמתך.",
    "ar": "نحتفظ بسجل الطلبات لمدة ثلاثين يوما. لا يتم نقل البيانات إلى أطراف ثالثة دون موافقتك.",
    "th": "เราเก็บประวัติการสั่งซื้อไว้เป็นเวลาสามสิบวัน ข้อมูลจะไม่ถูกส่งต่อให้บุคคลที่สาม",
    "ja": "注文履歴は三十日間保存します。利用者の同意なしに第三者へ提供することはありません。",
    "zh": "订单记录保存三十天。未经您的同意，我们不会向第三方提供您的信息。",
    "zh-TW": "訂單紀錄保存三十天。未經您的同意，我們不會向第三方提供您的資料。",
    "ko": "주문 기록은 삼십 일 동안 보관합니다. 이용자의 동의 없이 제삼자에게 제공하지 않습니다.",
    "pl": "Historię zamówień przechowujemy przez trzydzieści dni. Dane nie są przekazywane nikomu.",
    "tr": "Sipariş geçmişini otuz gün saklıyoruz. Verileriniz üçüncü kişilere aktarılmaz.",
    "de": "Für die Übermittlung erhöht sich die Gebühr; darüber können Sie jederzeit verfügen.",
    "fr": "L’historique est conservé trente jours après la clôture, sans être cédé à un tiers.",
    "it": "L'età minima è di sedici anni; la società può modificarla, così è più chiaro.",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        *(("ru", "cp1251"), ("ru", "koi8_r"), ("uk", "cp1251"), ("el", "cp1253"), ("he", "cp1255")),
        *(("ar", "cp1256"), ("th", "cp874"), ("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030")),
        *(("zh-TW", "big5"), ("ko", "cp949"), ("pl", "cp1250"), ("tr", "cp1254")),
        *(("de", "cp1252"), ("fr", "cp1252"), ("it", "cp1252")),
    ],
)
@pytest.mark.parametrize("declared", ["text/html", "text/html; charset=utf-8"])
def test_a_page_that_declares_no_charset_that_fits_is_read_in_its_own(
    language: str, codec: str, declared: str
) -> None:
    """Read by another, no word of it is known, and a "not" that goes is a matter of style."""
    page = f'<html lang="{language}"><a href="/">Home</a><p>{_SAID[language]}</p></html>'
    assert decode(page.encode(codec), declared) == page


def test_a_charset_is_not_guessed_from_what_is_no_text() -> None:
    """Any bytes are read as something, and the same bytes always as the same."""
    for seed in range(200):
        body = random.Random(seed).randbytes(300)
        assert decode(body, "text/html") == decode(body, "text/html")

"""Pages without spaces, and in languages for whose words there are no rules, are told like others.

The pages are made up; each says the same in its language.
"""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.classify import edit_wording
from monitor.diff import word_spans
from monitor.extract import extract
from monitor.guard.judge import check_document, check_response
from monitor.model import BlockKind, ExtractRules, Kind, Op
from monitor.text import scripts

USES = {
    "ja": "当社は、お客様が提供する情報を、本ポリシーに記載する目的のためにのみ利用します。",
    "zh": "我们仅为本政策所述之目的使用您在使用服务时提供的信息，并采取合理措施予以保护。",
    "ko": "당사는 이용자가 제공하는 정보를 본 방침에 기재된 목적으로만 이용합니다.",
    "hi": "हम आपके द्वारा दी गई जानकारी का उपयोग केवल इस नीति में बताए गए उद्देश्यों के लिए करते हैं।",
    "ar": "نستخدم المعلومات التي تقدمها للأغراض الموضحة في هذه السياسة فقط.",
    "he": "אנו משתמשים במידע שאתה מספק רק למטרות המתוארות במדיניות זו.",
    "ru": "Мы используем информацию только для целей, описанных в настоящей политике.",
    "el": "Χρησιμοποιούμε τις πληροφορίες μόνο για τους σκοπούς αυτής της πολιτικής.",
    "tr": "Sağladığınız bilgileri yalnızca bu politikada açıklanan amaçlar için kullanırız.",
    "th": "เราใช้ข้อมูลที่คุณให้ไว้เพื่อวัตถุประสงค์ที่ระบุไว้ในนโยบายนี้เท่านั้น",
}
NOT_SHARED = {  # "we do not sell", and without the not
    "ja": ("個人データを広告のために販売しません。", "個人データを広告のために販売します。"),
    "zh": ("我们不会将您的数据用于广告目的。", "我们会将您的数据用于广告目的。"),
    "ko": ("개인정보를 광고에 제공하지 않습니다.", "개인정보를 광고에 제공합니다."),
    "hi": ("हम आपका डेटा नहीं बेचते हैं।", "हम आपका डेटा बेचते हैं।"),
    "ar": ("لا نبيع بياناتك الشخصية.", "نبيع بياناتك الشخصية."),
    "he": ("איננו מוכרים את הנתונים שלך.", "אנו מוכרים את הנתונים שלך."),
    "ru": ("Мы не продаём ваши данные.", "Мы продаём ваши данные."),
    "el": ("Δεν πουλάμε τα δεδομένα σας.", "Πουλάμε τα δεδομένα σας."),
    "tr": ("Verilerinizi kimseyle paylaşmıyoruz.", "Verilerinizi kimseyle paylaşıyoruz."),
    "th": ("เราไม่ขายข้อมูลของคุณเพื่อการโฆษณา", "เราขายข้อมูลของคุณเพื่อการโฆษณา"),
}
DATED = {
    "ja": ("最終更新日：2025年11月3日", "最終更新日：2025年12月1日"),
    "zh": ("最后更新：2025年11月3日", "最后更新：2025年12月1日"),
    "ko": ("최종 수정일: 2025. 11. 3.", "최종 수정일: 2025. 12. 1."),
    "hi": ("अंतिम अपडेट: 3 नवंबर 2025", "अंतिम अपडेट: 1 दिसंबर 2025"),
    "ru": ("Последнее обновление: 3 ноября 2025 г.", "Последнее обновление: 1 декабря 2025 г."),
}


def page(*paragraphs: str, language: str = "", heading: str = "A") -> bytes:
    attribute = f" lang={language}" if language else ""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<html{attribute}><body><main><h1>{heading}</h1>{body}</main></body></html>".encode()


@pytest.mark.parametrize("language", NOT_SHARED)
@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("stop", [True, False])
def test_a_not_that_goes_is_a_substantive_change(language: str, declared: bool, stop: bool) -> None:
    tag = language if declared else ""
    before, after = (t if stop else t.rstrip("。.।") for t in NOT_SHARED[language])
    uses = USES[language]
    change = compare(page(uses, before, language=tag), page(uses, after, language=tag))
    assert change.kind is Kind.SUBSTANTIVE
    assert [b.fate for s in change.sections for b in s.blocks] == ["changed"]


@pytest.mark.parametrize("language", DATED)
def test_a_date_that_is_set_anew_is_editorial(language: str) -> None:
    before, after = DATED[language]
    change = compare(page(before, USES[language]), page(after, USES[language]))
    assert change.kind is Kind.EDITORIAL
    assert [(d.old, d.new) for d in change.dates] == [("2025-11-03", "2025-12-01")]


def test_days_beside_a_date_are_no_part_of_it() -> None:
    change = compare(
        page("データは2030年11月3日まで30日間保存されます。", USES["ja"]),
        page("データは2030年11月3日まで20日間保存されます。", USES["ja"]),
    )
    assert change.kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize("language", USES)
def test_a_short_page_is_long_enough(language: str) -> None:
    document = extract(page(USES[language], NOT_SHARED[language][0]), "text/html")
    verdict = check_document(document, rules=ExtractRules(), previous=None, body_size=900)
    assert verdict.ok
    assert 10 <= document.words <= 40


@pytest.mark.parametrize("language", [name for name in USES if name != "tr"])
def test_a_script_tells_the_language_that_no_one_declared(language: str) -> None:
    for declared in ("", "en"):
        document = extract(page(*[USES[language]] * 2, language=declared), "text/html")
        assert document.language == language


def test_a_declared_language_of_the_same_script_stays() -> None:
    ukrainian = "Ми не продаємо ваші персональні дані рекламодавцям."
    assert extract(page(ukrainian, language="uk"), "text/html").language == "uk"
    assert extract(page("個人情報保護方針", language="ja"), "text/html").language == "ja"


def test_one_insertion_into_a_long_paragraph_is_shown_alone() -> None:
    before = USES["ja"] * 5
    after = before.replace("情報を、", "情報を、原則として、", 1)
    [diff] = [block for s in compare(page(before), page(after)).sections for block in s.blocks]
    assert [s.text for s in diff.spans if s.op is not Op.EQUAL] == ["原則として、"]


def test_vowel_signs_are_part_of_their_words() -> None:
    """ "हैं" and "है" differ in a sign that is no letter by itself."""
    assert edit_wording.words("डेटा नहीं है") == ["डेटा", "नहीं", "है"]
    assert edit_wording.letters("है") != edit_wording.letters("हैं")
    changed = [s.text for s in word_spans("वह है।", "वह हैं।") if s.op is not Op.EQUAL]
    assert changed == ["है", "हैं"]


def test_points_that_only_tell_how_to_read_are_typography() -> None:
    assert edit_wording.letters("شَرْط") == edit_wording.letters("شرط")


def test_a_sentence_around_an_address_is_no_address() -> None:
    text = "お問い合わせはprivacy@example.comまで。データを販売します。"
    assert edit_wording.without_addresses(text).split() == [
        "お問い合わせは",
        "まで。データを販売します。",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("two words", 2),
        ("個人情報保護方針", 4),
        ("30日間保存", 3),
        ("นโยบายความ", 3),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    assert scripts.count_words(text) == words


def test_a_languages_name_heads_what_is_written_in_it() -> None:
    body = f"<main><h1>Policy</h1><h2>日本語</h2><p>{USES['ja']}</p></main>".encode()
    assert [s.path for s in extract(body, "text/html").sections][-1] == ("Policy", "日本語")


def test_full_width_digits_are_the_same_digits() -> None:
    change = compare(page("保存期間：３０日間", USES["ja"]), page("保存期間：30日間", USES["ja"]))
    assert change.kind is Kind.NOISE


def test_a_small_japanese_page_with_a_script_is_no_redirect() -> None:
    text = "".join(f"<p>{USES['ja']}</p>" for _ in range(3))
    body = f"<html><script>x.onclick=()=>location.href='/a'</script>{text}</html>".encode()
    verdict = check_response(
        status=200, headers={}, url="https://a.example/b", final_url="", body=body
    )
    assert verdict.ok


BLOCK_PAGES = {
    "ja": "お探しのページは見つかりませんでした。トップページから探してください。",
    "zh": "抱歉，您访问的页面不存在。请返回首页，或者使用搜索功能查找您需要的内容。",
    "ko": "페이지를 찾을 수 없습니다. 주소를 확인하시거나 첫 화면으로 돌아가 주세요.",
    "ru": "Страница не найдена. Проверьте адрес или вернитесь на главную.",
}


@pytest.mark.parametrize("language", BLOCK_PAGES)
def test_a_block_page_says_so_in_its_language(language: str) -> None:
    document = extract(page(BLOCK_PAGES[language]), "text/html")
    verdict = check_document(document, rules=ExtractRules(), previous=None, body_size=900)
    assert verdict.reason == "not-found"


def test_a_text_that_ends_in_the_middle_of_a_character_is_cut_off() -> None:
    paragraphs = [f"{n}. {USES['ja']}" for n in range(9)]
    whole = page(*paragraphs)
    cut = whole[: whole.index(b"6. ") + 20]
    documents = [extract(body, "text/html") for body in (whole, cut)]
    assert documents[1].sections[0].blocks[-1].text.endswith("\ufffd")
    verdict = check_document(
        documents[1], rules=ExtractRules(), previous=documents[0], body_size=900
    )
    assert verdict.reason == "cut-off"


def test_sentences_of_few_characters_are_the_documents_own_text() -> None:
    """Half as long as English ones, they are no labels of the links around them."""
    body = (
        "<body><h1>方針</h1><div class=sidebar-notice>"
        "<p>お客様のデータを第三者に販売することは、いかなる場合も決して"
        "ありません。ご安心ください。</p></div>" + f"<p>{USES['ja']}</p>" * 3 + "</body>"
    )
    texts = [block.text for block in extract(body.encode(), "text/html").blocks()]
    assert any("販売" in text for text in texts)


def test_a_date_without_spaces_above_the_text_is_kept() -> None:
    body = (
        "<body><header><a href=/>社名</a><p>2025年11月3日改定</p></header>"
        f"<main><h1>方針</h1><p>{USES['ja']}</p><p>{USES['ja']}</p></main></body>"
    )
    texts = [block.text for block in extract(body.encode(), "text/html").blocks()]
    assert "2025年11月3日改定" in texts


AGES = {
    "ja": "最終更新：{}日前",
    "zh": "更新时间：{}天前",
    "ko": "마지막 업데이트: {}일 전",
    "hi": "पिछला अपडेट: {} साल पहले",
    "ru": "Обновлено: {} дня назад",
    "tr": "Son güncelleme: {} gün önce",
    "ar": "آخر تحديث: منذ {} أيام",
}


@pytest.mark.parametrize("language", AGES)
def test_how_long_ago_a_page_was_touched_is_no_change(language: str) -> None:
    pages = [page(USES[language], AGES[language].format(n)) for n in (3, 4)]
    assert not compare(*pages).sections


def test_days_before_something_are_a_term() -> None:
    pages = [page(USES["ja"], f"変更の{n}日前までに通知します。") for n in (30, 10)]
    assert compare(*pages).kind is Kind.SUBSTANTIVE


def test_a_table_row_in_another_script_is_a_row() -> None:
    body = f"<main><table><tr><td>甲</td><td>{NOT_SHARED['zh'][0]}</td></tr></table></main>"
    [block] = extract(body.encode(), "text/html").blocks()
    assert block.kind is BlockKind.ROW

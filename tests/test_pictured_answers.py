"""A cell or an answer of one word says what holds, in whatever language, also as a picture."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.extract import cell_pictures
from monitor.extract.page_tree import Tree

CELLS = (
    ("id", "<img src=a.svg alt='Tersedia'>", "<img src=a.svg alt='Tidak tersedia'>"),
    ("ko", "<img src=a.svg alt='제공'>", "<img src=a.svg alt='미제공'>"),
    ("fr", "<img src=a.svg alt='Compris'>", "<img src=a.svg alt='Non compris'>"),
    ("ru", "<img src=a.svg alt='Есть'>", "<img src=a.svg alt='Нет'>"),
    ("ja", "<img src=a.svg alt='対応'>", "<img src=a.svg alt='非対応'>"),
    ("en", "<img src=a.svg alt='Covered'>", "<img src=a.svg alt='Not covered'>"),
    ("id", "<svg aria-label='Ya' role=img></svg>", "<svg aria-label='Tidak' role=img></svg>"),
    ("pl", "<i class=ic title='Tak'></i>", "<i class=ic title='Nie'></i>"),
    ("ja", "<span aria-label='あり' role=img></span>", "<span aria-label='なし' role=img></span>"),
)
ANSWERS = (
    (
        "tr",
        "<dl><dt>Konum paylaşılır</dt><dd>Hayır</dd></dl>",
        "<dl><dt>Konum paylaşılır</dt><dd>Evet</dd></dl>",
    ),
    ("el", "<h3>Χρεώνετε;</h3><p>Όχι.</p>", "<h3>Χρεώνετε;</h3><p>Ναι.</p>"),
    (
        "ko",
        "<h3>대화가 AI 학습에 사용되나요?</h3><p>아니요.</p>",
        "<h3>대화가 AI 학습에 사용되나요?</h3><p>예.</p>",
    ),
    (
        "hu",
        "<h3>Megosztják az adataimat?</h3><p>Nem.</p>",
        "<h3>Megosztják az adataimat?</h3><p>Igen.</p>",
    ),
    ("zh", "<h3>会共享位置吗？</h3><p>否</p>", "<h3>会共享位置吗？</h3><p>是</p>"),
    (
        "vi",
        "<h3>Ứng dụng có ghi âm không?</h3><p>Không.</p>",
        "<h3>Ứng dụng có ghi âm không?</h3><p>Có.</p>",
    ),
)


def page(code: str, extra: str) -> str:
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<p>Acme Ltd, 4 Mill Street, Leeds.</p>{extra}</main></body></html>"
    )


@pytest.mark.parametrize(("code", "old", "new"), CELLS)
def test_what_a_picture_in_a_cell_says_is_told(code: str, old: str, new: str) -> None:
    """It is all that the row says of its subject, and no sign is drawn for it."""
    one, other = (
        page(code, f"<table><tr><td>Cloud</td><td>{cell}</td></tr></table>") for cell in (old, new)
    )
    assert compare(one, other).kind == "substantive"


def test_a_picture_beside_words_and_a_files_name_say_nothing() -> None:
    """They are for show: a logo changes with the season."""
    for old, new in (("winter.png", "spring.png"), ("Our logo", "Our spring logo")):
        words = "" if old.endswith("png") else "Acme"
        one, other = (
            page("en", f"<table><tr><td>Host</td><td>{words}<img alt='{name}'></td></tr></table>")
            for name in (old, new)
        )
        assert compare(one, other).kind != "substantive"


@pytest.mark.parametrize(("code", "old", "new"), ANSWERS)
def test_another_answer_is_one_that_changed(code: str, old: str, new: str) -> None:
    """What was said is told with what is said, and not that one came and one went."""
    change = compare(page(code, old), page(code, new))
    assert change.kind == "substantive"
    assert "→" in change.summary


SIGNS = (
    (
        "en",
        "<ul><li>Data sold: ❌</li><li>Ads shown: ✅</li></ul>",
        "<ul><li>Data sold: ✅</li><li>Ads shown: ✅</li></ul>",
    ),
    ("de", "<p>Daten verkauft: ❌</p>", "<p>Daten verkauft: ✅</p>"),
    ("hi", "<p>डेटा बेचा जाता है: ❌</p>", "<p>डेटा बेचा जाता है: ✅</p>"),
    ("hi", "<p>❌ डेटा बेचा जाता है</p>", "<p>✅ डेटा बेचा जाता है</p>"),
    (
        "ja",
        "<ul><li>位置情報の販売 ×</li><li>広告 ○</li></ul>",
        "<ul><li>位置情報の販売 ○</li><li>広告 ○</li></ul>",
    ),
    ("ar", "<ul><li>بيع البيانات ✗</li></ul>", "<ul><li>بيع البيانات ✓</li></ul>"),
    ("th", "<p>ขายข้อมูล: ❌</p>", "<p>ขายข้อมูล: ✅</p>"),
    ("pl", "<p>Sprzedaż danych: –</p>", "<p>Sprzedaż danych: ✓</p>"),
)


@pytest.mark.parametrize(("code", "old", "new"), SIGNS)
def test_a_sign_behind_its_words_answers_them(code: str, old: str, new: str) -> None:
    """ "Data sold: ❌" became "Data sold: ✅" without a word."""
    change = compare(page(code, old), page(code, new))
    assert change.kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<ul><li>Free returns</li><li>Free delivery</li></ul>",
            "<ul><li>✓ Free returns</li><li>✓ Free delivery</li></ul>",
        ),
        ("<p>Boxes of 5 × 3 pieces</p>", "<p>Boxes of 5 x 3 pieces</p>"),
    ],
)
def test_a_sign_for_show_answers_nothing(old: str, new: str) -> None:
    """A list that gets ticks for bullets says the same."""
    assert compare(page("en", old), page("en", new)).kind != "substantive"


QUESTIONS = (
    (
        "ar",
        "هل يمكنني استرداد المبلغ كاملاً؟",
        "هل يمكنني استرداد نصف المبلغ؟",
        "نعم، يمكنك طلب ذلك من صفحة الحساب.",
    ),
    (
        "en",
        "Can I get a full refund?",
        "Can I get half of it back?",
        "Yes, ask for it on your account page.",
    ),
    (
        "de",
        "Bekomme ich den vollen Betrag zurück?",
        "Bekomme ich die Hälfte zurück?",
        "Ja, fordern Sie es im Konto an.",
    ),
    (
        "tr",
        "Tam iade alabilir miyim?",
        "Yarım iade alabilir miyim?",
        "Evet, hesap sayfasından isteyebilirsiniz.",
    ),
    (
        "ja",
        "全額返金されますか？",
        "半額返金されますか？",
        "はい、アカウントページから申請できます。",
    ),
    (
        "pl",
        "Czy dostanę zwrot całej kwoty?",
        "Czy dostanę zwrot połowy kwoty?",
        "Tak, na stronie konta.",
    ),
    ("ru", "Вернут ли мне всю сумму?", "Вернут ли мне половину суммы?", "Да, на странице профиля."),
    ("hi", "क्या मुझे पूरी रकम वापस मिलेगी?", "क्या मुझे आधी रकम वापस मिलेगी?", "हाँ, खाते के पेज से।"),
    ("ko", "전액 환불되나요?", "반액 환불되나요?", "네, 계정 페이지에서 신청하세요."),
)


@pytest.mark.parametrize(("code", "old", "new", "answer"), QUESTIONS)
def test_another_question_above_the_same_answer_is_told(
    code: str, old: str, new: str, answer: str
) -> None:
    """Half of the money was no change of "a full refund" where no list knows the words."""
    one, other = (page(code, f"<h3>{asked}</h3><p>{answer}</p>") for asked in (old, new))
    assert compare(one, other).kind == "substantive"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("<td>Plan</td>" + "<td><img alt='Gold'></td>" * 2_000, 2_000),
        ("<td><img alt='Gold'></td>" * 2_000, 0),
        ("<td>Plan</td><td>" + "<img alt='Gold'>" * 2_000 + "</td>", 1),
        ("<td>" + "<img alt='Gold'>" * 2_000 + "</td>", 0),
    ],
)
def test_a_row_is_read_once_however_many_pictures_stand_in_it(
    row: str, named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """6,000 in one row took seconds: the row's text was read for each."""
    read: list[int] = []
    asked = cell_pictures._says

    def says(node: cell_pictures.LexborNode, known: dict[int, bool]) -> bool:
        read.append(node.mem_id) if node.mem_id not in known else None
        return asked(node, known)

    monkeypatch.setattr(cell_pictures, "_says", says)
    page = f"<html><body><table><tr>{row}</tr></table></body></html>".encode()
    assert Tree(page).text().count("Gold") == named
    assert len(read) == len(set(read))

"""A line without a full stop, in languages of which the rules know no words: told all the same."""

from __future__ import annotations

import pytest

from monitor import compare

# Title; what stood there; lines that come, go, move and take another's place.
PAGES = {
    "ja": (
        "利用規約",
        ("お客様は、いつでもアカウントを閉鎖できます。", "料金は毎月請求されます"),
        ("お客様の投稿をAIの学習に利用します", "未成年者は利用できません"),
    ),
    "zh": (
        "服务条款",
        ("您可以随时关闭您的账户。", "费用按月收取"),
        ("我们会使用您的帖子训练人工智能", "未成年人不得使用"),
    ),
    "ko": (
        "이용약관",
        ("귀하는 언제든지 계정을 해지할 수 있습니다.", "요금은 매월 청구됩니다"),
        ("게시물을 인공지능 학습에 사용합니다", "미성년자는 이용할 수 없습니다"),
    ),
    "th": (
        "ข้อกำหนดการให้บริการ",
        ("คุณสามารถปิดบัญชีได้ทุกเมื่อ", "ค่าบริการเรียกเก็บทุกเดือน"),
        ("เราใช้โพสต์ของคุณเพื่อฝึกปัญญาประดิษฐ์", "ผู้เยาว์ไม่สามารถใช้บริการได้"),
    ),
    "ru": (
        "Условия использования",
        ("Вы можете закрыть аккаунт в любое время.", "Оплата взимается ежемесячно"),
        ("Мы используем ваши публикации для обучения ИИ", "Детям пользоваться запрещено"),
    ),
    "pl": (
        "Regulamin",
        ("Możesz zamknąć konto w każdej chwili.", "Opłaty są pobierane co miesiąc"),
        ("Używamy Twoich postów do trenowania AI", "Niepełnoletni nie mogą korzystać z usługi"),
    ),
    "sv": (
        "Användarvillkor",
        ("Du kan stänga ditt konto när som helst.", "Avgifter tas ut varje månad"),
        ("Vi använder dina inlägg för att träna AI", "Minderåriga får inte använda tjänsten"),
    ),
    "de": (
        "Nutzungsbedingungen",
        ("Sie können Ihr Konto jederzeit schließen.", "Gebühren werden monatlich erhoben"),
        ("Wir nutzen Ihre Beiträge zum Training von KI", "Kinder dürfen den Dienst nicht nutzen"),
    ),
    "fi": (
        "Käyttöehdot",
        ("Voit sulkea tilisi milloin tahansa.", "Maksut peritään kuukausittain"),
        ("Käytämme julkaisujasi tekoälyn kouluttamiseen", "Alaikäiset eivät saa käyttää palvelua"),
    ),
    "tr": (
        "Kullanım Koşulları",
        ("Hesabınızı istediğiniz zaman kapatabilirsiniz.", "Ücretler her ay alınır"),
        ("Gönderilerinizi yapay zekâ için kullanıyoruz", "Reşit olmayanlar hizmeti kullanamaz"),
    ),
}  # fmt: skip


def page(language: str, first: tuple[str, ...] = (), second: tuple[str, ...] = ()) -> str:
    title, stood, _ = PAGES[language]
    one, other = ("".join(f"<p>{t}</p>" for t in texts) for texts in (first, second))
    headings = [f"<h2>{n}. {title}</h2>" for n in (1, 2)]
    return (
        f"<title>{title}</title><main><h1>{title}</h1>{headings[0]}<p>{stood[0]}</p>{one}"
        f"{headings[1]}<p>{stood[1]}</p>{other}</main>"
    )


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("language", PAGES)
def test_a_line_that_comes_goes_moves_or_gives_way_is_told(language: str, declared: bool) -> None:
    """Taken for a label, what it says is swallowed for ever."""
    tag = f"<html lang={language}>" if declared else "<html>"
    line, other = PAGES[language][2]
    for text, instead in ((line, other), (other, line)):
        there = tag + page(language, (text,))
        assert compare(tag + page(language), there).kind == "substantive"
        assert compare(there, tag + page(language)).kind == "substantive"
        assert compare(there, tag + page(language, (), (text,))).kind == "substantive"
        assert compare(there, tag + page(language, (instead,))).kind == "substantive"


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize(("one", "other"), [("$5", "€5"), ("5 €", "5 £"), ("¥500", "₩500")])
def test_another_currency_is_told(language: str, one: str, other: str) -> None:
    line = PAGES[language][1][1]
    old, new = (page(language, (f"{line} {sum_}",)) for sum_ in (one, other))
    assert compare(old, new).kind == "substantive"


@pytest.mark.parametrize(
    "label", ["Kontakt", "Więcej", "ดูเพิ่มเติม", "Подробнее", "更多", "詳細はこちら"]
)
def test_a_label_is_none_of_it(label: str) -> None:
    assert compare(page("pl"), page("pl", (label,))).kind != "substantive"

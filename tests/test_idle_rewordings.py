"""Where much of a page is said in other words, the point comes first: what a reader loses, another
amount, one entry more or less, what is done that was not.
"""

from datetime import date

import pytest

from monitor import Change, compare

ON = date(2026, 3, 1)
# A page in each language; {0} is its point, and the rest is idle.
IDLE = {
    "en": (
        "# Privacy policy\n\nTidewell Ltd takes your privacy seriously.\n\n## Your data\n\n{0}\n\n"
        "## Partners\n\nEach partner is bound by an agreement.\n\n## Contact\n\nWrite to"
        " us at hello@tidewell.example.\n",
        "# Privacy policy\n\nWe at Tidewell Group Ltd care about your privacy.\n\n## Your data\n\n"
        "{0}\n\n## Partners\n\nWe have agreements with all of our partners.\n\n## Contact\n\n"
        "You can reach us at privacy@tidewell.example.\n",
    ),
    "de": (
        "# Datenschutz\n\nDie Tidewell GmbH nimmt Datenschutz ernst.\n\n## Ihre Daten\n\n"
        "{0}\n\n## Partner\n\nJeder Partner ist durch einen Vertrag gebunden.\n\n## Kontakt\n\n"
        "Schreiben Sie uns an hallo@tidewell.example.\n",
        "# Datenschutz\n\nUns, der Tidewell Gruppe, liegt Datenschutz am Herzen.\n\n"
        "## Ihre Daten\n\n{0}\n\n## Partner\n\nMit allen Partnern bestehen Verträge.\n\n## Kontakt"
        "\n\nSie erreichen uns unter datenschutz@tidewell.example.\n",
    ),
    "sv": (
        "# Integritet\n\nTidewell AB värnar om din integritet.\n\n## Dina uppgifter\n\n{0}\n\n"
        "## Partner\n\nVarje partner är bunden av ett avtal.\n\n## Kontakt\n\nSkriv till oss på"
        " hej@tidewell.example.\n",
        "# Integritet\n\nVi på Tidewell Sverige AB tar din integritet på allvar.\n\n"
        "## Dina uppgifter\n\n{0}\n\n## Partner\n\nVi har avtal med alla våra partner.\n\n"
        "## Kontakt\n\nHör av dig till integritet@tidewell.example.\n",
    ),
    "ru": (
        "# Политика\n\nКомпания «Тайдвелл» заботится о приватности.\n\n## Данные\n\n{0}\n\n"
        "## Партнёры\n\nКаждый партнёр связан договором.\n\n## Контакты\n\nПишите нам:"
        " hello@tidewell.example.\n",
        "# Политика\n\nДля компании «Тайдвелл Групп» важна ваша приватность.\n\n## Данные\n\n{0}"
        "\n\n## Партнёры\n\nСо всеми партнёрами заключены договоры.\n\n## Контакты\n\nС нами можно"
        " связаться по адресу privacy@tidewell.example.\n",
    ),
    "zh": (
        "# 隐私政策\n\n欢迎使用由潮井有限公司提供的服务。\n\n## 您的信息\n\n{0}\n\n## 合作伙伴\n\n"
        "每个合作伙伴都受协议约束。\n\n## 联系我们\n\n如有疑问请发邮件至 a@tidewell.example。\n",
        "# 隐私政策\n\n感谢您使用潮井集团有限公司的服务。\n\n## 您的信息\n\n{0}\n\n## 合作伙伴\n\n"
        "我们与所有合作伙伴签有协议。\n\n## 联系我们\n\n您可以通过 b@tidewell.example 联系我们。\n",
    ),
}


def change(language: str, old: str, new: str) -> Change:
    was, now = IDLE[language]
    return compare(was.format(old), now.format(new), "text/markdown", on=ON)


LOST = (
    ("en", "We keep your photos.", "We keep your photos and make a face template of each person."),
    ("de", "Wir speichern Ihre Fotos.", "Wir speichern Ihre Fotos für die Gesichtserkennung."),
    ("sv", "Dina chattar är totalsträckskrypterade.", "Dina chattar krypteras när de skickas."),
    ("en", "Chats are end-to-end encrypted.", "Chats are encrypted on their way to us."),
    ("ru", "Споры решает суд.", "Споры решает третейский суд, коллективные иски исключены."),
    ("zh", "您可以申请退款。", "已支付的费用概不退款。"),
)


@pytest.mark.parametrize(("language", "old", "new"), LOST)
def test_what_a_reader_loses_comes_first_and_is_urgent(language: str, old: str, new: str) -> None:
    found = change(language, old, new)
    first = found.points[0]
    assert new.rstrip(".。") in f"{first.new}{first.text}" or first.old == old
    assert found.severity in ("high", "critical")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We keep your photos.", "We keep your photos. We do not use facial recognition."),
        ("de", "Wir speichern Fotos.", "Wir speichern Fotos. Gesichtserkennung nutzen wir nicht."),
        ("sv", "Chattar sparas.", "Chattar sparas. De är nu totalsträckskrypterade."),
    ],
)
def test_what_is_not_done_is_no_loss(language: str, old: str, new: str) -> None:
    assert change(language, old, new).severity not in ("high", "critical")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Files are deleted after 90 days.", "After 30 days we delete your files."),
        ("de", "Nach 24 Monaten löschen wir das Konto.", "Wir löschen das Konto nach 6 Monaten."),
        ("ru", "Записи хранятся 6 месяцев.", "Мы храним записи 24 месяца."),
        ("zh", "我们会将录音保存30天。", "录音会由我们保存180天。"),
    ],
)
def test_another_period_comes_first_wherever_it_stands(language: str, old: str, new: str) -> None:
    first = change(language, old, new).points[0]
    digits = "".join(c for c in new if c.isdigit())
    assert digits in (first.new or "")


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We never share your notes.", "Advertisers receive your notes from us."),
        ("zh", "我们绝不会向他人提供您的笔记。", "我们会向广告商提供您的笔记和位置。"),
        ("sv", "Vi säljer inte dina uppgifter.", "Vi säljer dina uppgifter till annonsörer."),
        ("ru", "Мы не передаём ваши данные.", "Мы передаём ваши данные страховым компаниям."),
        ("ru", "Мы не передаём данные за рубеж.", "Записи звонков обрабатывает центр в Индии."),
        ("de", "Wir geben keine Daten weiter.", "Eine Firma in Indien erhält die Anrufe."),
    ],
)
def test_a_promise_that_is_broken_comes_first(language: str, old: str, new: str) -> None:
    found = change(language, old, new)
    assert old in (found.points[0].old or "") or new in (found.points[0].new or "")
    assert found.severity == "high"


@pytest.mark.parametrize(
    ("heading", "entry"),
    [
        ("Prohibited items", "Beer and wine"),
        ("Verbotene Artikel", "Bier und Wein"),
        ("Itens proibidos", "Cerveja e vinho"),
        ("Запрещённые товары", "Пиво и вино"),
    ],
)
def test_an_entry_of_what_is_forbidden_comes_before_idle_words(heading: str, entry: str) -> None:
    page = "# Rules\n\n{0}\n\n## " + heading + "\n\n- Knives\n- Live animals\n{1}\n## More\n\n{2}\n"
    old = page.format("Read this policy before you sell.", f"- {entry}\n", "We remove the listing.")
    new = page.format("Before you sell, read this policy.", "", "The listing is removed by us.")
    found = compare(old, new, "text/markdown", on=ON)
    assert found.points[0].old == entry
    assert found.severity == "medium"


def test_a_row_comes_before_the_sentence_above_the_table_in_other_words() -> None:
    page = "# Subprocessors\n\n{0}\n\n## List\n\n| Name | Purpose | Place |\n|---|---|---|\n{1}"
    row = "| Mailbird | E-mail | Germany |\n"
    old = page.format("We update this page before a new company starts to work.", row)
    more = "| Anvil Speech | Transcription of calls | United States |\n"
    new = page.format("This page is updated before any new company begins to work.", row + more)
    first = compare(old, new, "text/markdown", on=ON).points[0]
    assert "Anvil Speech" in (first.new or "")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("For example, Anna uploads a hat.", "For example, Ben uploads a photograph of a lamp."),
        ("Zum Beispiel lädt Anna ein Foto hoch.", "Zum Beispiel lädt Ben ein Video vom Hund hoch."),
        ("Par exemple, Anne publie une photo.", "Par exemple, Luc publie une vidéo de son chien."),
        (
            "Anna told our AI about Crete.",
            "Anna told our AI that she likes to walk, so it found one.",
        ),
        (
            "When Sam asks, he gets a map.",
            "When Lena asks for the station, she gets a map with it.",
        ),
    ],
)
def test_an_example_is_not_the_first_point(was: str, now: str) -> None:
    page = "# Policy\n\n## Posts\n\n{0}\n\n## Ads\n\n{1}\n"
    old = page.format(was, "We show ads on the start page.")
    new = page.format(now, "We show ads on the start page and in search results.")
    assert "search results" in (compare(old, new, "text/markdown", on=ON).points[0].new or "")


@pytest.mark.parametrize(
    "sentence",
    [
        "If you live in Germany, you can bring a claim in the courts there.",
        "If you are a consumer in the European Union, you may sue us in your home courts.",
        "In the European Union, we comply with the Digital Services Act.",
        "Dans l'Union européenne, nous respectons le règlement sur les services numériques.",
    ],
)
def test_which_law_holds_somewhere_brings_nothing_there(sentence: str) -> None:
    page = "# Terms\n\n## Law\n\nThese terms bind both of us.\n\n{0}\n"
    found = compare(page.format(""), page.format(sentence), "text/markdown", on=ON)
    assert found.regions_added == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "12か月間ログインがないアカウントは削除します。",
        "12개월 동안 로그인하지 않은 계정은 삭제합니다.",
        "连续12个月未登录的账户将被删除。",
        "Accounts without a login are deleted after 12 months.",
    ],
)
def test_what_is_deleted_after_a_period_is_not_told_as_kept(sentence: str) -> None:
    page = "# Terms\n\n## Accounts\n\nYou may close your account.\n\n{0}\n"
    found = compare(page.format(""), page.format(sentence), "text/markdown", on=ON)
    assert "deleted after 12 months" in found.summary
    assert "kept" not in found.summary


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("Verboten", "Einlass ab 18 Jahren."),
        ("Prohibited", "Doors open at noon."),
        ("Interdit", "Entrée dès 16 ans."),
    ],
)
def test_what_stands_behind_a_list_is_none_of_its_entries(heading: str, sentence: str) -> None:
    page = "# Rules\n\nWelcome.\n\n## " + heading + "\n\n- Knives\n- Dogs\n\n{0}\n"
    found = compare(page.format(""), page.format(sentence), "text/markdown", on=ON)
    assert heading not in found.summary
    listed = compare(
        page.format(""), page.replace("- Dogs", "- Dogs\n- Drones").format(""), "text/markdown"
    )
    assert heading in listed.summary


@pytest.mark.parametrize(
    ("language", "old", "new", "ages"),
    [
        ("en", "People of at least 16 years are welcome.", "You must be 13 to join.", "16 → 13"),
        ("en", "You must be at least 13 years old.", "Members are 15 years or older.", "13 → 15"),
        (
            "en",
            "Nobody under 14 may join.",
            "We delete accounts of users under 16.",
            "under 14 → under 16",
        ),
    ],
)
def test_the_only_age_of_a_section_takes_the_place_of_the_other(
    language: str, old: str, new: str, ages: str
) -> None:
    assert f"age {ages}" in change(language, old, new).summary


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We take 2% of each sale.", "Of every sale a fee of 3.5% is due to us."),
        ("de", "Wir behalten 5 % jeder Zahlung ein.", "Von jeder Zahlung gehen 8 % an uns."),
        ("ru", "Комиссия составляет 1% от суммы.", "С каждой суммы мы берём 4%."),
    ],
)
def test_another_share_comes_first_in_whatever_words(language: str, old: str, new: str) -> None:
    found = change(language, old, new)
    assert new in (found.points[0].new or "")
    assert found.severity != "low"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We notify customers before we hand it over.", "Customers are not told of requests."),
        ("Nobody but you can read your messages.", "We scan messages for illegal content."),
        ("Wir informieren Sie vor jeder Weitergabe.", "Eine Mitteilung über Anfragen entfällt."),
    ],
)
def test_what_a_section_says_now_is_told_after_what_it_says_no_more(old: str, new: str) -> None:
    page = "# Privacy\n\n## Requests\n\n{0}\n\n## More\n\n{1}\n"
    was = page.format(old, "Copies are kept by two of our lawyers.")
    now = page.format(new, "Two of our lawyers keep the copies.")
    summary = compare(was, now, "text/markdown", on=ON).summary
    assert new in summary


@pytest.mark.parametrize("gone", ["Neem uw pas mee.", "Toon uw pas bij de ingang."])
def test_a_word_for_not_of_another_language_makes_no_promise(gone: str) -> None:
    page = "<html lang=nl><main><h1>Voorwaarden</h1><h2>Lid</h2><p>{0}</p></main></html>"
    old = page.format(f"Een lidmaatschap geldt voor u alleen. {gone}")
    new = page.format("Het lidmaatschap is persoonlijk. U meldt zich aan de balie.")
    assert compare(old, new, on=ON).severity not in ("high", "critical")


@pytest.mark.parametrize(
    ("lang", "kept"),
    [
        ("en", "You are free to bring class actions against us."),
        ("en", "You may perpetually use what you bought, with a perpetual licence."),
        ("de", "Sie behalten Ihr Recht auf Sammelklage."),
        ("de", "Zahlungen werden Ihnen unwiderruflich gutgeschrieben."),
    ],
)
def test_what_a_reader_keeps_is_no_loss(lang: str, kept: str) -> None:
    """It was of high severity."""
    page = "<html lang={}><main><h1>X</h1><p>2 + 2 = 4.</p><p>{}</p></main></html>"
    assert compare(page.format(lang, ""), page.format(lang, kept)).severity != "high"

"""What a site says around the policy, in other forms than a line: lists, parts of headings."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.api import extract

CLAUSES = {
    "en": ("Acme Ltd, 4 Mill Street, Leeds.", "You must be 18 to open an account with us."),
    "ru": ("Для регистрации нужно быть старше 18 лет.", "Плата взимается ежемесячно."),
    "sv": ("Du måste vara 18 år för att öppna ett konto.", "Avgifter tas ut varje månad."),
    "tr": ("Hesap açmak için 18 yaşında olmalısınız.", "Ücretler her ay tahsil edilir."),
    "cs": ("Pro založení účtu vám musí být 18 let.", "Poplatky účtujeme každý měsíc."),
    "pl": ("Aby założyć konto, trzeba mieć 18 lat.", "Opłaty pobieramy co miesiąc."),
    "vi": ("Bạn phải đủ 18 tuổi để mở tài khoản.", "Phí được thu hằng tháng."),
}


def page(code: str, extra: str) -> str:
    markup = extra if extra.startswith("<") or not extra else f"<p>{extra}</p>"
    first, second = CLAUSES.get(code, CLAUSES["en"])
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<h2>1.</h2><p>{first}</p><p>{second}</p>{markup}</main></body></html>"
    )


def links(*titles: str) -> str:
    return "".join(f"<li><a>{title}</a></li>" for title in titles)


ELSEWHERE = (
    (
        "ja",
        "この質問を見た人はこんな質問も見ています",
        "料金の支払い方法を変更したい",
        "データ通信が遅い",
    ),
    ("ja", "よく見られている質問", "料金の支払い方法を変更したい", "データ通信が遅い"),
    ("de", "Andere Kunden lasen auch", "Rechnung verstehen", "Zähler ablesen"),
    ("de", "Meistgelesen", "Rechnung verstehen", "Zähler ablesen"),
    ("ko", "자주 찾는 도움말", "비밀번호 변경", "계정 복구"),
    ("pl", "Najczęściej czytane", "Jak zmienić hasło", "Jak usunąć konto"),
    ("ru", "Читайте также", "Как сменить пароль", "Как удалить профиль"),
    ("es", "Artículos más vistos", "Cómo pagar", "Ver facturas"),
    ("fr", "Les plus consultés", "Payer une facture", "Changer d’adresse"),
    ("zh", "热门文章", "如何修改密码", "如何导出笔记"),
    ("ar", "الأكثر قراءة", "كيف أغير كلمة المرور", "كيف أحذف الحساب"),
    ("tr", "İlginizi çekebilir", "Şifre değiştirme", "Profil ekleme"),
    ("cs", "Mohlo by vás zajímat", "Změna hesla", "Obnova účtu"),
    ("sv", "Läs också", "Byt lösenord", "Exportera bilder"),
)
LINES = (
    ("zh", "上一篇：读者须知", "上一篇：少儿讲座报名"),
    ("zh", "下一篇：没有了", "下一篇：关于五一开放时间的通知"),
    ("ja", "次の記事：春の展示のお知らせ", "次の記事：夏の展示のお知らせ"),
    ("ko", "이전글: 봄 전시 안내", "이전글: 여름 전시 안내"),
    ("ru", "Следующая статья: Весенняя выставка", "Следующая статья: Летняя выставка"),
    ("de", "Nächster Beitrag: Unser Frühlingsfest", "Nächster Beitrag: Neue Räder im Lager"),
    ("fr", "Article suivant : Notre fête de printemps", "Article suivant : Portes ouvertes"),
    ("en", "Previous: Spring fair", "Previous: New bikes in stock"),
    (
        "es",
        "Entrada siguiente: Feria de primavera",
        "Entrada siguiente: Jornada de puertas abiertas",
    ),
    (
        "zh",
        "今天是2026年5月1日 星期五 欢迎您访问江城市图书馆！",
        "今天是2026年5月4日 星期一 欢迎您访问江城市图书馆！",
    ),
    ("zh", "今天是：2026年5月1日 星期五", "今天是：2026年5月4日 星期一"),
    ("ru", "Сегодня пятница, 1 мая 2026", "Сегодня понедельник, 4 мая 2026"),
    ("en", "Today is Friday, 1 May 2026", "Today is Monday, 4 May 2026"),
    ("ja", "本日は2026年5月1日（金）です。", "本日は2026年5月4日（月）です。"),
    ("ko", "오늘은 2026년 5월 1일 금요일입니다", "오늘은 2026년 5월 4일 월요일입니다"),
    ("ar", "اليوم الجمعة 1 مايو 2026", "اليوم الاثنين 4 مايو 2026"),
    ("vi", "Hôm nay: Thứ Sáu, 01/05/2026", "Hôm nay: Thứ Hai, 04/05/2026"),
    ("tr", "Bugün 1 Mayıs 2026 Cuma", "Bugün 4 Mayıs 2026 Pazartesi"),
)
PRAISE = (
    (
        "es",
        "Opiniones",
        "★★★★★ Muy amables, sin dolor. Lucía P.",
        "★★★★★ El mejor dentista del barrio. Javier",
    ),
    (
        "ru",
        "Отзывы гостей",
        "Спасибо за прекрасный отдых! Мария, Пермь",
        "Вернёмся ещё раз в августе. Олег",
    ),
    (
        "de",
        "Das sagen unsere Kunden",
        "Schnelle Lieferung, gerne wieder. – Petra K., Ulm",
        "Der Kaffee ist ein Traum. – Jens, Kiel",
    ),
    (
        "ja",
        "お客様の声",
        "対応が早くて助かりました。（40代・女性）",
        "説明がわかりやすかったです。（30代・男性）",
    ),
    ("ko", "고객 후기", "배송이 빨라서 좋았어요. 김*지", "포장이 꼼꼼해요. 박*수"),
    ("it", "Dicono di noi", "Servizio impeccabile. Marco, Torino", "Consegna rapida. Giulia, Bari"),
    ("pl", "Opinie klientów", "Szybka dostawa, polecam. Anna z Gdańska", "Świetne rośliny. Tomasz"),
    (
        "en",
        "What our customers say",
        "Quick, friendly, fair. Dana, York",
        "Never had a problem in ten years. Omar",
    ),
    ("fr", "Avis clients", "Livraison rapide. Claire M.", "Très bon accueil. Hugo"),
    ("zh", "用户评价", "界面清爽，同步很快。——小林", "客服很有耐心。——阿哲"),
)
ON_REVIEWS = (
    (
        "es",
        "Opiniones",
        "Publicamos las opiniones de clientes que han comprado el producto.",
        "Publicamos las opiniones de todos los clientes.",
    ),
    (
        "en",
        "Reviews",
        "You may only review what you have bought from us.",
        "You may review whatever you like.",
    ),
    (
        "de",
        "Kundenbewertungen",
        "Bewertungen werden nicht auf Echtheit geprüft.",
        "Bewertungen werden von uns auf Echtheit geprüft.",
    ),
    (
        "ja",
        "口コミ",
        "投稿された口コミは削除できません。",
        "投稿された口コミはいつでも削除できます。",
    ),
)


@pytest.mark.parametrize(("code", "heading", "old", "new"), ELSEWHERE)
def test_titles_of_other_pages_are_not_told(code: str, heading: str, old: str, new: str) -> None:
    """What others read changes by the day; scripts follow such links, so they have no address."""
    one, other = (page(code, f"<h3>{heading}</h3><ul>{links(t)}</ul>") for t in (old, new))
    assert compare(one, other).kind != "substantive"


@pytest.mark.parametrize(("code", "old", "new"), LINES)
def test_the_way_on_and_the_day_are_not_told(code: str, old: str, new: str) -> None:
    """Whatever the next page is called, and whatever day it is."""
    assert compare(page(code, old), page(code, new)).kind != "substantive"


@pytest.mark.parametrize(("code", "heading", "old", "new"), PRAISE)
def test_what_customers_said_is_not_told(code: str, heading: str, old: str, new: str) -> None:
    """Shops show other voices at each look, with no name of a class that says so."""
    one, other = (page(code, f"<h2>{heading}</h2><p>{said}</p>") for said in (old, new))
    assert compare(one, other).kind != "substantive"


@pytest.mark.parametrize(("code", "heading", "old", "new"), ON_REVIEWS)
def test_a_clause_about_reviews_is_told(code: str, heading: str, old: str, new: str) -> None:
    """Its heading is the same as that of the reviews themselves."""
    one, other = (page(code, f"<h2>{heading}</h2><p>{said}</p>") for said in (old, new))
    assert compare(one, other).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<li>last reply 2d</li><li>14.2k views</li><li>41 users</li>",
            "<li>last reply 3h</li><li>14.3k views</li><li>43 users</li>",
        ),
        ("<li>88 likes</li><li>9 links</li>", "<li>92 likes</li><li>12 links</li>"),
        ("<li><a href=/c>Comments (3)</a></li>", "<li><a href=/c>Comments (4)</a></li>"),
        ("<li><a href=/r>Rejestr zmian (1)</a></li>", "<li><a href=/r>Rejestr zmian (2)</a></li>"),
    ],
)
def test_counts_in_a_row_are_not_told(old: str, new: str) -> None:
    """Of a forum's topic, with a word that would be a limit elsewhere."""
    one, other = (page("en", f"<ul>{items}</ul>") for items in (old, new))
    assert compare(one, other).kind != "substantive"


def test_how_many_may_use_a_plan_is_told() -> None:
    """It has the same form as a forum's count of users."""
    one, other = (page("en", f"<ul><li>{n} users</li><li>10 GB</li></ul>") for n in (40, 20))
    assert compare(one, other).kind == "substantive"


def test_a_name_and_a_day_that_stand_close_are_two() -> None:
    """Else the ministry's name would be quoted with each new day."""
    for text in ("وزارة النقل4 مايو 2026", "Gemeinde Au4. Mai 2026", "City Hall4 May 2026"):
        document = extract(page("ar", text), "text/html")
        assert text not in [block.text for block in document.blocks()]


@pytest.mark.parametrize("words", ["[править | править код]", "[edit]", "[modifier | éditer]"])
def test_a_wikis_edit_links_are_no_part_of_a_heading(words: str) -> None:
    """They would be quoted with the heading's name."""
    markup = f'<h2><span id=a>Cookies</span><span class="mw-editsection">{words}</span></h2>'
    document = extract(page("en", f"{markup}<p>We set two cookies.</p>"), "text/html")
    assert document.sections[-1].path[-1] == "Cookies"


@pytest.mark.parametrize("names", ["app-banner", "smart-app-banner", "AppDownload_banner"])
def test_a_strip_that_offers_the_app_is_not_told(names: str) -> None:
    """Its words change with each campaign."""
    one, other = (
        page("tr", f"<div class='{names}'><p>{words}</p></div>")
        for words in ("İlk ay ücretsiz", "Uygulama ile daha hızlı")
    )
    assert compare(one, other).kind != "substantive"


SITE = (
    (
        "th",
        "<h3>สถิติผู้เข้าชม</h3><table><tr><td>วันนี้</td><td>43</td></tr><tr><td>เมื่อวาน</td><td>120</td></tr></table>",
        "<h3>สถิติผู้เข้าชม</h3><table><tr><td>วันนี้</td><td>51</td></tr><tr><td>เมื่อวาน</td><td>33</td></tr></table>",
    ),
    (
        "pl",
        "<h4>Licznik odwiedzin</h4><ul><li>Dziś: 43</li><li>Ogółem: 104331</li></ul>",
        "<h4>Licznik odwiedzin</h4><ul><li>Dziś: 51</li><li>Ogółem: 104499</li></ul>",
    ),
    (
        "ru",
        "<h4>Статистика посещений</h4><p>Сегодня: 43</p><p>Всего: 10433</p>",
        "<h4>Статистика посещений</h4><p>Сегодня: 51</p><p>Всего: 10499</p>",
    ),
    (
        "de",
        "<h4>Besucherzähler</h4><p>Heute 43</p><p>Gesamt 10433</p>",
        "<h4>Besucherzähler</h4><p>Heute 51</p><p>Gesamt 10499</p>",
    ),
    (
        "vi",
        "<h4>Thống kê truy cập</h4><p>Hôm nay: 43</p><p>Tổng: 10433</p>",
        "<h4>Thống kê truy cập</h4><p>Hôm nay: 51</p><p>Tổng: 10499</p>",
    ),
    (
        "en",
        "<h4>Visitor statistics</h4><p>Today: 43</p><p>Total: 10433</p>",
        "<h4>Visitor statistics</h4><p>Today: 51</p><p>Total: 10499</p>",
    ),
    (
        "zh",
        "<h4>访问统计</h4><p>今日：43</p><p>总计：10433</p>",
        "<h4>访问统计</h4><p>今日：51</p><p>总计：10499</p>",
    ),
    (
        "cs",
        "Ověřeno zákazníky: 98 % zákazníků doporučuje tento obchod (1 204 recenzí)",
        "Ověřeno zákazníky: 97 % zákazníků doporučuje tento obchod (1 211 recenzí)",
    ),
    ("de", "96 % unserer Kunden empfehlen uns weiter", "95 % unserer Kunden empfehlen uns weiter"),
    (
        "en",
        "98% of customers would recommend us (1,204 reviews)",
        "97% of customers would recommend us (1,210 reviews)",
    ),
    ("fr", "96 % de nos clients nous recommandent", "95 % de nos clients nous recommandent"),
    ("pl", "98% klientów poleca ten sklep", "97% klientów poleca ten sklep"),
    ("es", "El 97 % de los clientes nos recomienda", "El 96 % de los clientes nos recomienda"),
    ("ja", "★4.52（1,203件のレビュー）", "★4.53（1,209件のレビュー）"),
    ("ko", "지금 37명이 보고 있어요", "지금 22명이 보고 있어요"),
    ("ja", "現在12人が閲覧しています", "現在19人が閲覧しています"),
    ("zh", "当前有37人正在浏览", "当前有22人正在浏览"),
    ("ru", "Сейчас этот товар смотрят 37 человек", "Сейчас этот товар смотрят 22 человека"),
    ("es", "37 personas están viendo esta página", "22 personas están viendo esta página"),
    ("uk", "Курс НБУ: USD 41,20, EUR 44,71", "Курс НБУ: USD 41,31, EUR 44,65"),
    ("ru", "Курс ЦБ: USD 92,10 | EUR 99,50", "Курс ЦБ: USD 91,10 | EUR 98,50"),
    ("en", "Exchange rates: USD 1.08, GBP 0.85", "Exchange rates: USD 1.07, GBP 0.86"),
    ("pt", "Câmbio: USD 5,41 EUR 5,90", "Câmbio: USD 5,38 EUR 5,88"),
    ("tr", "Döviz kuru: USD 41,20 EUR 44,71", "Döviz kuru: USD 41,90 EUR 44,99"),
    (
        "ja",
        "<h3>週間ランキング</h3><ol><li>赤いカーネーション</li><li>季節の花束</li></ol>",
        "<h3>週間ランキング</h3><ol><li>季節の花束</li><li>ピンクのバラ</li></ol>",
    ),
    (
        "cs",
        "<h4>Nejprodávanější</h4><ol><li>Horské kolo Vrchol</li></ol>",
        "<h4>Nejprodávanější</h4><ol><li>Helma Stín</li></ol>",
    ),
    (
        "fr",
        "<h4>Meilleures ventes</h4><ol><li>Infusion du soir</li></ol>",
        "<h4>Meilleures ventes</h4><ol><li>Thé vert</li></ol>",
    ),
    (
        "de",
        "<h3>Termine</h3><ul><li>12.05.2026 Gemeinderatssitzung</li><li>16.05.2026 Markt</li></ul>",
        "<h3>Termine</h3><ul><li>16.05.2026 Markt</li><li>21.05.2026 Lesung</li></ul>",
    ),
    (
        "en",
        "<h3>Coming up</h3><p>Fri 1 May: Poetry night</p><p>Sat 2 May: Lego club</p>",
        "<h3>Coming up</h3><p>Sat 2 May: Lego club</p><p>Tue 5 May: Knitting circle</p>",
    ),
    (
        "fr",
        "<h3>Agenda</h3><p>12 mai : conseil municipal</p>",
        "<h3>Agenda</h3><p>16 mai : brocante</p>",
    ),
    (
        "es",
        "<h3>Próximos eventos</h3><p>12 de mayo: feria del libro</p>",
        "<h3>Próximos eventos</h3><p>16 de mayo: concierto</p>",
    ),
    (
        "ja",
        "<h3>イベント情報</h3><ul><li>5月12日 読書会</li></ul>",
        "<h3>イベント情報</h3><ul><li>5月16日 おはなし会</li></ul>",
    ),
    ("de", "Aktuelle Meldung: Straßenfest am Markt", "Aktuelle Meldung: Neue Bänke im Park"),
    ("pl", "Strona istnieje od 6120 dni", "Strona istnieje od 6123 dni"),
    ("zh", "本站已运行1021天", "本站已运行1023天"),
    ("en", "Online for 6,120 days", "Online for 6,123 days"),
    ("fr", "Dernière actualité : fête du village", "Dernière actualité : nouveaux bancs"),
    ("de", "Rathaus heute geöffnet bis 18:00 Uhr", "Rathaus derzeit geschlossen"),
    ("en", "Open today 9am–5pm", "Closed now"),
    ("es", "Abierto ahora · Cierra a las 20:00", "Cerrado hoy"),
    ("pl", "Dziś czynne do 19:00", "Dziś nieczynne"),
    ("ru", "Касса сейчас закрыта", "Касса сейчас работает"),
)
POLICY = (
    (
        "en",
        "<h3>Key dates</h3><p>1 May: the new fees apply</p>",
        "<h3>Key dates</h3><p>1 June: the new fees apply</p>",
    ),
    ("en", "Fee: $10 per month", "Fee: $100 per month"),
    ("en", "Loyalty points: USD 5, EUR 6", "Loyalty points: USD 7, EUR 8"),
    ("de", "Wir behalten 10 % der Kundenzahlung ein", "Wir behalten 12 % der Kundenzahlung ein"),
    ("es", "Hasta 3 personas pueden ver esta cuenta", "Hasta 2 personas pueden ver esta cuenta"),
    (
        "en",
        "<h3>Visits</h3><p>Dentist: 2</p><p>Eye test: 1</p>",
        "<h3>Visits</h3><p>Dentist: 1</p><p>Eye test: 1</p>",
    ),
    ("en", "The service is closed to users under 16.", "The service is closed to users under 18."),
    ("en", "The offer is open until 5 May 2026.", "The offer is open until 5 June 2026."),
    (
        "de",
        "Konten sind derzeit geschlossen für Kinder unter 16 Jahren.",
        "Konten sind derzeit offen für Kinder unter 16 Jahren.",
    ),
    (
        "en",
        "Registration is open until 5 May 2026 to all members.",
        "Registration is open until 9 May 2026 to all members.",
    ),
    (
        "en",
        "<h3>Upcoming</h3><p>1 May: the fee rises</p>",
        "<h3>Upcoming</h3><p>1 May: the fee falls</p>",
    ),
)


@pytest.mark.parametrize(("code", "old", "new"), SITE)
def test_what_a_site_tells_of_the_day_is_not_told(code: str, old: str, new: str) -> None:
    """Visitors by day, rates, rankings, what is on, who is open, what buyers think."""
    assert compare(page(code, old), page(code, new)).kind != "substantive"


@pytest.mark.parametrize(("code", "old", "new"), POLICY)
def test_what_reads_like_it_and_is_policy_is_told(code: str, old: str, new: str) -> None:
    """A share that is kept, a limit, a day from which fees apply."""
    assert compare(page(code, old), page(code, new)).kind == "substantive"


def test_a_policy_in_a_consent_tools_frame_counts() -> None:
    """iubenda serves whole policies in an element of its own name."""
    one, other = (
        "<html lang=en><body><div id=iubenda_policy class=iubenda_fixed_policy><h1>Cookies</h1>"
        f"<table><tr><td>_stat</td><td>{kept}</td></tr></table></div></body></html>"
        for kept in ("30 days", "1 year")
    )
    assert compare(one, other).kind == "substantive"


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("ko", "방문자 오늘 43 · 전체 10,431", "방문자 오늘 51 · 전체 10,482"),
        ("vi", "Đang truy cập: 12 | Hôm nay: 431", "Đang truy cập: 7 | Hôm nay: 388"),
        (
            "fr",
            "Révisé par Luc · il y a 2 mois · 1 204 vues",
            "Révisé par Luc · il y a 3 j · 1 260 vues",
        ),
        (
            "pl",
            "<h3>Klienci kupili również</h3><ul><li>Kubek dębowy</li></ul>",
            "<h3>Klienci kupili również</h3><ul><li>Miska lniana</li></ul>",
        ),
        ("en", "“They sorted it in a day.” Ruth, Leeds", "“Clear and quick.” Imran, Bath"),
        ("es", "Estamos abiertos hasta las 21:30", "Ahora cerrado."),
    ],
)
def test_what_stands_beside_a_count_is_not_told(code: str, old: str, new: str) -> None:
    """Parts of a line, each with another figure at each look."""
    assert compare(page(code, old), page(code, new)).kind != "substantive"

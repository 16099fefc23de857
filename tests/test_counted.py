"""What a site counts anew at each look is no change; what a policy counts is."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.normalize import canonical

COUNTED = (
    ("pl", "Liczba odwiedzin: 1841", "Liczba odwiedzin: 1870"),
    (
        "pl",
        "<table><tr><th>Liczba odwiedzin</th><td>1841</td></tr></table>",
        "<table><tr><th>Liczba odwiedzin</th><td>1870</td></tr></table>",
    ),
    ("zh", "浏览次数：1024 次", "浏览次数：1122 次"),
    ("zh", "已阅读 3040 次", "已阅读 3100 次"),
    ("zh", "访问量：8121002", "访问量：8121567"),
    ("zh", "点击数：12", "点击数：14"),
    ("ja", "閲覧数：1024", "閲覧数：1100"),
    ("ja", "アクセス数 1,024", "アクセス数 1,100"),
    ("ko", "조회수: 1,204회", "조회수: 1,304회"),
    ("ru", "Просмотров: 1204", "Просмотров: 1299"),
    ("ru", "Количество просмотров: 1204", "Количество просмотров: 1299"),
    ("ru", "Страница просмотрена 1204 раза", "Страница просмотрена 1209 раз"),
    ("uk", "Переглядів: 1204", "Переглядів: 1244"),
    ("cs", "Počet zobrazení: 1204", "Počet zobrazení: 1208"),
    ("tr", "Okunma sayısı: 1204", "Okunma sayısı: 1209"),
    ("tr", "Bu sayfa 1.204 kez görüntülendi", "Bu sayfa 1.209 kez görüntülendi"),
    ("ar", "عدد الزيارات: 1204", "عدد الزيارات: 1300"),
    ("ar", "عدد المشاهدات 1204", "عدد المشاهدات 1300"),
    ("ar", "أعجب 412 من الزوار بمحتوى هذه الصفحة", "أعجب 420 من الزوار بمحتوى هذه الصفحة"),
    ("vi", "Lượt xem: 1204", "Lượt xem: 1300"),
    ("es", "Visitas: 1.204", "Visitas: 1.209"),
    ("es", "Esta página ha sido visitada 1.204 veces", "Esta página ha sido visitada 1.209 veces"),
    ("pt", "Acessos: 1204", "Acessos: 1300"),
    ("it", "Visite: 1204", "Visite: 1300"),
    ("it", "Pagina letta 1204 volte", "Pagina letta 1300 volte"),
    ("de", "Zugriffe: 1204", "Zugriffe: 1300"),
    (
        "de",
        "Diese Seite wurde bisher 1.204-mal abgerufen.",
        "Diese Seite wurde bisher 1.304-mal abgerufen.",
    ),
    ("fr", "Cette page a été consultée 12 345 fois", "Cette page a été consultée 12 400 fois"),
    ("fr", "Nombre de visites : 1204", "Nombre de visites : 1300"),
    ("sv", "Antal visningar: 1204", "Antal visningar: 1300"),
    ("hu", "Megtekintések száma: 1204", "Megtekintések száma: 1300"),
    ("el", "Προβολές: 1204", "Προβολές: 1300"),
    ("th", "จำนวนผู้เข้าชม 1204", "จำนวนผู้เข้าชม 1300"),
    ("id", "Dilihat 1204 kali", "Dilihat 1300 kali"),
    ("nl", "Deze pagina is 1.204 keer bekeken", "Deze pagina is 1.304 keer bekeken"),
    ("fi", "Katselukerrat: 1204", "Katselukerrat: 1300"),
    ("ro", "Vizualizări: 1204", "Vizualizări: 1300"),
    ("he", "צפיות: 1204", "צפיות: 1300"),
    ("en", "Hits: 1204", "Hits: 1300"),
    ("en", "You are visitor no. 12,045", "You are visitor no. 12,100"),
    (
        "zh",
        "发布时间：2023-04-02 来源：办公室 阅读次数：3021 字体：【大 中 小】",
        "发布时间：2023-04-02 来源：办公室 阅读次数：3040 字体：【大 中 小】",
    ),
    (
        "en",
        "CFDs are complex instruments. 82% of retail investor accounts lose money.",
        "CFDs are complex instruments. 79% of retail investor accounts lose money.",
    ),
    ("en", "74-89% of retail accounts lose money.", "72-85% of retail accounts lose money."),
    (
        "de",
        "CFDs sind komplexe Instrumente. 74 % der Kleinanlegerkonten verlieren Geld.",
        "CFDs sind komplexe Instrumente. 71,5 % der Kleinanlegerkonten verlieren Geld.",
    ),
    (
        "fr",
        "72 % des comptes d’investisseurs particuliers perdent de l’argent.",
        "69 % des comptes d’investisseurs particuliers perdent de l’argent.",
    ),
    (
        "es",
        "El 75% de las cuentas de inversores minoristas pierden dinero al operar con CFD.",
        "El 71% de las cuentas de inversores minoristas pierden dinero al operar con CFD.",
    ),
    (
        "it",
        "Il 76% dei conti di investitori al dettaglio perde denaro negoziando CFD.",
        "Il 74% dei conti di investitori al dettaglio perde denaro negoziando CFD.",
    ),
    (
        "pl",
        "78% rachunków inwestorów detalicznych odnotowuje straty.",
        "71% rachunków inwestorów detalicznych odnotowuje straty.",
    ),
    (
        "cs",
        "73 % účtů retailových investorů přichází o peníze.",
        "70 % účtů retailových investorů přichází o peníze.",
    ),
    (
        "tr",
        "Perakende yatırımcıların %74'ü para kaybetmektedir.",
        "Perakende yatırımcıların %71'i para kaybetmektedir.",
    ),
    (
        "nl",
        "74% van de particuliere beleggers verliest geld met CFD's.",
        "70% van de particuliere beleggers verliest geld met CFD's.",
    ),
    (
        "pt",
        "75% das contas de investidores de retalho perdem dinheiro.",
        "71% das contas de investidores de retalho perdem dinheiro.",
    ),
    ("lt", "Peržiūros: 1204", "Peržiūros: 1260"),
    ("hr", "Pregleda: 1.204", "Pregleda: 1.377"),
    ("bg", "Брой посещения: 12044", "Брой посещения: 12102"),
    ("et", "Vaatamisi: 1204", "Vaatamisi: 1260"),
    ("ca", "Visites: 1.204", "Visites: 1.260"),
    ("sr", "Прегледа: 1204", "Прегледа: 1260"),
    ("sl", "Ogledov: 1204", "Ogledov: 1260"),
    ("fa", "بازدید: ۱۲۰۴", "بازدید: ۱۲۶۰"),
    ("vi", "1.204 người thích nội dung này", "1.231 người thích nội dung này"),
    ("ko", "1204명이 좋아합니다", "1231명이 좋아합니다"),
    (
        "en",
        "In total there are 12 users online :: 2 registered and 10 guests",
        "In total there are 7 users online :: 1 registered and 6 guests",
    ),
)
CLAUSES = (
    (
        "it",
        "In caso di recesso il 20% delle somme versate si perde.",
        "In caso di recesso il 60% delle somme versate si perde.",
    ),
    ("it", "Il 20% delle somme versate si perde.", "Il 60% delle somme versate si perde."),
    (
        "fr",
        "En cas d'annulation, 20% des comptes clients perdent leurs points.",
        "En cas d'annulation, 60% des comptes clients perdent leurs points.",
    ),
    (
        "fr",
        "20% des comptes clients perdent leurs points.",
        "60% des comptes clients perdent leurs points.",
    ),
    ("pl", "20% klientów kont traci bonus", "80% klientów kont traci bonus"),
    (
        "tr",
        "İptalde ödenen tutarın %20 bölümü ve depozito kaybedilir.",
        "İptalde ödenen tutarın %80 bölümü ve depozito kaybedilir.",
    ),
    ("hu", "A foglaló 20%-a elveszik, és veszít.", "A foglaló 80%-a elveszik, és veszít."),
    ("ro", "20% din avans se pierde.", "80% din avans se pierde."),
    ("el", "Το 20% των πόντων χάνεται και χάνει.", "Το 80% των πόντων χάνεται και χάνει."),
    (
        "de",
        "10% der Privatkunden verlieren den Rabatt.",
        "90% der Privatkunden verlieren den Rabatt.",
    ),
    (
        "en",
        "We share data of 10% of our users and recommend that you opt out.",
        "We share data of 90% of our users and recommend that you opt out.",
    ),
    (
        "en",
        "10% of users are affected and we recommend a backup.",
        "90% of users are affected and we recommend a backup.",
    ),
    (
        "de",
        "Wir geben 30% der Kundendaten an Partner, die wir empfehlen.",
        "Wir geben 90% der Kundendaten an Partner, die wir empfehlen.",
    ),
    ("en", "Exchange rate fee: EUR 2.50", "Exchange rate fee: EUR 5.00"),
    ("en", "Exchange rate markup: EUR 2.50, USD 3.00", "Exchange rate markup: EUR 5.00, USD 6.00"),
    ("de", "Wechselkurs Aufschlag: EUR 2,50", "Wechselkurs Aufschlag: EUR 5,00"),
    *(
        (
            "en",
            f"<table><tr><th>Plan</th><th>Limit</th></tr><tr><td>{what}</td><td>{old}</td></tr></table>",
            f"<table><tr><th>Plan</th><th>Limit</th></tr><tr><td>{what}</td><td>{new}</td></tr></table>",
        )
        for what, old, new in (
            ("Page views", "100,000", "10,000"),
            ("Profile visits", "2,500", "250"),
            ("Number of visits", "1250", "1000"),
        )
    ),
    ("en", "Members get 82% of the fee back.", "Members get 79% of the fee back."),
    ("en", "We keep 12% of what buyers pay.", "We keep 15% of what buyers pay."),
    ("de", "Besuche: 20 pro Jahr", "Besuche: 10 pro Jahr"),
    ("en", "Physiotherapy visits | 20", "Physiotherapy visits | 10"),
    ("en", "A rented film may be viewed 3 times.", "A rented film may be viewed 2 times."),
    ("fr", "Lectures : 30 jours", "Lectures : 15 jours"),
    ("en", "API hits: 1000 per day", "API hits: 500 per day"),
    ("zh", "每日访问次数：1000次/天", "每日访问次数：500次/天"),
    ("cs", "Denní limit zobrazení: 100", "Denní limit zobrazení: 50"),
)


def page(code: str, line: str) -> str:
    markup = line if line.startswith("<") else f"<p>{line}</p>"
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<p>Acme Ltd, 4 Mill Street, Leeds.</p>{markup}</main></body></html>"
    )


@pytest.mark.parametrize(("code", "old", "new"), COUNTED)
def test_a_number_that_a_site_counts_is_not_told(code: str, old: str, new: str) -> None:
    """It would alarm at each look, on municipal pages, boards and brokers' pages."""
    change = compare(page(code, old), page(code, new))
    assert change.kind != "substantive", change.summary


@pytest.mark.parametrize(("code", "old", "new"), CLAUSES)
def test_a_number_that_a_policy_states_is_told(code: str, old: str, new: str) -> None:
    """A limit halved would pass without a word."""
    assert compare(page(code, old), page(code, new)).kind == "substantive"


def test_a_count_beside_a_day_says_nothing_either() -> None:
    """A board's line holds when an entry was edited, and how often it was read."""
    old, new = (
        page("ko", f"등록일 2025-01-10 | 수정일 {day} | 조회 {n}")
        for day, n in (("2026-01-02", "1204"), ("2026-05-02", "1302"))
    )
    change = compare(old, new)
    assert change.kind == "editorial"
    assert "1302" not in change.summary


def test_counts_are_read_where_words_are_not_parted() -> None:
    """Before them stands whatever the line says first."""
    assert "3040" not in canonical("来源：办公室 阅读次数：3040 字体：【大 中 小】")
    assert "100" in canonical("每日浏览次数：100")

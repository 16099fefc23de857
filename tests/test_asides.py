"""Lines of the site and of the day are no policy, in whatever language; clauses like them are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from monitor import compare
from monitor.api import extract

# Each language: a title and two clauses; lines of the site that follow one another; clauses that
# speak of the same things and state something.
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        ("Terms of use", "You must be 18 to open an account.", "Fees are charged monthly."),
        (
            "Curated by Lena Ortiz, Sam Wu and 3 others",
            "We're hiring! Browse our 9 open positions.",
            "Join our team: 4 roles in Leeds and Porto",
            "Our autumn release is here.",
            "See you at DataDays in Prague!",
            "Hello, Robin! You have 2 new notifications.",
            "Your session has timed out. Log in again.",
            "Happy Thanksgiving from all of us",
            "Recipe of the week: leek and potato pie",
            "Tip: press and hold to select several photos.",
            "Sale ends in 1 day 04 h 10 min 59 s",
            "Our office will be closed on Monday 4 May.",
            "Incident resolved: everything is back to normal.",
            "Oslo 11:20 · Lima 04:20 · Perth 17:20",
            "Photos by Nia Holt",
            "Next concert: Friday, 8 pm, at the mill",
            "Recommend us on Mapleaf",
            "Our Leeds branch has moved to Mill Street.",
        ),
        (
            "Curated by us, the lists may not be copied.",
            "Happy birthday gifts cannot be refunded.",
            "Incident reports are deleted after two years.",
            "Tip: you can object to this in the settings.",
            "Our support is closed to users under 16.",
            "Your session has ended once you withdraw consent.",
            "Join our team plan and you pay for five users.",
            "Photos by members may be used in our advertising.",
            "Recommend us and we keep the address of your friend.",
            "Our Leeds branch has moved: returns go to Mill Street.",
        ),
    ),
    "de": (
        ("Nutzungsbedingungen", "Sie müssen 18 Jahre alt sein.", "Gebühren werden erhoben."),
        (
            "31 von 40 Personen fanden diese Seite hilfreich",
            "Hat Ihnen dieser Artikel geholfen?",
            "Unser Kundendienst ist am Karfreitag geschlossen.",
            "Wir wünschen schöne Feiertage!",
            "Wir suchen Verstärkung: 6 offene Stellen in Kiel",
            "Laden Sie jetzt unsere App!",
            "Am Sonntag kommt es zu Wartungsarbeiten.",
            "Autorin: Petra Lindner",
            "Sagen Sie uns Ihre Meinung – in nur einer Minute!",
            "Schon 7.311 Leser machen mit",
            "Foto: Jana Rau",
            "Vogel des Monats: die Dohle",
        ),
        (
            "Unser Kundendienst ist nur für Kunden mit Vertrag erreichbar.",
            "Laden Sie unsere App, verarbeiten wir Ihre Daten.",
            "Wartungsarbeiten begründen kein Recht auf Erstattung.",
            "Wir suchen nach verbotenen Inhalten und speichern sie.",
            "Teilen Sie diese Daten nur mit Berechtigten.",
            "Tarif des Monats: Strom für 9 Cent.",
            "Schon 16 Jahre alte Nutzer sind zahlungspflichtig.",
        ),
    ),
    "fr": (
        ("Conditions d’utilisation", "Vous devez avoir 18 ans.", "Des frais sont prélevés."),
        (
            "Cette réponse vous a-t-elle aidé ?",
            "18 personnes sur 21 ont trouvé cette page utile.",
            "Incident clos à 9 h 05.",
            "Notre service client sera fermé lundi.",
            "Toute l’équipe vous souhaite de bonnes fêtes !",
            "Nous recrutons à Nantes !",
            "Suivez-nous sur Mastodon",
            "Temps de lecture : 3 minutes",
            "Par Lucie Morel, rédactrice · 4 min",
            "Partagez cette page avec vos collègues !",
            "Nos boutiques seront fermées lundi 15 août.",
        ),
        (
            "Notre service client est fermé aux mineurs.",
            "Partagez cette page et nous conservons votre adresse.",
            "Nous recrutons des prestataires et partageons vos données.",
            "Incident en cours : vous pouvez demander un remboursement.",
        ),
    ),
    "es": (
        ("Condiciones de uso", "Debes tener 18 años.", "Se cobra una cuota."),
        (
            "¿Te ha resultado útil? Cuéntanos tu opinión",
            "Síguenos en Instagram",
            "Estamos contratando: 7 vacantes en Sevilla",
            "¡Felices fiestas!",
            "Mantenimiento programado para el domingo",
            "Lectura de 6 min",
        ),
        (
            "Síguenos en Instagram y compartimos tus datos.",
            "Mantenimiento programado: no habrá reembolso.",
        ),
    ),
    "it": (
        ("Condizioni d’uso", "Devi avere 18 anni.", "È previsto un costo mensile."),
        (
            "Ti è stata utile questa pagina?",
            "Seguici su YouTube",
            "Vuoi ricevere le nostre ricette?",
            "Buone feste a tutti!",
            "Il servizio clienti è chiuso il 15 agosto.",
            "Oltre 9.000 lettori",
            "Libro del mese: La luna e i falò",
            "Chiusura natalizia: torniamo il 7 gennaio.",
        ),
        (
            "Chiusura estiva: nessun diritto di recesso.",
            "Seguici su YouTube: conserviamo i tuoi dati.",
            "Buone feste: nessun rimborso.",
        ),
    ),
    "nl": (
        ("Gebruiksvoorwaarden", "U moet 18 jaar zijn.", "Kosten worden maandelijks geheven."),
        (
            "Wachttijd: 6 minuten",
            "Onze klantenservice is vandaag gesloten.",
            "Volg ons op LinkedIn",
            "Fijne feestdagen!",
            "Heeft dit artikel u geholpen?",
        ),
        (
            "Onze klantenservice is gesloten voor minderjarigen.",
            "Volg ons op X: wij verkopen data.",
        ),
    ),
    "pl": (
        ("Regulamin", "Musisz mieć 18 lat.", "Opłaty są pobierane co miesiąc."),
        (
            "Czy ten artykuł był pomocny?",
            "Pobierz naszą aplikację",
            "Wesołych świąt życzy zespół",
            "Przerwa techniczna w niedzielę",
            "212 wyświetleń · 4 komentarze",
        ),
        ("Pobierz naszą aplikację, a otrzymamy Twoje dane.", "Przerwa techniczna nie daje prawa."),
    ),
    "ru": (
        ("Условия", "Вам должно быть 18 лет.", "Плата взимается ежемесячно."),
        (
            "Спасибо за ваш отзыв!",
            "Просмотров: 318",
            "С Новым годом!",
            "Скачайте наше приложение",
            "Мы ищем разработчиков",
            "Технические работы в субботу",
        ),
        ("Скачайте приложение — мы храним ваши данные.", "Технические работы без возврата платы."),
    ),
    "fi": (
        ("Käyttöehdot", "Sinun on oltava 18-vuotias.", "Maksut peritään kuukausittain."),
        (
            "Oliko tämä sivu hyödyllinen?",
            "Asiakaspalvelumme on suljettu huomenna.",
            "Hyvää joulua!",
            "Seuraa meitä Facebookissa",
        ),
        (
            "Seuraa meitä: myymme tietojasi.",
            "Asiakaspalvelumme on suljettu, eikä maksuja palauteta.",
        ),
    ),
    "tr": (
        ("Kullanım koşulları", "18 yaşında olmalısınız.", "Ücretler her ay alınır."),
        ("Bu makale faydalı oldu mu?", "Bizi takip edin", "Mutlu yıllar!", "84 görüntülenme"),
        ("Bizi takip edin, verilerinizi saklarız.",),
    ),
    "ja": (
        ("利用規約", "18歳以上の方が利用できます。", "料金は毎月請求されます。"),
        (
            "このページは役に立ちましたか？",
            "夏季休業のお知らせ",
            "いいね 48 · コメント 3",
            "アプリをインストール",
            "あけましておめでとうございます",
            "新作が登場しました",
            "今週のおすすめ：栗のケーキ",
            "今月の一冊：雪国",
            "大雪の影響により配送に遅延が発生しています。",
        ),
        (
            "大雪の影響による遅延では返金できません。",
            "アプリをインストールすると個人情報を収集します。",
            "夏季休業中は返金できません。",
        ),
    ),
    "zh": (
        ("用户协议", "您必须年满十八岁。", "费用按月收取。"),
        ("浏览 3021 · 点赞 17", "扫码关注我们", "春节快乐！", "猜你喜欢", "新功能上线啦"),
        ("扫码关注即同意我们收集您的个人信息。", "新功能上线后将收取费用。"),
    ),
    "ko": (
        ("이용약관", "만 18세 이상이어야 합니다.", "요금은 매월 청구됩니다."),
        (
            "이 글이 도움이 되었나요?",
            "조회수 901 · 댓글 8",
            "추석 연휴 고객센터 휴무",
            "새해 복 많이 받으세요",
            "나스닥 18,204.11 ▼ 0.7%",
            "대전 22° 흐림",
        ),
        ("추석 연휴에는 환불을 처리하지 않습니다.", "앱을 설치하면 개인정보를 수집합니다."),
    ),
    "cs": (
        ("Podmínky", "Musí vám být 18 let.", "Poplatky se účtují měsíčně."),
        ("Sledujte nás na Facebooku", "Veselé Vánoce!", "Plánovaná odstávka v neděli"),
        ("Sledujte nás a my prodáváme vaše údaje.",),
    ),
    "sv": (
        ("Villkor", "Du måste vara 18 år.", "Avgifter tas ut varje månad."),
        (
            "Hämta appen i App Store",
            "God jul!",
            "Kundtjänst är stängd på fredag",
            "Betyg 4,2 av 5 (918 röster)",
        ),
        ("Hämta appen så säljer vi dina uppgifter.",),
    ),
    "el": (
        ("Όροι χρήσης", "Πρέπει να είστε 18 ετών.", "Οι χρεώσεις είναι μηνιαίες."),
        ("Ακολουθήστε μας στο TikTok", "Καλή χρονιά!", "Κατεβάστε την εφαρμογή"),
        ("Κατεβάστε την εφαρμογή: πωλούμε τα δεδομένα σας.",),
    ),
}
LINES = [
    (code, one, other) for code, (_, lines, _) in PAGES.items() for one, other in pairwise(lines)
]
CLAUSES = [(code, clause) for code, (*_, clauses) in PAGES.items() for clause in clauses]


def page(code: str, line: str) -> str:
    title, first, second = PAGES[code][0]
    last = f"<p>{line}</p>" if line else ""
    return (
        f'<html lang="{code}"><head><title>{title}</title></head><body><main><h1>{title}</h1>'
        f"<h2>1.</h2><p>{first}</p><h2>2.</h2><p>{second}</p>{last}</main></body></html>"
    )


@pytest.mark.parametrize(("code", "one", "other"), LINES)
def test_a_line_of_the_site_is_not_told(code: str, one: str, other: str) -> None:
    """Each look would bring an alert about holidays, jobs or a counter."""
    for old, new in ((one, other), ("", other), (one, "")):
        change = compare(page(code, old), page(code, new))
        assert change.kind != "substantive", f"{old!r} → {new!r}: {change.summary}"


@pytest.mark.parametrize(("code", "clause"), CLAUSES)
def test_a_clause_in_the_same_words_is_told(code: str, clause: str) -> None:
    """It would come to the page, and go again, without a word."""
    change = compare(page(code, ""), page(code, clause))
    assert change.kind == "substantive"
    assert compare(page(code, clause), page(code, "")).kind == "substantive"


def test_the_names_below_contributors_are_not_told() -> None:
    """An alert would come with each new contributor."""

    def listing(*names: str) -> str:
        items = "".join(f"<li>{name}</li>" for name in names)
        return page("en", f"</p><h3>Maintainers</h3><ul>{items}</ul><p>")

    change = compare(listing("jdoe", "m.fischer"), listing("jdoe", "ckim", "and 14 more"))
    assert change.kind != "substantive"


def test_a_clause_below_authors_is_told() -> None:
    """What authors are granted is text, whatever the heading is called."""
    clause = "</p><h3>Authors</h3><p>Authors must give us all rights in their texts.</p><p>"
    assert compare(page("en", ""), page("en", clause)).kind == "substantive"


def test_what_customers_are_quoted_with_is_not_told() -> None:
    """Each look would bring another quotation, and an alert."""

    def quoting(said: str, who: str) -> str:
        return page("en", f"</p><blockquote><p>“{said}”</p><cite>{who}</cite></blockquote><p>")

    old = quoting("Our accountant stopped shouting at us.", "Ivo Brandt, founder of Kettle & Co")
    new = quoting("Setting it up took ten minutes, tea included.", "Mara Quill, head of IT, Fenway")
    assert compare(old, new).kind != "substantive"
    clause = quoting("Members must pay within 14 days of the invoice.", "Section 4, House rules")
    assert compare(old, clause).kind == "substantive"


def test_the_way_to_the_page_is_not_told() -> None:
    """A site that names its parts anew would alert on each of its pages."""
    old, new = (
        page("en", "").replace("<main>", f"<main><p>{way}</p>")
        for way in ("Help › Legal › Terms of use", "Home / Support centre / Terms of use")
    )
    assert compare(old, new).kind != "substantive"


def test_a_way_to_a_switch_below_the_text_counts() -> None:
    """It is where a reader objects."""
    document = extract(page("en", "Settings > Privacy > Terms of use").encode(), "text/html")
    assert any("Settings" in block.text for block in document.blocks())

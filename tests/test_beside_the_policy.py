"""What a page says to its visitor beside the policy, in many words and languages: none of it alarms
anybody, and what reads like it and is a clause is told.
"""

from __future__ import annotations

import pytest

from monitor.extract import extract
from tests.test_in_passing import kind, page


def plain(markup: bytes) -> bytes:
    """The same page without an element that says which part is the text."""
    return markup.replace(b"<main>", b"<div>").replace(b"</main>", b"</div>")


def quiet(one: str, another: str = "") -> bool:
    return "substantive" not in {kind(page(one), page(another)), kind(page(another), page(one))}


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Our guides typically reply in under 10 minutes", "Everyone is offline right now."),
        ("We are asleep at the moment. Drop us a line!", "We usually answer within a few hours"),
        (
            "Zurzeit ist niemand da. Hinterlassen Sie uns eine Nachricht.",
            "Das Team antwortet meist innerhalb weniger Minuten",
        ),
        ("We antwoorden meestal binnen enkele minuten.", "We zijn nu offline."),
        ("Lasciaci un messaggio e ti scriviamo.", "Di solito rispondiamo in pochi minuti"),
        ("The wait time for our guides is longer than usual.", "All our guides are available."),
        ("We are experiencing a high volume of calls", "You may find a quicker answer here."),
        ("Response time: under 5 minutes", "All agents are busy. Please leave your message."),
    ],
)
def test_who_would_answer_in_a_chat_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<div><p>{one}</p></div>", f"<div><p>{another}</p></div>")


@pytest.mark.parametrize(
    "clause",
    [
        "We usually answer within 30 days.",
        "We will reply within one month of your request.",
        "Leave a message with your objection and we stop using your data.",
        "We are not available in Cuba.",
    ],
)
def test_how_a_request_is_answered_is_told(clause: str) -> None:
    assert kind(page(), page(f"<p>{clause}</p>")) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("You’re logged in as Kim (log out)", "You are not logged in."),
        ("Vous n’êtes pas connecté.", "Connecté en tant que Kim"),
        ("ログインしていません", "ログイン中：キム様"),
        ("Please sign in to see your saved places", "Welcome back, Kim!"),
    ],
)
def test_whether_the_visitor_is_signed_in_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    "clause",
    [
        "You are logged out automatically after 15 minutes.",
        "You are signed in for 30 days on each device.",
        "You are not logged in? Then we keep your IP address.",
    ],
)
def test_what_follows_from_signing_in_is_told(clause: str) -> None:
    assert kind(page(), page(f"<p>{clause}</p>")) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Lesezeit: etwa 6 Minuten", "Lesezeit: etwa 7 Minuten"),
        ("Lästid: 4 min", "Lästid: 5 min"),
        ("読了時間 約5分", "読了時間 約6分"),
        ("Время чтения: 3 мин.", "Время чтения: 4 мин."),
        ("~7 min read", "~8 min read"),
    ],
)
def test_how_long_the_page_takes_to_read_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Zaktualizowano 3 tygodnie temu", "Zaktualizowano w zeszłym miesiącu"),
        ("Оновлено 5 днів тому", "Оновлено тиждень тому"),
        ("最終更新：3日前", "最終更新：先月"),
        ("업데이트: 어제", "업데이트: 지난주"),
        ("อัปเดตเมื่อ 3 วันที่แล้ว", "อัปเดตเมื่อ 2 สัปดาห์ที่แล้ว"),
        ("עודכן לפני 3 ימים", "עודכן לפני שבוע"),
        ("آخر تحديث منذ يومين", "آخر تحديث منذ 3 أسابيع"),
        ("更新于昨天", "更新于3天前"),
        ("Aktualizováno včera", "Aktualizováno před týdnem"),
        ("Updated over a week ago", "Updated in the last hour"),
        ("Aktualisiert vor über einer Woche", "Aktualisiert in den letzten 24 Stunden"),
        ("Publicado ayer", "Publicado en las últimas 3 horas"),
        ("Bijgewerkt gisteren", "Bijgewerkt in het afgelopen uur"),
        ("Aggiornato ieri", "Aggiornato nell’ultima ora"),
    ],
)
def test_how_long_ago_a_page_was_touched_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("قبل 30 يومًا", "قبل 60 يومًا"),
        ("30 dní předem", "60 dní předem"),
        ("Minulý měsíc platíte 5 €", "Minulý měsíc platíte 9 €"),
    ],
)
def test_a_deadline_in_the_words_of_a_time_ago_is_told(old: str, new: str) -> None:
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Updated today", "March 16, 2026"),
        ("Last reviewed over a month ago", "Last reviewed: 2 May 2026"),
        ("Zuletzt aktualisiert: vor einer Woche", "Zuletzt aktualisiert: 16. März 2026"),
        ("Mis à jour le 16 mars 2026", "Mis à jour il y a 2 jours"),
        ("Actualizado el 3 de mayo de 2026", "Actualizado hace una semana"),
    ],
)
def test_a_day_in_the_place_of_how_long_ago_alarms_nobody(one: str, another: str) -> None:
    """A site shows the age of its articles as a date from now on; nothing in them is new."""
    assert kind(page(f"<p>{one}</p>"), page(f"<p>{another}</p>")) != "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may object in the last week of the year.", "You may object at any time."),
        ("Deleted in the last 30 days", "Deleted in the last 90 days"),
        ("Cancel today", "Cancel by 16 March 2026"),
    ],
)
def test_a_time_that_somebody_is_given_is_told(old: str, new: str) -> None:
    """The words of how long ago a page was touched are those of a term as well."""
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"


CONSENT = [
    "<p>May we? We and our 300 partners would keep identifiers on your device for ads and for "
    "measuring visits.</p><button>Sure</button><button>No, thank you</button>",
    "<h3>Kurz gefragt</h3><p>Mit Ihrer Einwilligung speichern 90 Partner Kennungen auf Ihrem "
    "Endgerät, um Werbung auszuwählen.</p><button>In Ordnung</button><button>Nur das Nötigste"
    "</button>",
    "<p>Nosotros y nuestros socios guardamos rastreadores en su dispositivo para mostrar anuncios."
    "</p><div><button>De acuerdo</button></div><div><button>Solo lo necesario</button></div>",
    "<p>Avec votre accord, nos partenaires et nous utilisons des traceurs pour mesurer "
    "l’audience.</p><button>Tout accepter</button><button>Continuer sans accepter</button>",
]


@pytest.mark.parametrize("request_", CONSENT)
def test_a_request_for_consent_without_the_word_cookie_alarms_nobody(request_: str) -> None:
    assert quiet(f"<div class=lx>{request_}</div>")


@pytest.mark.parametrize(
    "clause",
    [
        "<p>We and our partners keep identifiers on your device for ads and measuring visits.</p>",
        "<p>We and our partners keep trackers on your device for ads.</p><button>Print</button>",
        "<p>This notice is on trackers that partners keep on your device for ads: you can change "
        "your mind in the settings.</p><p>Write to us.</p>",
    ],
)
def test_the_same_words_without_two_buttons_below_are_told(clause: str) -> None:
    assert kind(page(), page(clause)) == "substantive"


def _list(above: str, entries: str) -> str:
    items = "".join(f"<li>{entry}</li>" for entry in entries.split("/"))
    return f"<p>{above}</p><ul>{items}</ul>"


@pytest.mark.parametrize(
    ("above", "one", "another"),
    [
        ("Three of our 40 partners", "Ada Rail/Lilt/Norsk", "Birk/Ada Rail/Oslo Kajakk"),
        ("2 von 118 Anbietern:", "Acht Elf/Brenner", "Ahorn/Esche"),
        ("Meet 3 of over 2,000 members", "Kim/Lou/Sam", "Ida/Lou/Max"),
        ("Trois de nos 25 musées", "Orsay/Rodin/Cluny", "Guimet/Rodin/Carnavalet"),
        ("5 of 60 firms that help us:", "Ada/Ek/Lux/Sten/Ovik", "Ada/Dahl/Lux/Sten/Brask"),
        ("Most borrowed this month", "Drill/Ladder/Saw", "Ladder/Tent/Mixer"),
        ("Top 3 places of the week", "Bergen/Voss", "Oslo/Bergen"),
        ("Meistgelesen", "Karten falten/Wege finden", "Berge malen/Wege finden"),
    ],
)
def test_a_few_of_many_that_change_by_chance_alarm_nobody(
    above: str, one: str, another: str
) -> None:
    assert quiet(_list(above, one), _list(above, another))


@pytest.mark.parametrize(
    ("above", "one", "another"),
    [
        ("Our partners are", "Ada Rail/Lilt", "Ada Rail/Lilt/Norsk"),
        ("Three of our partners", "Ada Rail/Lilt/Norsk", "Ada Rail/Lilt/Birk"),
        ("3 of our 40 partners get your data:", "Ada/Lilt/Norsk", "Ada/Lilt/Birk"),
        ("Two of our 40 partners", "Ada Rail/Lilt/Norsk", "Ada Rail/Lilt/Birk"),
    ],
)
def test_another_entry_of_a_list_that_is_no_sample_is_told(
    above: str, one: str, another: str
) -> None:
    """It names no total, it is of what becomes of data, or it has more entries than it says."""
    assert kind(page(_list(above, one)), page(_list(above, another))) == "substantive"


@pytest.mark.parametrize(
    "offer",
    [
        "Stay four nights, pay three: book by Sunday.",
        "20 % off all fees with the code BIRCH20",
        "Nur bis Sonntag: Gutschein MAI2026 für alle Rechte an Ihren Karten",
    ],
)
def test_an_offer_above_the_title_alarms_nobody(offer: str) -> None:
    above = page(above=f"<div class=x><span>{offer}</span></div>")
    assert kind(page(), above) != "substantive"
    assert kind(above, page()) != "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Anything unclear on this page?", "Thanks! Your note is on its way to our desk."),
        ("What’s missing here?", "Thank you for your feedback!"),
        ("Something wrong with this map?", "Vielen Dank für Ihre Rückmeldung."),
    ],
)
def test_what_is_said_when_feedback_was_sent_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (
            "Read this page in: <a href=/f>Suomi</a> | <a href=/s>Svenska</a>",
            "Read this page in: <a href=/f>Suomi</a> | <a href=/r>Русский</a>",
        ),
        (
            "<a href=/e>English</a> / <a href=/d>Deutsch</a>",
            "<a href=/e>English</a>, <a href=/j>日本語</a>",
        ),
        (
            "Auch auf <a href=/p>Polski</a>, <a href=/t>Türkçe</a>",
            "Auch auf <a href=/p>Polski</a>, <a href=/u>Українська</a>",
        ),
    ],
)
def test_one_more_language_of_the_page_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


def test_one_more_language_that_a_contract_is_made_in_is_told() -> None:
    old, new = "Contracts are made in English.", "Contracts are made in English or Deutsch."
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"


@pytest.mark.parametrize(
    ("heading", "one", "another"),
    [
        (
            "Latest from the maps",
            "12 Sep: The Alps are back.",
            "19 Sep: Night maps for all cities.",
        ),
        ("Neues aus der Werkstatt", "3. März – Neue Presse", "9. März – Tag der Tür"),
        ("News from around the lake", "May 3, 2026: Fair", "May 9, 2026: Choir"),
    ],
)
def test_news_with_their_day_alarm_nobody(heading: str, one: str, another: str) -> None:
    assert quiet(*(f"<h4>{heading}</h4><p>{text}</p>" for text in (one, another)))


def test_what_a_log_says_of_the_document_is_told() -> None:
    """Its heading reads like one of news."""
    log = "<h4>Updates in 2026</h4><p>{}</p>"
    new = log.format("12 Sep: We now share your data with brokers.")
    assert kind(page(log.format("3 Mar: New address.")), page(new)) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Page built with Larch 3.1.0", "Page built with Larch 3.2.0"),
        ("Made with Oak Docs v2.4", "Made with Oak Docs v2.5"),
        ("This site is powered by Ghost 5.8.0", "Powered by Ghost 5.8.1"),
    ],
)
def test_what_a_site_is_made_with_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    "said",
    [
        "From 1 March 2027 wristbands show how long a swimmer stays.",
        "Ab dem 1. März 2027 gelten für Gäste aus Wien andere Preise.",
        "À compter du 3 mars 2027, les bassins ferment une heure plus tôt.",
    ],
)
def test_what_an_open_dialog_says_from_a_day_on_is_told(said: str) -> None:
    dialog = f"<dialog open><p>{said}</p><form method=dialog><button>OK</button></form></dialog>"
    assert kind(page(), page(above=dialog)) == "substantive"


@pytest.mark.parametrize(
    "days", [("Pi Day (Mar 14, 2026)", "Nurses Week (May 6 - 12, 2026)", "Honey Month (May 2026)")]
)
def test_a_calendar_in_a_menu_above_the_text_alarms_nobody(days: tuple[str, ...]) -> None:
    entries = (*days, *(f"Day of the {x}" for x in ("Map", "Lake", "Owl", "Oak", "Sea", "Sun")))
    menu = "".join(f"<li>{entry}</li>" for entry in (*entries, "Birthday Cards for All Friends"))
    text = "".join(f"<p>Part {n}: places that you save stay yours.</p>" for n in range(40))
    first = f"<ul>{menu}</ul><p>Privacy Policy</p>{text}".encode()
    assert kind(first, first.replace(b"Pi Day (Mar 14", b"Tea Day (Apr 21")) != "substantive"


@pytest.mark.parametrize("code", ["Standard Contractual Clauses of the EU", "code of conduct"])
def test_a_notice_with_the_word_code_above_the_title_is_told(code: str) -> None:
    said = f"<div class=x><span>Our {code} changed; your data go to Peru.</span></div>"
    assert kind(plain(page()), plain(page(above=said))) == "substantive"


@pytest.mark.parametrize(
    ("heading", "links"),
    [
        ("From our journal", ("Midsummer at the mill", "Anna retires after 31 years on the map")),
        ("In the press", ("A map maker of the old school", "How Orlo drew the Alps anew")),
        ("Aus der Werkstatt", ("Wie wir Karten drucken und falten", "Hundert Jahre Höhenlinien")),
    ],
)
def test_two_links_below_the_text_under_words_of_their_own_alarm_nobody(
    heading: str, links: tuple[str, str]
) -> None:
    list_ = "<h4>{}</h4><ul><li><a href=/a>{}</a></li><li><a href=/b>Maps for dogs</a></li></ul>"
    one, another = (plain(page(below=list_.format(heading, text))) for text in links)
    assert kind(one, another) != "substantive"


def test_a_link_to_another_notice_of_the_document_below_the_text_is_told() -> None:
    links = "<h4>More</h4><p><a href=/t>Notice for residents of Turkey</a></p>{}"
    more = "<p><a href=/p>Privacy notice for residents of Peru</a></p>"
    old, new = (plain(page(below=links.format(x))) for x in ("", more))
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    "said",
    [
        "<div role=alert>As of 1 February 2027 a trip that you break off is not paid back.</div>",
        "<p>If you do not want us to sell your routes, <a href=/no>use this form</a>.</p>",
        "<p>To opt out of the sale of what you search for, <a href=/no>write to us</a>.</p>",
        "<p>Ab dem 1. März 2027 gelten für Gäste aus der Schweiz andere Regeln im Hafen.</p>",
        "<p>Wenn Sie nicht möchten, dass wir Ihre Wege teilen, <a href=/n>sagen Sie es</a>.</p>",
        "<p>À compter du 3 mars 2027, les cartes de la ville deviennent payantes pour tous.</p>",
        "<p>À partir du 1er avril 2027, les cartes deviennent payantes pour tous les clubs.</p>",
        "<p>From the 1st of April 2027 maps of the harbour open to members of a club alone.</p>",
        "<p>Dal 1° aprile 2027 le mappe del porto si aprono soltanto ai membri di un club.</p>",
        "<p>A partir del 1.º de abril de 2027 los mapas del puerto se abren a socios solo.</p>",
    ],
)
@pytest.mark.parametrize("where", ["above", "below"])
def test_a_sentence_of_the_policy_outside_the_main_part_is_told(said: str, where: str) -> None:
    """With its link to the way out, or the day from which on it holds."""
    assert kind(page(), page(**{where: said})) == "substantive"
    assert kind(page(**{where: said}), page()) == "substantive"


def test_an_invitation_to_a_day_outside_the_main_part_alarms_nobody() -> None:
    said = "<p>Join us from 3 to 5 March 2027 in Dublin and meet the people who draw maps.</p>"
    assert kind(page(), page(above=said)) != "substantive"


@pytest.mark.parametrize(
    "carried", ["<template id=t>{}</template>", "<script type=text/html>{}</script>"]
)
def test_a_short_text_that_a_page_without_any_carries_is_read(carried: str) -> None:
    """A page of eighty words is short, and no reason to wait for a browser."""
    text = "".join(
        f"<p>Part {n} says what we do with the places that you save.</p>" for n in range(7)
    )
    body = f"<title>Terms</title><body><div id=app></div>{carried.format(text)}</body>"
    assert extract(body, "text/html").words > 60

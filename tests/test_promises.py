"""A promise of the platform that is gone: nothing that it adds beside that matters as much."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.classify.promises import given_up, promises

PAGE = (
    "<!doctype html><html lang={lang}><title>P</title><main><h1>{title}</h1><p>{before}</p>{said}"
    "<p>{after}</p></main></html>"
)
TITLE = {"en": "Privacy policy", "de": "Datenschutz", "fr": "Confidentialité", "es": "Privacidad"}
TITLE |= {"pl": "Prywatność", "sv": "Integritet", "ru": "Конфиденциальность"}
TITLE |= {"it": "Informativa", "nl": "Privacy", "pt": "Privacidade"}
BEFORE = {
    "en": "We collect your name and your address.",
    "de": "Wir erheben Ihren Namen und Ihre Anschrift.",
    "fr": "Nous collectons votre nom et votre adresse.",
    "es": "Recopilamos su nombre y su dirección.",
    "it": "Raccogliamo il tuo nome e il tuo indirizzo.",
    "nl": "Wij verzamelen uw naam en uw adres.",
    "pt": "Coletamos o seu nome e o seu endereço.",
    "pl": "Zbieramy imię i adres.",
    "sv": "Vi samlar in namn och adress.",
    "ru": "Мы собираем имя и адрес.",
}
COMES = {
    "en": "You may connect an app with your account, and we then read the files you choose.",
    "de": "Sie können eine App mit Ihrem Konto verbinden; dann lesen wir Dateien, die Sie wählen.",
    "fr": "Vous pouvez relier une application ; nous lisons alors ceux de vos fichiers choisis.",
    "es": "Puede conectar una aplicación con su cuenta y leemos los archivos que elija.",
    "it": "Puoi collegare un'app al tuo account e leggiamo i file che scegli.",
    "nl": "U kunt een app aan uw account koppelen; wij lezen dan de bestanden die u kiest.",
    "pl": "Możesz połączyć aplikację z kontem, a my czytamy wybrane pliki.",
    "sv": "Du kan ansluta en app till kontot, och då läser vi filer som du väljer.",
    "ru": "Вы можете подключить приложение, и мы читаем выбранные файлы.",
    "pt": "Você pode ligar um aplicativo à sua conta, e lemos os arquivos que escolher.",
}
GONE = [
    ("en", "We do not sell your personal information."),
    ("en", "We never read your private messages."),
    ("en", "We won’t share your location with anyone."),
    ("en", "Your photos are not used for advertising."),
    ("en", "Nobody outside your team can see your drafts."),
    ("en", "At no time do we pass your contact list on."),
    ("en", "Acme will not use your recordings for training."),
    ("en", "None of your messages are scanned for ads."),
    ("en", "We refrain from selling your data."),
    ("de", "Wir verkaufen Ihre Daten nicht."),
    ("de", "Deine Nachrichten liest niemand außer dir."),
    ("fr", "Vos données restent chez nous et ne quittent pas l'Europe."),
    ("nl", "Uw foto's gebruiken wij niet voor reclame."),
    ("de", "Wir lesen Ihre Nachrichten niemals."),
    ("de", "Ihre Fotos werden nicht an Dritte weitergegeben."),
    ("fr", "Nous ne vendons jamais vos données."),
    ("fr", "Vos messages ne sont pas lus par nos équipes."),
    ("es", "No compartimos su ubicación con nadie."),
    ("es", "Nunca leemos sus mensajes."),
    ("it", "Non leggiamo mai i tuoi messaggi."),
    ("it", "Le tue foto non vengono usate per la pubblicità."),
    ("nl", "Wij delen uw locatie niet met anderen."),
    ("nl", "Uw berichten worden nooit gelezen."),
    ("pt", "Não vendemos os seus dados."),
    ("pt", "As suas fotos nunca são usadas para publicidade."),
    ("pl", "Nie sprzedajemy Twoich danych."),
    ("pl", "Nikt nie czyta Twoich wiadomości."),
    ("sv", "Vi säljer aldrig dina uppgifter."),
    ("sv", "Dina bilder används inte för reklam."),
    ("ru", "Мы не продаём ваши данные."),
    ("ru", "Никто не читает ваши сообщения."),
]


def pages(lang: str, old: str, new: str) -> tuple[str, str]:
    around = {"lang": lang, "title": TITLE[lang], "before": BEFORE[lang], "after": "2 + 2 = 4."}
    return PAGE.format(said=old, **around), PAGE.format(said=new, **around)


@pytest.mark.parametrize(("lang", "promise"), GONE)
def test_a_promise_that_is_gone_is_told_first(lang: str, promise: str) -> None:
    """The line told what came beside it, and that data is no longer "not sold" stood nowhere."""
    old, new = pages(lang, f"<p>{promise}</p>", f"<p>{COMES[lang]}</p>")
    change = compare(old, new)
    assert change.points[0].old == promise.rstrip(".") or change.points[0].old == promise
    assert promise.rstrip(".") in change.summary


@pytest.mark.parametrize("lang", list(BEFORE))
def test_a_promise_that_is_gone_is_of_high_severity(lang: str) -> None:
    """Who is told of high changes only must hear of it."""
    promise = next(text for code, text in GONE if code == lang)
    assert compare(*pages(lang, f"<p>{promise}</p>", "")).severity == "high"


@pytest.mark.parametrize(
    ("lang", "rule"),
    [
        ("en", "You may not share your password with others."),
        ("en", "Do not share your password."),
        ("en", "Members may not resell your tickets."),
        ("en", "Children under 10 may not use your account."),
        ("en", "Developers must not sell your data."),
        ("en", "Your deposit will not be returned."),
        ("en", "If you do not give your address, your parcel stays here."),
        ("de", "Sie dürfen Ihr Konto nicht weitergeben."),
        ("fr", "Ne partagez pas votre mot de passe."),
        ("fr", "Vous ne pouvez pas céder votre compte."),
        ("es", "No comparta su contraseña."),
        ("it", "Non condividere la tua password."),
        ("it", "Non puoi cedere il tuo account."),
        ("pt", "Não compartilhe a sua senha."),
        ("nl", "U mag uw account niet delen."),
        ("pl", "Nie udostępniaj swojego hasła."),
        ("sv", "Du får inte dela ditt konto."),
        ("ru", "Не передавайте ваш пароль."),
    ],
)
def test_what_the_reader_must_not_do_is_no_promise(lang: str, rule: str) -> None:
    """That a ban is gone takes nothing from readers."""
    assert compare(*pages(lang, f"<p>{rule}</p>", "")).severity != "high"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not guarantee that the service works.", COMES["en"]),
        ("We are not responsible for your content.", COMES["en"]),
        ("Your subscription is not refunded.", COMES["en"]),
        ("We cannot control what other sites do with your data.", COMES["en"]),
    ],
)
def test_a_disclaimer_is_no_promise(old: str, new: str) -> None:
    """What a company no longer rules out for itself is no loss for readers."""
    change = compare(*pages("en", f"<p>{old}</p>", f"<p>{new}</p>"))
    assert change.points[0].new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We do not sell your personal information.",
            "Your personal information is never sold to anybody.",
        ),
        (
            "We never read your private messages.",
            "Private messages of yours are not read by our staff.",
        ),
        (
            "We won’t share your location with anyone.",
            "We will share your location with nobody at all.",
        ),
    ],
)
def test_a_promise_in_other_words_is_not_gone(old: str, new: str) -> None:
    """A line that says so would have to be taken back."""
    change = compare(*pages("en", f"<p>{old}</p>", f"<p>{new}</p><p>{COMES['en']}</p>"))
    assert not change.summary.startswith("Removed")
    assert change.severity != "high"


PERSONAL_DATA = {
    "en": "We do not sell personal data.",
    "de": "Wir verkaufen keine personenbezogenen Daten.",
    "fr": "Nous ne vendons aucune donnée à caractère personnel.",
    "es": "No vendemos datos personales.",
    "it": "Non vendiamo dati personali.",
    "pt": "Não vendemos dados pessoais.",
    "nl": "Wij verkopen geen persoonsgegevens.",
    "pl": "Nie sprzedajemy danych osobowych.",
    "sv": "Vi säljer inga personuppgifter.",
    "da": "Vi sælger ikke personoplysninger.",
    "nb": "Vi selger ikke personopplysninger.",
    "cs": "Neprodáváme osobní údaje.",
    "ru": "Мы не продаём персональные данные.",
    "uk": "Ми не продаємо персональні дані.",
    "tr": "Kişisel verileri satmıyoruz.",
    "ja": "当社は個人情報を販売しません。",
    "ko": "당사는 개인정보를 판매하지 않습니다.",
    "zh": "我们不会出售个人信息。",
    "fi": "Emme myy henkilötietoja.",
    "ar": "لا نبيع البيانات الشخصية.",
    "el": "Δεν πουλάμε προσωπικά δεδομένα.",
    "ro": "Nu vindem date personale.",
    "hu": "Nem értékesítünk személyes adatokat.",
}


@pytest.mark.parametrize("text", PERSONAL_DATA.values(), ids=PERSONAL_DATA)
def test_a_promise_on_personal_data_need_not_say_whose(text: str) -> None:
    """“We do not sell personal information” went, and the line told of marketing instead."""
    assert promises(text)


@pytest.mark.parametrize(
    "text",
    [
        "Δεν μπορείτε να δημοσιεύετε προσωπικά δεδομένα άλλων.",
        "Nu puteți publica datele personale ale altora.",
        "Nem oszthatja meg mások személyes adatait.",
        "No puede publicar datos personales de otros.",
        "Non puoi pubblicare dati personali di altri.",
        "他人の個人情報を投稿しないでください。",
        "不得发布他人的个人信息。",
        "Et saa julkaista muiden henkilötietoja.",
    ],
)
def test_what_readers_must_not_do_with_data_of_others_is_no_promise(text: str) -> None:
    """A ban on members that is gone is no promise that the platform broke."""
    assert not promises(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Wij delen uw gegevens niet met adverteerders.",
            "Wij delen uw gegevens nu met adverteerders.",
        ),
        ("Vi delar inte dina uppgifter med annonsörer.", "Vi delar nu dina uppgifter med andra."),
        ("Vi deler ikke dine oplysninger med andre.", "Vi deler nu dine oplysninger med andre."),
    ],
)
def test_what_is_done_now_is_no_promise(old: str, new: str) -> None:
    """ "nu" is "not" in Romanian, and "now" elsewhere."""
    assert not promises(new)
    assert given_up(old, [new])


@pytest.mark.parametrize(
    "text",
    [
        "The offer is not valid after this date.",
        "The fees do not change before the renewal date.",
        "La società non opera in tale periodo.",
    ],
)
def test_a_date_is_nothing_of_the_reader(text: str) -> None:
    """ "date" is "data" in Romanian: whatever ended on a day was a promise."""
    assert not promises(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nu vindem datele dumneavoastră.",
        "Nu vom partaja mesajele tale cu nimeni.",
        "Datele tale nu sunt vândute.",
        "Nu vă citim mesajele, iar datele personale rămân la noi.",
    ],
)
def test_a_promise_in_romanian_is_one(text: str) -> None:
    """Its loss is told first, and to who is told of high changes only."""
    assert promises(text)


@pytest.mark.parametrize(
    "text",
    [
        "Selling your data is not something we do.",
        "Marketing partners never see your address.",
        "Training of our models never touches your messages.",
        "According to our principles, your data is never sold.",
        "Being based in Europe, we do not hand your data to anybody.",
    ],
)
def test_a_promise_may_begin_with_what_is_not_done(text: str) -> None:
    """ "Selling tickets is not allowed" begins so as well, and is a rule."""
    assert promises(text)
    assert not promises("Selling your ticket is not allowed.")

"""Volatile words of a text made neutral, for :func:`monitor.text.normalize.canonical`.

Pure, linear time.

What a server or the calendar changes by itself: relative times, ids, counters, copyright years,
tracking parameters, and the same date written another way. Careful throughout: a figure that the
policy states is never touched.
"""

from __future__ import annotations

import re

from monitor.languages import having, table
from monitor.text.cues import has_any

# Relative times, only where they tell when the page was touched, never inside a clause.
_UNITS = {code: table(code)["times"]["units"] for code in having("times")}
_SHORT = r"\d{1,3} ?(?:secs?|s|mins?|m|hrs?|h|days?|d|wks?|w|mos?|yrs?|y|std\.?|tg\.?|j|sem\.?)"
_Q = r"(?:\d{1,4}\+?|[^\W\d]{1,12}(?: \d{1,4})?)"
_PRE = r"(?:[^\W\d]{1,10} ){0,2}"
_AGO = (
    rf"(?:{_PRE}{_Q} (?:{_UNITS['en']}) ago"
    rf"|il y a {_PRE}{_Q} (?:{_UNITS['fr']})"
    rf"|vor {_PRE}{_Q} (?:{_UNITS['de']})"
    rf"|hace {_PRE}{_Q} (?:{_UNITS['es']})"
    rf"|há {_PRE}{_Q} (?:{_UNITS['pt']})"
    rf"|{_PRE}{_Q} (?:{_UNITS['pt']}) atrás"
    rf"|{_PRE}{_Q} (?:{_UNITS['it']}) fa"
    rf"|{_PRE}{_Q} (?:{_UNITS['nl']}) geleden"
    rf"|{_Q} \S{{1,12}} (?:temu|sitten|trước|(?:yang )?lalu|тому|ezelőtt)"
    rf"|(?:för|for) {_Q} \S{{2,12}} (?:sedan|siden)"
    rf"|(?:před|pred|acum|πριν(?: από)?) {_Q} \S{{2,12}}"
    r"|\d{1,4} \S{1,12} (?:पहले|назад|önce)|\d{1,4} ?[^\W\d]{1,3} ?(?:前|전)"
    r"|منذ \d{1,4} \S{1,12}"
    r"|just now|yesterday|today|hier|aujourd'hui|gestern|heute|ayer|hoy|ontem|hoje|ieri|oggi"
    r"|gisteren|vandaag|(?:this|last) (?:week|month|year)|cette semaine|ce mois-ci|diese woche"
    r"|diesen monat"
    r"|esta semana|este mes|este mês|questa settimana|questo mese|deze week|deze maand)"
)
_TOUCHED = (
    r"(?:updated?|modified|edited|revised|reviewed|published|posted|written|created|changed"
    r"|mise? à jour|mis à jour|modifié|modifiée|publiée?|actualisée?|aktualisiert"
    r"|aktualisierung|geändert"
    r"|veröffentlicht|bearbeitet|actualizad[oa]|actualización|modificad[oa]|publicad[oa]|editad[oa]"
    r"|atualizad[oa]|atualização|aggiornat[oa]|aggiornamento|modificat[oa]|pubblicat[oa]"
    r"|bijgewerkt|gewijzigd|gepubliceerd|अपडेट|업데이트|обновл\w{1,8}|изменен\w{1,3}|güncelle\w{1,6}"
    r"|zaktualizowan[oy]|opublikowan[oy]|uppdatera[dt]|publicera[dt]|opdateret|oppdatert|publisert"
    r"|päivitetty|julkaistu|aktualizován[oa]|cập nhật|diperbarui|оновлено|frissítve|ενημερώθηκε"
    r"|تحديث)"
)
_TOUCHED_WHEN = r"更新(?:日時?|时间|時間)?"  # no word begins where no spaces are
_AT = r"(?:,? (?:at|um|à|a las|alle|om|kl\.?) \d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?)?"
_END = r"(?=\s*(?:$|[.)\]|·•,;]))"
_AGO_TOUCHED = re.compile(
    rf"((?:\b{_TOUCHED}|{_TOUCHED_WHEN})(?:\W{{1,3}}(?:on|by|am|le|el|em|il|op)\b)?\W{{1,4}})"
    rf"{_AGO}{_AT}{_END}",
    re.IGNORECASE,
)
_AGO_BEFORE = re.compile(rf"^{_AGO}(?=\W{{1,4}}(?:{_TOUCHED}|{_TOUCHED_WHEN}))", re.IGNORECASE)
# Where no spaces are: "3日前に更新", "更新于3天前", "3일 전에 업데이트됨".
_CJK_AGO = r"\d{1,4} ?[^\W\d]{1,3} ?(?:前|전)"
_CJK_TOUCHED = r"(?:更新|公開|公开|編集|编辑|投稿|发布|發布|發佈|修正|업데이트|수정|게시|작성)"
_CJK_AGO_TOUCHED = re.compile(
    rf"^{_CJK_AGO}(?=(?:に|에)?\W{{0,3}}{_CJK_TOUCHED})"
    rf"|(?<=更新于|更新於|发布于|發佈於|編輯於){_CJK_AGO}(?=\W{{0,3}}$)"
)
_AGO_ALONE = re.compile(rf"^\W{{0,3}}{_AGO}\W{{0,3}}$", re.IGNORECASE)
# "Posted: 2d", "4w" by itself: only behind such a word, or alone.
_SHORT_TOUCHED = re.compile(
    rf"((?:\b{_TOUCHED}|{_TOUCHED_WHEN})(?:\W{{1,3}}(?:on|at|am|le|el|em|il|op)\b)?\W{{1,4}})"
    rf"{_SHORT}(?: ago)?{_END}",
    re.IGNORECASE,
)
# "30 days" by itself is as long as something is kept; only "2d" stands beside a name in a feed.
_COMPACT = r"\d{1,3}(?:s|m|h|d|w|mo|y)"
_SHORT_ALONE = re.compile(rf"^\W{{0,3}}(?:{_SHORT} ago|{_COMPACT})\W{{0,3}}$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_AGO_PARENS = re.compile(rf"\({_AGO}\)", re.IGNORECASE)
_AGO_CUES = (
    "ago",
    "il y a",
    "vor ",
    "hace",
    "há ",
    "atrás",
    " fa",
    "geleden",
    "पहले",
    "назад",
    "önce",
    "منذ",
    *("temu", "sedan", "siden", "sitten", "před", "pred ", "trước", "lalu", "тому", "ezelőtt"),
    *("acum ", "πριν"),
    "前",
    "전",
    "now",
    "day",
    "hier",
    "hui",
    "heute",
    "gestern",
    "ayer",
    "hoy",
    "hoje",
    "ontem",
    "ieri",
    "this ",
    "last ",
    "semaine",
    "mois",
    "diese",
    "esta ",
    "este ",
    "quest",
    "deze ",
    "oggi",
    "gisteren",
    "vandaag",
)
_AGO_CUES_ASCII = tuple(cue for cue in _AGO_CUES if cue.isascii())
_TOUCHED_CUES = (
    *("updat", "modif", "edit", "revis", "review", "publi", "post", "writ", "creat", "chang"),
    *("jour", "actuali", "aktuali", "änder", "öffent", "bearbeit", "atualiz", "aggiorn", "pubbl"),
    *("bijgewerkt", "gewijzigd", "gepubl", "अपडेट", "업데이트", "обновл", "изменен", "güncell"),
    *(
        "تحديث",
        "更新",
        "公開",
        "公开",
        "編集",
        "编辑",
        "投稿",
        "发布",
        "發",
        "修正",
        "수정",
        "게시",
        "작성",
    ),
    *("zaktual", "opublik", "uppdater", "opdater", "oppdater", "päivit", "julkai", "aktualiz"),
    *("cập nhật", "diperbarui", "онов", "friss", "ενημερ"),
)
_AGO_LENGTH = 200  # a longer block is a paragraph, not a byline
_AGO_LONGEST = 80  # characters of nothing but such a time

# Ids that a server makes up for each answer.
_ID = re.compile(
    r"(?<![\w-])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[A-Za-z0-9_-]{16,512}+)(?![\w-])"
)
_ID_LABELLED = re.compile(
    r"\b((?:trace|request|session|ray|correlation|incident|event|visitor"
    r"|transaction)[ -]?(?:id|number|nr|no)\b"
    r"|x-[a-z-]{2,20}-id)(\s{0,2}[:#=]?\s{0,2})(?=[\w.-]{0,40}\d)[\w.-]{4,80}",
    re.IGNORECASE,
)

_LABELS = (
    *("trace", "request", "session", "ray", "correlation", "incident", "event", "visitor"),
    *("transaction", "x-"),
)
_ID_LENGTH = 16
_LABELLED_LENGTH = 400  # an id stands in a line, not in a clause

_COUNTED = (
    r"views?|likes?|comments?|replies|shares?|votes?|reads?|reactions?|vues?|commentaires?"
    r"|aufrufe|kommentare"
    r"|vistas|comentarios?|visualizações|comentários?|visualizzazioni|commenti|weergaven|reacties"
)
_COUNT = re.compile(
    rf"(?<![\w.,])\d[\d.,]{{0,12}}\s?[kKmM]?\+?(?= (?:{_COUNTED})\b)"
    rf"|(?<=\bview count )\d[\d.,]{{0,12}}|(?<=\bview count: )\d[\d.,]{{0,12}}"
    rf"|(?<=\b(?:views|likes|reads)[: ])\s?\d[\d.,]{{0,12}}\s?[kKmMbB]?"
    r"|(?<![\w.,])\d{1,3}(?= min(?:ute)?s?(?: de)? (?:read|lecture|lectura|leitura|lesezeit)\b)"
    r"|(?<=\()\d[\d.,]{0,8}(?= ?[KMk]i?B\))|(?<=\(PDF, )\d[\d.,]{0,8}(?= ?[KMk]i?B\))"
    r"|(?<![\w:])\d{1,2}:\d\d / \d{1,2}:\d\d(?![\w:])",
    re.IGNORECASE,
)
_HELPFUL = re.compile(
    r"\b\d[\d.,]{0,9}(?: (?:out )?(?:of|sur|von|de|di|van) \d[\d.,]{0,9})?"
    r"(?= (?:people |users |members |personnes |personen )?(?:\S{1,12} ){0,3}(?:helpful|utile"
    r"|útil|hilfreich|nuttig))",
    re.IGNORECASE,
)
_READING = re.compile(
    r"(\b(?:read(?:ing)? time|lesezeit|lesedauer|temps de lecture|tiempo de lectura"
    r"|tempo di lettura|tempo de leitura|leestijd)"
    r"\W{1,4}(?:(?:ca\.?|about|approx\.?|env\.?) )?)\d{1,3}",
    re.IGNORECASE,
)
_COUNT_LENGTH = 90

_TOUCHED_FIRST = re.compile(
    r"^\W*(?:(?:last|first|originally|article|page|document) ){0,2}(?:updated|modified|edited"
    r"|submitted|published|posted|created|reviewed|revised|aktualisiert|geändert|veröffentlicht"
    r"|mis(?:e)? à jour|modifiée?|publiée?|actualizad[oa]|publicad[oa]|aggiornat[oa]|bijgewerkt)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"((?:19|20)\d\d)(?:[,.]? (?:at|um|à|a las|alle|om)|[,.]?(?: ?[-–—|])?) \d{1,2}:\d\d(?::\d\d)?"
    r"(?: ?[ap]\.?m\b\.?)?(?: (?:uhr|utc|gmt|cet|[ecmp][sd]t)\b)?",
    re.IGNORECASE,
)
_YEARS = r"(?:19|20)\d\d(?:\s?[-/,]\s?(?:(?:19|20)\d\d|\d\d|present))?"
_COPYRIGHT_CUES = ("©", "(c)", "copyright")
_COPYRIGHT = re.compile(
    rf"((?:©|\(c\)|\bcopyright\b)(?:[\s,:]{{0,3}}(?:©|\(c\)"
    rf"|copyright))?[\s,:]{{0,3}}(?:by )?)({_YEARS})(?!\d)",
    re.IGNORECASE,
)
_COPYRIGHT_AFTER = re.compile(rf"(?<!\d){_YEARS}(?=\s{{0,2}}(?:©|\(c\)(?!\w)))", re.IGNORECASE)
_COPYRIGHT_OWNER = re.compile(rf"(©\s?[^\d©]{{1,60}}?[\s,]){_YEARS}(?!\d)", re.IGNORECASE)
_COPYRIGHT_LENGTH = 240

_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}]{1,2000}")
_TRACKING = re.compile(
    r"^(?:utm_|mc_|pk_|hsa_|_hs|__|ga_|at_)|^(?:fbclid|gclid|dclid|msclkid|igshid|yclid|twclid"
    r"|trk|ref|ref_src|referrer"
    r"|sid|session|sessionid|phpsessid|jsessionid|rev|revision|ver|v|ts|t|time|timestamp|cache"
    r"|cb|nonce|token|sig"
    r"|signature|expires|hash|h|e|oh|oe|label|source|src|hl|helpref|visit_id|rd|mcid|zippy"
    r"|icid|ocid|cid)$",
    re.IGNORECASE,
)

# --------------------------------------------------------------------------- dates

_MONTHS = {
    1: "january jan janvier janv januar jänner enero ene janeiro gennaio gen januari",
    2: "february feb février févr fév fevrier februar febrero fevereiro fev febbraio februari",
    3: "march mar mars märz mrz marzo março marco maart mrt",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maio maggio mag mei",
    6: "june jun juin juni junio junho giugno giu",
    7: "july jul juillet juil juli julio julho luglio lug",
    8: "august aug août aout agosto ago augustus",
    9: "september sept sep septembre septiembre setiembre setembro set settembre",
    10: "october oct octobre oktober okt octubre outubro out ottobre ott",
    11: "november nov novembre noviembre novembro",
    12: "december dec décembre déc decembre dezember dez diciembre dic dezembro dicembre",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? "
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
)
_M = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATE_MDY = re.compile(
    rf"\b{_WEEKDAY}({_M})\.? ([0-3]?\d)(?:st|nd|rd|th)?,? ((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_DATE_DMY = re.compile(
    rf"\b{_WEEKDAY}([0-3]?\d)(?:st|nd|rd|th|er|\.|º|°)?(?: of| de)? ({_M})\.?,?"
    r"(?: de| del)? ((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_DATE_YMD = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)([-/.])([01]?\d)\2([0-3]?\d)(?![\w/-]|[.,]\d)")
_DATE_NUM = re.compile(
    r"(?<![\w.,/-])([0-3]?\d)([-/.])([0-3]?\d)\2((?:19|20)\d\d)(?![\w/-]|[.,]\d)"
)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _iso(year: str, month: int, day: int, original: str) -> str:
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else original


def _numeric(match: re.Match[str]) -> str:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return match[0]
    if first == second or first > 12 or second > 12:  # the day is plain whatever the order
        return _iso(year, min(first, second), max(first, second), match[0])
    if match[2] == ".":  # dots are day first everywhere
        return _iso(year, second, first, match[0])
    # 03/05 is May or March: the same key for both orders, never that of a plain date
    return f"{year}/{min(first, second):02}/{max(first, second):02}"


def _dates(text: str) -> str:
    text = _DATE_MDY.sub(lambda m: _iso(m[3], _MONTH[m[1].lower()], int(m[2]), m[0]), text)
    text = _DATE_DMY.sub(lambda m: _iso(m[3], _MONTH[m[2].lower()], int(m[1]), m[0]), text)
    text = _DATE_YMD.sub(
        lambda m: (
            m[0]
            if m[2] == "/" and int(m[3]) < int(m[4]) <= 12
            else _iso(m[1], int(m[3]), int(m[4]), m[0])
        ),
        text,
    )
    return _DATE_NUM.sub(_numeric, text)


# --------------------------------------------------------------------------- in a text


_DIGITS = re.compile(r"\D+")


def _looks_made_up(token: str) -> bool:
    """A token that no person wrote: hexadecimal, a long number, or mixed letters and digits."""
    digits = len(_DIGITS.sub("", token))
    if digits == len(token):
        return True
    if digits < 3 or token.count("-") + token.count("_") > len(token) // 6:
        return len(token) == 36 and token.count("-") == 4 and digits > 3
    letters = {c for c in token if c.isalpha()}
    if letters <= set("abcdefABCDEF"):
        return True
    mixed = any(c.isupper() for c in letters) and any(c.islower() for c in letters)
    return len(token) >= 20 and (mixed or digits >= 5)


def _id(match: re.Match[str]) -> str:
    return "⟨id⟩" if _looks_made_up(match[0]) else match[0]


def _url(match: re.Match[str]) -> str:
    url = match[0]
    tail = ""
    while url[-1] in ".,;:!?":
        tail = url[-1] + tail
        url = url[:-1]
    address, _, query = url.partition("?")
    query, _, fragment = query.partition("#")
    kept = [
        part
        for part in query.split("&")
        if part
        and not _TRACKING.search(part.partition("=")[0])
        and not _ID.search(part.partition("=")[2])
    ]
    return (
        address
        + ("?" + "&".join(kept) if kept else "")
        + ("#" + fragment if fragment else "")
        + tail
    )


def relative_times(text: str) -> str:
    """`text` without the times that tell how long ago the page was touched."""
    if len(text) > _AGO_LENGTH:
        return text
    low = text.lower()
    dated = len(text) <= _AGO_LONGEST and _DIGIT.search(text)
    if dated and _SHORT_ALONE.search(text):
        return "⟨ago⟩"
    touched = dated and has_any(low, _TOUCHED_CUES)
    if touched and (found := _SHORT_TOUCHED.sub(r"\1⟨ago⟩", text)) != text:
        return found
    if not has_any(low, _AGO_CUES_ASCII if low.isascii() else _AGO_CUES):
        return text
    # Each pattern is slow, and most texts can be seen not to match it.
    touched = touched or has_any(low, _TOUCHED_CUES)
    if touched and (found := _AGO_TOUCHED.sub(r"\1⟨ago⟩", text)) != text:
        return found
    if len(text) <= _AGO_LONGEST and _AGO_ALONE.search(text):
        return "⟨ago⟩"
    if "(" in text:
        text = _AGO_PARENS.sub("(⟨ago⟩)", text)
    if not touched:
        return text
    return _AGO_BEFORE.sub("⟨ago⟩", text if low.isascii() else _CJK_AGO_TOUCHED.sub("⟨ago⟩", text))


def _bylines_clock(text: str) -> str:
    """The day on which a page was touched, without the time of that day."""
    return _CLOCK.sub(r"\1", text) if _TOUCHED_FIRST.match(text) else text


def _copyright(text: str) -> str:
    text = _COPYRIGHT.sub(r"\1⟨year⟩", text)
    text = _COPYRIGHT_AFTER.sub("⟨year⟩", text)
    return _COPYRIGHT_OWNER.sub(r"\1⟨year⟩", text)


def volatile_numbers(text: str) -> str:
    """`text`, which has a digit, without ids, counts, copyright years, and with plain dates."""
    if "://" in text:
        text = _URL.sub(_url, text)
    low = text.lower()
    if len(text) <= _LABELLED_LENGTH and has_any(low, _LABELS):
        text = _ID_LABELLED.sub(r"\1\2⟨id⟩", text)
    if max(map(len, text.split()), default=0) >= _ID_LENGTH:
        text = _ID.sub(_id, text)
    if len(text) <= _COPYRIGHT_LENGTH and has_any(low, _COPYRIGHT_CUES):
        text = _copyright(text)
    if len(text) <= _COUNT_LENGTH:
        text = _HELPFUL.sub("⟨n⟩", _COUNT.sub("⟨n⟩", _READING.sub(r"\1⟨n⟩", text)))
    if not _YEAR.search(text):
        return text
    return _dates(_bylines_clock(text) if len(text) <= _COUNT_LENGTH and ":" in text else text)

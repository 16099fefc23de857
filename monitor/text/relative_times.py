"""How long ago a page was touched, in the words of many languages, made neutral.

Pure, linear time.
"""

from __future__ import annotations

import re

from monitor.languages import having, table
from monitor.text.cues import has_any

AGO = "⟨ago⟩"  # stands for such a time

# Relative times, only where they tell when the page was touched, never inside a clause.
_UNITS = {code: table(code)["times"]["units"] for code in having("times")}
_LATELY = "|".join(  # "in the last hour"
    rf"(?:{table(code)['times']['lately']}) (?:[^\W\d]{{1,8}} |\d{{1,4}} )?(?:{units})"
    for code, units in _UNITS.items()
)
_SHORT = r"\d{1,3} ?(?:secs?|s|mins?|m|hrs?|h|days?|d|wks?|w|mos?|yrs?|y|std\.?|tg\.?|j|sem\.?)"
_Q = r"(?:\d{1,4}\+?|[^\W\d]{1,12}(?: \d{1,4})?)"
_PRE = r"(?:[^\W\d]{1,10} ){0,2}"
# Yesterday, last week, last month, this year where no number stands.
_DAYS_BY_NAME = (
    r"(?:letzte|vorige)[nrs]? (?:woche|monat|jahr)|la (?:semaine|année) (?:dernière|passée)"
    r"|le mois dernier|l['’]an dernier|la semana pasada|el (?:mes|año) pasado|(?:a )?semana passada"
    r"|(?:o )?(?:mês|ano) passado|la settimana scorsa|il mese scorso|l['’]anno scorso|vorige"
    r" (?:week|maand)|vorig jaar|i går|i dag|idag|igår|förra (?:veckan|månaden|året)"
    r"|sidste (?:uge|måned|år)|forrige (?:uke|måned)|i fjor|eilen|tänään|viime (?:viikolla"
    r"|kuussa|vuonna)|wczoraj|dzisiaj|dziś|w (?:zeszłym|ubiegłym) (?:tygodniu|miesiącu|roku)|včera"
    r"|dnes|minulý (?:týden|měsíc|rok)|вчера|сегодня|(?:на|в) прошл\w+ (?:неделе|месяце|году)|вчора"
    r"|сьогодні|(?:минулого|торік)(?: \w+)?|dün|bugün|geçen (?:hafta|ay|yıl)|χθες|χτες|σήμερα"
    r"|την προηγούμενη εβδομάδα|τον προηγούμενο μήνα|hôm (?:qua|nay)|(?:tuần|tháng|năm) (?:trước"
    r"|này)|kemarin|hari ini|(?:minggu|bulan|tahun) lalu|tegnap|múlt (?:héten|hónapban)|ieri|azi"
    r"|săptămâna trecută|luna trecută|कल|आज|पिछले \S{2,8}|أمس|اليوم|(?:الأسبوع|الشهر|العام) الماضي"
    r"|אתמול|היום|(?:בשבוע|בחודש|בשנה) שעבר(?:ה)?|เมื่อวาน(?:นี้)?|วันนี้|(?:สัปดาห์|เดือน)ที่แล้ว"
    r"|昨日|今日|本日|先日|先週|先月|昨年|去年|今週|今月|今年|一昨日|数日前|昨天|今天|前天|刚刚|剛剛"
    r"|上周|上週|本周|上个月|上個月|本月|어제|오늘|그제|방금|지난주|지난달|작년|이번 ?주|이번 ?달"
)
_AGO = (
    rf"(?:{_PRE}{_Q} (?:{_UNITS['en']}) ago"
    rf"|il y a {_PRE}{_Q} (?:{_UNITS['fr']})"
    rf"|vor {_PRE}{_Q} (?:{_UNITS['de']})"
    rf"|hace {_PRE}{_Q} (?:{_UNITS['es']})"
    rf"|há {_PRE}{_Q} (?:{_UNITS['pt']})"
    rf"|{_PRE}{_Q} (?:{_UNITS['pt']}) atrás"
    rf"|{_PRE}{_Q} (?:{_UNITS['it']}) fa"
    rf"|{_PRE}{_Q} (?:{_UNITS['nl']}) geleden"
    rf"|(?:{_Q} )?\S{{1,12}} (?:temu|sitten|trước|(?:yang )?lalu|тому|назад|ezelőtt|önce|पहले"
    r"|আগে|پیش)"
    rf"|(?:(?:för|for) )?{_Q} \S{{2,12}} (?:sedan|siden)"
    rf"|(?:před|pred|acum|πριν(?: από)?) (?:{_Q} )?\S{{2,12}}"
    rf"|{_LATELY}"
    r"|\d{1,4} ?[^\W\d]{1,3} ?(?:前|전)|\d{1,3} ?\S{1,8}ที่แล้ว"
    r"|منذ (?:\d{1,4} )?\S{1,12}"
    r"|just now|yesterday|today|hier|aujourd'hui|gestern|heute|ayer|hoy|ontem|hoje|ieri|oggi"
    r"|gisteren|vandaag|(?:this|last) (?:week|month|year)|cette semaine|ce mois-ci|diese woche"
    r"|diesen monat"
    r"|esta semana|este mes|este mês|questa settimana|questo mese|deze week|deze maand"
    rf"|{_DAYS_BY_NAME})"
)
# By themselves these say "30 days before" as well.
_AGO_THEN = rf"(?:{_AGO}|(?:לפני|قبل) (?:\d{{1,4}} )?\S{{1,12}})"
_TOUCHED = (
    r"(?:updated?|modified|edited|revised|reviewed|published|posted|written|created|changed"
    r"|mise? à jour|mis à jour|modifié|modifiée|publiée?|actualisée?|aktualisiert"
    r"|aktualisierung|geändert"
    r"|veröffentlicht|bearbeitet|actualizad[oa]|actualización|modificad[oa]|publicad[oa]|editad[oa]"
    r"|atualizad[oa]|atualização|aggiornat[oa]|aggiornamento|modificat[oa]|pubblicat[oa]"
    r"|bijgewerkt|gewijzigd|gepubliceerd|अपडेट|업데이트|обновл\w{1,8}|изменен\w{1,3}|güncelle\w{1,6}"
    r"|zaktualizowan[oy]|opublikowan[oy]|uppdatera[dt]|publicera[dt]|opdateret|oppdatert|publisert"
    r"|päivitetty|julkaistu|aktualizován[oa]|cập nhật|diperbarui|оновлено|frissítve|ενημερώθηκε"
    r"|التحديث|تحديث|עודכן|עדכון|อัปเดต(?:เมื่อ|ล่าสุด)?|güncellendi|actualizat|dikemas kini)"
)
# No word begins where no spaces are.
_TOUCHED_WHEN = r"(?:更新|公開|公开|发布|發布)(?:日時?|时间|時間|于|於)?"
_AT = r"(?:,? (?:at|um|à|a las|alle|om|kl\.?) \d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?)?"
_END = r"(?=\s*(?:$|[.)\]|·•,;]))"
_AGO_TOUCHED = re.compile(
    rf"((?:\b{_TOUCHED}|{_TOUCHED_WHEN})(?:\W{{1,3}}(?:on|by|am|le|el|em|il|op)\b)?\W{{1,4}})"
    rf"{_AGO_THEN}{_AT}{_END}",
    re.IGNORECASE,
)
_AGO_BEFORE = re.compile(rf"^{_AGO}(?=\W{{1,4}}(?:{_TOUCHED}|{_TOUCHED_WHEN}))", re.IGNORECASE)
# Where no spaces are: "3日前に更新", "更新于3天前", "3일 전에 업데이트됨".
_CJK_AGO = r"\d{1,4} ?[^\W\d]{1,3} ?(?:前|전)"
_CJK_TOUCHED = r"(?:更新|公開|公开|編集|编辑|投稿|发布|發布|發佈|修正|업데이트|수정|게시|작성)"
_CJK_AGO_TOUCHED = re.compile(
    rf"^{_CJK_AGO}(?=(?:に|에)?\W{{0,3}}{_CJK_TOUCHED})"
    rf"|(?<=更新于|更新於|发布于|發佈於|編輯於)(?:{_CJK_AGO}|[今昨前]天|[上本][周週]|[上本]个?月|去年)"
    r"(?=\W{0,3}$)"
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
    *("acum ", "πριν", "קודם", "לפני", "قبل", "پیش", "แล้ว", "আগে"),
    *("前", "전", "日", "週", "周", "月", "年", "天", "刚", "剛", "어제", "오늘", "그제", "방금"),
    *("주", "달", "작년", "вчера", "вчора", "сегодня", "сьогодні", "прошл", "минул", "торік"),
    *("dün", "bugün", "χθες", "χτες", "σήμερα", "προηγούμεν", "hôm", "này", "कल", "आज", "पिछले"),
    *("أمس", "اليوم", "الماضي", "אתמול", "היום", "שעבר", "เมื่อวาน", "วันนี้", "går", "förra"),
    *("år", "måned", "tänään", "dziś", "tygodni", "miesiąc", "včera", "minulý", "yıl", "múlt"),
    *("mês", "année", "año", "săptămâna", "zeszłym", "ubiegłym"),
    *("letzte", "vorige", "vorig ", "dernièr", "passé", "dernier", "pasad", "passad", "scors"),
    *("i dag", "idag", "i fjor", "eilen", "viime", "wczoraj", "dzisiaj", "dnes", "geçen"),
    *("kemarin", "hari ini", "tegnap", "trecut", "azi", "sidste", "forrige"),
    "now",
    "day",
    *("past ", "letzt", "dernière", "últim", "ultim", "laatste", "afgelopen"),
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
    *("cập nhật", "diperbarui", "онов", "friss", "ενημερ", "עדכ", "עודכ", "อัปเดต", "actualiz"),
)
_AGO_LENGTH = 200  # a longer block is a paragraph, not a byline
_AGO_LONGEST = 80  # characters of nothing but such a time


def relative_times(text: str) -> str:
    """`text` without the times that tell how long ago the page was touched."""
    if len(text) > _AGO_LENGTH:
        return text
    low = text.lower()
    dated = len(text) <= _AGO_LONGEST and _DIGIT.search(text)
    if dated and _SHORT_ALONE.search(text):
        return AGO
    touched = dated and has_any(low, _TOUCHED_CUES)
    if touched and (found := _SHORT_TOUCHED.sub(rf"\1{AGO}", text)) != text:
        return found
    if not has_any(low, _AGO_CUES_ASCII if low.isascii() else _AGO_CUES):
        return text
    # Each pattern is slow, and most texts can be seen not to match it.
    touched = touched or has_any(low, _TOUCHED_CUES)
    if touched and (found := _AGO_TOUCHED.sub(rf"\1{AGO}", text)) != text:
        return found
    if len(text) <= _AGO_LONGEST and _AGO_ALONE.search(text):
        return AGO
    if "(" in text:
        text = _AGO_PARENS.sub(f"({AGO})", text)
    if not touched:
        return text
    return _AGO_BEFORE.sub(AGO, text if low.isascii() else _CJK_AGO_TOUCHED.sub(AGO, text))

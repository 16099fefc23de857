"""What a page says in passing: tips that rotate, hours of opening, what is new at the maker's.

Each must be the whole of a block. What may be a clause in the same words is left to the text. Pure.
"""

from __future__ import annotations

import re

from monitor.extract.names import words
from monitor.text.cues import has_any
from monitor.text.practice import is_practice

TIP, HEADS_TIP = "a tip that rotates", "the words over a tip"
PROMOTION = "an advertisement"
HOURS = "hours of opening"
_LONGEST_LEAD, _LONGEST_TIP, _LONGEST_HOURS = 60, 250, 140
_LONGEST_INVITATION = 90

# What heads or opens a tip that another one follows at the next look.
_LEAD = (
    r"(?:did you know(?: that)?|(?:quick |random )?(?:tip|hint|trick|quote|fact|word|question)s?"
    r" of the (?:day|week|month|season|hour)|today['’]s (?:tip|fact|quote)"
    r"|random (?:tip|fact|quote)|fun fact"
    r"|(?:wussten sie|wusstest du|schon gewusst)(?:,? (?:schon|dass))?|(?:tipp|spruch|zitat|wort)"
    r" des tages|le saviez-vous|(?:l['’])?astuce du jour|(?:¿)?sab[íi]as que|consejo del día"
    r"|(?:lo )?sapevi che|(?:il )?consiglio del giorno|wist (?:je|u) dat|tip van de dag"
    r"|você sabia(?: que)?|dica do dia|czy wiesz,? że|знаете ли вы(?:,? что)?|совет дня"
    r"|(?:pro |quick |top |handy )?tips?(?=:)|(?:profi-?)?tipp(?=:)|astuce(?= ?:)|consejo(?=:)"
    r"|suggerimento(?=:)|dica(?=:)"
    r"|ご存[知じ]ですか|今日のヒント|你知道吗|每日提示)"
)
# Each begins with one of these, behind a sign or two. To compare them is far cheaper.
_LEADS = (
    *("did you", "tip", "quick", "hint", "trick", "quote", "fact", "word", "question", "random"),
    *("today", "fun fact", "wusste", "schon gew", "spruch", "zitat", "wort des", "le saviez"),
    *("l'as", "l’as", "astuce", "sab", "consejo", "lo sap", "sapevi", "il cons", "consiglio"),
    *("pro tip", "top tip", "handy", "profi", "sugger"),
    *("wist", "você", "dica", "czy", "знаете", "совет", "ご存", "今日", "你知道", "每日"),
)
_SIGNS = ' *_¿¡"“«💡🔎📌✨•-–—\ufe0f'
_TIP = re.compile(rf"^\W{{0,4}}{_LEAD}(?!\w)", re.IGNORECASE)
_LEAD_ALONE = re.compile(rf"^\W{{0,4}}{_LEAD}\W{{0,4}}$", re.IGNORECASE)

DAY_OF_THE_WEEK = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?|mo|di|mi|do|fr|sa|so"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|lun(?:di|es|ed[íi])?|mar(?:di|tes|ted[íi])?|mer(?:credi|coled[íi])?|miércoles|jeu(?:di)?"
    r"|jueves|giov(?:ed[íi])?|ven(?:dredi|erd[íi])?|viernes|sam(?:edi)?|sábado|sabato|dim(?:anche)?"
    r"|domingo|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|zaterdag|zondag|weekdays|weekends?|daily|täglich|werktags|every day"
    r"|(?:public |bank )?holidays|feiertags?)\.?"
)
_TIME = r"(?:\d{1,2}(?:[:.h]\d{2})?(?: ?[ap]\.? ?m\.?| ?uhr| ?h\b)?|(?:12 )?noon|midnight|midday)"
_SPAN = rf"(?:from |von |de )?{_TIME} ?(?:-|–|—|to|till?|until|bis|à|a|às|tot) ?{_TIME}"
_SHUT = (
    r"(?:closed|geschlossen|fermée?|cerrado|chiuso|fechado|gesloten|by appointment"
    r"|nach vereinbarung|sur rendez-vous|open 24 hours|24 hours"
    r"|24/7)"
)
_DAYS = words(  # the first two letters of a line of hours
    "mo tu we th fr sa su di mi do so lu ma me je ju gi ve vi sá se te qu wo vr za zo da tä ev pu"
    " ba ho fe op of bu ph ou öf sp ge am"
)
_BEGINNINGS = _DAYS | {lead[:2] for lead in _LEADS}
_HOURS = re.compile(
    r"^(?:(?:(?:opening|office|business|support|phone|service|our)\s)?(?:hours|times)"
    r"|öffnungszeiten|sprechzeiten|servicezeiten|geschäftszeiten|horaires?(?: d['’]ouverture)?"
    r"|horario|orari?o?|openingstijden|open|geöffnet|ouvert)?\W{0,3}"
    rf"{DAY_OF_THE_WEEK}(?:\s?(?:-|–|—|to|through|and|bis|und|au|à|a|al|et|y|e|t/m|,|&|/)"
    rf"\s?{DAY_OF_THE_WEEK}){{0,6}}"
    rf"[\s:|,.–—-]{{1,4}}(?:{_SPAN}|{_SHUT})"
    rf"(?:\s?(?:,|;|/|&|\||and|und|et|y)\s?(?:{_SPAN}|{_SHUT})){{0,3}}"
    r"(?:\s?\(?(?:uhr|h|[A-Z]{2,4}(?:[+-]\d{1,2})?|(?:local|eastern|pacific|central)"
    r" time)\)?)?\.?$",
    re.IGNORECASE,
)
# A link by itself that asks to go and see something.
_INVITES = re.compile(
    r"^(?:read|see|discover|explore|learn|try|get|watch|meet|check out|find out|join|start"
    r"|download|browse|shop|book|take|visit|register|subscribe|jetzt|entdecke[n]?|mehr|découvr\w+"
    r"|essayez|descubr\w+|prueba|scopri|prova|ontdek|probeer)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(  # to the document that the page is a part of
    r"^(?:show|view|read|see|open) the (?:complete|full|whole|entire|short|summari[sz]ed)\b"
    r".{0,40}$",
    re.IGNORECASE,
)
# What is of the document, or of what its reader has to do with it.
_MATTERS = re.compile(
    r"\b(?:terms|polic(?:y|ies)|agreement|privacy|guidelines|conditions|addend(?:um|a)|notice"
    r"|statement|legal|law|laws|rights?|cookies?|data|consent|opt|object\w*|withdraw\w*|delet\w+"
    r"|cancel\w*|refund\w*|fees?|charg\w+|pay\w*|liab\w+|contracts?|licen[cs]\w+|subprocessors?"
    r"|complain\w*|appeal\w*|train\w*|sell\w*|sold|shar(?:e[sd]?|ing) (?:your|with)|residents?"
    r"|ages?|minors?|children|effective|from \d|datenschutz\w*|bedingungen|agb|daten|rechte?|recht"
    r"|widerruf\w*|widerspr\w+|kündig\w+|confidentialité|conditions|données|droits?"
    r"|privacidad|condiciones|datos|derechos?|privacidade|dados|direitos?|dati|diritt[io]"
    r"|gegevens|voorwaarden)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"^(?:(?:published (?:by|using|with) google (?:docs|drive))?(?:[–|· -]{0,3}report abuse)?"
    r"[–|· -]{0,3}(?:updated|refreshed|synced|published) automatically every (?:\d{1,3} )?"
    r"(?:seconds?|minutes?|hours?)|published (?:by|using|with) google (?:docs|drive)"
    r"|(?:(?:still|do you|you) )?(?:need|have|got|looking for)"
    r" (?:(?:any|another|more|further|other|a|some) )?(?:questions?|help|assistance|support"
    r"|answers?)\?[^@\d]{0,40}"
    r"|this form is (?:only )?(?:used )?for (?:\w+ )?feedback(?: only)?\b.{0,80})\.?$",
    re.IGNORECASE,
)
_OTHERWISE_CUES = ("automatically every", "google d", "this form")  # or it asks
_SCRIPTS = re.compile(
    r"\b(?:enable|turn on|activate|allow|switch on)\b.{0,20}\bjava ?script\b"
    r"|\bturn java ?script on\b|\bjava ?script (?:is|must be|to be|needs to be|has to be"
    r"|seems to be) (?:disabled|enabled|required|needed|turned|switched)"
    r"|\b(?:needs?|requires?|without) (?:\w+ ){0,2}java ?script\b"
    r"|\bjava ?script\b.{0,30}\b(?:aktivieren|einschalten)|\b(?:activer|activar|habilit\w+|ativar"
    r"|attivare|abilitare) (?:el |le |o )?java ?script\b",
    re.IGNORECASE,
)
_LONGEST_SCRIPTS = 140
_ANSWER = re.compile(
    r"\b(?:this form|your (?:answers?|feedback|responses?|comments?|vote)|feedback"
    r"|(?:send|get|receive) (?:\w+ )?(?:reply|replies|help))\b",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:these|this) (?:\w+ ){0,2}?(?:terms|polic(?:y|ies)|agreement|notice|statement|conditions"
    r"|guidelines|addendum) (?!will close)\w",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"\b(?i:codes?|coupons?|vouchers?|promo|gutschein\w*|rabattcode|cupón|bon de réduction)"
    r"[\s:“\"]{1,3}(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,14}\b"
    r"|\b\d{1,2} ?% (?i:off|rabatt|de réduction|de descuento|di sconto|korting)\b"
    r"|(?i:\b(?:stay|buy|order|book|get|take) \w+(?: \w+)?, (?:pay|get) )"
)
_FROM_DAY = re.compile(  # "As of 1 February 2027", and no "from 3 to 5 March 2026"
    r"\b(?:(?:as of|as from|from|since|starting|beginning|effective|with effect from|until)"
    r"|ab|seit|bis zum|à (?:partir|compter) du|jusqu['’]au|a partir del?|desde el|hasta el"
    r"|(?:a partire |a decorrere )?dal(?:l['’])?|fino al(?:l['’])?|vanaf|tot en met"
    r"|från(?: och med)?|fra|frå|od|ab dem|с|від|з|από|başlayarak)"
    r" (?:dem |den |the |on |\w{3,10}, )?"
    r"(?=[^\W\d]{3,12}\.? \d{1,2}(?!\d)|\d{1,2}(?!\d))"
    r"(?:(?!(?:to|till|until|bis|au|al|tot|and)\b)[^\W_]{1,12}(?:[.,/°-]{1,2} ?| )){1,5}?"
    r"\b20\d\d\b(?! ?(?:to|until|bis|-|–))"
    r"|20\d\d ?[年년][^。]{2,12}?(?:から|より|以降|起|부터|까지|まで)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"^(?:(?:sections?|pages?|articles?|topics?|chapters?|parts?|documents?) (?:\w+ )?(?:updated"
    r"|changed|added|revised|that changed)|(?:what(?:['’]s| is| was| has)|recently|newly|latest)"
    r" (?:new|updated|changed|added|changes|updates)|(?:recent|latest) (?:changes|updates))"
    r"(?: (?:in|with|since|for) (?:this|the last|the latest|our last) \w+)?\W?$",
    re.IGNORECASE,
)


def matters(text: str) -> bool:
    """Is it of the document, whatever else it looks like?"""
    return is_practice(text) or bool(_MATTERS.search(text))


def is_offer(text: str) -> bool:
    """Does it offer a price to who comes soon, or brings a code? What is paid is no term then."""
    return bool(_OFFER.search(text)) and not is_practice(text)


def of_itself(text: str) -> bool:
    """Does a sentence speak of the document that it stands in: "These terms do not apply to"?"""
    return bool(_OF_ITSELF.search(text))


def from_a_day(text: str) -> bool:
    """Does it say from when on, or until when, something holds: a day with its year?"""
    return "20" in text and bool(_FROM_DAY.search(text))


def _of_tips(text: str) -> str:
    """TIP for one that says in its first words that there are others, HEADS_TIP for such words
    without a tip: it is what follows.
    """
    if len(text) <= _LONGEST_LEAD and _LEAD_ALONE.match(text):
        return HEADS_TIP
    return TIP if _TIP.match(text) and may_be_tip(text) else ""


def may_be_tip(text: str) -> bool:
    """May it be the tip below such words?"""
    return len(text) <= _LONGEST_TIP and not matters(text)


def is_invitation(text: str) -> bool:
    """Does a link ask to go and see something that is none of the document?"""
    if len(text) > _LONGEST_INVITATION:
        return False
    return bool(_WHOLE.match(text)) or (bool(_INVITES.match(text)) and not matters(text))


def lists_updates(text: str) -> bool:
    """The words over a list of a page's own parts that are new: the parts say it themselves."""
    return len(text) <= _LONGEST_LEAD and bool(_UPDATED.match(text))


def of_answers(text: str) -> bool:
    """Does it say below a question for feedback what becomes of the answer?"""
    return bool(_ANSWER.search(text)) and not matters(text)


def in_passing(text: str, low: str) -> str:
    """Why a block that says nothing of the policy is boilerplate by its words; "" if not. `low` is
    the text in lower case.
    """
    if not low[0].isalpha() or low[:2] in _BEGINNINGS:
        if low[:13].lstrip(_SIGNS).startswith(_LEADS) and (reason := _of_tips(text)):
            return reason
        if low[:2] in _DAYS and len(text) <= _LONGEST_HOURS and _HOURS.match(text):
            return HOURS
    if len(text) > _LONGEST_SCRIPTS:
        return ""
    if "cript" in text and _SCRIPTS.search(text):
        return "" if matters(text) else "for browsers without scripts"
    otherwise = ("?" in text or has_any(low, _OTHERWISE_CUES)) and _OTHERWISE.match(text)
    return "interface text" if otherwise else ""

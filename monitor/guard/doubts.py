"""What makes the first answer of a page look like something else than its policy. Pure.

There is no version yet to hold it against. What is said goes with the document, for the person who
added the page; one that reads like a gate, or holds few words and says where the others may be,
is doubtful: it becomes the version only when the next look finds the same, or a person says so.
"""

from __future__ import annotations

import re

from monitor.model import DOUBTFUL, Document, Verdict

FEW, LITTLE = 60, 300  # words of a page that holds too little, and of the longest gate
SPARSE = 120  # words of a page that may only stand around its text
# What a watch looks for and need not be there, while the rest of it was found (`no selector` says
# where nothing was): no word on frames, PDFs or scripts.
_ONE_OF_SEVERAL = re.compile(
    r"(?:select|remove|(?:start|end) of range) matches nothing: ['\"](?!\$)"
)
_GATES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "a check for robots",
        re.compile(
            r"(?<!\buse )(?<!\busing )(?<!\bby )(?<!\bwith )"
            r"\b(?:no|not a|a|kein|un|ein|um|een) ?ro?bot(?:s|er)?\b|\bbots?\b.{0,60}\bbrowser"
            r"|\bhuman\b.{0,40}\b(?:check|verif|confirm)|(?:check|verif|confirm).{0,60}\bhuman\b"
            r"|\b(?:un|d.un) (?:être )?humain\b|\bun automate\b|\b(?:ein|kein) (?:mensch|automat)\b"
            r"|\b(?:un|um|ser|essere|é|es) (?:ser |essere )?(?:humano|umano)\b|\been mens\b"
            r"|\bczłowiekiem\b|\bчто вы человек"
            r"|ロボット|机器人|機器人|로봇|капч|\bcaptcha\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a queue",
        re.compile(
            r"\bwaiting (?:queue|room|line)\b"
            r"|\b(?:you are|put into) (?:now )?(?:in )?(?:a|the) queue\b"
            r"|\b(?:place|position|number|turn) in (?:the )?(?:queue|line)\b"
            r"|\bqueue (?:number|id)\b|\bwarte(?:schlange|raum)\b|\b(?:file|salle) d.attente\b"
            r"|\b(?:sala|fila|cola) de espera\b|\b(?:in coda|lista d.attesa|in de wachtrij"
            r"|wachtkamer)\b|順番待ち|대기열|排队|排隊",
            re.IGNORECASE,
        ),
    ),
    (
        "a request for consent",
        re.compile(
            r"\b\d{2,4} (?:\w+ )?(?:partner|parceiro|socio|vendor|partenaire|fournisseur)"
            r"|\b(?:our|unsere[nr]?|nos|nuestros|nossos|nostri|onze|naszych)(?: \d+)? (?:partner"
            r"|parceiros|socios|partenaires)\w*.{0,200}\b(?:cookie|geräte?\b|device|appareil)"
            r"|\bbefore you continue|bevor sie fortfahren|avant de continuer|antes de continuar"
            r"|^\W*(?:accept|reject|manage) (?:all )?(?:cookies|choices)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a choice of country or language",
        re.compile(
            r"^\W*(?:please )?(?:choose|select|pick|change) (?:your|a|the|another)"
            r" (?:\w+ (?:or|and) )?(?:country|region|location|language|place of residence|state)\b"
            r"|\b(?:wähle\w*|auswahl).{0,20}\b(?:land|region|sprache|standort)\b"
            r"|\b(?:choisi\w*|sélectionne\w*).{0,20}\b(?:pays|région|langue)\b"
            r"|\b(?:elige|elija|seleccion\w*|escolha|scegli).{0,20}\b(?:país|region|región|idioma"
            r"|paese|lingua)\b|where (?:do )?you live|国・地域|国家或地区|국가",
            re.IGNORECASE,
        ),
    ),
    (
        "a wall of payment or login",
        re.compile(
            r"\b(?:im abo|abonnement|subscri(?:be|ption) (?:to|for) (?:read|continue)"
            r"|(?:log|sign) in to (?:read|see|view|continue)|already (?:a )?(?:subscriber|member)"
            r"|create (?:a free|an) account to|register to (?:read|continue)|schon ein abo"
            r"|déjà abonné|ya (?:eres|es) suscriptor)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a check of age",
        # "You must be 16 to view live streams" is a rule; a gate asks, or is of the page itself.
        re.compile(
            r"\bverify (?:that )?you are.{0,20}\b(?:1[68]|21)\b"
            r"|\b(?:are you|bist du|sind sie|avez-vous|tienes)"
            r"(?! (?:moins|under|younger|unter|jünger|menos)).{0,20}\b(?:1[68]|21)\b[^.]{0,40}\?"
            r"|\byou must be .{0,20}\b(?:1[68]|21)\b.{0,30}\b(?:enter|visit|view|see|continue)"
            r"(?: (?:this|the|our) (?:\w+ )?(?:site|website|page|content|shop|store))?"
            r"(?=\W*$|[.!])",
            re.IGNORECASE,
        ),
    ),
)


def doubts(document: Document) -> tuple[str, ...]:
    """One line for each reason to look at the page before it is trusted."""
    found = _gates(document)
    return (*found, f"only {document.words} words were read") if document.words < FEW else found


def doubtful(document: Document) -> Verdict | None:
    """Why a first answer is not taken for the page unseen; None where it is.

    A page of few words alone is a short page.
    """
    found = _gates(document)
    if document.words < SPARSE:
        found += tuple(w for w in document.warnings if not _ONE_OF_SEVERAL.match(w))
    if not found:
        return None
    detail = "; ".join((*found, f"{document.words} words were read"))
    return Verdict(False, DOUBTFUL, detail, confirmable=True)


def _gates(document: Document) -> tuple[str, ...]:
    if document.words >= LITTLE:
        return ()
    lines = [document.title, *(line for s in document.sections for line in s.path)]
    lines += [block.text for block in document.blocks()]
    return tuple(
        f"this may be {what}: {line[:100]!r}"
        for what, pattern in _GATES
        if (line := next((text for text in lines if pattern.search(text)), ""))
    )

"""Requests for consent that speak of trackers, small files or partners, and not of cookies. Pure.

The policy speaks of the same things: it takes two buttons right below that answer such a request.
"""

from __future__ import annotations

import re

from monitor.extract.in_passing import of_itself
from monitor.extract.phrases import CHOICE
from monitor.extract.raw_blocks import RawBlock
from monitor.model import BlockKind

_REACH = 3  # blocks between such words and the first button
_LONGEST, _BUTTON = 600, 60  # characters
_WORDS = 16  # of several buttons in one block
_TRACKS = re.compile(
    r"\b(?:traceurs?|trackers?|tracking technolog\w+|similar technolog\w+|small (?:text )?files?"
    r"|browser storage|local storage|identifiers?|rastreador\w*|tracciator\w+|tracker\w*"
    r"|pixels?|tags?)\b|\b(?:\d{2,4}|our|unsere\w*|nos|nuestros|nossos|nostri|onze) (?:\w+ )?"
    r"(?:vendors?|partner\w*|partenaires?|socios|parceiros)\b"
    r"|\bon (?:your|this|the) (?:device|browser|computer|phone)\b|\bendgerät\w*|\bihrem gerät\b"
    r"|\b(?:su|tu|seu) dispositivo\b|\b(?:suo|tuo) dispositivo\b|\b(?:uw|je) (?:apparaat|toestel)\b"
    r"|\bterminal\b|端末|デバイス|设备|設備|기기|устройств",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:ads?|advert\w*|measur\w+|audience|personali[sz]\w*|statistic\w*|analytic\w*|visits?"
    r"|traffic|werbung|anzeigen|messen|messung|statisti\w+|analys\w+|mesure\w*|publicit\w+|annonces"
    r"|anuncios|medi[rc]\w*|misur\w+|annunci|adverten\w+|meten|reklam\w*|pomiar\w*|mäta|måle"
    r"|statistik\w*)\b|広告|分析|计|廣告|广告|광고|реклам|статисти",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\bwith your (?:consent|permission|agreement|ok(?:ay)?)\b|\bchange your mind\b"
    r"|\b(?:may|can) we\b|\bwe (?:and|with) (?:our|\d+)\b|\bpartners? and (?:we|us|i)\b"
    r"|\bdo you (?:agree|allow|accept|mind)\b|\bwe(?:['’]d| would) like to\b"
    r"|\b(?:is|are) (?:that|you) ok(?:ay)?\b|\bhelp us\b|\byour choice\b"
    r"|\b(?:choose|select|decide) (?:what|which|whether|how)\b"
    r"|\bby (?:clicking|pressing|choosing)\b|\bmit ihrer (?:einwilligung|zustimmung|erlaubnis)\b"
    r"|\bwir und \w+\b|\bdürfen wir\b|\bwir möchten\b|\bavec votre (?:accord|consentement)\b"
    r"|\b(?:nous et nos|pouvons-nous|nos partenaires et nous)\b"
    r"|\bcon (?:su|tu|il tuo|il suo) (?:consent\w+|permiso)\b|\b(?:nosotros y nuestros"
    r"|noi e i nostri|wij en onze|nós e os nossos|vi och våra|vi og våre|my i nasi)\b"
    r"|\bmet uw toestemming\b|同意|よろしいですか|我们和|동의",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"^\W*(?:(?:(?:that['’]?s|i['’]?m|it['’]?s|all) )?(?:fine|ok(?:ay)?|good|cool|right)"
    r"(?: (?:by|with|for) me)?|got it|understood|sure|yes,? .{2,20}|no,? .{2,20}|not now"
    r"|(?:only|just) .{2,30}|continue(?: without .{2,30})?|customi[sz]e.{0,20}|(?:more )?options"
    r"|(?:cookie |privacy |my )?(?:settings|preferences|choices)|manage .{2,30}|let me choose"
    r"|alles klar|einverstanden|verstanden|in ordnung|nur .{2,30}|weiter ohne .{2,30}"
    r"|einstellungen|auswahl .{2,20}|continuer sans .{2,30}|paramétrer.{0,20}|personnaliser.{0,20}"
    r"|je refuse|j['’]accepte|d['’]accord|tout (?:accepter|refuser)|vale|de acuerdo|solo .{2,30}"
    r"|sólo .{2,30}|configurar.{0,20}|va bene|ho capito|continua senza .{2,30}|personalizza.{0,20}"
    r"|alleen .{2,30}|prima|akkoord|endast .{2,30}|kun .{2,30}|tylko .{2,30}|dobrze|zgoda"
    r"|только .{2,30}|хорошо|はい|同意.{0,6}|必要な.{0,12}|拒否.{0,6}|仅.{2,12}|확인"
    r"|필수.{0,8})\W*$",
    re.IGNORECASE,
)


def mark_requests(blocks: list[RawBlock]) -> None:
    """Mark the words above two buttons or more that give or refuse a consent."""
    shown = [b for b in blocks if b.text and not b.boilerplate]
    for place, block in enumerate(shown):
        if not _is_pressed(block) or not _answer(block.text, shown[place + 1 : place + 2]):
            continue
        for above in reversed(shown[max(0, place - _REACH) : place]):
            if above.kind is BlockKind.HEADING and above.level == 1:
                break
            if _asks(above.text):
                above.boilerplate = "in a cookie dialog"


def _answer(text: str, below: list[RawBlock]) -> bool:
    """Are these the words of two buttons, in one block or in this and the next?"""
    if _says(text) and below and _is_pressed(below[0]) and _says(below[0].text):
        return True
    words = text.split()
    cuts = range(1, len(words)) if len(words) <= _WORDS else ()
    return any(_says(" ".join(words[:cut])) and _says(" ".join(words[cut:])) for cut in cuts)


def _is_pressed(block: RawBlock) -> bool:
    return 0 < len(block.text) * 9 <= block.control_chars * 10


def _says(text: str) -> bool:
    return len(text) <= _BUTTON and bool(_ANSWERS.match(text) or CHOICE.search(text))


def _asks(text: str) -> bool:
    if len(text) > _LONGEST or of_itself(text):
        return False
    return all(pattern.search(text) for pattern in (_TRACKS, _FOR, _ASKS))

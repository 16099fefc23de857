"""Lists that a page makes anew: a few of many ("3 of our 40 partners"), what is read most. Pure."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from monitor.extract.in_passing import DAY_OF_THE_WEEK, matters
from monitor.extract.raw_blocks import RawBlock
from monitor.model import BlockKind

_LONGEST = 80  # characters of the line above
_FEW = 12  # entries of the longest sample
_COUNTED = {
    word: number
    for line in (
        "two three four five six seven eight nine ten eleven twelve",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "deux trois quatre cinq six sept huit neuf dix onze douze",
        "dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "due tre quattro cinque sei sette otto nove dieci undici dodici",
        "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    )
    for number, word in enumerate(line.split(), start=2)
}
_OF = re.compile(
    r"^(?:\S+ ){0,3}?(?P<few>\d{1,2}|[^\W\d]{3,7}) (?:out of|of|from among|von|de|di|van|av|из)"
    r" (?:our|the|all|over|more than|about|unseren?|den|mehr als|über|nos|les|plus de|nuestros|los"
    r"|más de|i nostri|oltre|onze|de|meer dan|våra|наших)?(?: ?(?:over|more than|mehr als))?"
    r" ?(?P<many>\d[\d.,]{0,6})\+? [^\W\d]\S*(?: \S+){0,5}$",
    re.IGNORECASE,
)


_RANKED = re.compile(
    r"^(?:(?:the )?(?:most (?:\w+ ){1,3}|best[- ]?sell\w+ |top (?:\d{1,3} )?(?:\w+ ){0,2}|popular "
    r"(?:\w+ ){0,2}|trending (?:\w+ ){0,2}|hot (?:\w+ ){0,2})(?:this|last|in the last|of the|right"
    r"|at the|so|today|now)\b.{0,20}|trending|most (?:read|viewed|popular|shared|borrowed|watched"
    r"|downloaded)|meist(?:gelesen|gesucht|verkauft|geteilt)\w*.{0,20}|les plus (?:lus|vus"
    r"|consultés|partagés).{0,20}|lo más (?:leído|visto|vendido).{0,20}|i più (?:letti|visti"
    r"|venduti).{0,20}|meest (?:gelezen|bekeken|verkocht).{0,20}"
    # What came in lately, in a place where nothing is but what is sold, lent or shown.
    r"|(?:(?:what['’]?s |all |our )?new(?:ly added| arrivals| releases| additions)?|just in"
    r"|just added|recently added|fresh) (?:in|at|to|on) (?:the|our) "
    r"(?:shop|store|catalogue|catalog|library|shelves|gallery|museum)"
    r"|new arrivals|just in|neu (?:im (?:shop|laden|sortiment|katalog|regal)|eingetroffen)"
    r"|neuheiten (?:im|aus dem) (?:shop|laden|sortiment|katalog)"
    r"|nouveautés (?:de la boutique|en boutique|du catalogue)"
    r"|novedades (?:de|en) la tienda|novità (?:in|del) (?:negozio|catalogo)"
    r"|nieuw in (?:de winkel|het assortiment))$",
    re.IGNORECASE,
)
_EVENTS = re.compile(
    r"^(?:(?:our |all )?(?:next |upcoming |coming )?(?:events?|workshops?|concerts?|meetings?"
    r"|courses)|what['’]s on|(?:unsere |nächste |kommende )?(?:termine|veranstaltungen|kurse)"
    r"|(?:prochains )?(?:événements|évènements|ateliers)|(?:próximos )?eventos"
    r"|(?:prossimi )?eventi|agenda)$",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"^(?:(?:the )?(?:latest|news|updates|recent(?:ly)?|new)(?: news| stories)? (?:from|at|of"
    r"|around|in)\b.{2,40}|(?:neues|aktuelles|nachrichten) (?:aus|von|vom|im)\b.{2,40}"
    r"|(?:nouvelles|actualités) (?:de|du|des)\b.{2,40}|noticias (?:de|del)\b.{2,40})$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"^(?:\d{1,2}\.? ?[^\W\d]{3,9}\.?|[^\W\d]{3,9}\.? \d{1,2}|\d{1,2}[./]\d{1,2}\.?)"
    r"(?:,? 20\d\d)?(?: ?[:–—|·-] | )\S"
)
_WEEKDAY = re.compile(rf"^{DAY_OF_THE_WEEK}[,:]? (?=\S{{0,12}} ?\d)", re.IGNORECASE)
_ENTRY = 60  # characters of the longest entry of a ranking


def mark_samples(blocks: list[RawBlock]) -> None:
    """Mark the entries below a line that says they are so many of more, are read most or are news,
    and the line.
    """
    item, heading = BlockKind.ITEM, BlockKind.HEADING
    for index, (block, below) in enumerate(pairwise(blocks)):
        if block.kind is not heading and below.text and below.kind is not item:
            continue  # most, and quickly
        if block.boilerplate or len(block.text) > _LONGEST or block.kind is item:
            continue
        said = block.text.rstrip(" :.…")
        few, ranked, news = _few(said), bool(_RANKED.match(said)), bool(_NEWS.match(said))
        events = bool(_EVENTS.match(said))
        if not (few or ranked or news or events) or matters(block.text):
            continue
        dated = (news or events) and not ranked
        entries = _below(blocks[index + 1 : index + 1 + 3 * _FEW], items=not dated)
        if dated:
            entries = list(takewhile(_is_event if events else _is_news, entries))
            made_anew = True
        else:
            short = all(len(e.text) <= _ENTRY and not matters(e.text) for e in entries)
            made_anew = len(entries) == few or (ranked and short)
        if entries and made_anew:
            for inside in (block, *entries):
                inside.boilerplate = inside.boilerplate or "a list made at each look"


def _is_news(block: RawBlock) -> bool:
    return bool(_DAY.match(block.text)) and not matters(block.text)


def _is_event(block: RawBlock) -> bool:
    """Does an entry name the day of the week and of the month: "Sat 14 March: swap day"?"""
    day = _WEEKDAY.match(block.text)
    return bool(day and _DAY.match(block.text[day.end() :])) and not matters(block.text)


def _below(blocks: list[RawBlock], *, items: bool) -> list[RawBlock]:
    """What stands below a line: the items, or all that comes before the next heading."""
    entries: list[RawBlock] = []
    for block in blocks:
        if block.text and (
            block.kind is not BlockKind.ITEM if items else block.kind is BlockKind.HEADING
        ):
            break
        entries += [block] if block.text else []
    return entries


def _few(text: str) -> int:
    """How many of more a line promises; 0 where it does not."""
    found = _OF.match(text) if _DIGIT.search(text) else None
    if found is None:
        return 0
    said, many = found["few"].casefold(), int(re.sub(r"\D", "", found["many"]))
    few = int(said) if said.isdigit() else _COUNTED.get(said, 0)
    return few if 0 < few <= _FEW and few < many else 0

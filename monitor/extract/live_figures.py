"""Lines that hold what is so at the moment: prices, stars, stocks, the weather, the server's clock.

No policy states them, and they differ at each look. Each must be all of its line. Pure.
"""

from __future__ import annotations

import re

from monitor.text.cues import has_any
from monitor.text.practice import is_practice

LONGEST = 90  # characters
_DIGIT = re.compile(r"\d")  # none of them is without

_AMOUNT = r"[$€£¥]? ?\d[\d.,]{0,15}(?: ?(?:USD|EUR|GBP|JPY|CHF|[$€£¥]))?"
_MOVED = r"[(\[]?[▲▼△▽↑↓+−–-] ?\d[\d.,]{0,9} ?%?[)\]]?"
_TICKER = re.compile(  # "ACME 123.45 USD +1.2% · EUR/USD 1.0831 −0.12%"
    rf"(?:[·|,; ]{{0,3}}(?:[A-Z]{{2,8}}: ?)?[A-Z][A-Z0-9./]{{1,8}}[: ]{{1,2}}{_AMOUNT} {_MOVED}"
    rf"(?: {_MOVED})?){{1,12}}"
    rf"|(?:[·|,; ]{{0,3}}[^\W\d_]{{2,12}}[: ]{{1,2}}{_AMOUNT} [▲▼△▽↑↓] ?\d[\d.,]{{0,9}}"
    r" ?%?){1,12}"
)
_REVIEWS = (
    r"(?:reviews?|ratings?|bewertungen|avis|notes|reseñas|opiniones|valoraciones|avaliações"
    r"|recensioni|beoordelingen)"
)
_STARS = re.compile(
    r"[★☆⭐✩✭ ]{0,8}(?:rated |rating:? )?\d(?:[.,]\d{1,2})?"
    r"(?: ?/ ?(?:5|10)| (?:out of|von|sur|de|su|van) (?:5|10))?"
    r"(?: ?(?:stars?|sterne|étoiles|[★☆⭐]))?"
    rf"[ ·|,–-]{{0,3}}(?:based on )?\(?\d[\d.,]{{0,9}} ?[km]?\+? {_REVIEWS}\)?\.?",
    re.IGNORECASE,
)
_RATED = re.compile(  # "Rated 4.4 by 120 readers"
    r"(?:rated|bewertet mit|noté) \d(?:[.,]\d{1,2})? (?:by|von|par) \d[\d.,]{0,9} ?[km]?"
    r" \w{2,20}\.?",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"(?:hurry[!,.] )?(?:only|just) \d{1,3} (?:(?:items?|pieces?|seats?|places|spots) )?"
    r"(?:left|remaining)(?: in stock)?[.!]?|\d{1,6} in stock|(?:nur )?noch \d{1,3} (?:verfügbar"
    r"|auf lager|plätze frei)[.!]?|plus que \d{1,3} (?:en stock|exemplaires?)[.!]?",
    re.IGNORECASE,
)
_WEATHER = re.compile(  # "Berlin 17°C": names and a temperature, nothing that anybody has to keep
    r"(?:[A-ZÄÖÜÉ][\w.’'-]{1,20},? ){1,3}[·|–-]? ?[+−-]?\d{1,3} ?° ?[CF]?"
    r"|(?:[^\W\d_]{2,14} ){1,3}[+−-]?\d{1,3} ?(?:° ?C?|℃|度),? ?"
    r"(?:heiter|sonnig|wolkig|bewölkt|regen|schnee|klar|sunny|cloudy|rain|snow|clear|soleil|pluie"
    r"|nuageux|soleado|nublado|lluvia|sereno|pioggia|chuva|słonecznie|deszcz|slunečno|oblačno|déšť"
    r"|güneşli|yağmurlu|хмарно|дощ|맑음|흐림|구름\S{0,4}|비|눈|晴れ?|曇り?|くもり|雨|雪|阴|多云|小雨|ясно|облачно|дождь|снег)"
)
_COUNTS = re.compile(
    r"(?:follow(?:ing)?|join|subscribe|abonnieren|suivre)?[ ·|,:–-]{0,3}\d[\d.,]{0,9} ?[km]?\+?"
    r" (?:(?:followers?|abonnés)(?: ?[·|,•] ?\d[\d.,]{0,9} ?[km]? (?:following|abonnements))?"
    r"|subscribers?|abonnés|abonnenten|seguidores|downloads?|contributors?|members online)"
    r"|contributors?:? .{0,50}\+ ?\d{1,4}(?: (?:more|others))?",
    re.IGNORECASE,
)
_MADE = re.compile(  # a day with its year, and a time
    r"(?=.{0,80}(?:19|20)\d\d)"
    r"(?:(?:this )?(?:page|document|report|copy|seite)?(?: was)? ?(?:generated"
    r"|rendered|printed|served|cached|exported|retrieved|fetched|loaded|built|erzeugt|generiert"
    r"|gedruckt|ausgedruckt|générée?|imprimée?)(?: on| at| by| am| um| le| à)?:? )[\w,./ -]{4,40}"
    r"\W\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?"
    r"(?: ?(?:am|pm|uhr|z|[a-z]{3,4}|[+-]\d\d:?\d\d)){0,2}\.?",
    re.IGNORECASE,
)

_CLOCK = re.compile(  # of the server, or of the place where the visitor is
    r"(?:mon|tue|wed|thu|fri|sat|sun), \d{1,2} [a-z]{3} 20\d\d \d\d:\d\d:\d\d (?:gmt|utc|[+-]\d{4})"
    r"|(?:(?:local|current|server|page|your) time|it(?:'s| is)(?: now)?|ortszeit|uhrzeit"
    r"|heure locale|hora local|ora locale)\W{1,3}\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?[A-Z]{2,5}\)?)?",
    re.IGNORECASE,
)
_BUILD = re.compile(  # of the site's software
    r"(?:build|deploy(?:ment|ed)?|commit|release build|site version|app version)\b[ #:]{1,3}"
    r"v?(?=\S{0,30}\d)[\w.+-]{3,40}",
    re.IGNORECASE,
)

_COUNTER = re.compile(  # "Downloads: 12,044", "Votes: 14", "Rank #412 of 2,000", "3 agents online"
    r"(?:downloads?|votes?|views?|likes?|visits?|visitors?|installs?|members?|downloads gesamt"
    r"|aufrufe|téléchargements|descargas)\W{1,3}\d[\d.,]{0,12} ?[km]?"
    r"|rank(?:ed)? #?\d[\d.,]{0,9}(?: (?:of|in) .{1,40})?"
    r"|\d[\d.,]{0,9} ?[km]? (?:fans?|people|members?) (?:follow|like) (?:us|this)(?: page)?\.?"
    r"|(?:played|seen|read|viewed|visited|downloaded|shared|used) \d[\d.,]{0,12} ?[km]? times\.?"
    r"|\d[\d.,]{0,9} words|\d[\d.,]{0,9} (?:sold|bought|ordered|viewed) (?:today|this week)\.?"
    r"|(?:your )?(?:basket|cart|bag|warenkorb|panier)\W{1,3}\(?\d{1,3}\)?(?: items?| artikel)?"
    r"|\d[\d.,]{0,9} (?:agents?|members?|users?|people|staff|visitors?|listeners?|readers?|players?"
    r"|guests?)(?: (?:is|are))?"
    r"(?: now| currently)? online(?: now)?\.?"
    r"|(?:current |average |estimated )?(?:wait|waiting|response|hold)(?: times?)?\W{1,3}"
    r"(?:about |ca\. )?\d{1,4} ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?)\.?"
    r"|(?:we(?:['’]re| are) hiring!? ?)?\d{1,4} open (?:positions|jobs|roles)\.?",
    re.IGNORECASE,
)
_CROWD = re.compile(  # "12,431 happy users", "Trusted by 3,000 teams": for show
    r"(?:(?:trusted|loved|used) by|join(?:ed by)?|over|more than|already)? ?(?:over |more than )?"
    r"\d[\d.,]{0,12} ?[km]?\+? (?:(?:happy|satisfied|delighted|zufriedene|glückliche)"
    r" \w{3,16}(?: (?:worldwide|and counting|so far|today|weltweit))?"
    r"|(?:\w{3,16} ){1,2}(?:worldwide|and counting|trust us|so far|weltweit|dans le monde))[.!]?"
    r"|\d{1,3}(?:[.,]\d{1,2})? ?% (?!.*\b(?:off|refund|fees?|discount|interest|apr|credit)\b)"
    r"(?:[\w-]{2,16} ){1,3}(?:today|(?:this|last) (?:week|month|quarter|year)"
    r"|(?:in|over) the (?:last|past) \d{1,3} days)[.!]?"
    r"|(?:trusted|loved) by (?:over |more than )?\d[\d.,]{0,12} ?[km]?\+? (?:\w{3,16} ?){1,3}[.!]?"
    r"|(?:visitors?|visits|readers|besucher|visiteurs|visitantes|visitatori|bezoekers"
    r"|посетител\w+|просмотр\w+|odwiedzin\w*)"
    r"(?: (?:today|heute|aujourd['’]hui|hoy|oggi|vandaag|hoje|сегодня"
    r"|dziś|yesterday|online|so far)){0,2}\W{1,3}\d[\d.,]{0,12}",
    re.IGNORECASE,
)
_RATE = re.compile(  # "1 EUR = 1.0831 USD", "Bitcoin $67,120 · Ether $3,310"
    r"1 [A-Z]{3} ?[=≈] ?\d+[.,]\d{2,6} [A-Z]{3}"
    r"|(?:[·|,; ]{0,3}(?:bitcoin|btc|ether(?:eum)?|eth|gold|silver|solana|xrp|dogecoin)\W{1,3}"
    r"[$€£]? ?\d[\d.,]{0,12}(?: ?(?:USD|EUR))?){1,8}",
    re.IGNORECASE,
)
# What is before it names no hour by which something is to be done, and no limit.
_BEFORE = (
    r"(?:(?!\b(?:at|by|until|till|before|after|within|max|min|least|below|under|up to|um|bis"
    r"|vor|nach|unter|mindest\w*|höchstens|à|avant|moins|las|antes|menos|alle|entro|almeno|om|tot)"
    r"\b)[^\d.;])"
)
_COUNTDOWN = re.compile(  # "Ends in 02d 13h 22m", "Noch 3 Tage 04:12:55"
    r".{0,40}\bin:? \d{1,3}(?::\d\d){1,3}"
    rf"|{_BEFORE}{{0,50}}(?:\d{{1,3}} [^\W\d_]{{1,6}},? )?\d\d:\d\d:\d\d"
    rf"|{_BEFORE}{{0,50}}\d{{1,3}} ?(?:d|t|j|g|д|days?|tage?|jours?|días?|dias?|giorni|дн\w*)"
    r"\.?[ :,]{1,2}\d{1,2} ?(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|ч|час\w*)"
    r"\.?[ :,]{1,2}\d{1,2} ?(?:m|mins?|minutes?|minuten|minutos|minuti|мин)"
    r"\.?(?:[ :,]{1,2}\d{1,2} ?(?:s|secs?|sek|seconds?|sekunden|secondes?|segundos?|с|сек))?[!.]?",
    re.IGNORECASE,
)
_CLOCKS = re.compile(  # "London 14:05 · New York 09:05 · Tokyo 22:05"
    r"(?:[·|,; ]{0,3}[^\W\d_]{2,16}(?: [^\W\d_]{2,12})? \d{1,2}:\d\d){3,8}"
)
# "On the App Store – rated 4.7 out of 5 (12 310 reviews)", in whatever language
_SCORE = re.compile(
    rf"{_BEFORE}{{0,50}}\b\d[.,]\d ?(?:/|[^\W\d_]{{1,3}}(?: [^\W\d_]{{1,3}})?) ?(?:5|10)\b"
    r"[^.;\d]{0,5}\(\d[\d., \xa0]{0,9}[km]?\+? ?[^\W\d_]{1,16}\)",
    re.IGNORECASE,
)
_SERVED = re.compile(  # by which machine, in what time
    r"(?:(?:this )?(?:page|site|website) (?:is |was )?)?(?:built|made|created|generated|powered)"
    r" (?:with|by|using) (?:\S{2,20} ){1,2}v?\d+(?:\.\d+){1,3}|"
    r"(?:served|delivered|rendered|powered) (?:by|from) (?=\S{0,40}\d)\S{2,60}"
    r"(?: in \d[\d.,]{0,6} ?(?:ms|s))?\.?",
    re.IGNORECASE,
)
# "3 people in the queue", "Only 2 left – 12 gardeners are looking at it right now"
_WAITING = re.compile(
    r"(?:.{0,40}[^\w\s,;:] |noch |still |encore |there are )?\d{1,5} "
    r"(?!days?\b|months?\b|years?\b|weeks?\b|hours?\b)"
    r"(?:\w{2,16} ){1,2}(?:(?:are |is )?(?:currently |now )?(?:in (?:the |our )?(?:queue|line)"
    r"(?: now| right now| ahead of you| before you)?|ahead of you)"
    r"|(?:are |is )?(?:(?:currently|now) \w{3,10}ing (?:at )?(?:it|this|these|that)(?: \w+)?"
    r"|(?:looking at|viewing|watching|eyeing|browsing) (?:it|this|these|that)(?: \w{2,12})?"
    r"(?: right)? now)|have (?:it|this) in their (?:basket|cart|bag)s?(?: right now)?"
    r"|in der (?:warteschlange|schlange)|sehen sich (?:das|dies)(?: \w{2,12})? gerade an"
    r"|warten gerade|vor ihnen|dans la file(?: d['’]attente)?|en (?:la )?cola|in coda"
    r"|in de (?:wachtrij|rij))[.!]?",
    re.IGNORECASE,
)
_WAITING_CUES = (  # one of which each holds; to look for them is far cheaper
    *("queue", " line", "ahead of", "now", "currently", "in their", "schlange", "gerade"),
    *("vor ihnen", "vor Ihnen", " la file", " cola", " coda", "wachtrij", " rij"),
)

_ALL = (
    _RATED,
    _TICKER,
    _STARS,
    _STOCK,
    _WEATHER,
    _COUNTS,
    _MADE,
    _CLOCK,
    _BUILD,
    _COUNTER,
    _CROWD,
    _RATE,
    _COUNTDOWN,
    _SCORE,
    _CLOCKS,
    _SERVED,
)


def is_live(text: str) -> bool:
    """All of the line is a figure of this moment."""
    if len(text) > LONGEST or not _DIGIT.search(text):
        return False
    if any(pattern.fullmatch(text) for pattern in _ALL):
        return True
    waiting = has_any(text, _WAITING_CUES) and _WAITING.fullmatch(text)
    return bool(waiting) and not is_practice(text)

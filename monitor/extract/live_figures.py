"""Lines that hold what is so at the moment: prices, stars, stocks, the weather, the server's clock.

No policy states them, and they differ at each look. Each must be all of its line. Pure.
"""

from __future__ import annotations

import re

from monitor.languages import alternatives, said
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
_REVIEWS = rf"(?:{alternatives('live', 'reviews')})"
_STARS = re.compile(
    r"[★☆⭐✩✭ ]{0,8}(?:rated |rating:? )?\d(?:[.,]\d{1,2})?"
    rf"(?: ?/ ?(?:5|10)| (?:out of|su|{alternatives('interface', 'of')}) (?:5|10))?"
    rf"(?: ?(?:{alternatives('live', 'stars')}|[★☆⭐]))?"
    rf"[ ·|,–-]{{0,3}}(?:based on )?\(?\d[\d.,]{{0,9}} ?[km]?\+? {_REVIEWS}\)?\.?",
    re.IGNORECASE,
)
_RATED = re.compile(  # "Rated 4.4 by 120 readers"
    rf"(?:{alternatives('live', 'rated')}) \d(?:[.,]\d{{1,2}})?"
    rf" (?:{alternatives('live', 'rated_by')}) \d[\d.,]{{0,9}} ?[km]? \w{{2,20}}\.?",
    re.IGNORECASE,
)
_STOCK = re.compile(alternatives("live", "stock"), re.IGNORECASE)
_WEATHER = re.compile(  # "Berlin 17°C": names and a temperature, nothing that anybody has to keep
    r"(?:[A-ZÄÖÜÉ][\w.’'-]{1,20},? ){1,3}[·|–-]? ?[+−-]?\d{1,3} ?° ?[CF]?"
    rf"|(?:[^\W\d_]{{2,14}} ){{1,3}}[+−-]?\d{{1,3}} ?(?:° ?C?|℃|度),? ?"
    rf"(?:{alternatives('live', 'sky')})"
)
_COUNTS = re.compile(
    rf"(?:{alternatives('live', 'follow')})?[ ·|,:–-]{{0,3}}\d[\d.,]{{0,9}} ?[km]?\+?"
    rf" (?:{alternatives('live', 'followers')})"
    r"|contributors?:? .{0,50}\+ ?\d{1,4}(?: (?:more|others))?",
    re.IGNORECASE,
)
_MADE = re.compile(  # a day with its year, and a time
    r"(?=.{0,80}(?:19|20)\d\d)"
    r"(?:(?:this )?(?:page|document|report|copy|seite)?(?: was)? ?"
    rf"(?:{alternatives('live', 'made')})(?: (?:{alternatives('live', 'made_on')}))?:? )"
    r"[\w,./ -]{4,40}\W\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?"
    r"(?: ?(?:am|pm|uhr|z|[a-z]{3,4}|[+-]\d\d:?\d\d)){0,2}\.?",
    re.IGNORECASE,
)

_CLOCK = re.compile(  # of the server, or of the place where the visitor is
    r"(?:mon|tue|wed|thu|fri|sat|sun), \d{1,2} [a-z]{3} 20\d\d \d\d:\d\d:\d\d (?:gmt|utc|[+-]\d{4})"
    rf"|(?:{alternatives('live', 'clock')})\W{{1,3}}\d{{1,2}}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?\(?[A-Z]{2,5}\)?)?",
    re.IGNORECASE,
)
_BUILD = re.compile(  # of the site's software
    r"(?:build|deploy(?:ment|ed)?|commit|release build|site version|app version)\b[ #:]{1,3}"
    r"v?(?=\S{0,30}\d)[\w.+-]{3,40}",
    re.IGNORECASE,
)

_COUNTER = re.compile(  # "Downloads: 12,044", "Votes: 14", "Rank #412 of 2,000", "3 agents online"
    rf"(?:{alternatives('live', 'counted')})\W{{1,3}}\d[\d.,]{{0,12}} ?[km]?"
    r"|rank(?:ed)? #?\d[\d.,]{0,9}(?: (?:of|in) .{1,40})?"
    r"|\d[\d.,]{0,9} ?[km]? (?:fans?|people|members?) (?:follow|like) (?:us|this)(?: page)?\.?"
    r"|(?:played|seen|read|viewed|visited|downloaded|shared|used) \d[\d.,]{0,12} ?[km]? times\.?"
    r"|\d[\d.,]{0,9} words|\d[\d.,]{0,9} (?:sold|bought|ordered|viewed) (?:today|this week)\.?"
    rf"|(?:{alternatives('live', 'basket')})\W{{1,3}}\(?\d{{1,3}}\)?(?: items?| artikel)?"
    r"|\d[\d.,]{0,9} (?:agents?|members?|users?|people|staff|visitors?|listeners?|readers?|players?"
    r"|guests?)(?: (?:is|are))?"
    r"(?: now| currently)? online(?: now)?\.?"
    r"|(?:current |average |estimated )?(?:wait|waiting|response|hold)(?: times?)?\W{1,3}"
    r"(?:about |ca\. )?\d{1,4} ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?)\.?"
    r"|(?:we(?:['’]re| are) hiring!? ?|(?:we |there are )?(?:currently )?(?:have )?)?"
    r"\d{1,4} (?:open (?:positions|jobs|roles)|(?:vacancies|job openings))\.?"
    r"|(?:there are )?(?:currently )?"
    r"(?:\d[\d.,]{0,9} (?:registered |hidden )?\w{4,12}(?:,| and)? ){1,4}"
    r"(?:are )?(?:currently )?browsing (?:this|the) \w{4,8}\.?"
    r"|currently \w{3,12}ing: \d[\d.,]{0,9}"
    r"|(?:#|(?:nr|no)\. ?)\d{1,4} in (?-i:[A-ZÄÖÜ])[\w&’' -]{2,30}"
    r"|\d[\d.,]{0,9} ?[km]? (?:downloads|installs|visits) (?:today|this (?:week|month))\.?",
    re.IGNORECASE,
)
_CROWD = re.compile(  # "12,431 happy users", "Trusted by 3,000 teams": for show
    r"(?:(?:trusted|loved|used) by|join(?:ed by)?|over|more than|already)? ?(?:over |more than )?"
    rf"\d[\d.,]{{0,12}} ?[km]?\+? (?:(?:{alternatives('live', 'glad')})"
    rf" \w{{3,16}}(?: (?:today|{alternatives('live', 'everywhere')}))?"
    rf"|(?:\w{{3,16}} ){{1,2}}(?:trust us|{alternatives('live', 'everywhere')}))[.!]?"
    r"|\d{1,3}(?:[.,]\d{1,2})? ?% (?!.*\b(?:off|refund|fees?|discount|interest|apr|credit)\b)"
    r"(?:[\w-]{2,16} ){1,3}(?:today|(?:this|last) (?:week|month|quarter|year)"
    r"|(?:in|over) the (?:last|past) \d{1,3} days)[.!]?"
    r"|(?:trusted|loved) by (?:over |more than )?\d[\d.,]{0,12} ?[km]?\+? (?:\w{3,16} ?){1,3}[.!]?"
    rf"|(?:{alternatives('live', 'visitors')})(?: (?:{alternatives('live', 'today')})){{0,2}}"
    r"\W{1,3}\d[\d.,]{0,12}",
    re.IGNORECASE,
)
_RATE = re.compile(  # "1 EUR = 1.0831 USD", "Bitcoin $67,120 · Ether $3,310"
    r"1 [A-Z]{3} ?[=≈] ?\d+[.,]\d{2,6} [A-Z]{3}|[A-Z]{3} 1 ?[=≈] ?[A-Z]{3} \d+[.,]\d{2,6}"
    r"|(?:[·|,; ]{0,3}(?:bitcoin|btc|ether(?:eum)?|eth|gold|silver|solana|xrp|dogecoin)\W{1,3}"
    r"[$€£]? ?\d[\d.,]{0,12}(?: ?(?:USD|EUR))?){1,8}",
    re.IGNORECASE,
)
# What is before it names no hour by which something is to be done, and no limit.
_BEFORE = rf"(?:(?!\b(?:{alternatives('live', 'limits')})\b)[^\d.;])"
_COUNTDOWN = re.compile(  # "Ends in 02d 13h 22m", "Noch 3 Tage 04:12:55"
    r".{0,40}\bin:? \d{1,3}(?::\d\d){1,3}"
    rf"|{_BEFORE}{{0,50}}(?:\d{{1,3}} [^\W\d_]{{1,6}},? )?\d\d:\d\d:\d\d"
    rf"|{_BEFORE}{{0,50}}\d{{1,3}} ?(?:{alternatives('live', 'd')})"
    rf"\.?[ :,]{{1,2}}\d{{1,2}} ?(?:{alternatives('live', 'h')})"
    rf"\.?[ :,]{{1,2}}\d{{1,2}} ?(?:{alternatives('live', 'm')})"
    rf"\.?(?:[ :,]{{1,2}}\d{{1,2}} ?(?:{alternatives('live', 's')}))?[!.]?",
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
    r"(?:served|delivered|rendered|powered) (?:by|from) (?:node |server |host )?"
    r"(?=\S{0,40}\d)\S{2,60}"
    r"(?: in \d[\d.,]{0,6} ?(?:ms|s))?\.?",
    re.IGNORECASE,
)
# "Next ferry 09:20 from pier B", and no payment, which has a day
_DEPARTS = re.compile(
    rf"(?:{alternatives('live', 'next')}) [^\W\d]{{2,16}}\W{{1,3}}(?:(?:at|um|à|om|kl\.?) )?"
    r"\d{1,2}[:.]\d\d(?: ?[^.;]{2,30})?",
    re.IGNORECASE,
)
# "Data as of Monday, 4 May", "Temperature in Oslo now: 4 °C"; what holds as of a day has its year
_AS_OF = re.compile(
    rf"(?:{alternatives('live', 'as_of')}) (?:[^\W\d]{{2,10}}\.?,? )?"
    r"(?:\d{1,2}\.? [^\W\d]{3,9}|[^\W\d]{3,9} \d{1,2})"
    r"(?:, \d{1,2}(?:[:.]\d\d)?(?: ?uhr)?)?\.?"
    rf"|(?:[^\W\d]{{2,14}} ){{1,4}}(?:{alternatives('live', 'now')})\W{{1,3}}[+−-]?\d{{1,4}}"
    r" ?(?:° ?[CF]|km/h|mph|hPa|m/s|mm)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r" [·•|] ")  # between figures, and the version of what they are of
_VERSION = re.compile(r"(?:version|v|release)\W?\d+(?:\.\d+){1,3}", re.IGNORECASE)
# "3 people in the queue", "Only 2 left – 12 gardeners are looking at it right now"
_WAITING = re.compile(
    r"(?:.{0,40}[^\w\s,;:] |noch |still |encore |there are )?\d{1,5} "
    r"(?!days?\b|months?\b|years?\b|weeks?\b|hours?\b)"
    rf"(?:\w{{2,16}} ){{1,2}}(?:{alternatives('live', 'waiting')})[.!]?",
    re.IGNORECASE,
)
_WAITING_CUES = said("live", "waiting_cues")  # far cheaper to look for

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
    _DEPARTS,
    _AS_OF,
)


def is_live(text: str) -> bool:
    """All of the line is a figure of this moment."""
    if len(text) > LONGEST or not _DIGIT.search(text):
        return False
    if any(pattern.fullmatch(text) for pattern in _ALL):
        return True
    parts = _BESIDE.split(text)
    figures = [part for part in parts if not _VERSION.fullmatch(part)]
    if len(parts) > 1 and figures and all(map(is_live, figures)):
        return True
    waiting = has_any(text, _WAITING_CUES) and _WAITING.fullmatch(text)
    return bool(waiting) and not is_practice(text)

"""Lines that are of the site and of the day: who keeps the page up, what it counts of itself, its
holidays, jobs, app and newsletter. They change at any look, in whatever language. Pure.

A short line alone is taken for one, by how it begins; and never where a word in it is of what a
policy states (`binds`): what somebody pays, owes, may, must, or gets, in which time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from monitor.extract.addressed import binds_parties, is_between, languages_of
from monitor.extract.phrases import is_dated
from monitor.extract.raw_blocks import Page, RawBlock
from monitor.languages import alternatives, table
from monitor.model import BlockKind
from monitor.text.counted import gives_rates, heads_counts
from monitor.text.cues import has_any
from monitor.text.practice import is_practice
from monitor.text.scripts import count_words, whole_words

_HEADING = BlockKind.HEADING
_LONGEST, _LONGEST_COUNT, _LONGEST_HEADING, _LONGEST_NAME = 180, 90, 40, 60  # characters
REASONS = {
    "feedback": "a feedback widget",
    "desk": "a chat window",
    "site": "an advertisement",
    "greeting": "a greeting",
    "status": "news of the day",
    "visitor": "where the visitor is",
    "byline": "a byline",
}
_TODAY, _AROUND, _FORUM = "the day of the look", "the way to another page", "news of the day"
# What may stand behind a day besides its weekday: the time, the temperature, signs.
_BESIDE_DAY = (
    r"\d{1,2}[:.h]\d\d(?::\d\d)?|uhr|[ap]\.?m\.?|utc|gmt|ce?s?t|[+−-]?\d{1,3} ?(?:° ?[cf]?|℃)"
    r"|[\W_]"
)
_WARM = r"\s?[:：][^\d:：]{0,20}[+−-]?\d{1,3} ?(?:°|º|℃|度|도)[^\d.;]{0,20}"
_COUNTED = "a figure of this moment"
_SIGNS = ' \t*_•·–—-¡¿“"„«»‹›!📣🎉🎄🔔⚠️👋💬📱✨🚀❤'
_LONGEST_CRUMBS, _STEPS = 160, 2
_STEP = re.compile(r"(?:(?<!\s)\s+)?[/>›»→|·]\s*")
_QUOTES = frozenset('“"«„‚‘「')
_QUOTED = re.compile(r"[“\"«„‚‘「].{15,220}[”\"»“’」]")
_SPEAKER = re.compile(r"[—–-]{0,2}\s?(?!\W*\d)[^\W\d_a-z][^.:;?!]{3,70}[^.:;?!,]")
_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}|[\u3040-\u30ff\u4e00-\u9fff]{2,}")
_SMALL = re.compile(r"[:：]\s?[a-zß-öø-ÿа-яіїєґ]")
_OF_NAME = rf"(?:[^\W\d_a-z][\w.*’'-]{{0,15}}|{alternatives('asides', 'particles')})"
_NAME = rf"{_OF_NAME}(?:,? {_OF_NAME}){{0,3}}"
_PRAISED = re.compile(  # in quotation marks, with stars, or with who said it behind the sentence
    rf"[“\"„«‚‘「].{{3,240}}[”\"»“’」](?:\W{{0,4}}{_NAME}\W?)?"
    rf"|(?:[★⭐☆]\s?){{2,5}}.{{3,220}}|.{{3,220}}\s?(?:[★⭐☆]\s?){{2,5}}"
    rf"|[^\d]{{3,220}}[.!?…]\s(?:[—–-]{{1,2}}\s?|\()?{_NAME}\W?"
    r"|[^\d]{3,220}[.!?…]\s[가-힣]{1,2}[*○]{1,2}[가-힣]?"
    r"|[^\d]{3,220}[。！？]\s?(?:[—–-]{1,2}|[(（](?:\d0代)?)[^\d.。!?]{1,14}[)）]?"
)
_SCORE = re.compile(  # "4,9 of 5 in 312 ratings", in whatever language
    r"\D{0,30}(?<!\d)\d[.,]\d(?!\d)(?:\D{1,12}(?:5|10)(?!\d)|\W{0,2}[★⭐☆]).{0,40}"
)
_COUNTS_ALONE = re.compile(r"[^\d%$€£,(]{2,40}\d[\d., ]{0,12}(?:次|回|명|人|件)?\W*")
_NAMED_TIME = re.compile(alternatives("times", "days"), re.IGNORECASE)  # "this month"
_TIME = re.compile(  # a word for a unit of it
    rf"(?<!\w)(?:{alternatives('times', 'units')}|{alternatives('periods', 'words')})(?!\w)"
    rf"|\d ?(?:{alternatives('periods', 'unspaced')}|[分时時天日週周月年])",
    re.IGNORECASE,
)
_ENDS = (".", "。", ":", "：")
_SPEAKER_WORDS = 6
_TALK = 200  # blocks below such a heading
_SPOKEN = 30  # blocks of praise below one heading at most


@dataclass(frozen=True)
class _Asides:
    """The patterns of one language."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    counted: re.Pattern[str]
    people: re.Pattern[str]
    binds: re.Pattern[str]
    today: re.Pattern[str]
    around: re.Pattern[str]
    forum: re.Pattern[str]
    day: re.Pattern[str]
    heads: dict[str, re.Pattern[str]]


@cache
def _of(code: str) -> _Asides | None:
    said = table(code).get("asides")
    if said is None:
        return None
    flags = re.IGNORECASE
    kinds = tuple(
        (reason, re.compile(f"(?:{_capitals(said[key])})", flags))
        for key, reason in REASONS.items()
        if key in said
    )
    counted = whole_words(said["counted"], code)
    beside = whole_words(f"{said['counted']}|{said['beside']}", code)
    return _Asides(
        kinds,
        re.compile(rf"(?=.*?{counted})(?>{beside}|[\W\d_])++", flags),
        re.compile(rf"(?:{said['people']})\W*", flags),
        re.compile(whole_words(said["binds"], code), flags),
        re.compile(_of_today(said, code), flags),
        re.compile(f"(?:{_capitals(said.get('around', '(?!)'))})", flags),
        re.compile(f"(?:{_capitals(said.get('forum', '(?!)'))})", flags),
        re.compile(_day_led(said, code), flags),
        {
            key: re.compile(rf"(?:{said.get(key, '(?!)')})\W*", flags)
            for key in ("elsewhere", "goods", "praise", "events")
        },
    )


def _of_today(said: dict[str, str], code: str) -> str:
    """A day and nothing but its weekday, the time and how warm it is; a day is read as a whole, as
    behind it anything may begin to hold: "Today, 1 May 2026, we sell your data".
    """
    beside = f"{whole_words(said.get('weekdays', '(?!)'), code)}|{_BESIDE_DAY}"
    if "weather" in said:
        beside += f"|(?:{said['weather']}){_WARM}"
    forms = [f"(?:{said['today']})(?:{beside})*+"] if "today" in said else []
    forms += [f"(?:{said['weather']}){_WARM}"] if "weather" in said else []
    return "|".join(forms) or "(?!)"


def _day_led(said: dict[str, str], code: str) -> str:
    """The day that the line of an event begins with: "Sat 14 March:", "16.05.2026", "5月12日"."""
    month = f"(?:{said.get('months', '(?!)')})"
    nth = r"\d{1,2}(?:st|nd|rd|th|er|\.|º)?"
    year = r"(?:,? (?:de )?20\d\d(?: ?г\.| r\.)?)?"
    week = f"(?:{whole_words(said.get('weekdays', '(?!)'), code)}[.,]* )?"
    days = (
        rf"\d{{1,2}}\.\s?\d{{1,2}}\.(?:20\d\d|\d\d)?|\d{{1,2}}/\d{{1,2}}(?:/20\d\d)?"
        rf"|{nth} (?:de |of )?{month}(?![^\W\d]){year}|{month}\.? {nth}{year}"
        r"|(?:20\d\d年 ?)?\d{1,2}月 ?\d{1,2}日|(?:20\d\d년 ?)?\d{1,2}월 ?\d{1,2}일"
    )
    return rf"{week}(?:{days})(?![\d%])"


def _capitals(pattern: str) -> str:
    """Where a pattern names a capital letter it means one: a name begins with it."""
    return re.sub(r"(?<!\\)\[A-Z[^\]]*\]", lambda found: f"(?-i:{found.group()})", pattern)


def mark_asides(page: Page) -> None:
    """Mark the lines of the site and the day, in the page's language and in English."""
    wanted = languages_of(page.language)
    known = [rules for code in wanted if (rules := _of(code)) is not None]
    for block in page.blocks:
        text = block.text
        if text and len(text) <= _LONGEST and not block.boilerplate and _may_be(block):
            block.boilerplate = _reason(text, wanted, _is_linked(block))
    _people(page.blocks, known)
    _quoted(page.blocks, known)
    _counted_talk(page)
    _below_headings(page, known, wanted)
    _crumbs(page)


def _may_be(block: RawBlock) -> bool:
    return block.kind is not BlockKind.ROW and not block.is_title


@lru_cache(maxsize=16_384)  # most of a page is what it was at the last look
def _reason(text: str, wanted: tuple[str, ...], linked: bool) -> str:
    bare = text.lstrip(_SIGNS)
    for rules in filter(None, map(_of, wanted)):
        if rules.today.fullmatch(bare) and not _states(text, wanted):
            return _TODAY
        if rules.around.match(bare) and _is_around(bare, wanted, linked):
            return _AROUND
        reason = _FORUM if rules.forum.match(bare) else _says(bare, rules)
        if reason and not (_states(text, wanted) or (is_dated(text) and reason != _FORUM)):
            return reason
    return ""


def _states(text: str, wanted: tuple[str, ...]) -> bool:
    """Does a line say anything that a policy does?"""
    known = filter(None, map(_of, wanted))
    return is_practice(text) or any(rules.binds.search(text) for rules in known)


def _is_around(text: str, wanted: tuple[str, ...], linked: bool) -> bool:
    """Is it the title of another page: a link, or no sentence between parties and no figure?
    "Older: archived" is none; a title begins as a heading does.
    """
    if linked:
        return not is_practice(text)
    if _SMALL.search(text):
        return False
    return not (_DIGIT.search(text) or _states(text, wanted) or is_between(text, wanted[-1]))


def _is_linked(block: RawBlock) -> bool:
    """Is all of it in links, also such as scripts follow?"""
    return block.link_chars * 10 >= len(block.text) * 9


def _says(text: str, rules: _Asides) -> str:
    if len(text) <= _LONGEST_COUNT and _DIGIT.search(text) and rules.counted.fullmatch(text):
        return _COUNTED
    return next((reason for reason, pattern in rules.kinds if pattern.match(text)), "")


def _people(blocks: list[RawBlock], known: list[_Asides]) -> None:
    """The names below "Contributors"."""
    names: list[RawBlock] = []
    for block in blocks:
        if block.kind is _HEADING:
            short = len(block.text) <= _LONGEST_HEADING and not block.boilerplate
            heads = short and any(rules.people.fullmatch(block.text) for rules in known)
            names = [block] if heads else []
        elif names and block.text:
            told = len(block.text) > _LONGEST_NAME or block.text.endswith((".", "。", ":"))
            if told or any(rules.binds.search(block.text) for rules in known):
                names = []
                continue
            for name in {id(b): b for b in (*names, block)}.values():
                name.boilerplate = name.boilerplate or "a byline"


def _quoted(blocks: list[RawBlock], known: list[_Asides]) -> None:
    """A sentence in quotation marks, and below it who said so: "Dana Whitlock, COO"."""
    for index, block in enumerate(blocks):
        if block.text[:1] not in _QUOTES or block.boilerplate or not _QUOTED.fullmatch(block.text):
            continue
        below = next((b for b in blocks[index + 1 : index + 4] if b.text), block)
        if below.boilerplate or below.kind is _HEADING or not _SPEAKER.fullmatch(below.text):
            continue
        both = f"{block.text} {below.text}"
        if not is_practice(block.text) and not any(r.binds.search(both) for r in known):
            block.boilerplate = below.boilerplate = "a testimonial"


def _below(blocks: list[RawBlock], index: int) -> list[RawBlock]:
    """What stands under a heading and has words, up to the next one."""
    found: list[RawBlock] = []
    for block in blocks[index + 1 : index + _SPOKEN]:
        if block.kind is _HEADING:
            break
        if block.text and not block.boilerplate:
            found.append(block)
    return found


def _counted_talk(page: Page) -> None:
    """What people said, below a heading that counts it: "3 comments", "Bewertungen (12)"; not where
    headings have numbers: "6 Payments", "7 Reviews".
    """
    numbered = sum(b.kind is _HEADING and b.text[:1].isdecimal() for b in page.blocks) > 1
    for index, block in enumerate(page.blocks):
        if block.kind is not _HEADING or not _counts_talk().fullmatch(block.text):
            continue
        if numbered and block.text[:1].isdecimal():
            continue
        for other in page.blocks[index : index + _TALK]:
            ends = other.closes if other.closes else other.kind is _HEADING and other.level
            if other is not block and ends and ends <= block.level:
                break
            if not is_practice(other.text):
                other.boilerplate = other.boilerplate or "what people say"


@cache
def _counts_talk() -> re.Pattern[str]:
    said = alternatives("asides", "counted")
    return re.compile(
        rf"\d{{1,5}} ?(?:{said})|(?:{said})\s?[(（:：]?\s?\d{{1,5}}\s?[)）件개条]?", re.IGNORECASE
    )


def _below_headings(page: Page, known: list[_Asides], wanted: tuple[str, ...]) -> None:
    """What stands below a heading of such lines, where nothing else does."""
    for index, block in enumerate(page.blocks):
        if block.kind is not _HEADING or len(block.text) > _LONGEST_NAME:
            if not block.boilerplate and block.text and gives_rates(block.text):
                block.boilerplate = _COUNTED
            continue
        found = next((kind for kind in _BELOW if _heads(block.text, kind.heading, known)), None)
        below = _below(page.blocks, index) if found else []
        if found and below and _all_are(found, (block, *below), known, wanted):
            for other in (block, *below):
                other.boilerplate = other.boilerplate or found.reason


def _heads(text: str, heading: str, known: list[_Asides]) -> bool:
    if heading == "counts":
        return bool(heads_counts().fullmatch(text))
    return any(rules.heads[heading].fullmatch(text) for rules in known)


def _all_are(
    kind: _Below, blocks: tuple[RawBlock, ...], known: list[_Asides], wanted: tuple[str, ...]
) -> bool:
    """Are all lines below the first of such a kind, and none of them of what a policy states?
    Where other words bind nobody, those of the heading do: "Reviews are hidden. Klarna".
    """
    words = () if kind.binds else tuple(_LONG_WORD.findall(blocks[0].text.casefold()))
    for before, block in pairwise(blocks):
        said = kind.said(block, before, known)
        if said is None or is_practice(said) or is_dated(said):
            return False
        if binds_parties(said, wanted[-1]) or (kind.binds and _states(said, wanted)):
            return False
        if has_any(said.casefold(), words):
            return False
    return True


def _praise(block: RawBlock, before: RawBlock, known: list[_Asides]) -> str | None:
    """Words in quotation marks or with stars or with who said it, the name alone, or a score."""
    text = block.text
    if _PRAISED.fullmatch(text) or (len(text) <= _LONGEST_COUNT and _SCORE.fullmatch(text)):
        return text
    speaks = _QUOTED.fullmatch(before.text) and _SPEAKER.fullmatch(text)
    return text if speaks and count_words(text) <= _SPEAKER_WORDS else None


def _link(block: RawBlock, before: RawBlock, known: list[_Asides]) -> str | None:
    """A link alone: what it is called is of the page that it leads to."""
    return "" if _is_linked(block) and len(block.text) <= _LONGEST_COUNT else None


def _goods(block: RawBlock, before: RawBlock, known: list[_Asides]) -> str | None:
    """A name of something, without a figure."""
    if (linked := _link(block, before, known)) is not None:
        return linked
    text = block.text
    named = len(text) <= _LONGEST_NAME and not _DIGIT.search(text) and not text.endswith(_ENDS)
    return text if named else None


def _event(block: RawBlock, before: RawBlock, known: list[_Asides]) -> str | None:
    """A day, and behind it what is on."""
    if len(block.text) > _LONGEST_COUNT:
        return None
    led = next((day for rules in known if (day := rules.day.match(block.text))), None)
    return block.text[led.end() :] if led else None


def _count(block: RawBlock, before: RawBlock, known: list[_Asides]) -> str | None:
    """A few words and a number, which counts no time."""
    text = block.text
    counts = _COUNTS_ALONE.fullmatch(text) and not _TIME.search(_NAMED_TIME.sub("", text))
    return text if counts else None


@dataclass(frozen=True)
class _Below:
    """Lines of a kind that stand below a heading that says so.

    `said` gives what is left of a line to be judged, None if it is none; `binds` is off where
    words that bind elsewhere do not: deliveries and prices are praised as well.
    """

    heading: str
    said: Callable[[RawBlock, RawBlock, list[_Asides]], str | None]
    reason: str
    binds: bool = True


_BELOW = (
    _Below("praise", _praise, "a testimonial", binds=False),
    _Below("elsewhere", _link, "related articles"),
    _Below("goods", _goods, "related articles"),
    _Below("events", _event, "news of the day"),
    _Below("counts", _count, _COUNTED),
)


def _crumbs(page: Page) -> None:
    """The way to the page, above its text: "Home / Support / Deleting your account"."""
    titles = {block.text.casefold() for block in page.blocks if block.is_title}
    titles.add(page.title.casefold())
    for block in page.blocks:
        if block.boilerplate or not block.text or block.is_title:
            continue
        parts = _STEP.split(block.text) if len(block.text) <= _LONGEST_CRUMBS else []
        if len(parts) < _STEPS or parts[-1].casefold() not in titles:
            return  # the text begins
        block.boilerplate = "in breadcrumbs"

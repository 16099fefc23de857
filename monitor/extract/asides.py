"""Lines that are of the site and of the day: who keeps the page up, what it counts of itself, its
holidays, jobs, app and newsletter. They change at any look, in whatever language. Pure.

A short line alone is taken for one, by how it begins; and never where a word in it is of what a
policy states (`binds`): what somebody pays, owes, may, must, or gets, in which time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from monitor.extract.addressed import binds_parties, is_between, languages_of
from monitor.extract.phrases import is_dated
from monitor.extract.raw_blocks import Page, RawBlock
from monitor.languages import table
from monitor.model import BlockKind
from monitor.text.counted import gives_rates, heads_counts
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
_ELSEWHERE = "related articles"
_COUNTED = "a figure of this moment"
_SIGNS = ' \t*_•·–—-¡¿“"„«»‹›!📣🎉🎄🔔⚠️👋💬📱✨🚀❤'
_LONGEST_CRUMBS, _STEPS = 160, 2
_STEP = re.compile(r"(?:(?<!\s)\s+)?[/>›»→|·]\s*")
_QUOTES = frozenset('“"«„‚‘「')
_QUOTED = re.compile(r"[“\"«„‚‘「].{15,220}[”\"»“’」]")
_SPEAKER = re.compile(r"[—–-]{0,2}\s?(?!\W*\d)[^\W\d_a-z][^.:;?!]{3,70}[^.:;?!,]")
_DIGIT = re.compile(r"\d")
_PRAISE = "a testimonial"
_PRAISED = re.compile(  # in quotation marks, with stars, or with who said it behind the sentence
    r"[“\"«„‚‘「★⭐☆].{3,240}"
    r"|.{3,220}[.!?…。！？”\"»“’」★⭐☆]\s?(?:[—–-]{1,2}\s?|[(（])?(?!\d)"
    r"(?:[^\W\d_a-z][\w.*’'-]{0,15}|z|de|du|da|di|von|aus|from|из)"
    r"(?:,? (?:[^\W\d_a-z][\w.*’'-]{0,15}|z|de|du|da|di|von|aus|from|из)){0,3}[)）]?"
    r"|.{3,220}[。！？]?\s?(?:——|[(（])\d{0,2}[^.。!?]{2,14}[)）]?"
)
_SCORE = re.compile(r"(?<!\d)\d[.,]\d(?!\d).{0,60}\d")
_COUNTS_ALONE = re.compile(r"[^\d%$€£]{2,40}\d[\d., ]{0,12}(?: [^\W\d_]{1,10})?\W*")
_SPEAKER_WORDS = 6
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
    elsewhere: re.Pattern[str]
    praise: re.Pattern[str]
    events: re.Pattern[str]


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
        *(
            re.compile(f"(?:{_capitals(said.get(key, '(?!)'))})", flags)
            for key in ("around", "forum")
        ),
        *(
            re.compile(rf"(?:{said.get(key, '(?!)')})\W*", flags)
            for key in ("elsewhere", "praise", "events")
        ),
    )


def _of_today(said: dict[str, str], code: str) -> str:
    """A day and nothing but its weekday, the time and how warm it is; a day is read as a whole, as
    behind it anything may begin to hold: "Today, 1 May 2026, we sell your data".
    """
    beside = f"{whole_words(said.get('weekdays', '(?!)'), code)}|{_BESIDE_DAY}"
    if "weather" in said:
        beside += f"|(?:{said['weather']}){_WARM}"
    forms = [f"(?:{said[key]})(?:{beside})*+" for key in ("today",) if key in said]
    forms += [f"(?:{said[key]}){_WARM}" for key in ("weather",) if key in said]
    return "|".join(forms) or "(?!)"


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
    _praised(page, known)
    _elsewhere(page, known)
    _events(page.blocks, known)
    _counters(page.blocks)
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
    """Is it the title of another page: a link, or no sentence between parties and no figure?"""
    if linked:
        return not is_practice(text)
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


def _praised(page: Page, known: list[_Asides]) -> None:
    """What customers said, below a heading that says so, and nothing else below it."""
    for index, block in enumerate(page.blocks):
        if not _heads(block, [rules.praise for rules in known]):
            continue
        below = _below(page.blocks, index)
        if below and all(_is_praise(other.text, page.language) for other in below):
            for other in (block, *below):
                other.boilerplate = other.boilerplate or _PRAISE


def _is_praise(text: str, language: str) -> bool:
    """Is it said by somebody, and no duty or right? Deliveries and prices are praised as well."""
    if is_practice(text) or binds_parties(text, language):
        return False
    speaker = count_words(text) <= _SPEAKER_WORDS and _SPEAKER.fullmatch(text)
    return bool(_PRAISED.fullmatch(text) or (speaker and text[-1] not in "。！？")) or _is_score(
        text
    )


def _is_score(text: str) -> bool:
    """ "4,9 of 5 in 312 ratings", in whatever language."""
    return len(text) <= _LONGEST_COUNT and bool(_SCORE.search(text))


def _elsewhere(page: Page, known: list[_Asides]) -> None:
    """Titles of other pages below a heading that says so: links, where they can be told."""
    for index, block in enumerate(page.blocks):
        if not _heads(block, [rules.elsewhere for rules in known]):
            continue
        below = _below(page.blocks, index)
        if below and all(_is_title(other, page.language) for other in below):
            for other in (block, *below):
                other.boilerplate = other.boilerplate or _ELSEWHERE


def _events(blocks: list[RawBlock], known: list[_Asides]) -> None:
    """What is on at the site's place, with its days, below a heading that says so."""
    for index, block in enumerate(blocks):
        if not _heads(block, [rules.events for rules in known]):
            continue
        below = _below(blocks, index)
        dated = any(_DIGIT.search(other.text) for other in below)
        if dated and all(_is_event(other.text, known) for other in below):
            for other in (block, *below):
                other.boilerplate = other.boilerplate or "news of the day"


def _is_event(text: str, known: list[_Asides]) -> bool:
    short = len(text) <= _LONGEST_COUNT and not is_practice(text)
    return short and not any(rules.binds.search(text) for rules in known)


def _counters(blocks: list[RawBlock]) -> None:
    """How many came today and in all, below a heading that says so; rates of exchange."""
    for index, block in enumerate(blocks):
        if _heads(block, [heads_counts()]):
            below = _below(blocks, index)
            counted = list(takewhile(lambda b: _COUNTS_ALONE.fullmatch(b.text), below))
            for other in (block, *counted) if counted else ():
                other.boilerplate = other.boilerplate or _COUNTED
        elif not block.boilerplate and block.text and gives_rates(block.text):
            block.boilerplate = _COUNTED


def _is_title(block: RawBlock, language: str) -> bool:
    """A link, or as short as one where scripts follow it."""
    if block.is_link:
        return True
    short = len(block.text) <= _LONGEST_COUNT and not block.text.endswith((".", "。", ":", "："))
    return short and not is_practice(block.text) and not binds_parties(block.text, language)


def _heads(block: RawBlock, patterns: list[re.Pattern[str]]) -> bool:
    if block.kind is not _HEADING or len(block.text) > _LONGEST_NAME:
        return False
    return any(pattern.fullmatch(block.text) for pattern in patterns)


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

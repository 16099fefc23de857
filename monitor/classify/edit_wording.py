"""Do two runs of words say the same? Typography, case, spelling, typos, word forms, filler."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, fields
from functools import cache, lru_cache

from monitor.classify.rules import load
from monitor.languages import codes, having, table
from monitor.text.cues import has_any
from monitor.text.scripts import MARKS, VOWELS, count_words, foreign, unspaced

_RUN = rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*"  # with the vowel signs of Hindi or Thai
_WORD = re.compile(rf"{_RUN}(?:[.'’&/-]{_RUN})*")
# Every part begins where a word begins and is bounded: linear on 50,000 letters in a row.
_ADDRESSES = (
    r"(?<!\S)\S{1,200}@\S+(?:(?<=opens) e-?mail client)?"
    r"|(?<![\w.+-])[\w.+-]{0,200}\\?\[e-?mail\W{0,8}protected\\?\]|e-?mail\W{0,8}protected"
    r"|(?:https?:)?//\S+|www\.\S+|mailto:\S*"
    r"|(?<![\w.-])[\w-]{1,100}(?:\.[\w-]{1,100}){0,8}"
    r"\.(?:com|org|net|io|ai|edu|gov|co\.uk|ie|eu|de|fr)\b\S*"
)
_ADDRESS = re.compile(_ADDRESSES, re.IGNORECASE)
# Among characters without spaces an address ends where ASCII ends, not with the sentence.
_ADDRESS_UNSPACED = re.compile(
    _ADDRESSES.replace(r"(?<!\S)\S", r"(?<![!-~])[!-~]").replace(r"\S", "[!-~]"),
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(r"\+?\(?\d[\d ()./-]{6,}\d")
_UNITED_STATES = re.compile(r"\bU\.?S\b\.?(?:A\b\.?)?")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")  # u.s, e.g
# "Settings > Data Controls": names, each a few words that begin with a capital.
_CAPITAL = r"[A-Z][\w’'&/-]{0,30}"
_NAME = rf"[\"“]?{_CAPITAL}(?: (?:(?:and|of|for|the|&|your|to|in|on) )?{_CAPITAL}){{0,6}}[\"”]?"
_PATH = re.compile(rf"{_NAME}(?:\s?[>→›»]\s?{_NAME})+")
_OF_SETTINGS = re.compile(
    r"settings?|preferences|controls?|privacy|account|profile|permissions|options", re.IGNORECASE
)
_OTHER = {n: None for n in range(128) if not chr(n).isalnum()}
_OTHER_SCRIPT = re.compile(rf"(?:[^\w{VOWELS}]|_)+")
_MARKUP = re.compile(
    r"\]\([^)\s]{0,500}\)|\]\s?\[[\w-]*\]|^\[[\w-]+\]:\s*\S+$|[*_#\[\]|\\<>`~=]|&\w+;|</?\w+>"
)
_NUMBERING = re.compile(
    r"^\W*(?:(?:section|article|clause|part|annex|chapter|§)\s+)?"
    r"(?:[a-z]{0,2}\d{1,3}|[a-z]|[ivx]{1,5})(?:\.(?:\d{1,3}|[a-z]))*[.):]*\W*$",
    re.IGNORECASE,
)
_CONTRACTIONS = tuple(  # each with what stands in all that its pattern finds
    (cue, re.compile(pattern), full)
    for cue, pattern, full in (
        ("won't", r"\bwon't\b", "will not"),
        ("shan't", r"\bshan't\b", "shall not"),
        ("can", r"\bcan(?:'t|not)\b", "can not"),
        ("n't", r"(?<=[a-z])n't\b", " not"),
        ("'ve", r"\b(i|we|you|they)'(?:ve)\b", r"\1 have"),
        ("'re", r"\b(we|you|they)'re\b", r"\1 are"),
        ("'ll", r"\b(i|we|you|they|it|that)'ll\b", r"\1 will"),
        ("'s", r"\b(it|that|here|there|what)'s\b", r"\1 is"),
    )
)
_OTHER_WORDS = ("once", "due", "sei", "sept", "dos", "seize", "neuf", "otto", "sete", "tre", "elf")
_DENYING = ("un", "non", "non-", "in", "im", "dis", "nicht", "des", "dés", "av", "ne")
_DENIED = 5  # letters of a word before which such a syllable denies it
ONE_OR_TWO = 2  # words of either side that changed
_TWICE = re.compile(r"\b([a-z]{3,9}) \((\d{1,3})\)")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "als", "al", "ed")
_SHORT_ENDINGS = ("es", "ly", "s", "e")


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of rules/kind.toml."""

    function: frozenset[str]
    pointer: frozenset[str]
    negation: frozenset[str]
    modal: frozenset[str]
    number: frozenset[str]
    scope: frozenset[str]
    quantity: frozenset[str]
    every: frozenset[str]
    deed: frozenset[str]
    keeping: frozenset[str]
    company: frozenset[str]
    party: frozenset[str]
    person: frozenset[str]
    reader: frozenset[str]
    owner_we: frozenset[str]
    owner_you: frozenset[str]
    owner_they: frozenset[str]
    owner_other: frozenset[str]
    asker: frozenset[str]
    document: frozenset[str]
    courts: frozenset[str]
    spelling: dict[str, str]
    synonyms: dict[str, str]
    opposites: tuple[tuple[str, str], ...]
    little_opposites: tuple[tuple[str, str], ...]
    ways: dict[str, str]


@cache
def _stock() -> tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]:
    """Each with its phrases, where they are written out and no pattern; () where they are not."""
    phrases = load("kind")["stock_phrases"]
    return tuple(
        (
            () if "?" in long else tuple(long.split("|")),
            re.compile(rf"\b(?:{long})\b", re.IGNORECASE),
            short,
        )
        for long, short in phrases
    )


@cache
def lists() -> Lists:
    """Read once from the package's rules."""
    rules = load("kind")
    others = ("spelling", "synonyms", "opposites", "little_opposites", "ways")
    names = (f.name for f in fields(Lists) if f.name not in others)
    sets = {name: frozenset(rules[name].split()) for name in names}
    same = [{w: group[0] for group in rules[n] for w in group} for n in ("spelling", "synonyms")]
    same[0] = {**dict(_numbers()), **same[0]}
    opposites, little = (
        tuple((a, b) for a, b in rules[name]) for name in ("opposites", "little_opposites")
    )
    return Lists(
        **sets,
        spelling=same[0],
        synonyms=same[1],
        opposites=opposites,
        little_opposites=little,
        ways=dict(rules["ways"]),
    )


def _numbers() -> Iterator[tuple[str, str]]:
    """What numbers are written in words: "zehn" is "10". Not those that are other words in another
    language; one is an article in most.
    """
    for code in codes():
        for word, number in table(code).get("facts", {}).get("numbers", {}).items():
            if number > 1 and word.isalpha() and word not in _OTHER_WORDS:
                yield word, str(number)


def contraries(gone: Set[str], come: Set[str]) -> tuple[str, ...]:
    """Two words that say the contrary, one of which went as the other came; () none."""
    if pair := _opposite(gone, come, lists().opposites):
        return pair
    for one, other in ((gone, come), (come, gone)):
        for word in one:
            denied = next((w for p in _DENYING if (w := f"{p}{word}") in other), "")
            if denied and len(word) >= _DENIED:
                return word, denied
    return ()


def turned_around(gone: Set[str], come: Set[str]) -> tuple[str, ...]:
    """Two little words that say the contrary, such as "in" and "out", of few that took the place of
    few others; () none.
    """
    few = len(gone) <= ONE_OR_TWO and len(come) <= ONE_OR_TWO
    return _opposite(gone, come, lists().little_opposites) if few else ()


def _opposite(gone: Set[str], come: Set[str], pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    both = (p for p in pairs if not gone.isdisjoint(p) and not come.isdisjoint(p))
    return next(((a, b) for a, b in both if (a in gone) is (b in come)), ())


@cache
def askers(language: str) -> frozenset[str]:
    """The words for "I" and "my" in a language; in one that is not known those of all."""
    code = language[:2].lower()
    own = table(code).get("kind", {})
    if code and code != "en" and "asker" not in own:
        return frozenset()  # "i" is "and" in Polish
    return lists().asker - frozenset(own.get("function", "").split())


def plain(text: str) -> str:
    """Text without marks of layout."""
    return " ".join(_MARKUP.sub(" ", text.replace("’", "'")).split())


def words(text: str) -> list[str]:
    """The words of a text, lower case, in order."""
    bare = plain(text)
    if not bare.isupper() or len(bare) < 8:  # "CONTACT US" names no country
        bare = _UNITED_STATES.sub("usa", bare)
    return _WORD.findall(uncontracted(bare.casefold()))


def uncontracted(text: str) -> str:
    """Lower-case text with "don't" and "we've" written out."""
    if "'" not in text and "cannot" not in text:
        return text
    for cue, pattern, full in _CONTRACTIONS:
        if cue in text:
            text = pattern.sub(full, text)
    return text


def same_in_stock_phrases(old: str, new: str) -> bool:
    """Do two texts differ only in ways of saying the same: "in order to" for "to"?"""
    a, b = old, new
    low = f"{a}\n{b}".lower()
    for cues, pattern, short in _stock():
        if cues and not has_any(low, cues):
            continue
        if bool(pattern.search(a)) != bool(pattern.search(b)):
            a, b = pattern.sub(short, a), pattern.sub(short, b)
            low = f"{a}\n{b}".lower()
    if (a, b) == (old, new):
        return False
    vague = lists().function
    ours, theirs = (
        [synonym(same_spelling(w)) for w in words(text) if w not in vague] for text in (a, b)
    )
    return ours == theirs


def size(text: str) -> int:
    """How many words, punctuation apart, whatever the script."""
    return count_words(text) if unspaced(text) else len(words(text))


def unread(text: str, language: str) -> bool:
    """Is a text in a language of which the word lists know nothing, not even the small words?"""
    return bool(
        language and language[:2].lower() not in ("en", *having("kind", "function"))
    ) or foreign(text)


def letters(text: str) -> str:
    """Letters and digits alone, in their case."""
    return text.translate(_OTHER) if text.isascii() else _OTHER_SCRIPT.sub("", text)


def settings_paths(text: str) -> tuple[str, ...]:
    """The ways to a switch that a text names: "Settings > Privacy > Ads", each in one form."""
    paths = (re.sub(r"\s?[→›»>]\s?", " > ", m[0]) for m in _PATH.finditer(text))
    return tuple(p.replace('"', "").strip("“”") for p in paths if _OF_SETTINGS.search(p))


def without_addresses(text: str) -> str:
    """Text without e-mail addresses, web addresses and telephone numbers."""
    address = _ADDRESS_UNSPACED if unspaced(text) else _ADDRESS
    return _PHONE.sub(" ", address.sub(" ", text))


def is_numbering(text: str) -> bool:
    """Only the number of a clause or list entry: "3.1", "b)", "Section 4"."""
    return bool(_NUMBERING.match(plain(text))) and bool(letters(text))


def spelled_twice(text: str) -> frozenset[str]:
    """Numbers that a text tells both ways: the "30" of "thirty (30) days"."""
    found = _TWICE.findall(text.casefold())
    return frozenset(digits for word, digits in found if same_spelling(word) == digits)


def left_over(
    old: Iterable[str], new: Iterable[str], *, exact: bool = False
) -> tuple[list[str], list[str]]:
    """Words of each side that the other lacks, after spelling, word forms, synonyms and typos.

    With `exact` as they are: in a language without rules one letter may be what says "not".
    """
    if exact:
        ours, theirs = Counter(old), Counter(new)
        return list((ours - theirs).elements()), list((theirs - ours).elements())
    gone, come = Counter(map(same_spelling, old)), Counter(map(same_spelling, new))
    gone, come = gone - come, come - gone
    for form in (stem, synonym):
        gone, come = _without_common(gone, come, form)
    near: dict[str, list[str]] = defaultdict(list)  # no typo is in the first letter
    for word in come:
        near[word[:1]].append(word)
    for word in list(gone.elements()):
        if typo := next((w for w in near[word[:1]] if come[w] and is_typo(word, w)), None):
            gone[word] -= 1
            come[typo] -= 1
    return list(gone.elements()), list(come.elements())


def respelled(old: Iterable[str], new: Iterable[str]) -> bool:
    """Does a word stand in British spelling on one side and in American on the other?"""
    ours, theirs = set(old), set(new)
    gone, come = ours - theirs, theirs - ours
    return bool({same_spelling(w) for w in gone} & {same_spelling(w) for w in come})


def _without_common(
    gone: Counter[str], come: Counter[str], form: Callable[[str], str]
) -> tuple[Counter[str], ...]:
    forms = Counter(form(w) for w in gone.elements()) & Counter(form(w) for w in come.elements())
    sides = []
    for side in (gone, come):
        left, kept = Counter(forms), Counter[str]()
        for word in side.elements():
            if left[form(word)] > 0:
                left[form(word)] -= 1
            else:
                kept[word] += 1
        sides.append(kept)
    return tuple(sides)


@lru_cache(maxsize=20_000)
def same_spelling(word: str) -> str:
    """British and American spelling in one form."""
    if _ACRONYM.match(word):
        word = word.replace(".", "")
    word = lists().spelling.get(word, word)
    if not word.endswith("n't"):  # "dont" would be another word, in French one without weight
        word = word.replace("'", "")
    for british, american in (
        ("isation", "ization"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ise", "ize"),
        ("ises", "izes"),
        ("yse", "yze"),
        ("ysed", "yzed"),
    ):
        if len(word) > len(british) + 2 and word.endswith(british):
            return word[: -len(british)] + american
    if len(word) > 5 and "our" in word[2:]:
        word = word[:2] + word[2:].replace("our", "or")
    return word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude common form of collect, collects, collected, collecting, collection."""
    if not word.isalpha() or len(word) < 4:
        return word
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 4 and word.endswith(ending):
            return word[: -len(ending)].rstrip("e")
    for ending in _SHORT_ENDINGS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word[: -len(ending)].rstrip("e")
    return word


def synonym(word: str) -> str:
    """One word for those that say the same."""
    return lists().synonyms.get(word, word)


@lru_cache(maxsize=20_000)
def is_typo(a: str, b: str) -> bool:
    """One slip of the pen apart: a letter more, less, other or two swapped. Never a number."""
    if not (a.isalpha() and b.isalpha()) or a[0] != b[0] or min(len(a), len(b)) < 4:
        return len(a) > 2 and (a == b[0] + b or b == a[0] + a)
    if significant(a) or significant(b) or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        differ = [n for n in range(len(a)) if a[n] != b[n]]
        if len(differ) == 2:
            i, j = differ
            return j == i + 1 and a[i] == b[j] and a[j] == b[i]
        return len(differ) == 1
    short, long = sorted((a, b), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def significant(word: str) -> str:
    """Why a word matters by itself: number, negation, modal, scope; "" when it need not."""
    known = lists()
    if any(c.isdigit() for c in word) or word in known.number:
        return "number"
    if word in known.negation or word.endswith("n't"):
        return "negation"
    if word in known.modal:
        return "modal"
    return "scope" if word in known.scope else ""

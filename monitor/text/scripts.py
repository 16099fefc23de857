"""What a text's script means for counting it: words without spaces, marks that belong to letters.

Text in ASCII, by far the most, costs one look.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from monitor.languages import having, said

# Scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Japanese, Chinese.
_ASIAN = "\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u109f\u1780-\u17ff"
_WIDE = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
UNSPACED = _ASIAN + _WIDE  # for a class of characters in a pattern
# Languages whose words follow each other without spaces, or are inflected.
UNSPACED_LANGUAGES = ("ja", "zh", "ko", "th", "lo", "km", "my")
ASKS = ("?", "？", "؟")  # ends of a question
COLONS = (":", "：")  # ends of what introduces a list


def _marks(codes: range) -> str:
    """Runs of signs that are part of the letter before them, for a class in a pattern."""
    found = {c for c in codes if unicodedata.category(chr(c)).startswith("M")}
    starts = sorted(c for c in found if c - 1 not in found)
    ends = sorted(c for c in found if c + 1 not in found)
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


# No vowel sign is a letter for `\w`: without them "है" (is) and "हैं" (are) would be one word.
VOWELS = _marks(range(0x0900, 0x1200)) + _marks(range(0x1700, 0x1800))
# Points of Hebrew and Arabic say how to read a word; it is the same word without them.
MARKS = _marks(range(0x0300, 0x0900)) + VOWELS

# Letters of languages without rules of their own: not English, French, German, Spanish,
# Italian, Portuguese or Dutch word has one.
_FOREIGN = (
    "\u0100-\u0131\u0134-\u0151\u0154-\u0177\u0179-\u024f\u0259\u0370-\u1dff\u1ea0-\u1fff"
    "\u2c00-\u2dff\u3005-\u3007\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uffdc"
)
_FOREIGN_SHARE, _FOREIGN_LEAST = 0.03, 2  # of all letters; a name or two make no language

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ONE = f"[{UNSPACED}]"
_PIECE = rf"[{UNSPACED}]+|[^\s{UNSPACED}]+"
_DENSE = f"[{_WIDE}\uac00-\ud7a3]"
_WORD_LETTERS = ((f"[{_WIDE}]", 2), (f"[{_ASIAN}]", 4))
_BY_LANGUAGE = (
    ("ja", "\u3040-\u30ff", ()),
    ("ko", "\uac00-\ud7a3", ()),
    ("th", "\u0e01-\u0e4f", ()),
    ("hi", "\u0900-\u097f", ("mr", "ne", "sa", "kok", "mai", "bho")),
    ("ar", "\u0620-\u06ff", ("fa", "ur", "ps", "ckb", "ug", "sd", "pa", "ks")),
    ("he", "\u05d0-\u05ea", ("yi", "iw")),
    ("el", "\u0370-\u03ff", ()),
    ("ru", "\u0400-\u04ff", ("uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz", "az")),
    ("zh", "\u4e00-\u9fff", ("yue", "wuu", "ja")),
)
_SHARE = {"ja": 0.15}  # of the letters; between its kana Japanese has Chinese characters


# Compiled where a text is not in ASCII: these sets are among the dearest things of a start.
_made = cache(re.compile)


def unspaced(text: str) -> bool:
    """Has a text any character of a script that is written without spaces?"""
    return not text.isascii() and bool(_made(_ONE).search(text))


def whole_words(pattern: str, code: str) -> str:
    """A pattern that begins and ends where words of a language do; anywhere, where no sign parts
    two words.
    """
    return f"(?:{pattern})" if code in UNSPACED_LANGUAGES else rf"(?<!\w)(?:{pattern})(?!\w)"


def whole_alternatives(part: str, key: str) -> str:
    """What all languages have under a key, each as whole words: see `languages.alternatives`."""
    own = ((code, said(part, key, code)) for code in having(part, key))
    return "|".join(whole_words("|".join(words), code) for code, words in own)


def count_words(text: str) -> int:
    """How many words a text has, whatever its script.

    Without spaces a word is taken to be two characters of Chinese or Japanese, four of Thai.
    """
    if not unspaced(text):
        return len(text.split())
    between = _made(f"{_ONE}+").sub(" ", text).split()
    words = sum(any(map(str.isalnum, word)) for word in between)
    for letter, size in _WORD_LETTERS:
        words += -(-len(_made(letter).findall(text)) // size)
    return words


def at_most(text: str, words: int) -> bool:
    """Has a text no more words than this? Of a long one only the beginning is parted."""
    if unspaced(text):
        return count_words(text) <= words
    return len(text.split(None, words)) <= words


def pieces(text: str) -> list[str]:
    """The words of a text; of a run without spaces every two characters that stand together."""
    if not unspaced(text):
        return text.split()
    found: list[str] = []
    for piece in _made(_PIECE).findall(text):
        if len(piece) > 1 and _made(_ONE).match(piece):
            found += [piece[n : n + 2] for n in range(len(piece) - 1)]
        elif piece.isalnum() or len(piece) > 1:
            found.append(piece)
    return found


def length(text: str) -> int:
    """Characters, as many as English would need: Chinese, Japanese and Korean say it in half."""
    if text.isascii() or not _made(_DENSE).search(text):
        return len(text)
    return len(text) + len(_made(_DENSE).findall(text))


def reaches(text: str, least: int) -> bool:
    """Is the `length` of a text this much? Most texts show it by how many characters they have."""
    size = len(text)
    return size >= least or (2 * size >= least and length(text) >= least)


def foreign(text: str) -> bool:
    """Is a text, as its letters show, in a language without rules of its own?"""
    if text.isascii():
        return False
    letters = len(_made(f"[{_FOREIGN}]").findall(text))
    return letters >= _FOREIGN_LEAST and letters >= _FOREIGN_SHARE * len(text)


def language_of(text: str, declared: str) -> str:
    """`declared`, unless the script of most letters is none of that language."""
    others = len(_NOT_ASCII.findall(text))
    if not others or others * 3 < len(text):
        return declared
    letters = sum(map(str.isalpha, text))
    short = declared.lower().replace("_", "-").split("-")[0]
    for name, signs, also in _BY_LANGUAGE:
        if len(_made(f"[{signs}]").findall(text)) > _SHARE.get(name, 0.5) * letters:
            return declared if short == name or short in also else name
    return declared

"""Pure text forms: `clean` is what is stored and shown, `canonical` is what is compared.

`clean` only makes text safe (no control characters, terminal escapes, lone surrogates) and
collapses white space. `canonical` makes volatile text neutral: two texts with equal canonical forms
do not differ for a reader of the policy. A real date, number, place or negation always survives.

Every pattern has bounded repetition or cannot backtrack: both functions take linear time.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from monitor.text.cues import has_any
from monitor.text.relative_times import relative_times
from monitor.text.volatile import volatile_numbers

# --------------------------------------------------------------------------- clean

_ESCAPE = re.compile(
    "\x1b(?:\\[[0-9;:?<=>]{0,32}[ -/]{0,4}[@-~]|\\][^\x07\x1b]{0,256}(?:\x07|\x1b\\\\)|[@-Z\\\\^_])"
)
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What says where a word may or may not be broken, and hides the word from whoever looks for it.
# And what says which way it runs.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
# Joins letters of other scripts, and hides a word of ours.
_JOINER = re.compile(r"(?<![^\x00-\u024f])[\u200c\u200d](?![^\x00-\u024f])")
# The mark of a footnote, as a digit of its own; behind a unit or a ten it is a power.
_NOTES = ("\u00b9", "\u00b2", "\u00b3")
_NOTE = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:)”\"])|(?<=[2-9]\d)|(?<=\d\d[02-9]))[¹²³]{1,2}(?!\w)"
)
_UNBROKEN = "\u2011"  # a hyphen


def is_written_otherwise(text: str) -> bool:
    """Does `clean` change printable text, apart from its spaces?"""
    return not text.isascii() and has_any(text, (_UNBROKEN, *_NOTES))


def clean(text: str) -> str:
    """Text that is safe to store, print and encode, on one line with single spaces. Idempotent."""
    text = text.strip()
    if _UNBROKEN in text:
        text = text.replace(_UNBROKEN, "-")
    if not text.isascii() and has_any(text, _NOTES):
        text = _NOTE.sub("", text)
    if "  " not in text and text.isprintable():  # of all white space a plain space alone is
        return text
    text = " ".join(text.split())
    if text.isprintable():
        return text
    text = _JOINER.sub("", _INVISIBLE.sub("", _ESCAPE.sub("", text)))
    text = _UNSAFE.sub(lambda m: "\ufffd" if "\ud800" <= m[0] <= "\udfff" else "", text)
    return " ".join(text.split())


# --------------------------------------------------------------------------- canonical

_REMOVED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufe00-\ufe0f"
)
_FULL_DIGITS, _FULL_CAPITALS, _FULL_SMALL = (  # full-width forms, as Japanese pages mix them
    *(range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B)),
)
_LETTERS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
    "\u2026": "...",
    "\u2024": ".",
    "\uff08": "(",
    "\uff09": ")",
    **{chr(c): chr(c - 0xFEE0) for c in (*_FULL_DIGITS, *_FULL_CAPITALS, *_FULL_SMALL)},
}
_TYPOGRAPHIC = re.compile(f"[{_REMOVED}{''.join(_LETTERS)}]")
_GUILLEMETS = re.compile("«\\s?|\\s?»")
_BULLET = re.compile(
    r"^(?:[•‣◦●○▪▫■□·∙⁃►▸◆❖➢➤✓✔⚫*+\-\uf0b7\uf0a7]\s+|[•‣◦●○▪▫■□·∙⁃►▸◆❖➢➤✓✔⚫\uf0b7\uf0a7]\s*)+"
)
_SPACE_BEFORE = re.compile(r"(?<! ) ++(?=[,.;:!?)\]])")
_SPACE_AFTER = re.compile(r"(?<=[(\[]) +")
_ANCHOR = re.compile(r"^[#¶]\s*|(?<!\s)\s*+(?:(?<!\b[A-Z])#|[¶🔗])$")
_ANCHORS = ("#", "¶", "🔗")
_STARS = re.compile(r"\*{1,4}(?=\S)|(?<=\S)\*{1,4}|(?<!\w)_{1,2}(?=\w)|(?<=[\w:.,])_{1,2}(?!\w)")
# Of an address that is hidden in parts an end is left: "[email protected]nb.coop".
_PROTECTED = re.compile(
    r"[\w.+-]{0,64}\[e-?mail ?protected\](?:\[[\w.-]{1,40}\]|[\w-]{0,20}(?:\.\w{2,10}\b){0,3})",
    re.IGNORECASE,
)
# A control's word before the text that it opens, where no space is left between the two.
_CONTROL = re.compile(r"^(?:Expand|Collapse)(?=[A-Z])|\[(?:show|hide|expand|collapse)\](?=[A-Z])")
_CONTROL_CUES = ("Expand", "Collapse", "[show]", "[hide]", "[expand]", "[collapse]")
_DASHES = re.compile(r"-{2,3}")

_NOUNS = (
    *("fenêtre", "onglet", "fenster", "registerkarte", "ventana", "pestaña", "janela", "aba"),
    *("finestra", "scheda", "venster", "tabblad"),
)
_NEW_WINDOW = re.compile(
    r"\s*[(\[](?:(?:in|em|en|dans) )?(?:(?:a|an|einem|une?|una|uma) )?"
    r"(?:new|neue[mnrs]|nouvelle?|nouvel|nueva|nova|nuova|nieuwe?)"
    rf" (?:window|tab|{'|'.join(_NOUNS)})[)\]]"
    r"|\s*[(\[]?(?:link )?(?:opens?|opening|will open|s['’]ouvre|ouvre|öffnet|wird|se abre|abre"
    r"|si apre|opent)"
    r"(?: sich)?,? (?:(?:in|into|en|dans|em|na|numa|uma?|una|un|une|a|an|einem|in einem|een|as"
    r"|external|the|l'|la|le)\s){0,3}"
    r"(?:new|nouvelle?|nouvel|neuen|neuem|nueva|nova|nuova|nieuw|nieuwe)"
    r" (?:(?:browser|de|do|del|di|du) ?){0,2}"
    rf"(?:windows?|tabs?|guia|{'|'.join(_NOUNS)})"
    r"(?: or tab| or window| geöffnet)?\b[)\]]?"
    r"|\s*\((?:link is external|external link|lien externe|externer link|enlace externo)\)"
    r"|\s*[(\[]?opens? (?:in )?(?:your |an |the )?e-?mail (?:client|app|program)\b[)\]]?",
    re.IGNORECASE,
)
_NEW_WINDOW_CUES = (
    *("open", "ouvre", "öffnet", "wird", "abre", "apre", "xtern"),
    *("(new", "[new", "(neue", "(nouv", "(nuev", "(nov", "(nuov", "(nieuw"),
    *("(in ", "[in ", "(en ", "(em ", "(dans "),
)


_WINDOWS = ("window", "tab", "guia", "xtern", "mail", *_NOUNS)
_MARKS = bytes.maketrans(b".;:!?)][", b",,,,,,,(")  # one for all that follow no space, or precede
_DIGITS = tuple("0123456789")
_DIGIT = re.compile(r"\d")


def _typography(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    if "«" in text or "»" in text:
        text = _GUILLEMETS.sub('"', text)
    return _TYPOGRAPHIC.sub(lambda m: _LETTERS.get(m[0], ""), text)


@lru_cache(maxsize=16384)  # the same paragraphs come back with every snapshot of a page
def canonical(text: str) -> str:
    """The compare form of one block's text: volatile parts neutral, everything else untouched.

    Case is kept (a change of case is editorial, not nothing). Linear in len(text).
    """
    text = heading(clean(text))
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    if not text.isascii() or "`" in text:
        text = " ".join(_typography(text).split())
    if "*" in text or "_" in text:
        text = _STARS.sub("", text)
    low = text.lower()
    if "protected]" in low:
        text = _PROTECTED.sub("⟨email⟩", text)
    if has_any(text, _CONTROL_CUES):
        text = _CONTROL.sub("", text)
    if has_any(low, _NEW_WINDOW_CUES) and has_any(low, _WINDOWS):
        text = _NEW_WINDOW.sub("", text)
    text = relative_times(text)
    if has_any(text, _DIGITS) or (not text.isascii() and _DIGIT.search(text)):
        text = volatile_numbers(text)
    if "--" in text:
        text = _DASHES.sub("-", text)
    marks = text.encode("utf-8", "replace").translate(_MARKS)
    if b" ," in marks or b"( " in marks:
        text = _SPACE_AFTER.sub("", _SPACE_BEFORE.sub("", text))
    return text.strip()


def heading(text: str) -> str:
    """A heading without the link that points to it ("#", "¶") and left-over emphasis marks."""
    text = text.strip("*_ ")
    return _ANCHOR.sub("", text) if text[:1] in _ANCHORS or text[-1:] in _ANCHORS else text

"""Whether a model's line may be shown: what it says must stand where its claims say so. Pure.

One thing that is not proved is enough: our own line, which needs no trust, stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.classify import mentions, written
from monitor.model.reading import Claim
from monitor.second_reader.question import LINE, Passage
from monitor.second_reader.reply import Answer
from monitor.text.safe import clean
from monitor.text.sentences import spans

FIRST = 3  # the line must rest on one of this many passages: what comes later is not the point
STEM = 5  # letters that two forms of one word share
SHORT = 200  # characters of a passage that is read as one sentence
FOREIGN = 1  # words of a line, beside those that only tell, that its passages need not have

_WORD = re.compile(r"[^\W_]+(?:[’'.&/@_-][^\W_]+)*")
_NUMBER = re.compile(r"\d[\d.,]*")
_ACTS = re.compile(
    r"<\s*[a-z/!?]|&#?\w{2,8};|\]\(|https?:|www\.|[\w-]://|javascript:|\bdata:\w+/|[{}`<>\\]", re.I
)
_NOTHING = re.compile(
    r"\b(?:nothing|no (?:\w+ ){0,3}(?:changes?|changed|action|effect|impact|difference|concern)"
    r"|unchanged|harmless|not? worr|minor (?:change|edit|update)s?|typo"
    r"|cosmetic|editorial|can be ignored|safe to)\b",
    re.I,
)
# Words that tell what is gone, apart from "from … to" and "…  → …".
_GONE = re.compile(
    r"\b(?:remov\w+|no longer|no more|drop(?:s|ped)?|delet\w+|gone|was|were|had|previously|before"
    r"|formerly|until now|instead of|replac\w+|withdr\w+|lift(?:s|ed)?|end(?:s|ed)|not any ?more"
    r"|used to|former|old|struck|abolish\w+|cancell?ed|lost|loses?)\b",
    re.I,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|\w+n[’']t|unless|except\w*|ban(?:s|ned)?"
    r"|forb\w+|prohibit\w*|exclu\w+|refus\w+|den(?:y|ies|ied)|restrict\w*|limit\w*|opt\w*|object\w*"
    r"|disallow\w*|prevent\w*|stop\w*|pause\w*|only|end\w*|un(?:able|available)|out)\b",
    re.I,
)
# What forbids without "not", and what lets.
_FORBIDS = re.compile(r"\b(?:ban(?:s|ned)?|forb\w+|prohibit\w*|disallow\w*|refus\w+)\b", re.I)
_LETS = re.compile(r"\b(?:allow\w*|permit\w*|may|can|free to|lets?|enabl\w+)\b", re.I)
_NOT = re.compile(r"\b(?:not|never|cannot|no|nor|neither|\w+n[’']t)\b", re.I)
_UNITS = (
    r"(?:second|minute|hour|day|week|month|year|percent|per cent|%|euro|dollar|pound|usd|eur|gbp)"
)
_MEASURED = re.compile(rf"(?<!\d)(\d[\d.,]{{0,30}})\s{{0,9}}-?\s{{0,9}}({_UNITS})", re.I)
_COUNTED = """zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty"""
_TENS = {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90"}
_LARGE = {"hundred": "100", "thousand": "1000", "million": "1000000"}
_NUMBERS = {name: str(n) for n, name in enumerate(_COUNTED.split())} | _TENS | _LARGE
# Words that a line about a change is made of, whatever the page says.
_TELLING_WORDS = """
    a added adds after all allowed allows also an and any applies apply are as at ban banned be
    before began begins by can changed changes cut default doubled drops each ends every expands
    extended extends for forbidden from gain gains get gets gives goes has have if in instead into
    is it its less longer may more must names narrowed need needs new newly no not now of on only
    or other out over own page people policy raised replaces required requires rewords rise rises
    said says shortened since so some starts states still stops than that the their them there
    these they this those through to under unless until up user users was were when where which
    while who whose widened will with without you your"""
_TELLING = frozenset(_TELLING_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Proof:
    """A claim with its place in the line and the text that is to bear it out."""

    claim: Claim
    start: int
    end: int
    text: str
    other: str  # the passage's other side


def fault(answer: Answer, passages: Sequence[Passage]) -> str:
    """What speaks against showing this line, in words for the log; "" when nothing does."""
    line = " ".join(answer.line.split())
    return (
        _of_form(answer.line)
        or _of_claims(line, answer.claims, passages)
        or _of_facts(line, _proofs(line, answer.claims, passages))
        or _of_sides(line, _proofs(line, answer.claims, passages))
        or _of_words(line, _proofs(line, answer.claims, passages))
    )


def _of_form(line: str) -> str:
    if len(line.split()) < 3 or len(line) > LINE:
        return f"its line is not one of 3 words to {LINE} characters"
    if clean(line).strip() != line or "\n" in line:
        return "its line has characters that are not shown as they are"
    if _ACTS.search(line):
        return "its line has markup or an address"
    if _NOTHING.search(line):
        return "its line says that nothing matters"
    return ""


def _of_claims(line: str, claims: Sequence[Claim], passages: Sequence[Passage]) -> str:
    if not claims:
        return "its line rests on no passage"
    for claim in claims:
        if not 1 <= claim.passage <= len(passages):
            return f"there is no passage {claim.passage}"
        if not passages[claim.passage - 1].of(claim.side):
            return f"passage {claim.passage} has no {claim.side} words"
        if claim.words.casefold() not in line.casefold():
            return "a claim's words are not in its line"
    if min(claim.passage for claim in claims) > FIRST:
        return "its line is about none of the first points"
    return ""


def _proofs(line: str, claims: Sequence[Claim], passages: Sequence[Passage]) -> list[_Proof]:
    found, folded = [], line.casefold()
    for claim in claims:
        passage = passages[claim.passage - 1]
        other = passage.of("old" if claim.side == "new" else "new")
        start = folded.find(claim.words.casefold())
        end = start + len(claim.words)
        text = f"{passage.section}.\n{passage.of(claim.side)}"
        found.append(_Proof(claim, start, end, text, other))
    return found


# --------------------------------------------------------------------------- facts


def _of_facts(line: str, proofs: Sequence[_Proof]) -> str:
    """Dates, places, numbers and names, each in a passage that a claim on it names."""
    told: list[tuple[int, int]] = []
    for start, end, key in _dates(line):
        told.append((start, end))
        texts = _under(proofs, start, end)
        if not any(_same_day(key, other) for text in texts for _, _, other in _dates(text)):
            return f"the date “{line[start:end]}” does not stand there"
    for mention in mentions.named(line, "en"):
        told.append((mention.start, mention.end))
        texts = _under(proofs, mention.start, mention.end)
        if not any(m.code == mention.code for text in texts for m in mentions.named(text)):
            return f"the place “{mention.words}” does not stand there"
    for measured in _MEASURED.finditer(line):
        if not _inside(measured.start(), told):
            texts = _under(proofs, measured.start(), measured.end(1))
            if not any(_measures(text, measured[1], measured[2]) for text in texts):
                return f"“{measured[0]}” does not stand there"
    for word in _WORD.finditer(line):
        if _inside(word.start(), told) or not _factual(line, word):
            continue
        texts = _under(proofs, word.start(), word.end())
        if not any(_stands(word[0], text) for text in texts):
            return f"“{word[0]}” does not stand there"
    return ""


def _dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Dates with and without a year, the latter as "--11-03"."""
    found = list(written.find(text, "en"))
    for date in found:
        yield date.start, date.end, date.iso
    for day in written.without_year(text, "en"):
        if not any(d.start <= day.start < d.end for d in found):
            yield day.start, day.end, f"--{day.iso}"


def _same_day(said: str, stands: str) -> bool:
    """A line may leave out the day or the year, and add nothing."""
    if said.startswith("--"):
        return stands.endswith(said[1:])
    return said == stands or (len(said) == 7 and stands.startswith(said))


def _inside(at: int, spans_: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans_)


def _under(proofs: Sequence[_Proof], start: int, end: int) -> list[str]:
    """The texts of the claims whose words hold this piece of the line."""
    return [p.text for p in proofs if p.start <= start and end <= p.end]


def _measures(text: str, number: str, unit: str) -> bool:
    """Is this number one of such units there?"""
    stem = re.escape(unit.lower().removesuffix("s")[:4])
    near = rf"(?<![\d.,]){re.escape(number.rstrip('.,'))}(?![\d])\W{{0,4}}(?:\w+\W+){{0,2}}?{stem}"
    return bool(re.search(near, _in_digits(text), re.I))


def _in_digits(text: str) -> str:
    return _WORD.sub(lambda m: _NUMBERS.get(m[0].casefold(), m[0]), text)


def _factual(line: str, word: re.Match[str]) -> bool:
    """A number, a name, or a word of another script; not what only begins a sentence."""
    text = word[0]
    if any(char.isdigit() for char in text) or "@" in text or re.search(r"\w\.\w", text):
        return True
    if text.casefold() in _NUMBERS and text.casefold() not in ("one", "zero"):
        return True
    if not text.isascii() or text[1:] != text[1:].lower():
        return True
    if not text[0].isupper():
        return False
    begins = not line[: word.start()].rstrip(" “\"'(").rstrip() or re.search(
        r"[.:;·–—!?]\s*[“\"'(]?$", line[: word.start()]
    )
    return not (begins and (text.casefold() in _TELLING or _GONE.fullmatch(text)))


def _stands(word: str, text: str) -> bool:
    """Does this very word stand in the text, in any case, as a genitive or plural, or as digits?"""
    plain = _plain(word)
    if number := _NUMBERS.get(plain):
        return number in _numbers(text)
    if _NUMBER.fullmatch(word):
        digits = word.rstrip(".,").replace(",", "")
        return digits in _numbers(text) or digits in _WORD.findall(_dateless(text))
    there = {_plain(m[0]) for m in _WORD.finditer(text)}
    there |= {piece for whole in there for piece in re.split(r"[.&/@_’'-]", whole)}
    pieces = [plain] if plain in there else [p for p in re.split(r"[&/@_’'-]", plain) if p]
    if all(piece in there or piece.removesuffix("s") in there for piece in pieces):
        return True
    if plain in ("ai", "a.i"):
        return "artificial intelligence" in text.casefold()
    # A word that begins a sentence may be another form of one of the page's: "Sharing", "share".
    return word[1:].islower() and not word[0].islower() and _kin(plain, _common(text))


def _common(text: str) -> set[str]:
    """The words of a text that are written small, by their first letters."""
    return {m[0][:STEM].casefold() for m in _WORD.finditer(text) if m[0].islower()}


def _kin(word: str, stems: set[str]) -> bool:
    return len(word) >= STEM and word[:STEM] in stems


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.casefold())


def _numbers(text: str) -> set[str]:
    """The numbers of a text, and the years of its dates: a day of a month counts nothing."""
    years = {iso[:4] for _, _, iso in _dates(text)}
    rest = _in_digits(_dateless(text))
    return years | {m[0].rstrip(".,").replace(",", "") for m in _NUMBER.finditer(rest)}


def _dateless(text: str) -> str:
    """The text with its dates blanked out."""
    for start, end, _ in _dates(text):
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


# --------------------------------------------------------------------------- sides


def _of_sides(line: str, proofs: Sequence[_Proof]) -> str:
    """What is gone is told as gone, what is new is not, and neither is turned into its opposite."""
    for proof in proofs:
        gone = _told_as_gone(line, proof)
        if proof.claim.side == "old":
            if not gone:
                return f"“{proof.claim.words}” is told as if the page still said so"
            if proof.other and _held(proof.claim.words, proof.other):
                return f"“{proof.claim.words}” still stands there"
        elif gone and not _GONE.search(proof.text):
            return f"“{proof.claim.words}” is told as gone, and is new"
        if not _quotes(line, proof) and _turned(proof.claim.words, proof.text):
            return f"“{proof.claim.words}” says the opposite of the passage"
    return ""


def _told_as_gone(line: str, proof: _Proof) -> bool:
    before, after = line[: proof.start].rstrip(), line[proof.end :].lstrip()
    if after.startswith(("→", "->", "becomes", "is now", "are now")):
        return True
    if after.startswith("to ") and re.search(r"\bfrom$", before, re.I):
        return True
    if proof.claim.side == "old":
        near = f"{before[-60:]} {proof.claim.words} {after[:40]}"
        return bool(_GONE.search(near))
    return bool(re.search(rf"(?:{_GONE.pattern})[\s:“\"]*$", before[-20:], re.I)) or bool(
        re.match(r"(?:remov|no longer|drop|delet|gone|withdr|abolish)", proof.claim.words, re.I)
    )


def _quotes(line: str, proof: _Proof) -> bool:
    """Does it quote, as gone, words that stood there so? A quotation turns nothing."""
    said = re.findall(r"[“\"]([^”\"]+)[”\"]", line[max(0, proof.start - 1) : proof.end + 1])
    text = proof.text.casefold()
    return proof.claim.side == "old" and bool(said) and all(q.casefold() in text for q in said)


def _held(words: str, text: str) -> bool:
    """Are all its words still there, beyond those that only tell?"""
    own = [w for w in _content(words) if not _GONE.fullmatch(w)]
    return bool(own) and all(_stands(w, text) for w in own)


def _turned(words: str, text: str) -> bool:
    """Does one of the two deny what the other says, in the sentence that is most like it?"""
    own = set(_content(words))
    if len(own) < 2:
        return False
    sentences = [text[a:b] for a, b in spans(text)] or [text]
    best = max(sentences, key=lambda s: sum(_stands(w, s) for w in own))
    best = f"{sentences[0] if len(sentences) > 1 else ''} {best}"  # the first is what it is under
    said = _GONE.sub(" ", words)
    denied = bool(_DENIES.search(said))
    if (_NOT.search(best) or (_FORBIDS.search(best) and _LETS.search(said))) and not denied:
        return True
    near = text if len(text) < SHORT else best  # cells of a row are sentences of their own
    return bool(_NOT.search(said) or _FORBIDS.search(said)) and not _DENIES.search(near)


# --------------------------------------------------------------------------- words


def _content(text: str) -> list[str]:
    return [
        word
        for m in _WORD.finditer(text)
        if (word := m[0].casefold()) not in _TELLING and (len(word) > 2 or word.isdigit())
    ]


def _of_words(line: str, proofs: Sequence[_Proof]) -> str:
    """What rests on no passage, or is not in the page's words, may say what the page does not."""
    for word in _WORD.finditer(line):
        covered = any(p.start <= word.start() and word.end() <= p.end for p in proofs)
        if not covered and _content(word[0]) and not _GONE.fullmatch(word[0]):
            return f"“{word[0]}” rests on no passage"
    texts = " ".join(f"{p.text} {p.other}" for p in proofs)
    stems = {m[0][:STEM].casefold() for m in _WORD.finditer(texts)}
    foreign = [w for w in _content(line) if not (w[:STEM] in stems or _GONE.fullmatch(w))]
    return "its words are not the page's" if len(foreign) > FOREIGN else ""

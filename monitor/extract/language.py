"""Which language a document is in: what it declares, unless its commonest words say otherwise."""

from __future__ import annotations

from monitor.languages import having, table
from monitor.model import Section
from monitor.text.scripts import language_of

_WORDS = {code: table(code)["document"]["words"] for code in having("document", "words")}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)
_SAMPLE = 4000  # characters
# Words known to the winner, and one in how many they are: against a page's word, and without one.
_ENOUGH, _SHARE = 30, 8
_SOME, _PART = 10, 14


def detect(sections: tuple[Section, ...], declared: str) -> str:
    """A BCP 47 tag: the declared one where the text agrees or cannot tell, else the detected."""
    counts = dict.fromkeys(_WORDS, 0)
    total = 0
    sample = _sample(sections)
    declared = language_of(" ".join(sample), declared)
    for word in sample:
        total += 1
        for language in _LANGUAGES_OF.get(word, ()):
            counts[language] += 1
    (best, name), (second, _) = sorted(((n, name) for name, n in counts.items()), reverse=True)[:2]
    enough, share = (_ENOUGH, _SHARE) if declared else (_SOME, _PART)
    if best < enough or best < 2 * second or best * share < total:
        return declared
    return declared if declared.lower().split("-")[0] == name else name


def _sample(sections: tuple[Section, ...]) -> list[str]:
    texts: list[str] = []
    size = 0
    for section in sections:
        for block in section.blocks:
            texts.append(block.text)
            size += len(block.text)
            if size > _SAMPLE:
                return " ".join(texts)[: 2 * _SAMPLE].lower().split()
    return " ".join(texts).lower().split()

"""Where words stand and stood: search, blame, the spans of a sentence, citations. Reads only."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import NotFoundError
from monitor.facts.citation import Citation
from monitor.facts.lineage import Sentence, VersionText, blame, runs
from monitor.facts.observations import joined
from monitor.model import Observed
from monitor.model.records import PageRecord, PassageRecord
from monitor.render.wording import without_days
from monitor.service.asking import observed
from monitor.storage import Storage
from monitor.storage.search import Wanted
from monitor.text import sentences
from monitor.text.normalize import canonical
from monitor.text.queries import pattern, terms
from monitor.text.scripts import unspaced


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where what was looked for stands or stood."""

    page: PageRecord
    passage: PassageRecord  # with the versions in which the sentence stands
    sentence: str  # the one in which it was found
    seen: Observed  # when that sentence was seen to stand; of a change, its version

    def __repr__(self) -> str:
        """What a list of them shows in Python."""
        change = f"change {self.passage.change_id} of " * bool(self.passage.change_id)
        return f"<Hit in {change}{self.page.watch_id}, {self.seen}: {self.sentence!r}>"


@dataclass(frozen=True, slots=True)
class Blamed:
    """A sentence with when it was seen to stand."""

    sentence: Sentence
    seen: Observed


def wanted(
    text: str,
    *,
    regex: bool = False,
    inside: str = "all",
    watch_ids: tuple[str, ...] | None = None,
) -> Wanted:
    """What is looked for. Raises NotFoundError for a query without a word, or no pattern."""
    if regex:
        try:
            found = re.compile(text, re.IGNORECASE)
        except re.error as e:
            raise NotFoundError(f"expected a regular expression, found “{text}” ({e})") from None
        return Wanted(pattern=found, inside=inside, watch_ids=watch_ids)
    if unspaced(text):  # no word ends there that an index could know
        plain = re.compile(re.escape(text.replace('"', "")), re.IGNORECASE)
        return Wanted(pattern=plain, inside=inside, watch_ids=watch_ids)
    words = terms(text)
    if not words:
        raise NotFoundError(f"no word to look for in “{text}”")
    return Wanted(terms=words, inside=inside, watch_ids=watch_ids)


def search(storage: Storage, sought: Wanted, limit: int = 50) -> list[Hit]:
    """The passages that say it, the latest first, each with its sentence and span."""
    pages: dict[str, PageRecord] = {}
    marks = sought.pattern or pattern(sought.terms)
    spans: dict[str, dict[int, Observed]] = {}
    hits: dict[tuple[str, str, str, int], Hit] = {}  # two blocks may have one sentence's run
    for block in storage.search(sought, 2 * limit):
        if len(hits) == limit:
            break
        if block.watch_id not in spans:
            spans[block.watch_id] = observed(storage, block.watch_id)
            pages[block.watch_id] = storage.page(block.watch_id, even_damaged=True)
        seen = spans[block.watch_id]
        found = marks.search(block.text)
        sentence = _around(block.text, found.start() if found else 0)
        sentence = without_days(sentence) if block.change_id else sentence
        first, last = _stands(storage, block, sentence.strip())
        passage = replace(block, first_version=first, last_version=last)
        span = joined(seen, first, last)
        key = (block.watch_id, block.change_id, sentence, first)
        hits.setdefault(key, Hit(pages[block.watch_id], passage, sentence, span))
    return list(hits.values())


def _stands(storage: Storage, passage: PassageRecord, sentence: str) -> tuple[int, int]:
    """First and last version of the run in which a sentence stands, whatever its paragraph did."""
    first, last = passage.first_version, passage.last_version
    if passage.change_id or sentence == passage.text:
        return first, last
    runs = storage.runs_of(passage.watch_id, sentence)
    for begin, end in reversed(runs):
        if begin < first <= end + 1:
            first = begin
    for begin, end in runs:
        if begin <= last + 1 <= end:
            last = end
    return first, last


def _around(text: str, at: int) -> str:
    """The sentence in which a position is."""
    for start, end in sentences.spans(text):
        if at < end:
            return text[start:end]
    return text


def blamed(
    storage: Storage, watch_id: str, at: datetime | None = None, number: int | None = None
) -> list[Blamed]:
    """Each sentence of a version with the span since when it stands, and what it replaced."""
    last = storage.version(watch_id, number, at).number
    texts = [text for text in version_texts(storage, watch_id) if text.number <= last]
    seen = observed(storage, watch_id)
    return [Blamed(s, joined(seen, s.since, last)) for s in blame(texts)]


def stood(storage: Storage, watch_id: str, sentence: str) -> list[Observed]:
    """Every span in which a sentence stood on the page, oldest first."""
    seen = observed(storage, watch_id)
    found = runs(version_texts(storage, watch_id), sentence)
    return [joined(seen, first, last) for first, last in found]


def citation(storage: Storage, watch_id: str, quote: str, at: datetime | None = None) -> Citation:
    """The quote with where and when it stands. Raises NotFoundError when the page does not say it.

    The words are given as the page has them.
    """
    version = storage.version(watch_id, at=at)
    page = storage.page(watch_id)
    key = canonical(quote.strip(" “”\"'"))
    text = VersionText(version.number, version.content)
    if not key or key not in text.whole:
        raise NotFoundError(_not_there(storage, watch_id, quote, version.number))
    place = next((path for s, path in text.written if key in canonical(s)), ())
    run = next(r for r in _runs_within(storage, watch_id, key) if r[0] <= version.number <= r[1])
    seen = observed(storage, watch_id)
    whole = next((s for s, _ in text.written if canonical(s) == key), quote.strip(" “”\"'"))
    return Citation(
        quote=whole,
        service=page.service,
        document=page.document,
        title=version.content.title or page.document,
        url=page.url,
        version=version.number,
        seen=joined(seen, *run),
        snapshot=version.snapshot,
        section=" › ".join(place),
        source=version.source,
    )


def _runs_within(storage: Storage, watch_id: str, key: str) -> list[tuple[int, int]]:
    """Runs of versions whose text holds these words, also within a sentence."""
    found: list[tuple[int, int]] = []
    before = False
    for text in version_texts(storage, watch_id):
        there = key in text.whole
        if there and before:
            found[-1] = (found[-1][0], text.number)
        elif there:
            found.append((text.number, text.number))
        before = there
    return found


def _not_there(storage: Storage, watch_id: str, quote: str, number: int) -> str:
    spans = stood(storage, watch_id, quote)
    text = f"version {number} of {watch_id} does not say “{quote}”"
    return text + (f"; it was {spans[-1]}" if spans else "")


def version_texts(storage: Storage, watch_id: str) -> list[VersionText]:
    """All versions that can be read, oldest first."""
    versions = reversed(storage.versions(watch_id))
    return [VersionText(v.number, v.content) for v in versions if not v.damage]

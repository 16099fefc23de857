"""A document that stands on several pages: fetched one after the other, made one answer.

    first page ─► links that `follow` means ─► each part judged by itself ─► one bundle

The bundle goes the way of any answer: it is one snapshot with every part's exact bytes, read, held
against the version and recorded as a whole. A part that fails is the one of the version, with the
reason; without one the look fails, because half a document is no version.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from monitor import pipeline
from monitor.errors import FetchError
from monitor.fetch import DrawingFetcher, Fetcher
from monitor.model import DOUBTFUL, ExtractRules, Fetched, Watch
from monitor.model.document import FIRST_ANSWER
from monitor.service.drawing import MISSED, not_drawn
from monitor.text.bundle import MOST_PARTS, PartBody, bundled

_FRAME = re.compile(
    rb"<i?frame\b[^<>]{0,1000}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,1000})", re.IGNORECASE
)
PART = "part"  # the reason of a look that fails for one page of several
_BRIEF = frozenset({"empty", "hollow", DOUBTFUL})  # what a first page may be that only leads on


@dataclass(frozen=True, slots=True)
class PartRead:
    """What one page of several shows by itself: why it is no part, and where it leads."""

    wrong: str = ""
    reason: str = ""
    shell: str = ""  # why a browser may find more text in it
    links: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()  # on its own host, where it shows next to no text itself


Read = Callable[[Fetched, Sequence[str]], Awaitable[PartRead]]
Kept = Callable[[], Awaitable[Mapping[str, PartBody]]]


def part_read(answer: Fetched, rules: ExtractRules, follow: Sequence[str]) -> PartRead:
    """Judge a part and find where it leads. For a reader."""
    from monitor.extract.followed import followed, frames  # see monitor.pipeline
    from monitor.extract.whereabouts import FEW_WORDS

    seen = pipeline.read_alone(answer, rules)
    wrong, reason = (str(seen.error), "unreadable") if seen.error else ("", "")
    if not wrong and not seen.verdict.ok and seen.verdict.reason != DOUBTFUL:
        reason = seen.verdict.reason
        wrong = f"{reason}: {seen.verdict.detail}"
    where = answer.body, answer.content_type, answer.final_url
    few = seen.content is None or seen.content.words < FEW_WORDS
    shown = frames(*where) if few and not follow else ()
    return PartRead(wrong, reason, seen.shell, tuple(followed(*where, follow)), tuple(shown))


async def whole(fetcher: Fetcher, watch: Watch, first: Fetched, read: Read, kept: Kept) -> Fetched:
    """The first page's answer, or that of all pages. Raises FetchError.

    `read` is :func:`part_read` with the watch's rules, in a reader; `kept` gives the parts of the
    version by their addresses.
    """
    if first.status != 200 or first.not_modified or not _of_several(watch, first):
        return first
    from monitor.extract.followed import goes_on  # see monitor.pipeline

    seen = await read(first, watch.follow)
    if seen.wrong and seen.reason not in _BRIEF:
        return first  # which is judged as any other answer
    further = [f for f in watch.follow if goes_on(f)]
    _must_lead(watch, seen, further)
    waiting = deque([*watch.pages, *seen.links, *seen.frames])
    parts, known, seconds = [_part(first, watch.url)], {watch.url, first.final_url}, first.seconds
    firsts: list[Fetched] = []
    while waiting and len(parts) < MOST_PARTS:
        url = waiting.popleft()
        if url in known:
            continue
        known.add(url)
        part, links, took, began = await _fetched(fetcher, watch, url, further, read)
        if part.kept:
            part = await _of_before(part, len(parts) + 1, kept)
            links = await _led_on(first, part, further, read)
        parts.append(part)
        firsts += [began] if began else []
        waiting.extend(links)
        seconds += took
    return _bundle(first, parts, firsts, seconds) if len(parts) > 1 else first


def _must_lead(watch: Watch, seen: PartRead, further: Sequence[str]) -> None:
    """Raises FetchError where `follow` names chapters and none is found: the first page is not the
    document. A last page has no "next", and a shell is a browser's to read."""
    named = [f for f in watch.follow if f not in further]
    if named and not seen.links and not (seen.shell and watch.fetch == "auto"):
        detail = f"no link of the first page is what `follow` names: {', '.join(named)}"
        raise FetchError(PART, detail, transient=True)


def _bundle(
    first: Fetched, parts: list[PartBody], firsts: list[Fetched], seconds: float
) -> Fetched:
    """One answer of several pages: the first's with all bodies, and what drawn ones began with."""
    content_type, body = bundled(parts)
    headers = [(n, v) for n, v in first.headers if n not in _ITS_OWN]
    headers += [(FIRST_ANSWER, one.sha256) for one in firsts]
    return replace(
        first,
        headers=(*headers, ("content-type", content_type)),
        body=body,
        seconds=round(seconds, 3),
        firsts_of_parts=tuple(firsts),
    )


_ITS_OWN = frozenset({"content-type", "content-length", "etag", "last-modified"})


async def _fetched(
    fetcher: Fetcher, watch: Watch, url: str, follow: Sequence[str], read: Read
) -> tuple[PartBody, tuple[str, ...], float, Fetched | None]:
    """(the part, or why there is none in `kept`; where it leads; seconds; what it began with)."""
    try:
        answer = await fetcher.fetch(_watch_of(watch, url))
    except FetchError as error:
        return PartBody(url, "", b"", str(error)), (), error.seconds, None
    seen, seconds = await read(answer, follow), answer.seconds
    if seen.shell and watch.fetch == "auto" and isinstance(fetcher, DrawingFetcher):
        answer, seen = await _drawn(fetcher, _watch_of(watch, url), follow, read, answer, seen)
        seconds += answer.seconds
    if seen.wrong:
        return PartBody(url, "", b"", seen.wrong), (), seconds, None
    return _part(answer, url), seen.links, seconds, answer.first


async def _drawn(
    fetcher: DrawingFetcher,
    watch: Watch,
    follow: Sequence[str],
    read: Read,
    plain: Fetched,
    seen: PartRead,
) -> tuple[Fetched, PartRead]:
    """What a browser makes of a part whose plain answer is a shell.

    Without a browser that answer counts, as far as it can be read. Where drawing failed it does
    not: the text that was drawn before would be told as removed.
    """
    if missing := fetcher.no_browser():
        return plain, replace(seen, wrong=seen.wrong and f"{seen.wrong}; {MISSED}{missing}")
    try:
        answer = await fetcher.draw(watch)
    except FetchError as error:
        return plain, replace(seen, wrong=not_drawn(error))
    return answer, await read(answer, follow)


async def _of_before(missing: PartBody, number: int, kept: Kept) -> PartBody:
    before = (await kept()).get(missing.url)
    if before is None:
        detail = f"part {number}, {missing.url}: {missing.kept}"
        raise FetchError(PART, detail, transient=True)
    return replace(before, kept=missing.kept)


async def _led_on(
    first: Fetched, kept: PartBody, follow: Sequence[str], read: Read
) -> tuple[str, ...]:
    """Where a part of the version leads: what comes after a page that failed is not gone."""
    if not follow:
        return ()
    headers = (("content-type", kept.content_type),)
    as_it_was = replace(
        first, url=kept.url, final_url=kept.url, headers=headers, body=kept.body, first=None
    )
    return (await read(as_it_was, follow)).links


def _of_several(watch: Watch, first: Fetched) -> bool:
    if watch.pages or watch.follow:
        return True
    own = urlsplit(first.final_url)
    for found in _FRAME.finditer(first.body):
        try:
            there = urlsplit(urljoin(first.final_url, found[1].decode("utf-8", "replace")))
        except ValueError:
            continue
        if there.netloc == own.netloc and there.path != own.path:
            return True
    return False


def _part(answer: Fetched, url: str) -> PartBody:
    return PartBody(url, answer.content_type, answer.body)


def _watch_of(watch: Watch, url: str) -> Watch:
    """The watch for one of its parts: what is meant for its own host goes to no other.

    Private addresses that the watchlist names are meant; those that a page leads to are not.
    """
    if urlsplit(url).netloc == urlsplit(watch.url).netloc:
        return replace(watch, url=url)
    private = watch.allow_private and url in watch.pages
    return replace(watch, url=url, headers=(), allow_private=private)

"""A look at an address of which nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor import pipeline
from monitor.errors import ExtractError, FetchError
from monitor.fetch import DrawingFetcher, Fetcher
from monitor.model import Fetched, Verdict, Watch
from monitor.model.results import TryResult
from monitor.service import drawing, gathered_pages
from monitor.service.readers import Readers
from monitor.text.bundle import PartBody


async def look_once(fetcher: Fetcher, readers: Readers, watch: Watch) -> TryResult:
    """Fetch and read the page of a watch that need not be in the watchlist. Raises FetchError."""
    first = await fetcher.fetch(watch)

    async def part(answer: Fetched, follow: Sequence[str]) -> gathered_pages.PartRead:
        return readers.run(gathered_pages.part_read, answer, watch.rules, follow)

    async def nothing() -> dict[str, PartBody]:
        return {}

    async def whole(answer: Fetched) -> Fetched:
        return await gathered_pages.whole(fetcher, watch, answer, part, nothing)

    result, shell = _read(readers, watch, await whole(first))
    if not shell or watch.fetch != "auto" or not isinstance(fetcher, DrawingFetcher):
        return result
    try:
        drawn = _read(readers, watch, await whole(await fetcher.draw(watch)))[0]
        return drawn if drawn.verdict.may_be or not result.verdict.may_be else result
    except FetchError as error:
        if error.reason == gathered_pages.PART:
            raise
        detail = f"{result.verdict.detail}; {drawing.not_drawn(error)}"
        return replace(result, verdict=replace(result.verdict, detail=detail))


def _read(readers: Readers, watch: Watch, fetched: Fetched) -> tuple[TryResult, str]:
    """What an answer says, and why a browser may find more, if it may."""
    plain = replace(fetched, first=None, firsts_of_parts=())
    try:
        seen = readers.run(pipeline.read_alone, plain, watch.rules)
    except ExtractError as error:
        return TryResult(fetched, Verdict(False, "unreadable", str(error)), None), ""
    if seen.error is not None:
        return TryResult(fetched, Verdict(False, "unreadable", seen.error.detail), None), ""
    return TryResult(fetched, seen.verdict, seen.content), seen.shell

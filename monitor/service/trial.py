"""A look at an address of which nothing is stored."""

from __future__ import annotations

from monitor import pipeline
from monitor.errors import ExtractError
from monitor.fetch import Fetcher
from monitor.model import Verdict, Watch
from monitor.model.results import TryResult
from monitor.service.readers import Readers


async def look_once(fetcher: Fetcher, readers: Readers, watch: Watch) -> TryResult:
    """Fetch and read the page of a watch that need not be in the watchlist. Raises FetchError."""
    fetched = await fetcher.fetch(watch)
    try:
        seen = readers.run(pipeline.read_alone, fetched, watch.rules)
    except ExtractError as error:
        return TryResult(fetched, Verdict(False, "unreadable", str(error)), None)
    if seen.error is not None:
        return TryResult(fetched, Verdict(False, "unreadable", seen.error.detail), None)
    return TryResult(fetched, seen.verdict, seen.document)

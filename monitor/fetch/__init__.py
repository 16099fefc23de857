"""Get pages over HTTP: politely, safely, and on time.

fetcher.py    turns of hosts, tries, redirects: from a Watch to a Fetched or a FetchError
visit.py      one fetch on its way: its budget of time, where the redirects have led
transport.py  one request and its answer; every error of the network in our words
mended_heads.py  answers whose headers have a slip
addresses.py  which addresses may be connected to
proxies.py    through which proxy a request goes, and what may be asked of it
robots.py     robots.txt, for the watches that obey it
drawn/        pages that scripts draw, read by a browser
request_rules.py  pure: codings, redirects, Retry-After, validators
"""

from __future__ import annotations

from monitor.fetch.fetcher import DrawingFetcher, Fetcher, HttpFetcher, default_user_agent
from monitor.fetch.request_rules import retry_after, validators

__all__ = [
    "DrawingFetcher",
    "Fetcher",
    "HttpFetcher",
    "default_user_agent",
    "retry_after",
    "validators",
]

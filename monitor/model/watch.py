"""What a person writes down: which pages are watched, how, and who is notified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from urllib.parse import urlsplit

# Set by the connection itself; a watch that sets one would break the exchange.
CONNECTION_HEADERS = frozenset(
    (
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "accept-encoding",
        "te",
        "upgrade",
    )
)


# Where nobody says otherwise: hosts talked to at once, seconds between two requests to one host.
CONCURRENCY, HOST_PAUSE = 8, 2.0
KEEP_FETCHES = 400.0  # days


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a page between two elements, each named by a CSS selector. Empty: no bound."""

    start_before: str = ""
    start_after: str = ""
    end_before: str = ""
    end_after: str = ""


RANGE_FIELDS = {  # a watchlist's and a declaration's key for each end of a range
    "startBefore": "start_before",
    "startAfter": "start_after",
    "endBefore": "end_before",
    "endAfter": "end_after",
}


@dataclass(frozen=True, slots=True)
class ExtractRules:
    """What a person told us about a page. All empty: the page is read without help."""

    select: tuple[str, ...] = ()  # CSS; the content is inside these
    ranges: tuple[Range, ...] = ()  # or between these
    remove: tuple[str, ...] = ()  # CSS; cut out first
    cuts: tuple[Range, ...] = ()  # and the elements between these
    include: tuple[str, ...] = ()  # headings (any case, * as wildcard) to keep, with what is below
    exclude: tuple[str, ...] = ()  # headings to leave out, with what is below


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """Which browser draws pages, and what it may take. All empty: the first that is found."""

    executable_path: str = ""  # of a Chromium
    channel: str = ""  # of one that playwright knows: chrome, msedge
    cdp: str = ""  # address of one that runs elsewhere
    allow: tuple[str, ...] = ()  # hosts of others that pages may load from, "*" for all
    sandbox: str = "auto"  # Chromium's own: "yes", "no", or "auto" where there is one
    memory: int = 1_000_000_000  # bytes, of it and all its processes


@dataclass(frozen=True, slots=True)
class Watch:
    """One entry of the watchlist: one document at one address."""

    id: str  # slug, stable: the key of all history; of a variant "slug@name"
    service: str  # "LinkedIn"
    document: str  # "User Agreement"
    url: str
    pages: tuple[str, ...] = ()  # addresses of its further pages
    follow: tuple[str, ...] = ()  # CSS or patterns of addresses: links to its further pages
    every: timedelta | None = timedelta(hours=6)
    cron: str = ""  # used when `every` is None
    timezone: str = "UTC"  # for cron
    jitter: float = 0.1  # share of the interval, 0 to 1, spread by watch id
    rules: ExtractRules = ExtractRules()
    headers: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()  # names of routes; empty: all routes whose filters match
    keep: str = "versions"  # or "all": which snapshot bodies are kept
    confirm: bool = True  # see a new version twice before it counts
    confirm_after: timedelta = timedelta(minutes=2)
    fetch: str = "auto"  # "plain", "browser", or by a browser where the plain answer is a shell
    click: tuple[str, ...] = ()  # CSS of what the browser clicks before it reads the page
    robots: bool = False  # obey robots.txt
    allow_private: bool = False  # may connect to private, loopback and link-local addresses
    proxy: str = ""  # its address, "none" for no proxy; "": as the environment says
    timeout: float = 60.0  # seconds for the whole fetch
    max_bytes: int = 8_000_000  # of the decoded body
    enabled: bool = True

    @property
    def entry(self) -> str:
        """The id of its entry in the watchlist, which several variants share."""
        return self.id.partition("@")[0]

    @property
    def host(self) -> str:
        """Whose pages are checked one after the other, whatever the port or the login."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Digest:
    """When a route sends what has gathered: daily at a time, or weekly on a day (0: Monday)."""

    at: time
    timezone: str = "UTC"
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a route sends nothing that can wait; `begin` may be later in the day than `end`."""

    begin: time
    end: time
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Route:
    """Where alerts go and which. Empty filters match everything."""

    name: str
    urls: tuple[str, ...]  # Apprise URLs, one alert row each; secret, never logged
    kinds: tuple[str, ...] = ("substantive",)
    classes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    severity: str = "low"  # the least severity that is sent
    reminders: tuple[int, ...] = ()  # days before a deadline or date in force
    digest: Digest | None = None  # all but what is critical waits for it
    quiet: QuietHours | None = None
    per_hour: int = 20  # messages to each recipient; more become one list
    unknown: tuple[int, ...] = ()  # places of addresses that this run does not know, from 1
    all_quiet: bool = False  # a word each week in which there was nothing to say
    templates: str = ""  # folder of templates that come before our own
    unsubscribe: str = ""  # address of a page at which recipients may leave the route

    def places(self) -> tuple[tuple[int, str], ...]:
        """Every address that stands in the route with its place, from 1; "" where it is unknown."""
        known = iter(self.urls)
        places = range(1, len(self.urls) + len(self.unknown) + 1)
        return tuple((n, "" if n in self.unknown else next(known, "")) for n in places)

    def addresses(self) -> tuple[tuple[int, str], ...]:
        """The addresses that are known now, each with its place in the route."""
        return tuple((place, url) for place, url in self.places() if url)

"""The small languages of the watchlist: durations, schedules, addresses, names.

All raise ValueError with what was expected, worded to follow "file:line: key: ".
"""

from __future__ import annotations

import difflib
import hashlib
import ipaddress
import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from anyascii import anyascii

from monitor.model import CONNECTION_HEADERS, Digest, QuietHours

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_PART = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(s|m|h|d|w)", re.IGNORECASE)
_DURATION = re.compile(rf"(?:{_PART.pattern}\s*)+", re.IGNORECASE)
MAX_DURATION = timedelta(days=366)
_USUAL = re.compile(r"https?://([a-z0-9.-]+)(/[!-\"$->@-~]*)?")  # without port, query and fragment


def duration(value: object, most: timedelta = MAX_DURATION) -> timedelta:
    """ "90s", "15m", "6h", "1d12h", "2w" as a timedelta."""
    text = str(value).strip()
    if not isinstance(value, str) or not _DURATION.fullmatch(text):
        raise ValueError(f"expected a duration such as 30m, 6h or 1d, found {shown(value)}")
    seconds = sum(float(n) * _UNITS[unit.lower()] for n, unit in _PART.findall(text))
    if seconds > most.total_seconds():
        years = "a year" if most == MAX_DURATION else f"{most.days // 365} years"
        raise ValueError(f"expected at most {years}, found {shown(value)}")
    return timedelta(seconds=seconds)


def yes_no_or_duration(value: object) -> bool | timedelta:
    """A truth value, or a duration."""
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "false"):  # from the environment
        return str(value).lower() == "true"
    try:
        return duration(value)
    except ValueError:
        raise ValueError(
            f"expected yes, no or a duration such as 2m, found {shown(value)}"
        ) from None


def seconds(value: object) -> float:
    """A duration, or a bare number of seconds."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return duration(value).total_seconds()


def days(value: object) -> float:
    """A duration such as 400d, or a bare number of days; a hundred years at most."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value}d"
    return duration(value, 100 * MAX_DURATION) / timedelta(days=1)


def schedule(value: object) -> tuple[timedelta | None, str]:
    """(interval, "") of "6h", or (None, expression) of a cron expression."""
    if not isinstance(value, str) or len(value.split()) < 2:
        interval = duration(value)
        if interval < timedelta(seconds=1):
            raise ValueError(f"expected at least 1s, found {shown(value)}")
        return interval, ""
    if _DURATION.fullmatch(value.strip()):
        return duration(value), ""
    from cronsim import CronSim, CronSimError

    try:
        next(CronSim(value, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as e:
        why = str(e) or "no such day"
        raise ValueError(
            f"expected a duration (6h) or a cron expression of 5 fields such as '0 9 * * 1-5', "
            f"found {shown(value)} ({why[0].lower()}{why[1:]})"
        ) from None
    return None, " ".join(value.split())


def timezone(value: str) -> str:
    """An IANA time zone name."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f"expected a time zone such as Europe/Berlin, found {shown(value)}"
        ) from None
    return value


_AT = r"(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?:\s+(?P<zone>[A-Za-z][\w/+-]*))?"
_DIGEST = re.compile(rf"(?:daily|weekly(?: on (?P<day>\w+))?) at {_AT}", re.IGNORECASE)
_QUIET = re.compile(
    r"([01]?\d|2[0-3]):([0-5]\d)\s*(?:-|–|to)\s*([01]?\d|2[0-3]):([0-5]\d)"
    r"(?:\s+([A-Za-z][\w/+-]*))?",
    re.IGNORECASE,
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def digest(value: object) -> Digest:
    """ "daily at 08:00 Europe/Paris", "weekly on Monday at 08:00"; UTC where no zone is named."""
    match = _DIGEST.fullmatch(" ".join(str(value).split()))
    if match is None:
        raise ValueError(
            "expected 'daily at 08:00 Europe/Paris' or 'weekly on Monday at 08:00 Europe/Paris',"
            f" found {shown(value)}"
        )
    weekday = None
    if str(value).strip().lower().startswith("weekly"):
        weekday = _DAYS.index(one_of((match["day"] or "monday").lower(), _DAYS))
    zone = timezone(match["zone"] or "UTC")
    return Digest(time(int(match["h"]), int(match["m"])), zone, weekday)


def quiet_hours(value: object) -> QuietHours:
    """ "22:00-07:00 Europe/Paris"; UTC where no zone is named."""
    match = _QUIET.fullmatch(" ".join(str(value).split()))
    if match is None or match.group(1, 2) == match.group(3, 4):
        raise ValueError(f"expected '22:00-07:00 Europe/Paris', found {shown(value)}")
    begin, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    return QuietHours(begin, end, timezone(match[5] or "UTC"))


def proxy(value: object) -> str | None:
    """The address of a proxy; "none" (also no) for none. None: nothing is said of it."""
    if value is None:
        return None
    text = str(value).strip()
    if value is False or text.lower() in ("none", "no", "direct"):
        return "none"
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https", "socks5", "socks5h") and bool(parts.hostname)
        parts.port  # noqa: B018 - raises where it is not a number
    except ValueError:
        usable = False
    if not usable:  # it may hold a password: it is not shown
        raise ValueError("expected a proxy such as http://proxy.example:3128, socks5://… or none")
    return text


def share(value: object) -> float:
    """ "10%" or 0.1, between 0 and 1."""
    text = str(value).strip()
    try:
        number = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= 1:
        raise ValueError(f"expected a share such as 10% or 0.1, found {shown(value)}")
    return number


def size(value: object) -> int:
    """ "20MB", "500 kB" or a number of bytes."""
    m = re.fullmatch(r"\s*(\d{1,12}(?:\.\d{1,12})?)\s*(|b|kb|mb)\s*", str(value), re.IGNORECASE)
    number = int(float(m[1]) * {"": 1, "b": 1, "kb": 1e3, "mb": 1e6}[m[2].lower()]) if m else 0
    if isinstance(value, bool) or not 1 <= number <= 500_000_000:
        raise ValueError(f"expected a size such as 20MB, at most 500MB, found {shown(value)}")
    return number


def memory(value: object) -> int:
    """ "1GB", "800MB" or a number of bytes."""
    m = re.fullmatch(r"\s*(\d{1,12}(?:\.\d{1,3})?)\s*(|mb|gb)\s*", str(value), re.IGNORECASE)
    number = int(float(m[1]) * {"": 1, "mb": 1e6, "gb": 1e9}[m[2].lower()]) if m else 0
    if isinstance(value, bool) or not 300_000_000 <= number <= 64_000_000_000:
        raise ValueError(f"expected 300MB to 64GB, found {shown(value)}")
    return number


def obeyed(value: object) -> object:
    """obey or ignore as a truth value; anything else as it is."""
    return {"obey": True, "ignore": False}.get(value, value) if isinstance(value, str) else value


def contact(value: object) -> str:
    """A web or mail address as it stands in a User-Agent: "mailto:legal@example.org"."""
    text = str(value).strip()
    if re.fullmatch(r"[^@\s:()<>]+@[^@\s()<>]+\.[^@\s()<>]+", text):
        text = f"mailto:{text}"
    if not re.fullmatch(r"(?:https?://|mailto:)[!-'*-~]{4,200}", text):
        raise ValueError(f"expected a web address or a mail address, found {shown(value)}")
    return text


def cdp_address(value: str) -> str:
    """http, https, ws or wss with a host: where a browser listens for the DevTools protocol."""
    text = value.strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https", "ws", "wss") and parts.hostname
    except ValueError:
        usable = None
    if not usable:
        raise ValueError(f"expected http://host:port or ws://…, found {shown(value)}")
    return text


def web_address(value: str) -> str:
    """An http or https URL without credentials."""
    text = value.strip()
    if _usual(text):  # most are: to take one apart takes ten times as long
        return text
    try:  # each of these is looked for anew whenever it is asked for
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, None
    if (
        not parts
        or parts.scheme not in ("http", "https")
        or not host
        or re.search(r"[\s\x00-\x1f\x7f]", text)
    ):
        raise ValueError(
            f"expected an address such as https://example.com/terms, found {shown(value)}"
        )
    if "@" in parts.netloc and (parts.username or parts.password):
        raise ValueError("expected an address without user and password; send them with 'headers'")
    if problem := _unreachable(text, host, port):
        raise ValueError(f"{problem}, found {shown(value)}")
    return text


def server_address(value: str) -> str:
    """The address of an OpenAI-compatible server, without /chat/completions; private ones too."""
    text = value.strip().rstrip("/").removesuffix("/chat/completions")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if not parts or parts.scheme not in ("http", "https") or not host:
        raise ValueError(
            f"expected an address such as http://localhost:11434/v1, found {shown(value)}"
        )
    if parts.username or parts.password:
        raise ValueError("expected an address without user and password; give the key with 'key'")
    if parts.query or parts.fragment or not re.fullmatch(r"[!-~]+", text):
        raise ValueError("expected an address without spaces, '?' and '#'")
    return text


def is_inside(url: str) -> bool:
    """Does this address stay on this machine or in a private network?"""
    host = (urlsplit(url).hostname or "").lower()
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        ends = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
        return "." not in host or host.endswith(ends)


def _unreachable(url: str, host: str, port: int | None) -> str:
    """What was expected of an address that no fetch could even try, "" when it can."""
    if port not in (None, 80, 443):
        from monitor.fetch.addresses import closed_port  # loads httpx: not for the usual address

        if closed_port(port or 0):
            return f"expected the port of a web server, not {port}"
    if not host.isascii() or "xn--" in host or ".." in host or len(host) > 253:
        import httpx

        from monitor.fetch.request_rules import usable

        try:
            exists = usable(httpx.URL(url)) and ".." not in host
        except (httpx.InvalidURL, ValueError):
            exists = False
        if not exists:
            return "expected a host name that can exist"
    return ""


def _usual(text: str) -> re.Match[str] | None:
    """Host and path of an address that is right at first sight."""
    found = _USUAL.fullmatch(text)
    if found is None or ".." in found[1] or "xn--" in found[1] or len(found[1]) > 253:
        return None
    return found


def same_address(url: str) -> str:
    """What two spellings of one address have in common, to find doubles."""
    if found := _usual(url):
        return f"{found[1].removeprefix('www.')}{(found[2] or '').rstrip('/')}"
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    host += f":{port}" if port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def slug(text: str) -> str:
    """Words in lower case joined by "-", in Latin letters: "Straße" is "strasse".

    A short hash where nothing of the text is left.
    """
    plain = anyascii(text).lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:100].strip("-")
    return name or "watch-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def header(name: str, value: object) -> tuple[str, str]:
    """One HTTP header that cannot break out of its line."""
    if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
        raise ValueError(f"expected a header name such as Accept-Language, found {shown(name)}")
    if name.lower() in CONNECTION_HEADERS:
        raise ValueError(f"the connection itself sets {shown(name)}; leave it out")
    text = str(value)
    if (
        isinstance(value, (dict, list))
        or value is None
        or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text)
    ):
        raise ValueError(f"expected one line of text for the header {name}")
    return name, text.strip()


def nearest(word: str, known: Iterable[str]) -> str:
    """ " (did you mean 'x'?)" or ""."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean '{close[0]}'?)" if close else ""


def one_of(value: object, known: Iterable[str]) -> str:
    """`value` if it is one of the known words."""
    words = list(known)
    if value in words:
        return str(value)
    raise ValueError(
        f"expected one of {', '.join(words)}; found {shown(value)}{nearest(str(value), words)}"
    )


def shown(value: object) -> str:
    """A found value for a message: short, on one line, its kind where that is the mistake."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"{'yes' if value else 'no'} (a truth value; quote it to mean the word)"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", str(value))
    text = text if len(text) <= 60 else text[:57] + "…"
    return f"'{text}'" if isinstance(value, str) else text

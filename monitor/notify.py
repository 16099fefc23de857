"""Deliver one message to one recipient through Apprise, and never tell anyone the recipient's URL.

An Apprise URL holds passwords and tokens, so nothing here logs it or puts it into an error; what
may be shown is :func:`label`, what may be stored is :func:`recipient_key`.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from monitor.errors import NotifyError

SEND_TIMEOUT = 60.0  # seconds for one message, all its parts and Apprise's own retries
READ_TIMEOUT = 20.0  # seconds for one answer; Apprise's 4 s make a slow channel get it twice
CONNECT_TIMEOUT = 10.0
MAX_TITLE = 200  # characters
MAX_PARTS = 5  # messages that one alert may take on a channel with a limit

# Services whose host is no secret. Elsewhere the host's place often holds a token (slack://A/B/C).
_OPEN_HOSTS = frozenset(
    ("json", "jsons", "xml", "xmls", "form", "forms", "gotify", "gotifys", "http", "https")
)
_MAIL = frozenset(("mailto", "mailtos"))
_WEBHOOKS = frozenset(("json", "jsons", "xml", "xmls", "form", "forms"))


class Notifier(Protocol):
    """Delivers messages: :class:`AppriseNotifier`, and the fakes of the tests."""

    def send(self, url: str, *, title: str, text: str, html: str, alert_id: str) -> None:
        """Deliver one message to one recipient; may be called from several threads.

        Returns when the channel has accepted it. NotifyError otherwise; its text has no secrets.
        """
        ...


# --------------------------------------------------------------------------- what may be shown


def label(url: str) -> str:
    """The recipient for people, without secrets: "slack://…", "mailto://…@example.org"."""
    scheme, _, rest = url.strip().partition("://")
    scheme = scheme.lower() if re.fullmatch(r"[a-zA-Z0-9+.-]{1,20}", scheme) else "?"
    try:
        parts = urlsplit(f"x://{rest}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return f"{scheme}://…"
    if scheme in _MAIL:
        to = parse_qs(parts.query).get("to", [""])[0] or parts.path.strip("/")
        return f"{scheme}://…@{to.rpartition('@')[2] if '@' in to else host}"
    if scheme in _OPEN_HOSTS and host:
        return (
            f"{scheme}://{host}{f':{port}' if port else ''}{'/…' if parts.path.strip('/') else ''}"
        )
    return f"{scheme}://…"


def recipient_key(url: str) -> str:
    """A stable name for a recipient: 16 hex digits of a SHA-256.

    A new password for the same address keeps it, so that alerts waiting in the outbox still go out.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        user, at, host = parts.netloc.rpartition("@")
        query = re.sub(r"(?i)(^|&)(pass|password|pwd)=[^&]*", "", parts.query)
        url = urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query=query))
    except ValueError:
        pass  # not a URL in the usual sense; all of it counts
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:16]


def problem(url: str) -> str | None:
    """What is wrong with a notification address, in words that may be shown; None when it works.

    Loads Apprise (0.2 s): meant for `monitor validate`, not for every start.
    """
    try:
        service = _service(url.strip(), _asset())
    except NotifyError as error:
        return str(error)
    sends = len(service) // (int(getattr(service, "retry", 0)) + 1)
    if sends > 1:
        return (
            f"{label(url)} names {sends} recipients; give each an address of its own, "
            "so that one failure does not repeat the alert for the others"
        )
    return None


# --------------------------------------------------------------------------- sending


@dataclass(slots=True)
class _Channel:
    """One recipient's service; kept, since it knows when its next message may go."""

    service: Any
    lock: threading.Lock = field(default_factory=threading.Lock)


class AppriseNotifier:
    """Sends through Apprise (e-mail, Slack, Teams, Telegram, webhooks and a hundred more).

    E-mail gets the HTML body with Apprise's plain form beside it. All other channels get the text,
    escaped for the channel, split where it has a limit (at most 5 parts, then shortened between
    two lines), with everything that could call people or open links made harmless.
    """

    def __init__(self, *, timeout: float = SEND_TIMEOUT) -> None:
        self._timeout = timeout
        self._channels: dict[str, _Channel] = {}
        self._lock = threading.Lock()

    def send(self, url: str, *, title: str, text: str, html: str, alert_id: str) -> None:
        """See :class:`Notifier`."""
        with self._lock:
            channel = self._channels.get(url)
            if channel is None:
                channel = self._channels[url] = _Channel(_service(url.strip(), _asset()))
        with channel.lock:
            self._send(channel.service, label(url), one_line(title), text, html, alert_id)

    def _send(
        self, service: Any, name: str, title: str, text: str, html: str, alert_id: str
    ) -> None:
        import apprise

        _identify(service, name.partition("://")[0], alert_id)
        if html and _takes_documents(service):
            body, form = readable(html), apprise.NotifyFormat.HTML
            service.overflow_mode = apprise.OverflowMode.UPSTREAM  # cut HTML is broken HTML
        else:
            title, body = harmless(title), shortened(harmless(readable(text)), _room(service))
            form = apprise.NotifyFormat.TEXT
            service.overflow_mode = apprise.OverflowMode.SPLIT
        channel = apprise.Apprise(asset=service.asset)
        channel.add(service)
        try:
            result = channel.notify(body=body, title=title, body_format=form, timeout=self._timeout)
        except Exception as error:
            raise NotifyError(f"{name}: {type(error).__name__} in Apprise") from None
        with result:
            if not result:
                raise NotifyError(f"{name}: {_why(result, self._timeout)}")


def _service(url: str, asset: Any) -> Any:
    """The Apprise service for one URL; NotifyError when there is none."""
    import apprise
    from apprise.plugins import N_MGR

    if "://" not in url:
        raise NotifyError(
            "not an Apprise address (expected something like slack://… or mailto://…)"
        )
    scheme = label(url).partition("://")[0]
    service = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None:
        known = scheme in N_MGR
        why = "incomplete or malformed" if known else "no service that Apprise knows"
        raise NotifyError(f"{scheme}://…: {why}")
    service.optional = False  # an optional service reports success for what it did not deliver
    if "rto=" not in url:  # unless the URL says otherwise
        service.socket_read_timeout = READ_TIMEOUT
    if "cto=" not in url:
        service.socket_connect_timeout = CONNECT_TIMEOUT
    return service


def _asset() -> Any:
    import apprise

    _silence()
    return apprise.AppriseAsset(
        app_id="policy-monitor",
        app_desc="Policy change monitor",
        app_url="https://pypi.org/project/policy-monitor/",
        image_url_mask="",  # no pictures from other people's servers in our messages
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
        service_timeout=SEND_TIMEOUT,
    )


def _silence() -> None:
    """Keep the URLs that Apprise and its HTTP library log away from every log of ours."""
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _identify(service: Any, scheme: str, alert_id: str) -> None:
    """Send the alert's id along, where a field for it exists: a repeated alert can be told."""
    clean = re.sub(r"[^A-Za-z0-9._-]", "", alert_id)
    if scheme in _MAIL:
        service.headers.update({"X-Alert-Id": clean, "Auto-Submitted": "auto-generated"})
    elif scheme in _WEBHOOKS:
        service.headers["X-Alert-Id"] = clean
        service.payload_extras.setdefault("alert_id", clean)
        service.payload_extras["alert_id"] = clean


def _takes_documents(service: Any) -> bool:
    """Is this e-mail or like it: HTML first, with room for a whole document?"""
    first = service.resolve_format(None).value
    return bool(first == "html" and service.body_maxlen >= 20_000)


def _room(service: Any) -> int:
    """Characters of text that one alert may fill on this channel."""
    # Escaping for the channel's markup lengthens the text; a tenth is kept for it and the title.
    return int(service.body_maxlen * MAX_PARTS * 0.9) if service.body_maxlen > 0 else 1_000_000


def _why(result: Any, timeout: float) -> str:
    """Why a send failed, in words of ours: Apprise's own may quote the address."""
    if result.status.name == "TIMEOUT":
        return f"no answer within {timeout:g} s"
    for entry in result.logs():
        if found := re.search(r"error=(\d{3})\b", entry.message):
            code = int(found[1])
            phrase = HTTPStatus(code).phrase if code in set(HTTPStatus) else "unknown status"
            return f"the channel answered {code} {phrase}"
    if any("onnection" in entry.message for entry in result.logs()):
        return "cannot be reached, or refused the login"
    return "the channel did not accept the message"


# --------------------------------------------------------------------------- harmless text

# Control characters but tab and newline, bidirectional overrides, line separators, surrogates.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINES = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# @everyone, @here, @name and <@U123>, <!channel>, <#C1>, <https://…|bank>, but not me@example.org.
_MENTIONS = re.compile(r"(?<![\w.])@(?=[\w&!])|<(?=[@!#&:]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
# [text](address): a link that hides where it leads.
_MASKED_LINKS = re.compile(r"\](?=\()")
_BREAK = "\u200b"  # zero width space: looks the same, and is no longer a command


def readable(text: str) -> str:
    """Text or HTML without characters that act instead of being read; lines end with \\n."""
    text = _SURROGATES.sub("\ufffd", _LINES.sub("\n", text))
    return _UNREADABLE.sub("", text)


def one_line(title: str) -> str:
    """A subject: one line, no control characters, at most 200 characters."""
    line = " ".join(readable(title).split())
    return line if len(line) <= MAX_TITLE else line[: MAX_TITLE - 1].rstrip() + "…"


def harmless(text: str) -> str:
    """Text whose mentions call no one and whose links show where they lead, for chat channels."""
    return _MASKED_LINKS.sub("]" + _BREAK, _MENTIONS.sub(lambda m: m[0] + _BREAK, text))


def shortened(text: str, room: int) -> str:
    """Text of at most `room` characters: lines are left out before the last block, and it says so.

    The last block (after the last blank line) holds the links and the alert's id.
    """
    if len(text) <= room:
        return text
    head, _, foot = text.rstrip().rpartition("\n\n")
    foot = foot if head and len(foot) < room // 2 else ""
    head = head if foot else text
    room -= len(foot) + 80
    lines = head.split("\n")
    kept = 0
    while kept < len(lines) and len(lines[kept]) < room:
        room -= len(lines[kept]) + 1
        kept += 1
    if not kept:
        return f"{head[:room].rstrip()} … (shortened)\n\n{foot}".rstrip()
    left_out = len(lines) - kept
    note = f"… {left_out} more lines; the whole change: monitor changes"
    return "\n".join(lines[:kept]).rstrip() + f"\n\n{note}\n\n{foot}".rstrip()

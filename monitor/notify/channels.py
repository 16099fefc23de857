"""From an Apprise URL and a message to an accepted message, or a NotifyError without secrets."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from typing import Any, Protocol

from monitor.errors import NotifyError
from monitor.notify.channel_text import Width, harmless, one_line, parts, readable
from monitor.notify.mail import Mail, takes_over
from monitor.notify.recipients import MAIL, WEBHOOKS, label, scheme

SEND_TIMEOUT = 60.0  # seconds for one message, all its parts and Apprise's own retries
READ_TIMEOUT = 20.0  # seconds for one answer; Apprise's 4 s make a slow channel get it twice
CONNECT_TIMEOUT = 10.0
TITLE_MARKUP = 50  # characters for the part's number, and tags where the title is in the body
DOCUMENT = 20_000  # characters; a channel with less room gets the text and not the HTML


class Notifier(Protocol):
    """Delivers messages: :class:`AppriseNotifier`, and the fakes of the tests."""

    def send(self, url: str, *, title: str, text: str, html: str, alert_id: str) -> None:
        """Deliver one message to one recipient; may be called from several threads.

        Returns when the channel has accepted it. NotifyError otherwise; its text has no secrets.
        """
        ...


def problem(url: str) -> str | None:
    """What is wrong with a notification address, in words that may be shown; None when it works.

    Loads Apprise (0.2 s): meant for `monitor validate`, not for every start.
    """
    try:
        service = _service(url, SEND_TIMEOUT)
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

    label: str
    service: Any
    lock: threading.Lock = field(default_factory=threading.Lock)


class AppriseNotifier:
    """Sends through Apprise (e-mail, Slack, Teams, Telegram, webhooks and a hundred more).

    E-mail gets both bodies. All other channels get the text, escaped for the channel, in parts
    where it has a limit, with everything that could call people or hide where a link leads made
    harmless. `timeout`: seconds for one part.
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
                channel = self._channels[url] = _Channel(label(url), _service(url, self._timeout))
        alert_id = re.sub(r"[^A-Za-z0-9._-]", "", alert_id)
        with channel.lock:
            _identify(channel.service, scheme(url), alert_id)
            if html and _takes_documents(channel.service):
                self._send_document(channel, scheme(url), one_line(title), text, html, alert_id)
            else:
                self._send_text(channel, scheme(url), harmless(one_line(title)), text)

    def _send_document(
        self, channel: _Channel, kind: str, title: str, text: str, html: str, alert_id: str
    ) -> None:
        import apprise

        service = channel.service
        service.overflow_mode = "upstream"  # HTML that is cut is broken
        if kind in MAIL and takes_over(service):
            mail = Mail(service, text=readable(text), alert_id=alert_id)
            service.send_html = mail  # Apprise prefers a sender for the format
            self._notify(channel, title, readable(html), apprise.NotifyFormat.HTML, mail)
        else:
            self._notify(channel, title, readable(html), apprise.NotifyFormat.HTML)

    def _send_text(self, channel: _Channel, kind: str, title: str, text: str) -> None:
        import apprise

        service = channel.service
        text = (readable(text) if kind in MAIL else harmless(text)).strip() or title
        encode, form = _as_it_is, apprise.NotifyFormat.TEXT  # Apprise escapes it for the channel
        markup = service.resolve_format(form)
        if markup == apprise.NotifyFormat.HTML:
            encode, form = _as_html, apprise.NotifyFormat.HTML
            title = escape(title, quote=False) if service.title_maxlen <= 0 else title
        whole = kind in WEBHOOKS or kind in MAIL or service.body_maxlen <= 0
        service.overflow_mode = "upstream" if whole else "split"  # a net under our own parts
        room = service.body_maxlen - len(title) - TITLE_MARKUP
        pieces = (text,) if whole else parts(text, room, _width(service, encode, form, markup))
        for number, piece in enumerate(pieces, start=1):
            count = f" ({number}/{len(pieces)})" if len(pieces) > 1 else ""
            self._notify(channel, title + count, encode(piece), form)

    def _notify(
        self, channel: _Channel, title: str, body: str, form: Any, mail: Mail | None = None
    ) -> None:
        import apprise

        sender = apprise.Apprise(asset=channel.service.asset)
        sender.add(channel.service)
        try:
            result = sender.notify(body=body, title=title, body_format=form, timeout=self._timeout)
        except Exception as error:
            raise NotifyError(f"{channel.label}: {type(error).__name__} in Apprise") from None
        with result:
            if not result:
                why = mail.failure if mail and mail.failure else _why(result, self._timeout)
                raise NotifyError(f"{channel.label}: {why}")


def _service(url: str, timeout: float) -> Any:
    """The Apprise service for one URL; NotifyError when there is none."""
    import apprise
    from apprise.plugins import N_MGR

    if "://" not in url:
        raise NotifyError(
            "not an Apprise address (expected something like slack://… or mailto://…)"
        )
    _silence()
    kind = scheme(url)
    service = apprise.Apprise.instantiate(url.strip(), asset=_asset(timeout))
    if service is None:
        known = kind in N_MGR
        why = "incomplete or malformed" if known else "no service that Apprise knows"
        raise NotifyError(f"{kind}://…: {why}")
    if kind in MAIL:
        # Apprise waits 5.5 s between two messages of a service that names no rate of its own.
        service.request_rate_per_sec = 0
    service.optional = False  # an optional service reports success for what it did not deliver
    if "rto=" not in url:  # unless the URL says otherwise
        service.socket_read_timeout = READ_TIMEOUT
    if "cto=" not in url:
        service.socket_connect_timeout = CONNECT_TIMEOUT
    return service


def _asset(timeout: float) -> Any:
    import apprise

    return apprise.AppriseAsset(
        app_id="policy-monitor",
        app_desc="Policy change monitor",
        app_url="https://pypi.org/project/policy-monitor/",
        image_url_mask="",  # no pictures from other people's servers in our messages
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
        service_timeout=timeout,
    )


def _silence() -> None:
    """Keep the URLs that Apprise and its HTTP library log away from every log of ours."""
    for name in ("apprise", "urllib3", "requests"):
        logger = logging.getLogger(name)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _identify(service: Any, kind: str, alert_id: str) -> None:
    """Send the alert's id along, where a field for it exists: a repeated alert can be told."""
    if kind in MAIL:
        service.headers.update({"X-Alert-Id": alert_id, "Auto-Submitted": "auto-generated"})
    elif kind in WEBHOOKS:
        service.headers["X-Alert-Id"] = alert_id
        service.payload_extras["alert_id"] = alert_id


def _takes_documents(service: Any) -> bool:
    """Is this e-mail or like it: HTML first, with room for a whole document?"""
    first = service.resolve_format(None).value
    return bool(first == "html" and service.body_maxlen >= DOCUMENT)


def _as_it_is(text: str) -> str:
    return text


def _as_html(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")


def _width(service: Any, encode: Callable[[str], str], form: Any, markup: Any) -> Width:
    """Counts a text's characters as the channel will get them."""
    from apprise.conversion import convert_between

    def width(text: str) -> int:
        body = convert_between(form, markup, encode(text))  # type: ignore[no-untyped-call]
        return max(len(body), len(service.dialect_convert(body, markup)))

    return width


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
        return "cannot be reached, gives no answer, or refused the login"
    return "the channel did not accept the message"

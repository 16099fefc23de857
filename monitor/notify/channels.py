"""From an Apprise URL and a message to an accepted message, or a NotifyError without secrets."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any, Protocol

from monitor.errors import NotifyError
from monitor.notify import addressees, answers, chat, mail, mailers, webhook_request
from monitor.notify.channel_text import Width, harmless, one_line, parts, readable
from monitor.notify.parcel import Parcel
from monitor.notify.recipients import MAIL, PUSHES, WEBHOOKS, label, scheme, without_secrets
from monitor.render.payloads import ntfy

SEND_TIMEOUT = 60.0  # seconds for one message, all its parts and Apprise's own retries
READ_TIMEOUT = 20.0  # seconds for one answer; Apprise's 4 s make a slow channel get it twice
CONNECT_TIMEOUT = 10.0
TITLE_MARKUP = 50  # characters for the part's number, and tags where the title is in the body
DOCUMENT = 20_000  # characters; a channel with less room gets the text and not the HTML


class Notifier(Protocol):
    """Delivers messages: :class:`AppriseNotifier`, and the fakes of the tests."""

    def send(
        self,
        url: str,
        *,
        title: str,
        text: str,
        html: str,
        alert_id: str,
        parcel: Parcel | None = None,
    ) -> None:
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
    sends = len(service.targets) if scheme(url) in MAIL else addressees.sends(service)
    if sends > 1:
        return (
            f"{label(url)} names {sends} recipients; give each an address of its own, "
            "so that one failure does not repeat the alert for the others"
        )
    if left_out := addressees.left_out(service, url.strip()):
        return f"{label(url)}: it would leave out {left_out} of the recipients that it names"
    return None


# --------------------------------------------------------------------------- sending


@dataclass(slots=True)
class _Channel:
    """One recipient's service; kept, since it knows when its next message may go."""

    url: str
    label: str
    service: Any
    lock: threading.Lock = field(default_factory=threading.Lock)


class AppriseNotifier:
    """Sends through Apprise (e-mail, Slack, Teams, Telegram, webhooks and a hundred more).

    E-mail gets both bodies. Other channels get the text, escaped for the channel, in parts where it
    has a limit, with everything that could call people or hide where a link leads made harmless.
    `timeout`: seconds for one part, but for e-mail, whose servers may take ten minutes.
    """

    def __init__(self, *, timeout: float = SEND_TIMEOUT) -> None:
        self._timeout = timeout
        self._channels: dict[str, _Channel] = {}
        self._lock = threading.Lock()

    def send(
        self,
        url: str,
        *,
        title: str,
        text: str,
        html: str,
        alert_id: str,
        parcel: Parcel | None = None,
    ) -> None:
        """See :class:`Notifier`."""
        with self._lock:
            channel = self._channels.get(url)
            if channel is None:
                service = _service(url, self._timeout)
                channel = self._channels[url] = _Channel(url, label(url), service)
        parcel = parcel or Parcel()
        alert_id = re.sub(r"[^A-Za-z0-9._-]", "", alert_id)
        with channel.lock:
            try:
                self._send(channel, one_line(title), text, html, alert_id, parcel)
            except NotifyError as error:
                raise _told_by(channel, error) from None
            parcel.said[:] = [without_secrets(words, url) for words in parcel.said]

    def _send(
        self, channel: _Channel, title: str, text: str, html: str, alert_id: str, parcel: Parcel
    ) -> None:
        kind = scheme(channel.url)
        if kind in MAIL and not _encrypts(channel.service):
            plain = channel.service.resolve_format(None).value == "text"
            body = "" if plain else readable(html)
            message = mail.letter(channel.service, title, readable(text), body, alert_id, parcel)
            mail.post(channel.service, message, parcel)
            return
        if kind in webhook_request.SCHEMES:
            as_html = html and channel.service.resolve_format(None).value == "html"
            webhook_request.post(
                channel.service,
                channel.url,
                title,
                readable(html if as_html else text),
                alert_id,
                parcel,
                timeout=min(self._timeout, channel.service.socket_read_timeout),
            )
            return
        _identify(channel.service, kind, alert_id)
        said = parcel.content or parcel.brief
        own = chat.form(channel.service, said) if said is not None else None
        if own is not None and self._took(channel, own, parcel):
            return
        if html and _takes_documents(channel.service):
            headers = mail.particulars(
                mailers.sender(channel.service), mailers.sender(channel.service), alert_id, parcel
            )
            complete = mailers.completed(channel.service, readable(text), headers)
            self._send_document(channel, title, html, parcel, complete)
        elif kind in WEBHOOKS:
            self._send_text(channel, kind, title, readable(text), parcel)
        else:
            self._send_text(channel, kind, harmless(title), harmless(text), parcel)

    def _took(self, channel: _Channel, form: chat.Form, parcel: Parcel) -> bool:
        """Did the channel take its own form? A form that it refuses must not cost the alert."""
        import apprise

        if any("/" in part for part in parcel.done):
            return False  # begun as text: it goes on as text
        channel.service.overflow_mode = "upstream"
        kind = apprise.NotifyFormat.HTML if form.as_html else apprise.NotifyFormat.TEXT
        try:
            with chat.set_for_now(channel.service, form):
                self._notify(channel, form.title, form.body, kind, parcel, "whole")
        except NotifyError as error:
            if not error.of_message:
                raise
            return False
        return True

    def _send_document(
        self,
        channel: _Channel,
        title: str,
        html: str,
        parcel: Parcel,
        complete: Callable[[Any], None] | None,
    ) -> None:
        import apprise

        channel.service.overflow_mode = "upstream"  # HTML that is cut is broken
        form = apprise.NotifyFormat.HTML
        self._notify(channel, title, readable(html), form, parcel, "1", complete)

    def _send_text(
        self, channel: _Channel, kind: str, title: str, text: str, parcel: Parcel
    ) -> None:
        import apprise

        service = channel.service
        text = text.strip() or title
        encode, form = _as_it_is, apprise.NotifyFormat.TEXT  # Apprise escapes it for the channel
        markup = service.resolve_format(form)
        if markup == apprise.NotifyFormat.HTML:
            encode, form = _as_html, apprise.NotifyFormat.HTML
            title = escape(title, quote=False) if service.title_maxlen <= 0 else title
        whole = kind in WEBHOOKS or kind in MAIL or service.body_maxlen <= 0
        service.overflow_mode = "upstream" if whole else "split"  # a net under our own parts
        room = service.body_maxlen - len(title) - TITLE_MARKUP
        width = _width(service, encode, form, markup)
        if kind in PUSHES:  # it counts bytes, and makes a file of a longer one
            room, width = ntfy.ROOM, _bytes
        pieces = (text,) if whole else parts(text, room, width)
        for number, piece in enumerate(pieces, start=1):
            count = f" ({number}/{len(pieces)})" if len(pieces) > 1 else ""
            part = f"{number}/{len(pieces)}"
            self._notify(channel, title + count, encode(piece), form, parcel, part)

    def _notify(
        self,
        channel: _Channel,
        title: str,
        body: str,
        form: Any,
        parcel: Parcel,
        part: str,
        complete: Callable[[Any], None] | None = None,
    ) -> None:
        """One part, unless an earlier try has brought it."""
        import apprise

        if part in parcel.done:
            return
        sender = apprise.Apprise(asset=channel.service.asset)
        sender.add(channel.service)
        with answers.listening(complete) as heard:
            try:
                result = sender.notify(
                    body=body, title=title, body_format=form, timeout=self._timeout
                )
            except Exception as error:
                raise NotifyError(f"{type(error).__name__} in Apprise") from None
        with result:
            if not result:
                raise _why(result, heard, self._timeout)
        parcel.said[:] = [f"{status}" for status, _, _ in heard.heard[-1:]]
        parcel.taken(part)


def _told_by(channel: _Channel, error: NotifyError) -> NotifyError:
    """The error with the channel's name, and without any part of its address."""
    return NotifyError(
        f"{channel.label}: {without_secrets(str(error), channel.url)}",
        of_message=error.of_message,
        permanent=error.permanent,
        retry_after=error.retry_after,
        answer=without_secrets(error.answer, channel.url),
    )


def _service(url: str, timeout: float) -> Any:
    """The Apprise service for one URL; NotifyError when there is none."""
    import apprise
    from apprise.plugins import N_MGR

    if "://" not in url:
        raise NotifyError(
            "not an Apprise address (expected something like slack://… or mailto://…)",
            permanent=True,
        )
    _silence()
    kind, url = scheme(url), url.strip()
    names = addressees.of_mail(url) if kind in MAIL else None
    service: Any = apprise.Apprise.instantiate(names.rest if names else url, asset=_asset(timeout))
    if service is None:
        known = kind in N_MGR
        why = "incomplete or malformed" if known else "no service that Apprise knows"
        raise NotifyError(f"{kind}://…: {why}", permanent=True)
    if names:
        # Apprise waits 5.5 s between two messages of a service that names no rate of its own.
        service.request_rate_per_sec = 0
        service.targets = list(names.to) or service.targets
        service.cc, service.bcc, service.reply_to = set(names.cc), set(names.bcc), set(names.reply)
    else:
        addressees.check(service, kind, url)
    service.optional = False  # an optional service reports success for what it did not deliver
    service.redirects = False  # a POST that is redirected arrives as a GET, without its message
    if "rto=" not in url:  # unless the URL says otherwise
        service.socket_read_timeout = READ_TIMEOUT
    if "cto=" not in url:
        service.socket_connect_timeout = CONNECT_TIMEOUT
    return service


def _encrypts(service: Any) -> bool:
    """Does Apprise do PGP for this service? Then the whole letter is its own."""
    return str(getattr(service.pgp_mode, "value", service.pgp_mode)) != "no"


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
    if kind in MAIL:  # with PGP: else the letter is ours
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


def _bytes(text: str) -> int:
    return len(text.encode())


def _width(service: Any, encode: Callable[[str], str], form: Any, markup: Any) -> Width:
    """Counts a text's characters as the channel will get them."""
    from apprise.conversion import convert_between

    def width(text: str) -> int:
        body = convert_between(form, markup, encode(text))  # type: ignore[no-untyped-call]
        return max(len(body), len(service.dialect_convert(body, markup)))

    return width


def _why(result: Any, heard: answers.Answers, timeout: float) -> NotifyError:
    """Why a send failed, in our words and the channel's: Apprise's own may quote the address."""
    refusals = [one for one in heard.heard if not 200 <= one[0] < 300]
    if refusals:
        return answers.error(*refusals[-1])
    if result.status.name == "TIMEOUT":
        return NotifyError(f"no answer within {timeout:g} s")
    if heard.heard:
        status, _, words = heard.heard[-1]
        said = " ".join(words.split())[: answers.WORDS]
        return NotifyError(
            f"the channel did not accept the message: {said}", answer=f"{status} {said}"
        )
    if any("onnection" in entry.message for entry in result.logs()):
        return NotifyError("cannot be reached, gives no answer, or refused the login")
    return NotifyError("the channel did not accept the message")

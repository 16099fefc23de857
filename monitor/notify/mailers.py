"""Mail services with an API (Mailgun, SendGrid, …): the text part and the headers of our letters.

Apprise's plugins for them carry one body and few headers. What a plugin has made is completed on
its way out: its request is one JSON object or form, and the service's documentation names the
field. Amazon SES (signed by then), SendPulse's headers and Office 365 (one body only) are left.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from monitor.notify.mail_addresses import addresses

Made = dict[str, Any]
_TAKES_IDS = ("NotifyMailgun",)  # the others give a Message-ID of their own
# Services that Apprise's plugins take addressees for, by the shape in which they keep them.
_PAIRS = ("NotifyMailgun", "NotifySparkPost", "NotifySMTP2Go", "NotifySES")
_PLAIN = (
    *("NotifySendGrid", "NotifyResend", "NotifyBrevo", "NotifyPostmark", "NotifySendPulse"),
    *("NotifyMailerSend",),
)
_FORM = "application/x-www-form-urlencoded"


def completed(service: Any, text: str, headers: dict[str, str]) -> Callable[[Any], None] | None:
    """What adds both to a request of this service's plugin; None for any other service."""
    name = type(service).__name__
    add = _SERVICES.get(name)
    if add is None:
        return None
    if name not in _TAKES_IDS:  # what follows refers to the same id, which threads them as well
        headers = {"References": headers["Message-ID"]} | headers
        del headers["Message-ID"]

    def complete(request: Any) -> None:
        body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
        if request.headers.get("Content-Type", "").startswith(_FORM):
            made: Made = dict(parse_qsl(body, keep_blank_values=True))
            add(made, text, headers)
            request.prepare_body(urlencode(made), None)
        elif body.startswith("{"):
            made = json.loads(body)
            add(made, text, headers)
            request.prepare_body(json.dumps(made), None)

    return complete


def readdress(service: Any, url: str) -> None:
    """Have a plugin use the addresses that its URL names, all of them and as they are written.

    As with plain mail it would leave out what its pattern does not match, or take a part of it.
    Raises NotifyError for anything but an address.
    """
    name = type(service).__name__
    if name not in (*_PAIRS, *_PLAIN):
        return
    found = type(service).parse_url(url) or {}
    to = addresses(_listed(found.get("targets")), "to")
    if to:
        pairs = [(who or False, address) for who, address in to]
        service.targets = pairs if name in _PAIRS else [address for _, address in to]
    for field in ("cc", "bcc"):
        if written := _listed(found.get(field)):
            setattr(service, field, {address for _, address in addresses(written, field)})


def _listed(found: Any) -> str:
    return found if isinstance(found, str) else ",".join(found or ())


def sender(service: Any) -> str:
    """The address that a plugin sends from, which each keeps in another way."""
    found = getattr(service, "from_addr", None) or getattr(service, "from_email", "")
    return str(found[1] if isinstance(found, (list, tuple)) else found)


def _mailgun(made: Made, text: str, headers: dict[str, str]) -> None:
    made["text"] = text
    made.update({f"h:{name}": value for name, value in headers.items()})


def _sendgrid(made: Made, text: str, headers: dict[str, str]) -> None:
    made["content"] = [{"type": "text/plain", "value": text}, *made["content"]]  # in this order
    made["headers"] = headers


def _resend(made: Made, text: str, headers: dict[str, str]) -> None:
    made["text"], made["headers"] = text, headers


def _brevo(made: Made, text: str, headers: dict[str, str]) -> None:
    made["textContent"], made["headers"] = text, headers


def _postmark(made: Made, text: str, headers: dict[str, str]) -> None:
    made["TextBody"] = text
    made["Headers"] = [{"Name": name, "Value": value} for name, value in headers.items()]


def _sparkpost(made: Made, text: str, headers: dict[str, str]) -> None:
    made["content"]["text"] = text
    made["content"]["headers"] = headers | made["content"].get("headers", {})


def _smtp2go(made: Made, text: str, headers: dict[str, str]) -> None:
    made["text_body"] = text
    listed = [{"header": name, "value": value} for name, value in headers.items()]
    made["custom_headers"] = [*listed, *made.get("custom_headers", [])]


def _sendpulse(made: Made, text: str, headers: dict[str, str]) -> None:
    if "email" in made:  # the other request is its login
        made["email"]["text"] = text


def _mailersend(made: Made, text: str, headers: dict[str, str]) -> None:
    made["text"] = text  # headers of one's own are for its larger contracts only


_SERVICES: dict[str, Callable[[Made, str, dict[str, str]], None]] = {
    "NotifyMailgun": _mailgun,
    "NotifySendGrid": _sendgrid,
    "NotifyResend": _resend,
    "NotifyBrevo": _brevo,
    "NotifyPostmark": _postmark,
    "NotifySparkPost": _sparkpost,
    "NotifySMTP2Go": _smtp2go,
    "NotifySendPulse": _sendpulse,
    "NotifyMailerSend": _mailersend,
}

"""Whom a plugin of Apprise would really send to: those that its address names, all of them."""

from __future__ import annotations

import re
from typing import Any

from monitor.errors import NotifyError
from monitor.notify import mailers
from monitor.notify.mail_addresses import Written, written
from monitor.notify.recipients import label, scheme

_NO_SIGN = re.compile(r"[\W_]+")


def sends(service: Any) -> int:
    """How many messages one alert would be."""
    return len(service) // (int(getattr(service, "retry", 0)) + 1)


def of_mail(url: str) -> Written:
    """Whom a mail address names. Raises NotifyError."""
    try:
        return written(url)
    except NotifyError as error:
        raise NotifyError(f"{label(url)}: {error}", permanent=True) from None
    except ValueError:
        raise NotifyError(f"{scheme(url)}://…: incomplete or malformed", permanent=True) from None


def check(service: Any, kind: str, url: str) -> None:
    """Raises NotifyError where the message would go to nobody, or not to whom the URL names."""
    try:
        mailers.readdress(service, url)
    except NotifyError as error:
        raise NotifyError(f"{kind}://…: {error}", permanent=True) from None
    if getattr(service, "targets", True) == [] and sends(service) == 0:
        raise NotifyError(f"{kind}://…: nobody would get the message", permanent=True)


def left_out(service: Any, url: str) -> int:
    """How many of the recipients that the URL names the plugin would leave out without a word."""
    named = (type(service).parse_url(url) or {}).get("targets")
    kept = getattr(service, "targets", None)
    if not isinstance(named, list) or not isinstance(kept, list) or len(kept) >= len(named):
        return 0
    known = [_plain(target) for target in kept]
    return sum(not any(_plain(target) in name for name in known) for target in named)


def _plain(target: Any) -> str:
    return _NO_SIGN.sub("", str(target)).lower()

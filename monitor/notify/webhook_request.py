"""A program of your own as the recipient: JSON as webhook.schema.json says, signed on demand.

Apprise reads the URL; the request is ours, since its signature is over the very bytes that are
sent. Headers follow standardwebhooks.com: `webhook-id` is the same for every try of one alert.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from monitor.errors import NotifyError
from monitor.notify import answers
from monitor.notify.one_request import ask
from monitor.notify.parcel import Parcel
from monitor.render.payloads.webhook import payload

SCHEMES = frozenset(("json", "jsons"))
_SAME_REQUEST = (307, 308)  # the only redirects that keep method and body


def post(
    service: Any,
    url: str,
    title: str,
    text: str,
    alert_id: str,
    parcel: Parcel,
    *,
    timeout: float,
) -> None:
    """POST it, with at most `timeout` seconds for an answer. NotifyError for all but a 2xx."""
    content = payload(
        title,
        text,
        alert_id,
        parcel.severity,
        parcel.content,
        kind=parcel.kind,
        watch=parcel.watch,
        listed=parcel.listed,
        brief=parcel.brief,
        seal=parcel.seal,
    )
    body = json.dumps(_renamed(content, service.payload_extras), ensure_ascii=False).encode()
    headers = _headers(alert_id, body, parse_qs(urlsplit(url).query).get("secret", [""])[0])
    headers |= service.headers
    response = _answer(service, body, headers, timeout)
    words = response.text[:4_000]
    if not 200 <= response.status_code < 300:
        raise answers.error(response.status_code, dict(response.headers), words)
    said = " ".join(words.split())[: answers.WORDS]
    parcel.said[:] = [f"{response.status_code} {said}".strip()]
    parcel.taken("1/1")


def _answer(service: Any, body: bytes, headers: dict[str, str], timeout: float) -> httpx.Response:
    """The answer, after one redirect within the same place at most. NotifyError: none came."""
    target = _address(service)
    try:
        response = _send(service, target, body, headers, timeout)
        where = response.headers.get("location", "")
        if response.status_code in _SAME_REQUEST and where:
            other = urljoin(target, where)
            if _place(other) == _place(target):
                response = _send(service, other, body, headers, timeout)
    except httpx.TimeoutException:
        raise NotifyError(f"no answer within {timeout:g} s") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotifyError(f"cannot be reached ({type(error).__name__})") from None
    return response


def _send(
    service: Any, target: str, body: bytes, headers: dict[str, str], timeout: float
) -> httpx.Response:
    user = (service.user, service.password or "") if service.user else None
    return ask(
        service.method,
        target,
        within=timeout,
        connect=service.socket_connect_timeout,
        verify=service.verify_certificate,
        content=body,
        params=service.params or None,
        headers=headers,
        auth=user,
    )


def _address(service: Any) -> str:
    port = f":{service.port}" if isinstance(service.port, int) else ""
    host = f"[{service.host}]" if ":" in service.host else service.host
    return f"http{'s' if service.secure else ''}://{host}{port}{service.fullpath or '/'}"


def _place(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _headers(alert_id: str, body: bytes, secret: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "policy-monitor",
        "X-Alert-Id": alert_id,
        "Idempotency-Key": alert_id,
        "webhook-id": alert_id,
        "webhook-timestamp": str(int(datetime.now(UTC).timestamp())),
    }
    if secret:
        key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
        signed = f"{alert_id}.{headers['webhook-timestamp']}.".encode() + body
        digest = hmac.new(key, signed, hashlib.sha256).digest()
        headers["webhook-signature"] = "v1," + base64.b64encode(digest).decode()
        plain = hmac.new(key, body, hashlib.sha256).hexdigest()
        headers["X-Signature-256"] = f"sha256={plain}"
    return headers


def _renamed(content: dict[str, Any], extras: dict[str, str]) -> dict[str, Any]:
    """With what the URL adds (`:key=value`), renames (`:title=subject`) and drops (`:text=`)."""
    for key, value in extras.items():
        if key not in content:
            content[key] = value
        elif value:
            content[value] = content.pop(key)
        else:
            del content[key]
    return content

"""Have the sealed days stamped by a time stamping authority (RFC 3161).

Then "we saw it on that day" does not rest on our word. What fails is tried again; nothing waits.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

import httpx
import structlog
from asn1crypto.tsp import TimeStampReq, TimeStampResp, TSTInfo

from monitor.errors import AnswerError
from monitor.notify.one_request import LARGEST, ask
from monitor.storage import Storage

log = structlog.get_logger(__name__)

WITHIN = 20.0  # seconds


def stamp(storage: Storage, url: str, clock: Callable[[], datetime]) -> int:
    """Stamp the days that are sealed and not stamped; how many. Raises StorageError."""
    done = 0
    for day, data in storage.unstamped():
        try:
            answer = _stamped(url, data)
        except AnswerError as error:  # without the address: it may hold a secret
            log.error("day not time-stamped, tried again in an hour", day=day, reason=str(error))
            break
        storage.add_stamp(day, clock(), answer)
        done += 1
    return done


def _stamped(url: str, data: bytes) -> bytes:
    """The authority's answer for these bytes. Raises AnswerError unless it is a stamp of them."""
    imprint = {
        "hash_algorithm": {"algorithm": "sha256"},
        "hashed_message": hashlib.sha256(data).digest(),
    }
    nonce = secrets.randbits(64)
    request = {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    answer = _post(url, TimeStampReq(request).dump())
    try:
        made = TimeStampResp.load(answer, strict=True)
        status = made["status"]["status"].native
        signed = made["time_stamp_token"]["content"] if status.startswith("granted") else None
        content = signed["encap_content_info"]["content"].contents if signed is not None else b""
        info = TSTInfo.load(content).native if signed is not None else None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AnswerError("its answer is not a time stamp") from None
    if info is None:
        raise AnswerError("it refused the request")
    stamped = info["message_imprint"]["hashed_message"]
    if stamped != imprint["hashed_message"] or info["nonce"] != nonce:
        raise AnswerError("its stamp is of something else")
    return answer


def _post(url: str, body: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        response = ask("POST", url, within=WITHIN, content=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise AnswerError(f"it cannot be reached ({type(error).__name__})") from None
    if response.status_code != 200:
        raise AnswerError(f"it answers status {response.status_code}")
    if len(response.content) > LARGEST:
        raise AnswerError(f"its answer is longer than {LARGEST // 1000} kB")
    return response.content

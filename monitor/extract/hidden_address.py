"""E-mail addresses that Cloudflare hides from robots: another token in every answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PROTECTED = re.compile(r"email-protection#([0-9a-fA-F]{6,400})$")


def hidden_address(attributes: Mapping[str, str | None]) -> str:
    """The address behind an element's token, "" where there is none."""
    code = attributes.get("data-cfemail") or ""
    if not code:
        protected = _PROTECTED.search(attributes.get("href") or "")
        code = protected[1] if protected else ""
    return decode_email(code) if code else ""


def decode_email(code: str) -> str:
    """The address in a hexadecimal token, of which the first byte is XORed with all others."""
    try:
        data = bytes.fromhex(code)
    except ValueError:
        return ""
    address = bytes(b ^ data[0] for b in data[1:]).decode("utf-8", "replace")
    return address.partition("?")[0]

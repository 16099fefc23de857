"""Why a site's certificate is not believed, in words that say what to do. Pure."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from types import MappingProxyType

_EXPIRED = "the certificate has expired"
_ELSEWHERE = "the certificate is for another host"
_UNKNOWN = "nobody known here vouches for the certificate; SSL_CERT_FILE names who else may"
_ITSELF = "the certificate vouches for itself; SSL_CERT_FILE names whom else to believe"
_EARLY = "the certificate is not valid yet, or this machine's clock is behind"
_WITHDRAWN = "the certificate was withdrawn"
_BY_NUMBER: Mapping[int, str] = MappingProxyType(  # X509_V_ERR_… of OpenSSL
    {9: _EARLY, 10: _EXPIRED, 18: _ITSELF, 19: _UNKNOWN, 20: _UNKNOWN, 21: _UNKNOWN,
     23: _WITHDRAWN, 62: _ELSEWHERE, 64: _ELSEWHERE}
)  # fmt: skip
BROWSERS: Mapping[str, str] = MappingProxyType(  # what Chromium says
    {
        "ERR_CERT_DATE_INVALID": f"{_EXPIRED}, or is not valid yet",
        "ERR_CERT_COMMON_NAME_INVALID": _ELSEWHERE,
        "ERR_CERT_AUTHORITY_INVALID": "nobody that the browser knows vouches for the certificate",
        "ERR_CERT_REVOKED": _WITHDRAWN,
    }
)


def why(error: ssl.SSLCertVerificationError) -> str:
    """One line; OpenSSL's own words for what is rare."""
    return _BY_NUMBER.get(error.verify_code, f"the certificate: {error.verify_message}")

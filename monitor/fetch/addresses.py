"""Which addresses are public: those that a fetch may connect to without further leave. Pure."""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address

# Where clouds hand out credentials. No policy page lives there, so no setting opens them.
METADATA = "cloud metadata"
_METADATA = frozenset(
    ip_address(text)
    for text in ("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200",
                 "fd00:ec2::254", "fd20:ce::254")
)  # fmt: skip
_CGNAT = IPv4Network("100.64.0.0/10")
# IPv6 addresses that stand for an IPv4 address in their last 32 bits: NAT64, and the old
# "IPv4-compatible" form, which some systems still route.
_EMBEDDED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))


def refusal(address: Address) -> str:
    """Why this address is not a public one ("loopback", "private", …); "" when it is public."""
    address = _plain(address)
    if address in _METADATA:
        return METADATA
    kinds = (
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("shared (carrier NAT)", isinstance(address, IPv4Address) and address in _CGNAT),
        ("private", address.is_private or getattr(address, "is_site_local", False)),
        ("reserved", address.is_reserved or not address.is_global),
    )
    return next((kind for kind, applies in kinds if applies), "")


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and address.teredo:
        embedded = address.teredo[1]
    if embedded is None and int(address) > 1 and any(address in net for net in _EMBEDDED):
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address

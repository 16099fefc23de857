"""Which addresses and ports a fetch may connect to without further leave. Pure.

The ranges are a table of our own, after IANA's registries of special-purpose addresses: what the
interpreter's `ipaddress` calls private differs from one of its versions to the next.
"""

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
    for text in ("169.254.169.254", "169.254.170.2", "169.254.170.23", "168.63.129.16",
                 "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254")
)  # fmt: skip

_SPECIAL_4 = tuple(
    (IPv4Network(net), kind)
    for net, kind in (
        ("0.0.0.0/32", "unspecified"),
        ("0.0.0.0/8", "reserved"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared (carrier NAT)"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),  # protocol assignments
        ("192.0.2.0/24", "reserved"),  # documentation
        ("192.88.99.0/24", "reserved"),  # the former relays of 6to4
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "reserved"),  # benchmarks
        ("198.51.100.0/24", "reserved"),  # documentation
        ("203.0.113.0/24", "reserved"),  # documentation
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_SPECIAL_6 = tuple(
    (IPv6Network(net), kind)
    for net, kind in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fec0::/10", "private"),  # site-local, before there was fc00::/7
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001:db8::/32", "reserved"),  # documentation
        ("2001::/23", "reserved"),  # protocol assignments
        ("3fff::/20", "reserved"),  # documentation
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that has been given out; the rest is reserved

# IPv6 addresses that stand for an IPv4 address in their last 32 bits: NAT64, and the old
# "IPv4-compatible" and "IPv4-translated" forms, which some systems still route.
_EMBEDDED = tuple(IPv6Network(net) for net in ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96"))
_ISATAP = frozenset((0x00005EFE, 0x02005EFE))  # above the IPv4 address in the last 64 bits

# What no web server listens on: those that browsers refuse (the Fetch standard's "bad ports"), and
# databases, caches and machines' controls, which would take a request for a command of theirs.
_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 179, 389,
    427, 445, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636,
    989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
    6666, 6667, 6668, 6669, 6679, 6697, 10080,
    1433, 1434, 1521, 1883, 2181, 2375, 2376, 2379, 2380, 2483, 2484, 3306, 3389, 4369, 5432, 5433,
    5672, 5900, 5985, 5986, 6379, 6380, 6432, 7199, 7474, 7687, 8086, 8529, 9042, 9092, 9160, 9200,
    9300, 10250, 10255, 11211, 15672, 26257, 27017, 27018, 27019, 28015,
))  # fmt: skip


def refusal(address: Address) -> str:
    """Why this address is not a public one ("loopback", "private", …); "" when it is public."""
    address = _plain(address)
    if address in _METADATA:
        return METADATA
    if isinstance(address, IPv4Address):
        return next((kind for net, kind in _SPECIAL_4 if address in net), "")
    if found := next((kind for net, kind in _SPECIAL_6 if address in net), ""):
        return found
    if address not in _GLOBAL_UNICAST:
        return "reserved"
    last = int(address) & 0xFFFF_FFFF_FFFF_FFFF
    return refusal(IPv4Address(last & 0xFFFF_FFFF)) if last >> 32 in _ISATAP else ""


def closed_port(port: int) -> bool:
    """Is this a port of another service (mail, a database, …), or none at all?"""
    return port in _PORTS or not 0 < port < 65_536


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and address.teredo:
        embedded = address.teredo[1]
    if embedded is None and int(address) > 1 and any(address in net for net in _EMBEDDED):
        embedded = IPv4Address(int(address) & 0xFFFF_FFFF)
    return embedded or address

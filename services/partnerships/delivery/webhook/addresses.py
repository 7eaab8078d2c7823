"""Which addresses of the net are no place of a partner's: IANA's special-purpose registries, and what clouds add to them.

An IPv6 address is taken only from the space of global unicast (2000::/3), and one that carries an IPv4 address is what
that address is.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

REFUSED_4 = {
    "0.0.0.0/8": "this-network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier-nat",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "metadata",  # Azure's, in the public space
    "169.254.0.0/16": "link-local",  # metadata of most clouds too
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "reserved",
    "192.52.193.0/24": "reserved",
    "192.88.99.0/24": "6to4",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "reserved",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",  # broadcast too
}
REFUSED_6 = {
    "::/128": "this-network",
    "::1/128": "loopback",
    "64:ff9b:1::/48": "nat64",
    "100::/64": "reserved",
    "2001::/23": "reserved",  # Teredo, ORCHID, benchmarking
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "reserved",
    "3fff::/20": "documentation",
    "fc00::/7": "private",  # metadata of Amazon's too
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")
ISATAP = (0x00005EFE, 0x02005EFE)  # third quarter of an address that ends with an IPv4 one

_REFUSED = [(ip_network(network), reason) for network, reason in {**REFUSED_4, **REFUSED_6}.items()]


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks of a list with commas, as in ``198.51.100.0/24,2001:db8::/32``.

    Raises:
        ValueError: one of them is none.
    """
    return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())


def refusal(address: Address, *, also: Iterable[Network] = ()) -> str | None:
    """Return the word for why nothing is sent to an address, or None if it is a public one; `also` names more networks."""
    carried = _carried(address)
    if carried is not None:
        return refusal(carried, also=also)
    if any(address in network for network in also):
        return "operator"
    for network, reason in _REFUSED:
        if address in network:
            return reason
    return None if address.version == 4 or address in GLOBAL_UNICAST else "reserved"  # noqa: PLR2004


def is_loopback(address: Address) -> bool:
    """Tell whether it is this machine's loopback, also as an IPv4 address within an IPv6 one."""
    return refusal(address) == "loopback"


def _carried(address: Address) -> IPv4Address | None:
    """Return the IPv4 address to which an IPv6 one leads: mapped, translated, compatible, or of a tunnel."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped:
        return address.ipv4_mapped
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    tunnelled = (int(address) >> 32) & 0xFFFFFFFF in ISATAP
    compatible = address in COMPATIBLE and int(address) > 1
    return last if address in NAT64 or tunnelled or compatible else None


def parse(text: str) -> Address:
    """Return the address that a resolver told, without the zone of a link-local one."""
    return ip_address(text.partition("%")[0])

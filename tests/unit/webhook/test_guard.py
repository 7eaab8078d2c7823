from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.partnerships.delivery.webhook.addresses import networks, refusal
from services.partnerships.delivery.webhook.guard import Forbidden, Guard, Unresolved

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::5db8:d822"]
REFUSED = {
    "loopback": ["127.0.0.1", "127.255.255.5", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::127.0.0.2", "2606::5efe:7f00:1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.9.9", "192.168.1.1", "fd00::1", "fd00:ec2::254", "fec0::1", "::ffff:10.1.2.3"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"],
    "carrier-nat": ["100.64.0.1", "100.127.255.255", "100.100.100.200", "::ffff:100.64.0.1"],
    "this-network": ["0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0"],  # noqa: S104  nothing is bound to it
    "metadata": ["168.63.129.16"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.192", "100::1", "2001::1", "2001:20::1", "4000::1", "5f00::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmarking": ["198.18.0.1", "198.19.255.255"],
    "6to4": ["192.88.99.1", "2002:7f00:1::1", "2002:5db8:d822::1"],
    "nat64": ["64:ff9b:1::7f00:1"],
}  # fmt: skip
CASES = [(text, reason) for reason, texts in REFUSED.items() for text in texts]


def guard(*answers: str, **more) -> Guard:
    return Guard(resolver=lambda _host, _port: list(answers), **more)


@pytest.mark.parametrize(("text", "reason"), CASES, ids=lambda one: one)
def test_every_kind_of_inner_address_is_refused(text, reason):
    one = guard("93.184.216.34", text)
    with pytest.raises(Forbidden) as refused:
        one.admit(one.target("https://partner.example/"))
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_let_through(text):
    one = guard(text)
    assert one.admit(one.target("https://partner.example/")) == [text]


@given(st.ip_addresses())
def test_what_python_knows_as_inner_is_never_let_through(address):
    inner = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast or address.is_unspecified
    if inner or not address.is_global:
        assert refusal(address) or address in NAT64_OF_PUBLIC


class _PublicNat64:
    """64:ff9b::/96 is not global to Python, and is what it carries to us."""

    def __contains__(self, address) -> bool:
        text = address.exploded
        return text.startswith("0064:ff9b:0000:0000:0000:0000:") and refusal(ip_address(int(address) & 0xFFFFFFFF)) is None


NAT64_OF_PUBLIC = _PublicNat64()


@given(st.ip_addresses(v=4))
def test_an_address_is_refused_in_every_disguise(address):
    plain, number = refusal(address), int(address)
    for prefix in ("::ffff:0:0", "64:ff9b::", "2606::5efe:0:0"):
        assert refusal(ip_address(int(ip_address(prefix)) + number)) == plain


def test_the_operator_can_refuse_networks_of_its_own():
    one = guard("93.184.216.34", refused=networks("93.184.216.0/24, 2606:4700::/32"))
    with pytest.raises(Forbidden, match="operator"):
        one.admit(one.target("https://partner.example/"))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://partner.example/", "scheme"),
        ("ftp://partner.example/", "scheme"),
        ("file:///etc/passwd", "url"),
        ("gopher://127.0.0.1:5672/_x", "scheme"),
        ("https://user@partner.example/", "credentials"),
        ("https://user:word@partner.example/", "credentials"),
        ("https://@partner.example/", "credentials"),
        ("https://partner.example/#part", "url"),
        ("https:///path", "url"),
        ("https://partner.example:99999/", "url"),
        ("https://partner.example:0/", "url"),
        ("https://partner.example/a b", "url"),
        ("https://partner.example/\r\nX: y", "url"),
        ("https://partner.example\\@127.0.0.1/", "url"),
        ("https://пример.example/", "url"),
        ("https://[::1/", "url"),
        ("", "url"),
        ("https://partner.example/" + "x" * 2000, "url"),
    ],
)
def test_a_url_that_is_none_of_a_partner_s_is_refused(url, reason):
    with pytest.raises(Forbidden) as refused:
        guard().target(url)
    assert refused.value.reason == reason


def test_http_and_loopback_are_let_through_in_development_only():
    one = guard("127.0.0.1", loopback=True)
    assert one.admit(one.target("http://partner.example:8080/a?b=c")) == ["127.0.0.1"]
    outside = guard("93.184.216.34", loopback=True)
    with pytest.raises(Forbidden, match="scheme"):
        outside.admit(outside.target("http://partner.example/"))
    inner = guard("127.0.0.1", "10.0.0.1", loopback=True)
    with pytest.raises(Forbidden, match="private"):
        inner.admit(inner.target("http://partner.example/"))


def test_a_name_without_an_address_is_unresolved():
    one = guard()
    with pytest.raises(Unresolved):
        one.admit(one.target("https://partner.example/"))


def test_a_target_is_what_the_url_says():
    target = guard().target("https://partner.example:8443/toono/events?key=1")
    assert (target.host, target.port, target.path) == ("partner.example", 8443, "/toono/events?key=1")

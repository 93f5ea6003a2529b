"""Only public addresses are connected to, in whatever way they are written."""

from __future__ import annotations

import socket

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnsafeAddress
from ingest.http.addresses import Addresses
from ingest.http.guard import Deadline, Transport, public
from ingest.http.settings import Network


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_an_inner_address_is_known(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "185.125.190.20", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_address_is_known(address: str) -> None:
    assert public(address)


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that answers with a public number first and an inner one later is looked up once only."""
    looked: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked.append(host)
        number = "203.0.113.1" if len(looked) > 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    client = httpx.Client(transport=Transport(Network().trust(), Deadline(), checked=True, look_up=look_up))
    with pytest.raises(UnsafeAddress, match=r"127\.0\.0\.1"):
        client.get("http://site.example/")
    assert looked == ["site.example"]
    client.close()


def test_one_inner_address_among_public_ones_refuses_them_all() -> None:
    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("8.8.8.8", "10.0.0.1")]

    client = httpx.Client(transport=Transport(Network().trust(), Deadline(), checked=True, look_up=look_up))
    with pytest.raises(UnsafeAddress, match=r"10\.0\.0\.1"):
        client.get("http://site.example/")
    client.close()


def test_a_deadline_that_has_passed_ends_every_step() -> None:
    with pytest.raises(httpcore.ReadTimeout):
        Deadline(0.0).left(5.0)


@given(st.text())
def test_no_text_leads_off_the_declared_hosts(text: str) -> None:
    addresses = Addresses("s", ("s.example",), "")
    try:
        host = addresses.host_of(text)
    except UnsafeAddress:
        return
    assert host == "s.example"


@given(st.text(alphabet="abc/.:@\\%?#[]", max_size=20))
def test_no_path_leads_out_of_the_gateway(path: str) -> None:
    addresses = Addresses("s", ("s.example",), "http://gateway.example")
    asked = addresses.through(f"https://s.example/{path}")
    assert asked.startswith("http://gateway.example/s.example/")

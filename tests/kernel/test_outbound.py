"""Calls to other people's servers never reach our own, whatever the address looks like, and end in time and size."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kernel.outbound import OutboundError, OutboundRefused, call, check, is_open
from tests.kernel.servers import HOST, Receiver, certificate, receiver

# Each reaches a server on this machine, or one inside somebody's network, with some client or resolver.
SPELLINGS = [
    "http://127.0.0.1:{port}/", "http://127.0.0.1.:{port}/", "http://127.1:{port}/", "http://127.0.1:{port}/", "http://127.255.255.254:{port}/",
    "http://2130706433:{port}/", "http://2130706433.:{port}/", "http://0x7f000001:{port}/", "http://0x7F.0.0.1:{port}/", "http://0x7f.1:{port}/",
    "http://017700000001:{port}/", "http://0177.0.0.1:{port}/", "http://0177.0x0.0.1:{port}/", "http://127.000.000.001:{port}/", "http://00127.0.0.1:{port}/",
    "http://4294967297:{port}/", "http://0:{port}/", "http://0.0.0.0:{port}/", "http://0.0.0.1:{port}/", "http://localhost:{port}/", "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/", "http://[::1]:{port}/", "http://[0:0:0:0:0:0:0:1]:{port}/", "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[::ffff:7f00:1]:{port}/", "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/", "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://[64:ff9b:1::10.0.0.1]:{port}/", "http://[2002:7f00:1::]:{port}/",
    "http://[2002:a00:1::1]:{port}/", "http://[2001:0:7f00:1::]:{port}/", "http://[2a00:1450::5efe:7f00:1]:{port}/", "http://[fe80::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/", "http://[fc00::1]:{port}/", "http://[fd00:ec2::254]:{port}/", "http://[ff02::1]:{port}/", "http://[fec0::1]:{port}/",
    "http://[::1%25lo]:{port}/", "http://10.0.0.1:{port}/", "http://172.16.0.1:{port}/", "http://172.31.255.255:{port}/", "http://192.168.0.1:{port}/",
    "http://169.254.169.254:{port}/latest/meta-data/", "http://100.100.100.200:{port}/", "http://100.64.0.1:{port}/", "http://168.63.129.16:{port}/",
    "http://192.0.0.192:{port}/", "http://198.18.0.1:{port}/", "http://203.0.113.1:{port}/", "http://224.0.0.1:{port}/", "http://255.255.255.255:{port}/",
    "http://240.0.0.1:{port}/", "http://user@127.0.0.1:{port}/", "http://8.8.8.8@127.0.0.1:{port}/", "http://127.0.0.1:{port}@8.8.8.8/",
    "http://8.8.8.8\\@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@8.8.8.8/", "http://8.8.8.8 .127.0.0.1:{port}/",
    "http://127。0。0。1:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://１２７.0.0.1:{port}/", "http://ⓛocalhost:{port}/", "http://127.0.0.1%00.example.com:{port}/",
    "http://127.0.0.1%2f@example.com:{port}/", "http://%31%32%37.0.0.1:{port}/", "http://%6c%6f%63alhost:{port}/", "http://127.0.0.1\n:{port}/", "http://\t127.0.0.1:{port}/",
    "//127.0.0.1:{port}/", "127.0.0.1:{port}", "http:127.0.0.1:{port}", "http:/127.0.0.1:{port}", "http:///127.0.0.1:{port}/", "http://[127.0.0.1]:{port}/",
    "http://[::1:{port}/", "http://::1:{port}/", "http://x[::1]:{port}/", "http://127.0.0.1:{port}:80/", "http://127.0.0.1:99999/", "http://127.0.0.1:-1/",
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "dict://127.0.0.1:{port}/", "unix:///var/run/x.sock", "data:text/plain,x", "", "http://",
    "http://:{port}/", "http://.:{port}/", "http://..:{port}/", "http://a..b:{port}/", "http://-:{port}/", "http://metadata:{port}/",
]  # fmt: skip


@pytest.fixture
def plain() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


@pytest.fixture
def secure(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A server with a certificate for HOST, which the resolver finds at 127.0.0.1; only this address is opened."""
    public, pem = certificate(tmp_path, HOST)
    with receiver(pem) as found:
        settings.OUTBOUND_CA_FILE, settings.OUTBOUND_NETWORKS, settings.OUTBOUND_PORTS = str(public), ("127.0.0.1/32",), (found.port,)
        resolve_to(monkeypatch, {HOST: ["127.0.0.1"]})
        yield found


def resolve_to(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> list[str]:
    """The resolver knows these names only; returns the list of what it is asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        if host in answers:
            asked.append(host)
            return [answer for address in answers[host] for answer in real(address, port, *args, **more)]
        return real(host, port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


def test_there_are_fifty_spellings_and_more() -> None:
    assert len(set(SPELLINGS)) >= 50


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_reaches_this_machine(plain: Receiver, settings: Settings, spelling: str) -> None:
    settings.OUTBOUND_HTTP, settings.OUTBOUND_PORTS = True, (plain.port, 80)
    url = spelling.format(port=plain.port)
    with pytest.raises(OutboundRefused):
        call("GET", url, seconds=2)
    with pytest.raises(OutboundRefused):
        check(url)
    assert not plain.requests


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "114.114.114.114", "2606:4700::1111", "240e::1", "2400:3200::1"])
def test_the_public_internet_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize("address", ["", "x", "8.8.8.8.", "8.8.8", "2606:4700::1111%eth0", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2001:db8::1", "3fff::1", "5f00::1", "100::1"])
def test_what_only_looks_like_it_is_not(address: str) -> None:
    assert not is_open(address)


def test_only_https(plain: Receiver, settings: Settings) -> None:
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_PORTS = ("127.0.0.1/32",), (plain.port,)
    with pytest.raises(OutboundRefused, match="https"):
        call("GET", f"http://127.0.0.1:{plain.port}/echo")
    settings.OUTBOUND_HTTP = True
    assert call("GET", f"http://127.0.0.1:{plain.port}/echo").body == b"hello"


def test_only_the_ports_allowed(secure: Receiver, settings: Settings) -> None:
    settings.OUTBOUND_PORTS = (443,)
    with pytest.raises(OutboundRefused, match="port"):
        call("GET", f"https://{HOST}:{secure.port}/echo")
    assert not secure.requests


def test_the_right_host_in_sni_and_header_though_the_address_is_pinned(secure: Receiver) -> None:
    reply = call("POST", f"https://{HOST}:{secure.port}/echo?a=1#f", body=b"data", headers={"X-Signature": "s", "Host": "evil", "Content-Length": "0", "accept-encoding": "gzip"})
    assert (reply.status, reply.body) == (404, b"data")
    method, path, headers, body = secure.requests[0]
    assert (method, path, body) == ("POST", "/echo?a=1", b"data")
    assert (headers["host"], headers["x-signature"], headers["accept-encoding"]) == (f"{HOST}:{secure.port}", "s", "identity")
    assert secure.server_names == [HOST]


def test_a_name_that_changes_its_address_is_asked_once(secure: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolve_to(monkeypatch, {HOST: ["127.0.0.1"]})
    call("GET", f"https://{HOST}:{secure.port}/echo")
    assert asked == [HOST]


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["8.8.8.8", "::ffff:127.0.0.1"], ["169.254.169.254"]])
def test_a_public_name_with_a_closed_address_is_refused(plain: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    settings.OUTBOUND_HTTP, settings.OUTBOUND_PORTS = True, (plain.port,)
    resolve_to(monkeypatch, {"rebind.example.com": addresses})
    with pytest.raises(OutboundRefused):
        call("GET", f"http://rebind.example.com:{plain.port}/")
    assert not plain.requests


def test_a_name_that_is_not_found_may_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(OutboundError) as caught:
        call("GET", "https://gone.example.com/")
    assert not isinstance(caught.value, OutboundRefused)


@pytest.mark.parametrize("names", [("other.example",), ("127.0.0.1",)])
def test_a_certificate_for_another_name_is_refused(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    public, pem = certificate(tmp_path, *names)
    resolve_to(monkeypatch, {HOST: ["127.0.0.1"]})
    with receiver(pem) as found:
        settings.OUTBOUND_CA_FILE, settings.OUTBOUND_NETWORKS, settings.OUTBOUND_PORTS = str(public), ("127.0.0.1/32",), (found.port,)
        with pytest.raises(OutboundError, match="SSL|Certificate"):
            call("GET", f"https://{HOST}:{found.port}/echo")
        assert not found.requests


def test_an_unknown_authority_is_refused(secure: Receiver, settings: Settings) -> None:
    settings.OUTBOUND_CA_FILE = ""
    with pytest.raises(OutboundError):
        call("GET", f"https://{HOST}:{secure.port}/echo")
    assert not secure.requests


def test_a_redirect_is_an_answer_unless_following_was_asked_for(secure: Receiver) -> None:
    secure.location = f"https://{HOST}:{secure.port}/echo"
    assert call("GET", f"https://{HOST}:{secure.port}/redirect").status == 302
    assert call("GET", f"https://{HOST}:{secure.port}/redirect", redirects=1).body == b"hello"
    assert call("POST", f"https://{HOST}:{secure.port}/redirect", redirects=5).status == 302


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/", "https://169.254.169.254:{port}/", "//[::1]:{port}/", "file:///etc/passwd", "https://10.0.0.1:{port}/", "https://user@x.example/"])
def test_a_redirect_to_a_closed_address_is_refused(secure: Receiver, plain: Receiver, settings: Settings, target: str) -> None:
    settings.OUTBOUND_PORTS = (secure.port, plain.port)
    secure.location = target.format(port=plain.port)
    with pytest.raises(OutboundRefused):
        call("GET", f"https://{HOST}:{secure.port}/redirect", redirects=3)
    assert not plain.requests
    assert len(secure.requests) == 1


def test_redirects_end(secure: Receiver) -> None:
    secure.location = "/redirect"
    assert call("GET", f"https://{HOST}:{secure.port}/redirect", redirects=3).status == 302
    assert len(secure.requests) == 4


def test_headers_do_not_follow_to_another_host(secure: Receiver, plain: Receiver, settings: Settings) -> None:
    settings.OUTBOUND_HTTP, settings.OUTBOUND_PORTS = True, (secure.port, plain.port)
    secure.location = f"http://127.0.0.1:{plain.port}/echo"
    call("GET", f"https://{HOST}:{secure.port}/redirect", headers={"Authorization": "canary"}, redirects=1)
    assert "canary" not in str(plain.requests)
    assert "canary" in str(secure.requests)


def test_a_large_answer_is_cut_off(secure: Receiver) -> None:
    with pytest.raises(OutboundError, match="larger"):
        call("GET", f"https://{HOST}:{secure.port}/large", most=200_000)
    assert len(call("GET", f"https://{HOST}:{secure.port}/large", most=10_000_000).body) == 100 * 64 * 1024


@pytest.mark.parametrize("path", ["/silent", "/trickle", "/headers"])
def test_a_slow_answer_is_cut_off_in_time(secure: Receiver, path: str) -> None:
    start = time.monotonic()
    with pytest.raises(OutboundError):
        call("GET", f"https://{HOST}:{secure.port}{path}", seconds=1)
    assert time.monotonic() - start < 2.5


def test_a_header_cannot_carry_another_request(secure: Receiver) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: call("GET", f"https://{HOST}:{secure.port}/echo", headers={"X": "a\r\nHost: evil"}),
        lambda: call("GET", f"https://{HOST}:{secure.port}/echo HTTP/1.1\r\nX: y"),
        lambda: call("GET\r\nX: y", f"https://{HOST}:{secure.port}/echo"),
    ]
    for attempt in attempts:
        with pytest.raises(OutboundError):
            attempt()
    assert not secure.requests


def test_proxies_of_the_environment_are_not_used(secure: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert call("GET", f"https://{HOST}:{secure.port}/echo").status == 200

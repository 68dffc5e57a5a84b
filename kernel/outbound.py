"""HTTP to other people's servers, closed against being used to reach our own (SSRF).

An address is looked up once, every answer is judged, and the connection goes to the judged address itself, with the host's
name in SNI, certificate check and Host header. Only https, unless settings say otherwise; no proxies from the environment, no
cookies, no decompression; redirects are followed only when asked for, each as a new address. Size and time are limited.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Timer
from typing import IO
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

LONGEST_URL = 2_000
_NAME = re.compile(r"(?=.{1,253}\.?\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?", re.ASCII)
_LOOKS_LIKE_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\.?", re.ASCII)
_REDIRECTS = {301, 302, 303, 307, 308}
_OURS = {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "proxy-authorization", "te", "trailer", "upgrade"}

# IANA's special-purpose registries, and 168.63.129.16, which is a cloud's inside behind a public number
_CLOSED_V4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24",
        "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4", "168.63.129.16/32",
    )
]  # fmt: skip
# Everything outside global unicast is closed (mapped and NAT64 addresses are), and in it what tunnels IPv4, documents or tests
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = [ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")]
_ISATAP = {0x00005EFE, 0x02005EFE}


class OutboundError(Exception):
    """The call did not come to an answer; it may be tried again."""


class OutboundRefused(OutboundError):
    """We do not call this address; trying again changes nothing."""


class OutboundTooLarge(OutboundError):
    """The answer is larger than the caller takes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status; header names in lower case. `body` is empty where it went into a file."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def call(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, most: int = 1024 * 1024, seconds: float = 10.0, redirects: int = 0,
    into: IO[bytes] | None = None,
) -> Reply:
    """One request; `most` bytes and `seconds` are for all of it. Redirects are followed for GET and HEAD only, without
    the caller's headers once the host changes. A large answer goes `into` an empty file. Errors: OutboundRefused, OutboundTooLarge, OutboundError."""
    deadline = time.monotonic() + seconds
    given = {name: value for name, value in (headers or {}).items() if name.lower() not in _OURS}
    for hops_left in range(redirects if method in {"GET", "HEAD"} else 0, -1, -1):
        if into is not None:
            into.seek(0)
            into.truncate()
        reply = _once(method, url, body, given, most, deadline, into)
        target = reply.headers.get("location")
        if reply.status not in _REDIRECTS or not target or not hops_left:
            break
        onward = urljoin(url, target)
        if _parts(onward).netloc != _parts(url).netloc:
            given = {}
        url = onward
    return reply


def check(url: str) -> None:
    """Refuse an address as `call` would, before it is stored. It is judged again at each call. Errors: OutboundRefused, OutboundError."""
    parts = _parts(url)
    _addresses(parts.hostname or "", _port(parts))


def check_spelling(url: str) -> None:
    """As `check`, without asking for the host's name: for an act, which holds locks. Errors: OutboundRefused."""
    parts = _parts(url)
    host, port = parts.hostname or "", _port(parts)
    if port not in settings.OUTBOUND_PORTS:
        raise OutboundRefused(f"port {port} is not called")
    literal = parts.netloc.startswith("[") or _LOOKS_LIKE_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2])
    if literal and not is_open(host.rstrip(".")):
        raise OutboundRefused("the host is not on the public internet")


def is_open(address: str) -> bool:
    """Whether an IP address in canonical text is one of the public internet's (or of settings.OUTBOUND_NETWORKS)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(found in ipaddress.ip_network(network) for network in settings.OUTBOUND_NETWORKS):
        return True
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _CLOSED_V4)
    if found.scope_id or found not in _GLOBAL_V6 or any(found in network for network in _CLOSED_V6):
        return False
    return (int(found) >> 32) & 0xFFFFFFFF not in _ISATAP


def _parts(url: str) -> SplitResult:
    """The address's parts, if it is spelled plainly: two readers of a URL must not see two hosts in it."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\<>\"{}|^`"):
        raise OutboundRefused("the address holds characters that it should not hold, or is too long")
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError as error:
        raise OutboundRefused("the address cannot be read") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.OUTBOUND_HTTP):
        raise OutboundRefused("only https is called")
    if "@" in parts.netloc or "%" in parts.netloc:
        raise OutboundRefused("the address must not hold a user or an escaped host")
    host = parts.hostname or ""
    if parts.netloc.startswith("["):
        try:
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise OutboundRefused("the host is not an IPv6 address") from error
    elif _LOOKS_LIKE_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
        try:  # one spelling of IPv4 only: not 127.1, 0x7f.0.0.1, 0177.0.0.1, 2130706433
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise OutboundRefused("the host is not an IPv4 address of four plain numbers") from error
    elif not _NAME.fullmatch(host):
        raise OutboundRefused("the host is not a name of the public internet")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else (443 if parts.scheme == "https" else 80)


def _addresses(host: str, port: int) -> list[str]:
    """The host's addresses, all of them open: one closed among them refuses the host."""
    if port not in settings.OUTBOUND_PORTS:
        raise OutboundRefused(f"port {port} is not called")
    try:
        found = [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise OutboundError("the host's name was not found") from error
    if not found or not all(is_open(address) for address in found):
        raise OutboundRefused("the host is not on the public internet")
    return found


def _once(method: str, url: str, body: bytes, headers: Mapping[str, str], most: int, deadline: float, into: IO[bytes] | None) -> Reply:
    parts = _parts(url)
    host, port = parts.hostname or "", _port(parts)
    address = _addresses(host, port)[0]
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutboundError("the time is up")
    if parts.scheme == "https":
        trusted = _tls(settings.OUTBOUND_CA_FILE)
        connection: HTTPConnection = HTTPSConnection(address, port, timeout=left, ssl_context=trusted, server_hostname=host.rstrip("."))
    else:
        connection = HTTPConnection(address, port, timeout=left)
    # A server that trickles one byte at a time passes every timeout of a single read; this ends the connection under it.
    # (The connection lets go of its socket once it reads the body, so the socket is held here.)
    held: list[socket.socket | None] = []
    alarm = Timer(left, lambda: _cut(connection.sock, *held))
    alarm.daemon = True
    alarm.start()
    try:
        connection.connect()
        held.append(connection.sock)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method, target, body=body or None, headers={"User-Agent": "Shugang", **headers, "Host": parts.netloc, "Accept-Encoding": "identity", "Connection": "close"},
            preload_content=False, decode_content=False,
        )
        response = connection.getresponse()
        return Reply(response.status, {name.lower(): value for name, value in response.headers.items()}, _limited(response, most, deadline, into), url)
    except (HTTPError, OSError, ValueError) as error:
        raise OutboundError(f"no answer: {type(error).__name__}") from error
    finally:
        alarm.cancel()
        connection.close()


def _limited(response: BaseHTTPResponse, most: int, deadline: float, into: IO[bytes] | None) -> bytes:
    found, size = bytearray(), 0
    for chunk in response.stream(64 * 1024, decode_content=False):
        size += len(chunk)
        if size > most:
            raise OutboundTooLarge(f"the answer is larger than {most} bytes")
        if into is None:
            found += chunk
        else:
            into.write(chunk)
    if time.monotonic() > deadline:  # the alarm's cut can look like the end of the answer
        raise OutboundError("the time is up")
    return bytes(found)


def _cut(*sockets: socket.socket | None) -> None:
    for found in sockets:
        if found is not None:
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)


@cache
def _tls(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or None)

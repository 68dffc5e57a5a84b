"""Real local servers for the outbound tests: HTTPS under an authority of the test's own, answering as the path says."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "receiver.example"


def certificate(folder: Path, *names: str) -> tuple[Path, Path]:
    """A certificate for the names (and 127.0.0.1) with its key in one file; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names if name != "127.0.0.1"]
    if "127.0.0.1" in names:
        alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = folder / f"{'-'.join(names)}.pem"
    both = folder / f"{'-'.join(names)}-key.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    both.write_bytes(public.read_bytes() + private)
    return public, both


@dataclass
class Receiver:
    """What arrived, and where to redirect to."""

    port: int = 0
    location: str = ""
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)


@contextmanager
def receiver(pem: Path | None = None) -> Iterator[Receiver]:
    """A running server: /echo, /redirect, /large, /trickle, /silent, /headers."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found.requests.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            with suppress(OSError):
                self.answer(body)

        do_GET = do_POST

        def answer(self, body: bytes) -> None:
            if self.path.startswith("/redirect"):
                self.send_response(302)
                self.send_header("Location", found.location)
                self.end_headers()
            elif self.path == "/large":
                self.send_response(200)
                self.end_headers()
                for _ in range(100):
                    self.wfile.write(bytes(64 * 1024))
            elif self.path == "/silent":
                time.sleep(5)
            elif self.path in {"/trickle", "/headers"}:
                line = b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if self.path == "/trickle" else b"X-Long: ")
                self.wfile.write(line)
                for _ in range(50):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
            else:
                self.send_response(200 if self.path == "/echo" else 404)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(body or b"hello")

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up during the handshake is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        context.sni_callback = lambda _socket, name, _context: found.server_names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()

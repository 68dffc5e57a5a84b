"""A real catalogue server on this machine that answers as a test says: pages, validators, slowness, cuts, redirects."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.catalog.interchange.material import packed


@dataclass
class Answer:
    """`cut` sends so many bytes of the body and hangs up; `drip` sends a byte every so many seconds; without `length` the end is the connection's."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0
    length: bool = True


@dataclass
class Remote:
    """`routes` by path: an answer, or a function of the request."""

    port: int = 0
    routes: dict[str, Answer | Callable[[Any], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def remote() -> Iterator[Remote]:
    found = Remote()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.headers.append({name.lower(): value for name, value in self.headers.items()})
            route = found.routes.get(urlsplit(self.path).path, Answer(status=404))
            with suppress(OSError):
                self.tell(route(self) if callable(route) else route)

        def tell(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.length and answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.drip:
                for at in range(len(answer.body)):
                    self.wfile.write(answer.body[at : at + 1])
                    time.sleep(answer.drip)
            else:
                self.wfile.write(answer.body[: answer.cut])

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what some tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def ckan(packages: list[dict[str, Any]], *, most: int = 2, count: int | None = None) -> Callable[[Any], Answer]:
    """A CKAN that gives at most `most` packages a page, whatever it is asked for."""

    def answer(request: Any) -> Answer:
        asked = parse_qs(urlsplit(request.path).query)
        start = int(asked["start"][0])
        some = packages[start : start + min(most, int(asked["rows"][0]))]
        return Answer(packed({"success": True, "result": {"count": len(packages) if count is None else count, "results": some}}))

    return answer


def package(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"p{number}", "name": f"package-{number}", "title": f"Package {number}", "resources": [], **more}


def turtle(*numbers: int, following: str = "") -> bytes:
    """A DCAT page of these datasets, with a next page."""
    lines = ["@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .", "<https://cat.example/> a dcat:Catalog ."]
    lines += [f'<https://cat.example/{number}> a dcat:Dataset ; dct:identifier "d{number}" ; dct:title "Dataset {number}"@en .' for number in numbers]
    if following:
        lines.append(f"<https://cat.example/page{numbers[0]}> a hydra:PartialCollectionView ; hydra:next <{following}> .")
    return "\n".join(lines).encode()


def data_json(*numbers: int) -> bytes:
    rows = [{"identifier": f"j{number}", "title": f"Set {number}", "accessLevel": "public"} for number in numbers]
    return json.dumps({"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": rows}).encode()

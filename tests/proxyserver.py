"""A proxy that tunnels: CONNECT and plain requests of HTTP, and SOCKS5 without a login."""

from __future__ import annotations

import socket
import socketserver
import threading
from http.client import HTTPConnection
from typing import BinaryIO
from urllib.parse import urlsplit


class TunnelProxy:
    """Carries whatever it is asked for; `asked` holds each "host:port"."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses = False
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                if self.rfile.peek(1)[:1] == b"\x05":
                    outer._socks(self.rfile, self.connection)
                else:
                    outer._http(self.rfile, self.connection)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """Either side hangs up when it likes."""

        self._server = Server(("127.0.0.1", 0), Handler)
        port = self._server.server_address[1]
        self.http, self.socks = f"http://127.0.0.1:{port}", f"socks5://127.0.0.1:{port}"

    def _http(self, rfile: BinaryIO, client: socket.socket) -> None:
        while line := rfile.readline():
            headers = {}
            while (row := rfile.readline()).strip():
                name, _, value = row.decode().partition(":")
                headers[name] = value.strip()
            method, target, _ = line.decode().split()
            if self.refuses:
                client.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
            elif method == "CONNECT":
                upstream = self._connected(target)
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                _carry(client, upstream)
                return
            else:
                self._answered(method, target, client)

    def _answered(self, method: str, target: str, client: socket.socket) -> None:
        parts = urlsplit(target)
        self.asked.append(parts.netloc)
        site = HTTPConnection(parts.netloc, timeout=10)
        site.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = site.getresponse()
        body = answer.read()
        kind = answer.headers["Content-Type"]
        head = f"HTTP/1.1 {answer.status} X\r\nContent-Type: {kind}\r\n"
        client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        site.close()

    def _socks(self, rfile: BinaryIO, client: socket.socket) -> None:
        rfile.read(rfile.read(2)[1])
        client.sendall(b"\x05\x00")
        kind = rfile.read(4)[3]
        if kind == 1:
            host = socket.inet_ntoa(rfile.read(4))
        else:
            host = rfile.read(rfile.read(1)[0]).decode()
        port = int.from_bytes(rfile.read(2), "big")
        if self.refuses:
            client.sendall(b"\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00")
            return
        upstream = self._connected(f"{host}:{port}")
        client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        _carry(client, upstream)

    def _connected(self, place: str) -> socket.socket:
        self.asked.append(place)
        host, _, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=10)

    def __enter__(self) -> TunnelProxy:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _carry(client: socket.socket, upstream: socket.socket) -> None:
    def copy(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    up = threading.Thread(target=copy, args=(client, upstream), daemon=True)
    up.start()
    copy(upstream, client)
    upstream.close()

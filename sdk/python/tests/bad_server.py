"""Real listeners that misbehave, as proxies, captive portals and broken servers do."""

import socket
import threading
import time


class BadServer:
    """Accepts on loopback and hands each connection, with what was asked, to ``behave(connection, request)``."""

    def __init__(self, behave):
        self._behave = behave
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(50)
        self._connections = []
        self.asked = []
        self.port = self._listener.getsockname()[1]
        self.url = "http://127.0.0.1:%d" % self.port
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        for connection in [self._listener] + self._connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            connection.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            request = b""
            while b"\r\n\r\n" not in request:
                chunk = connection.recv(65536)
                if not chunk:
                    return
                request += chunk
            self.asked.append(request.decode("latin-1"))
            self._behave(connection, request)
        except OSError:
            pass


def silent(connection, request):
    """Says nothing and never hangs up."""


def answering(status, body, *headers):
    """One fixed answer to everything."""
    lines = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), "Connection: close"] + list(headers)
    answer = "\r\n".join(lines).encode("ascii") + b"\r\n\r\n" + body

    def behave(connection, request):
        connection.sendall(answer)
        connection.close()

    return behave


def saying(raw):
    """These bytes, then the end."""
    def behave(connection, request):
        connection.sendall(raw)
        connection.close()

    return behave


def trickling(start):
    """The start of an answer, then one byte a tenth of a second, for ever: each byte resets a socket's time-out."""
    def behave(connection, request):
        connection.sendall(start)
        while True:
            time.sleep(0.1)
            connection.sendall(b"x")

    return behave

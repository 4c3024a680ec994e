"""The real server behind real TLS, with certificates made for the test."""

import datetime
import ipaddress
import os
import socket
import ssl
import threading
from unittest import mock

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from cg_license.exceptions import NetworkError
from tests.bad_server import BadServer, answering
from tests.clients import ServerCase, make_client


def certificate(folder, *names):
    """A self-signed certificate for these names, and its key, in one file."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "studio")])
    now = datetime.datetime.utcnow()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName(list(names)), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256()))
    path = os.path.join(folder, "certificate.pem")
    with open(path, "wb") as file:
        file.write(made.public_bytes(serialization.Encoding.PEM))
        file.write(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


def tls_in_front_of(url, path):
    """The port of a listener that speaks TLS and passes everything on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    target = ("127.0.0.1", int(url.rsplit(":", 1)[1]))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(raw):
        try:
            with context.wrap_socket(raw, server_side=True) as near, socket.create_connection(target) as far:
                threading.Thread(target=pass_on, args=(near, far), daemon=True).start()
                pass_on(far, near)
        except OSError:
            raw.close()

    def pass_on(source, sink):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    return
                sink.sendall(data)
        except (OSError, ValueError):
            return

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


class Tls(ServerCase):
    def setUp(self):
        super().setUp()
        self.home = os.path.join(self.folder, "home")

    def terminator(self, *names):
        self.certificate = certificate(self.folder, *names)
        return tls_in_front_of(self.server.url, self.certificate)

    def test_a_certificate_nobody_vouches_for_is_a_network_error_that_says_so(self):
        port = self.terminator(x509.DNSName("localhost"))
        client = make_client("https://localhost:%d" % port, self.home)
        with self.assertRaises(NetworkError) as caught:
            client.activate(self.server.new_license())
        self.assertIn("certificate", caught.exception.message)
        self.assertIn("SSL_CERT_FILE", caught.exception.message)

    def test_ssl_cert_file_adds_a_studio_s_own_authority(self):
        port = self.terminator(x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        with mock.patch.dict(os.environ, SSL_CERT_FILE=self.certificate):
            for host in ("localhost", "127.0.0.1"):
                client = make_client("https://%s:%d/" % (host, port), self.home)
                self.assertEqual(client.activate(self.server.new_license())["status"], "active")

    def test_a_certificate_for_another_host_is_refused(self):
        port = self.terminator(x509.DNSName("license.studio.example"))
        with mock.patch.dict(os.environ, SSL_CERT_FILE=self.certificate):
            client = make_client("https://localhost:%d" % port, self.home)
            self.assertRaises(NetworkError, client.activate, self.server.new_license())

    def test_a_redirect_from_http_to_https_of_the_same_host_is_followed_with_the_request(self):
        port = self.terminator(x509.DNSName("localhost"))

        def upgrade(connection, request):
            path = request.split()[1].decode("ascii")
            answering("301 Moved", b"", "Location: https://localhost:%d%s" % (port, path))(connection, request)

        plain = BadServer(upgrade)
        self.addCleanup(plain.stop)
        with mock.patch.dict(os.environ, SSL_CERT_FILE=self.certificate):
            client = make_client("http://localhost:%d" % plain.port, self.home)
            self.assertEqual(client.activate(self.server.new_license())["machinesUsed"], 1)
        self.assertEqual([request.split()[1] for request in plain.asked], ["/getSigningKey", "/activate"])

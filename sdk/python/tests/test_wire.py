import unittest

from cg_license import wire
from cg_license.rsa import RsaPublicKey

from . import contract


class Times(unittest.TestCase):
    def test_every_spelling_of_the_contract_is_read(self):
        for text, seconds in (
            ("1970-01-01", 0), ("2027-01-31", 1801353600), ("2027-01-31T10:30", 1801391400),
            ("2027-01-31T10:30:05", 1801391405), ("2027-01-31T10:30:05Z", 1801391405),
            ("2027-01-31T10:30:05.250Z", 1801391405.25), ("2027-01-31T10:30:05.2500000+02:00", 1801384205.25),
            ("2028-02-29T00:00-05:30", 1835415000),
        ):
            with self.subTest(text):
                self.assertEqual(wire.unix_time(text), seconds)

    def test_what_is_no_time_is_refused(self):
        for text in ("", "tomorrow", "20270131", "2027-02-29", "2027-13-01", "2027-01-31T24:00Z", "2027-01-31T10:30:61Z",
                     "2027-01-31 10:30", "2027-01-31T", "2027-01-31T10:30:05.Z", "2027-01-31T10:30z", "2027-01-31\n"):
            with self.subTest(text):
                self.assertRaises(ValueError, wire.unix_time, text)

    def test_times_are_written_in_utc_with_milliseconds(self):
        self.assertEqual(wire.iso_time(1801391405.25), "2027-01-31T10:30:05.250Z")
        self.assertEqual(wire.iso_time(2 ** 62), "9999-12-31T23:59:59.000Z")


class Json(unittest.TestCase):
    def test_only_one_way_to_read_it_is_accepted(self):
        for data in (b"", b"null", b"[]", b'"x"', b'{"a":1,"a":1}', b'{"b":{"a":1,"a":2}}', b'{"a":NaN}', b'{"a":"\\ud800"}',
                     b'{"a":"\xff"}', b'\xef\xbb\xbf{}', b'{} {}', b'{"a":1,}', b"[" * 60000, b'{"a":' * 17 + b"1" + b"}" * 17):
            with self.subTest(data[:20]):
                self.assertRaises(ValueError, wire.json_object, data)
        self.assertEqual(wire.json_object(b' {"a": {"a": 1}} '), {"a": {"a": 1}})

    def test_a_field_of_another_type_is_refused(self):
        document = {"text": 1, "number": True, "float": 1.0, "huge": 1 << 63, "texts": ["a", 1], "time": "soon", "null": None}
        for read, name in ((wire.text_of, "text"), (wire.number_of, "number"), (wire.number_of, "float"),
                           (wire.number_of, "huge"), (wire.texts_of, "texts"), (wire.time_of, "time")):
            self.assertRaises(ValueError, read, document, name)
            self.assertIsNone(read(document, "null"))
            self.assertIsNone(read(document, "absent"))


class PublicKeys(unittest.TestCase):
    def setUp(self):
        self.pem = contract.read("tokens", "vectors.json")["rootPem"]

    def test_a_key_is_known_by_its_rfc_7638_thumbprint(self):
        key = RsaPublicKey(
            wire.base64url_decode(
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
                "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
                "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
                "nqDKgw"), wire.base64url_decode("AQAB"))
        self.assertEqual(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")

    def test_both_pem_forms_give_the_same_key(self):
        body = "".join(self.pem.split("-----")[2].split())
        import base64
        # The PKCS#1 key is what stands behind the 24 bytes of the SubjectPublicKeyInfo around it.
        pkcs1 = base64.b64encode(base64.b64decode(body)[24:]).decode("ascii")
        text = "-----BEGIN RSA PUBLIC KEY-----\n%s\n-----END RSA PUBLIC KEY-----\n" % pkcs1
        self.assertEqual(RsaPublicKey.from_pem(text).thumbprint(), RsaPublicKey.from_pem(self.pem).thumbprint())

    def test_a_key_cut_short_anywhere_is_refused(self):
        lines = self.pem.strip().splitlines()
        for kept in range(1, len(lines) - 1):
            with self.subTest(kept):
                self.assertRaises(ValueError, RsaPublicKey.from_pem, "\n".join(lines[:kept] + lines[-1:]))
        self.assertRaises(ValueError, RsaPublicKey.from_pem, "\n".join(lines[:-1]))
        self.assertRaises(ValueError, RsaPublicKey.from_pem, self.pem.replace("MII", "M*I"))

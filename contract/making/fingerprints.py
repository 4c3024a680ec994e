"""Fingerprints: SHA-256 of 'cglicense/fp/v1', salt and machine identity, each on its own line."""
import hashlib

SALTS = ["demo-salt", "s", "Salz für Straße", "塩と光", "clé-🔑-ключ", "with space ", "line\nbreak", "x" * 200]
IDENTITIES = ["0123456789abcdef0123456789abcdef", "4c4c4544-0042-4a10-8051-b2c04f4d3232", "render-node-017",
              "host:arbeitsplatz-ö", "A"]


def vectors():
    return [
        {"salt": salt, "identity": identity,
         "fingerprint": hashlib.sha256(("cglicense/fp/v1\n%s\n%s" % (salt, identity)).encode("utf-8")).hexdigest()}
        for salt in SALTS for identity in IDENTITIES]

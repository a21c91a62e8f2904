"""Reads Proton Authenticator's export, as Proton describes it in its source (authenticator-rust-core, export)."""

import base64, json

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common import from_uri, main


def open_export(export, password):
    key = hash_secret_raw(password, base64.b64decode(export["salt"]), 2, 19 * 1024, 1, 32, Type.ID)
    content = base64.b64decode(export["content"])
    return json.loads(AESGCM(key).decrypt(content[:12], content[12:], b"proton.authenticator.export.v1"))


def read(content, password):
    export = json.loads(content)
    export = open_export(export, password) if password else export
    assert export["version"] == 1
    for entry in export["entries"]:
        content = entry["content"]
        account = from_uri(content["uri"], notes=entry["note"])
        assert content["entry_type"] == {"totp": "Totp", "steam": "Steam"}[account["type"]]
        yield account | dict(name=content["name"])


main(read)

"""Reads Ente Auth's export with libsodium, as Ente's documentation of the encrypted export describes it."""

import base64, json
from urllib.parse import parse_qs, urlsplit

from nacl import bindings
from nacl.pwhash.argon2id import kdf

from common import from_uri, main


def open_export(export, password):
    assert export["version"] == 1
    params = export["kdfParams"]
    salt = base64.b64decode(params["salt"])
    key = kdf(32, password, salt, opslimit=params["opsLimit"], memlimit=params["memLimit"])
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = base64.b64decode(export["encryptionNonce"])
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    sealed = base64.b64decode(export["encryptedData"])
    message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed)
    assert tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    return message


def read(content, password):
    text = open_export(json.loads(content), password) if password else content
    for uri in text.decode().splitlines():
        display = json.loads(parse_qs(urlsplit(uri).query)["codeDisplay"][0])
        assert not display["trashed"]
        yield from_uri(uri, tags=display["tags"], notes=display["note"], favorite=display["pinned"],
                       use_count=display["tapCount"])


main(read)

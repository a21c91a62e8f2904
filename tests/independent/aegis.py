"""Reads Aegis's vault by its published description (Aegis, docs/vault.md)."""

import base64, json

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from common import account, main, unbase32, unhash


def unseal(key, params, sealed):
    return AESGCM(key).decrypt(bytes.fromhex(params["nonce"]), sealed + bytes.fromhex(params["tag"]), None)


def open_vault(vault, password):
    slot, = [slot for slot in vault["header"]["slots"] if slot["type"] == 1]
    kdf = Scrypt(salt=bytes.fromhex(slot["salt"]), length=32, n=slot["n"], r=slot["r"], p=slot["p"])
    master = unseal(kdf.derive(password), slot["key_params"], bytes.fromhex(slot["key"]))
    return json.loads(unseal(master, vault["header"]["params"], base64.b64decode(vault["db"])))


def read(content, password):
    vault = json.loads(content)
    assert vault["version"] == 1
    db = open_vault(vault, password) if password else vault["db"]
    assert db["version"] == 3
    groups = {group["uuid"]: group["name"] for group in db["groups"]}
    for entry in db["entries"]:
        info = entry["info"]
        tags = [groups[uuid] for uuid in entry["groups"]]
        icon = entry["icon"] and unhash(entry["icon"])
        yield account(entry["type"], entry["issuer"], entry["name"], unbase32(info["secret"]), info["algo"],
                      info["digits"], info.get("period"), info.get("counter"), pin=info.get("pin"), tags=tags,
                      notes=entry["note"], favorite=entry["favorite"], icon=icon)


main(read)

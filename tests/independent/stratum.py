"""Reads Stratum's backup by its published description (Stratum, doc/BACKUP_FORMAT.md)."""

import json

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common import account, main, unbase32, unhash

TYPES = {1: "hotp", 2: "totp", 3: "motp", 4: "steam", 5: "yandex"}
ALGORITHMS = ["SHA1", "SHA256", "SHA512"]


def open_backup(content, password):
    assert content[:16] == b"AUTHENTICATORPRO"
    salt, nonce, sealed = content[16:32], content[32:44], content[44:]
    key = hash_secret_raw(password, salt, 3, 1 << 16, 4, 32, Type.ID)
    return AESGCM(key).decrypt(nonce, sealed, None)


def read(content, password):
    backup = json.loads(open_backup(content, password) if password else content)
    names = {category["Id"]: category["Name"] for category in backup["Categories"]}
    icons = {icon["Id"]: unhash(icon["Data"]) for icon in backup["CustomIcons"]}
    bindings = backup["AuthenticatorCategories"]
    secrets = [entry["Secret"] for entry in backup["Authenticators"]]
    assert len(secrets) == len(set(secrets))
    for entry in backup["Authenticators"]:
        type, secret, icon = TYPES[entry["Type"]], entry["Secret"], entry["Icon"]
        tags = [names[bind["CategoryId"]] for bind in bindings if bind["AuthenticatorSecret"] == secret]
        secret = secret if type == "motp" else unbase32(secret)
        assert entry["Issuer"]
        yield account(type, entry["Issuer"], entry["Username"], secret, ALGORITHMS[entry["Algorithm"]],
                      entry["Digits"], entry["Period"], entry["Counter"], pin=entry["Pin"], tags=tags,
                      use_count=entry["CopyCount"], icon=icon and icons[icon.removeprefix("@")])


main(read)

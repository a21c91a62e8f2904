"""Reads Bitwarden's JSON by its published description (Bitwarden, "Encrypted exports" and "Bitwarden security white
paper")."""

import base64, hashlib, hmac, json

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.padding import PKCS7

from common import from_uri, main


def unseal(text, keys):
    kind, rest = text.split(".", 1)
    assert kind == "2"
    iv, sealed, mac = map(base64.b64decode, rest.split("|"))
    assert hmac.compare_digest(hmac.new(keys[1], iv + sealed, "sha256").digest(), mac)
    padded = Cipher(algorithms.AES(keys[0]), modes.CBC(iv)).decryptor().update(sealed)
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def open_export(export, password):
    assert export["passwordProtected"] and export["kdfType"] == 1
    salt = hashlib.sha256(export["salt"].encode()).digest()
    memory = export["kdfMemory"] * 1024
    master = hash_secret_raw(password, salt, export["kdfIterations"], memory, export["kdfParallelism"], 32, Type.ID)
    keys = [HKDFExpand(SHA256(), 32, purpose).derive(master) for purpose in (b"enc", b"mac")]
    unseal(export["encKeyValidation_DO_NOT_EDIT"], keys)
    return json.loads(unseal(export["data"], keys))


def read(content, password):
    export = json.loads(content)
    assert export["encrypted"] == bool(password)
    export = open_export(export, password) if password else export
    folders = {folder["id"]: folder["name"] for folder in export["folders"]}
    for item in export["items"]:
        assert item["type"] == 1 and item["name"]
        login = item["login"]
        codes = [field["value"].split("\n") for field in item["fields"]]
        account = from_uri(login["totp"], tags=[folders[item["folderId"]]] if item["folderId"] else [],
                           notes=item["notes"], favorite=item["favorite"], backup_codes=sum(codes, []))
        # What has no names of its own is called like the item.
        names = dict(issuer=item["name"], name=login["username"] or "") if account["type"] == "steam" else {}
        yield account | names


main(read)

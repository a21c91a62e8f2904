"""Reads 2FAS's backup, version 4, as 2FAS for Android describes it in its source (BackupContent, BackupCipher)."""

import base64, json

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from common import account, main, unbase32


def unseal(text, password):
    sealed, salt, nonce = map(base64.b64decode, text.split(":"))
    key = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=10_000).derive(password)
    return AESGCM(key).decrypt(nonce, sealed, None)


def read(content, password):
    backup = json.loads(content)
    assert backup["schemaVersion"] == 4
    services = backup["services"]
    if password:
        # The program opens the reference first, and takes any text that opens for the right password.
        assert services == [] and len(unseal(backup["reference"], password)) == 256
        services = json.loads(unseal(backup["servicesEncrypted"], password))
    groups = {group["id"]: group["name"] for group in backup["groups"]}
    for place, service in enumerate(services):
        otp = service["otp"]
        assert service["order"]["position"] == place and service["name"]
        tags = [groups[service["groupId"]]] if service["groupId"] else []
        yield account(otp["tokenType"].lower(), otp["issuer"], otp["account"], unbase32(service["secret"]),
                      otp["algorithm"], otp["digits"], otp["period"], otp["counter"], tags=tags)


main(read)

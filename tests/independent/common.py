"""What the independent readers share: URIs of one-time passwords ("Key Uri Format"), and how a reader is started.

`READER.py FILE` reads the password from standard input (nothing: the file is not encrypted) and prints a JSON list of
accounts in the file's order. Each has issuer, name, type (totp, hotp, steam, motp or yandex), algorithm, digits,
period or counter, and the secret in hexadecimal; and where the file has them, pin, tags, notes, favorite, use_count,
icon (SHA-256) and backup_codes.
"""

import base64, hashlib, json, sys
from urllib.parse import parse_qs, unquote, urlsplit


def unbase32(text):
    return base64.b32decode(text + "=" * (-len(text) % 8)).hex()


def unhash(picture):
    return hashlib.sha256(base64.b64decode(picture)).hexdigest()


def account(type, issuer, name, secret, algorithm, digits, period=None, counter=None, **more):
    if type in ("steam", "motp", "yandex"):
        algorithm, digits, period = {
            "steam": ("SHA1", 5, 30), "motp": ("MD5", 6, 10), "yandex": ("SHA256", 8, 30)}[type]
    number = dict(counter=counter) if type == "hotp" else dict(period=period)
    shape = dict(type=type, issuer=issuer or "", name=name or "", secret=secret, algorithm=algorithm, digits=digits)
    return shape | number | {key: value for key, value in more.items() if value}


def from_uri(uri, **more):
    """An account of `otpauth://TYPE/LABEL?...`, or of `steam://SECRET`."""
    parts = urlsplit(uri)
    if parts.scheme == "steam":
        return account("steam", "", "", unbase32(parts.netloc), "SHA1", 5, **more)
    assert parts.scheme == "otpauth", parts.scheme
    query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    label = unquote(parts.path[1:])
    issuer, colon, name = label.rpartition(":")
    issuer = query.get("issuer", issuer)
    number = int(query.get("counter", 0)), int(query.get("period", 30))
    return account(parts.netloc, issuer, name, unbase32(query["secret"]), query.get("algorithm", "SHA1").upper(),
                   int(query.get("digits", 6)), number[1], number[0], **more)


def main(read):
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    password = sys.stdin.buffer.read()
    json.dump(list(read(content, password)), sys.stdout)

#!/usr/bin/env python3
"""Reads a vault without Countersign. Written from vault-format.md alone: read that page beside this.

python3 -m venv venv && venv/bin/pip install -r decrypt-requirements.txt
venv/bin/python decrypt.py --password-file FILE my.countersign
For a recovery kit, PyPI's `mnemonic` makes the HEX of --recovery-hex: Mnemonic("english").to_entropy(words).hex()
No key is asked here: --key-slots prints what to ask one for, `fido2-assert -G -h` prints what goes to --fido2-hex.
"""
import argparse, base64, hashlib, hmac, io, json, os, sys, unicodedata
from contextlib import suppress

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PASSWORD, KEYRING, FIDO2, RECOVERY_KIT = 1, 2, 3, 4  # types of slots
MAX_FILE = 256 * 2**20
CBOR = "damaged: CBOR is not as this format has it"

def need(condition, outcome):
    if not condition:
        sys.exit(outcome)

def hkdf(key, salt, info):  # RFC 5869, for one block of output
    return hmac.digest(hmac.digest(salt, key, "sha256"), info + b"\x01", "sha256")

def encode(n, major=0):  # the shortest form there is
    size = next(size for size in (0, 1, 2, 4, 8) if n < (256**size if size else 24))
    head = 32 * major
    return bytes([head + 23 + size.bit_length()]) + n.to_bytes(size, "big") if size else bytes([head + n])

def encode_param(value):
    if type(value) is int:
        return encode(value)
    data = value if type(value) is bytes else value.encode()
    return encode(len(data), 2 if type(value) is bytes else 3) + data

def decode(stream, level=1):
    major, n = divmod(stream.read(1)[0], 32)
    if major == 7 and n in (20, 21, 22):
        return (False, True, None)[n - 20]
    need(major < 6 and n < 28, CBOR)
    if n >= 24:
        head = bytes([n]) + stream.read(2 ** (n - 24))
        n = int.from_bytes(head[1:], "big")
        need(head == encode(n), CBOR)
    if major < 2:
        return n if major == 0 else -1 - n
    if major < 4:
        string = stream.read(min(n, 65536))
        need(len(string) == n, CBOR)
        return string if major == 2 else string.decode()
    need(level <= 32, CBOR)
    if major == 4:
        return [decode(stream, level + 1) for _ in range(n)]
    pairs = [(decode(stream, level + 1), decode(stream, level + 1)) for _ in range(n)]
    keys = [key for key, _ in pairs]
    need(all(type(key) is int and key >= 0 for key in keys) and keys == sorted(set(keys)), CBOR)
    need(level > 1 or not stream.read(), CBOR)  # the outermost map is all there is
    return dict(pairs)

def read(data, kind, credential):
    """The document in the bytes of a vault."""
    need(data[:8] == b"CSIGNVLT", "not-a-vault")
    need(len(data) <= MAX_FILE, "over-a-limit: size of the file")
    version = int.from_bytes(data[8:10], "big")
    end = 14 + int.from_bytes(data[10:14], "big")  # of the header
    body_len = int.from_bytes(data[end + 32 : end + 40], "big")
    need(version != 1 or (end <= 14 + 65536 and body_len <= MAX_FILE), "over-a-limit: header_len or body_len")
    need(hashlib.sha256(data[:-32]).digest() == data[-32:], "damaged: checksum")
    need(version < 2, "newer: format")
    need(version == 1 and len(data) == end + 40 + body_len + 16 + 32, "damaged: format or lengths")
    header = decode(io.BytesIO(data[14:end]))
    check_header(header, header[5])
    if kind is None:
        sys.exit(show_key_slots(header))
    dek = unwrap(header, kind, credential)
    mac = hmac.digest(hkdf(dek, header[2], b"countersign/v1/header"), data[:end], "sha256")
    need(hmac.compare_digest(mac, data[end : end + 32]), "damaged: header_mac")
    head_hash = hashlib.sha256(data[: end + 32]).digest()
    body_key = hkdf(dek, header[2], b"countersign/v1/body" + head_hash)
    plain = AESGCM(body_key).decrypt(bytes(12), data[end + 40 : -32], head_hash + data[end + 32 : end + 40])
    used = 8 + int.from_bytes(plain[:8], "big")
    e = used.bit_length() - 1  # floor(log2(used)), and e.bit_length() is S
    step = 2 ** (e - e.bit_length())
    need(len(plain) == max(16384, (used + step - 1) // step * step) and not any(plain[used:]), "damaged: padding")
    return plain[8:used]

def check_header(header, slots):
    need(type(header.get(6, {})) is dict, "damaged: critical is no map")
    need(header[3] == 1 and header[4] <= 1 and not header.get(6), "newer: suite, min_reader or critical extension")
    need(max(header) <= 7 and all(max(slot) <= 5 for slot in slots), "newer: key in the header or a slot")
    need(type(header.get(7, {})) is dict, "damaged: extensions are no map")
    need(header[1] >= 1 and [len(header[0]), len(header[2])] == [16, 32], "damaged: generation, vault_id or save_salt")
    need(1 <= len({slot[1] for slot in slots}) == len(slots) <= 16, "damaged: number of slots, or two have one id")
    work = 0
    for slot in slots:
        need(type(slot[0]) is type(slot[2]) is int and 0 <= slot[0] < 256 and slot[2] >= 0, "damaged: type or policy")
        need([len(slot[key]) for key in (1, 3, 5)] == [16, 32, 48], "damaged: a length in a slot")
        need(slot[0] not in (KEYRING, RECOVERY_KIT) or slot[4] == [], "damaged: params of a slot")
        if slot[0] == FIDO2:
            credential, site, uv, salt = slot[4]
            need(type(uv) is int and uv in (0, 1) and len(salt) == 32, "damaged: params of a slot")
            need(1 <= len(credential) <= 1023 and 1 <= len(site.encode()) <= 255, "damaged: params of a slot")
            need(type(credential) is type(salt) is bytes, "damaged: params of a slot")
        if slot[0] == PASSWORD:
            m, t, p = slot[4]
            need(1 <= t <= 16 and 1 <= p <= 16 and 8 * p <= m <= 2**20 and m * t <= 2**22, "over-a-limit: Argon2")
            work += m * t
    need(work <= 2**24, "over-a-limit: Argon2 of all slots")

def unwrap(header, kind, credential):
    """The DEK, from the first slot that the credential opens."""
    for _, slot_id, policy, salt, params, wrapped in (slot.values() for slot in header[5] if slot[0] == kind):
        secret = credential
        if kind == PASSWORD:
            m, t, p = params
            secret = hash_secret_raw(credential, salt, t, m, p, hash_len=32, type=Type.ID, version=0x13)
        encoded = bytes([0x80 + len(params)]) + b"".join(map(encode_param, params))
        kek = hkdf(secret, salt, b"countersign/v1/slot" + header[0] + slot_id + bytes([kind]) + encoded)
        aad = b"\xa5\x00%c\x01\x50%b\x02%b\x03\x58\x20%b\x04%b" % (kind, slot_id, encode(policy), salt, encoded)
        with suppress(InvalidTag):  # the next slot may fit
            return AESGCM(kek).decrypt(bytes(12), wrapped, aad + header[0])
    sys.exit("wrong-credential")

def check_document(document):
    need(len(document.get(6, bytes(32))) == 32, "damaged: keyring_secret")
    need(all(len(name.get(4, bytes(16))) == 16 for name in document.get(2, [])), "damaged: model of a security key")
    need(all(type(root) is bytes for root in document.get(10, [])), "damaged: state_roots")
    seeds = document.get(13, {}).get(0, [])
    need(all(len(seed) == 32 for seed in seeds) and seeds == sorted(set(seeds)), "damaged: seeds of the identity")

def show_key_slots(header):
    for _, _, _, _, (credential, site, uv, salt), _ in (s.values() for s in header[5] if s[0] == FIDO2):
        texts = [base64.b64encode(each).decode() for each in (credential, salt)]
        print(f"relying party {site}, credential {texts[0]}, salt {texts[1]}, PIN or finger: {'yes' if uv else 'no'}")

def check_numbers(account):
    for otp in [account[3]] + [replaced[0] for replaced in account.get(18, [])]:
        kind = otp.get(0, 0)
        need(kind <= 5 and (kind > 1 or otp.get(2, 0) <= 2), "newer: kind or algorithm of OTP")
    need(all(method.get(1, 0) <= 1 for method in account.get(12, [])), "newer: rank")
    need(all(key.get(3, 0) <= 1 for key in account.get(17, [])), "newer: protocol")

def main():
    parser = argparse.ArgumentParser(description="Prints a Countersign vault as JSON, bytes in hexadecimal.")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--password-file", metavar="FILE", help="the password is its first line")
    way.add_argument("--password-env", metavar="VAR", help="environment variable with the password")
    way.add_argument("--recovery-hex", metavar="HEX", type=bytes.fromhex, help="the 20 bytes of a recovery kit")
    way.add_argument("--keyring-hex", metavar="HEX", type=bytes.fromhex, help="the 32 bytes of the system's keyring")
    way.add_argument("--fido2-hex", metavar="HEX", type=bytes.fromhex, help="the 32 bytes of a security key")
    way.add_argument("--key-slots", action="store_true", help="print what to ask security keys for, and nothing else")
    parser.add_argument("--sha256", action="store_true", help="print the SHA-256 of the document instead")
    parser.add_argument("vault")
    args = parser.parse_args()
    given = {KEYRING: args.keyring_hex, FIDO2: args.fido2_hex, RECOVERY_KIT: args.recovery_hex}
    kind, credential = next(((kind, secret) for kind, secret in given.items() if secret), (None, None))
    if credential is None and not args.key_slots:
        file = args.password_file
        password = open(file, encoding="utf-8").readline() if file else os.environ[args.password_env]
        kind, credential = PASSWORD, unicodedata.normalize("NFC", password.removesuffix("\n")).encode()
    try:
        data = read(open(args.vault, "rb").read(MAX_FILE + 1), kind, credential)
        document = decode(io.BytesIO(data))
        check_document(document)
        for account in document.get(1, []):
            check_numbers(account)
    except (AttributeError, InvalidTag, LookupError, TypeError, ValueError):
        sys.exit("damaged: a field is missing or of another type, or the body was changed")
    print(hashlib.sha256(data).hexdigest() if args.sha256 else json.dumps(document, indent=2, default=bytes.hex))

if __name__ == "__main__":
    main()

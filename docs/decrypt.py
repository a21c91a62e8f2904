#!/usr/bin/env python3
"""Reads a vault without Countersign. Written from vault-format.md alone: read that page beside this.

python3 -m venv venv && venv/bin/pip install -r decrypt-requirements.txt
venv/bin/python decrypt.py --password-file FILE my.countersign
"""

import argparse, hashlib, hmac, json, os, re, sys, unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PASSWORD, RECOVERY_KIT = 1, 4  # types of slots
LARGEST_FILE = 256 * 2**20
GIB = 2**20  # in KiB, as Argon2 counts
CBOR = "damaged: CBOR is not as this format has it"


def need(condition, why):
    if not condition:
        raise ValueError(why)


def number(data):
    return int.from_bytes(data, "big")


def sha256(data):
    return hashlib.sha256(data).digest()


def hkdf(key, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(key)


def gcm_open(key, box, aad):
    try:
        return AESGCM(key).decrypt(bytes(12), box, aad)
    except InvalidTag:
        return None


def only_item(data):
    item, end = decode(data)
    need(end == len(data), CBOR)
    return item


def decode(data, at=0, level=1):
    """The CBOR item at `at`, and where it ends."""
    need(at < len(data), CBOR)
    major, n, at = data[at] >> 5, data[at] & 31, at + 1
    if major == 7:
        need(n in (20, 21, 22), CBOR)
        return (False, True, None)[n - 20], at
    need(major < 6 and n < 28, CBOR)
    if n >= 24:
        size = 2 ** (n - 24)
        n, at = number(data[at : at + size]), at + size
        need(n >= max(24, 256 ** (size // 2)), CBOR)  # the shortest form
    if major < 2:
        return (n, -1 - n)[major], at
    if major < 4:
        string = data[at : at + n]
        need(n == len(string) <= 65536, CBOR)
        return (string if major == 2 else string.decode()), at + n
    need(level <= 32, CBOR)
    items = []
    for _ in range(n * (major - 3)):  # a map of n has n keys and n values
        item, at = decode(data, at, level + 1)
        items.append(item)
    if major == 4:
        return items, at
    keys = items[::2]
    need(all(type(key) is int and key >= 0 for key in keys) and keys == sorted(set(keys)), CBOR)
    return dict(zip(keys, items[1::2])), at


def encode(n):
    size = next(size for size in (0, 1, 2, 4, 8) if n < (256**size if size else 24))
    return bytes([23 + size.bit_length()]) + n.to_bytes(size, "big") if size else bytes([n])


def field(item, key, kind, absent=None):
    value = item.get(key, absent) if type(item) is dict else None
    need(type(value) is kind, f"damaged: field {key} is missing or of another type")
    return value


def read(data, kind, credential):
    """The document in the bytes of a vault."""
    end = check_frame(data)  # of the header
    header = check_header(only_item(data[14:end]))
    dek = unwrap(header, kind, credential)
    mac = hmac.digest(hkdf(dek, header[2], b"countersign/v1/header"), data[:end], "sha256")
    need(hmac.compare_digest(mac, data[end : end + 32]), "damaged: header_mac")
    head_hash = sha256(data[: end + 32])
    body_key = hkdf(dek, header[2], b"countersign/v1/body" + head_hash)
    return unpad(gcm_open(body_key, data[end + 40 : -32], head_hash + data[end + 32 : end + 40]))


def check_frame(data):
    need(data[:8] == b"CSIGNVLT", "not a vault")
    need(len(data) <= LARGEST_FILE, "over a limit: size of the file")
    version, end = number(data[8:10]), 14 + number(data[10:14])
    if version == 1 and len(data) >= 14:  # a later format may have its lengths elsewhere
        need(15 <= end <= 14 + 65536, "over a limit: header_len")
        whole = end + 32 + 8 + number(data[end + 32 : end + 40]) + 16 + 32
        need(whole <= LARGEST_FILE, "over a limit: body_len")
        need(whole == len(data), "damaged: the file is not as long as it says")
    need(len(data) >= 10 + 32 and sha256(data[:-32]) == data[-32:], "damaged: checksum")
    need(version <= 1, f"newer: format {version}")
    need(version == 1 and len(data) >= 14 + 32, "damaged: format")
    return end


def check_header(header):
    need(field(header, 3, int) == 1 and field(header, 4, int) <= 1, "newer: suite or min_reader")
    need(header.keys() <= set(range(8)), "newer: key in the header")
    need(not field(header, 6, dict, {}), "newer: critical extension")
    need(field(header, 1, int) >= 1 and field(header, 7, dict, {}) is not None, "damaged: generation")
    need([len(field(header, key, bytes)) for key in (0, 2)] == [16, 32], "damaged: vault_id or save_salt")
    need(1 <= len(field(header, 5, list)) <= 16, "damaged: number of slots")
    for slot in header[5]:
        kind, params = field(slot, 0, int), field(slot, 4, list)
        need(0 <= kind < 256 and field(slot, 2, int) >= 0, "damaged: type or policy of a slot")
        need([len(field(slot, key, bytes)) for key in (1, 3, 5)] == [16, 32, 48], "damaged: length in a slot")
        need(len(slot) == 6, "newer: key in a slot")
        need(kind != RECOVERY_KIT or params == [], "damaged: params of a slot")
        if kind == PASSWORD:
            need([type(n) for n in params] == [int] * 3, "damaged: params of a slot")
            m, t, p = params
            cheap = 1 <= t <= 16 and 1 <= p <= 16 and 8 * p <= m <= GIB and m * t <= 4 * GIB
            need(cheap, "over a limit: cost of Argon2")
    need(len({slot[1] for slot in header[5]}) == len(header[5]), "damaged: two slots have one id")
    return header


def unwrap(header, kind, credential):
    """The DEK, from the first slot that the credential opens."""
    for slot in [slot for slot in header[5] if slot[0] == kind]:
        _, slot_id, policy, salt, params, wrapped = (slot[key] for key in range(6))
        secret = credential
        if kind == PASSWORD:
            m, t, p = params
            secret = hash_secret_raw(credential, salt, t, m, p, hash_len=32, type=Type.ID, version=0x13)
        encoded = bytes([0x80 + len(params)]) + b"".join(map(encode, params))
        kek = hkdf(secret, salt, b"countersign/v1/slot" + header[0] + slot_id + bytes([kind]) + encoded)
        aad = b"\xa5\x00%c\x01\x50%b\x02%b\x03\x58\x20%b\x04%b" % (kind, slot_id, encode(policy), salt, encoded)
        dek = gcm_open(kek, wrapped, aad + header[0])
        if dek is not None:
            return dek
    raise ValueError("wrong credential")


def unpad(plain):
    need(plain is not None and len(plain) >= 8, "damaged: body")
    end = 8 + number(plain[:8])
    e = end.bit_length() - 1  # floor(log2(end)), and e.bit_length() is S
    step = 2 ** (e - e.bit_length())
    padme = (end + step - 1) // step * step
    need(len(plain) == max(16384, padme) and not any(plain[end:]), "damaged: padding")
    return plain[8:end]


def check_document(document):
    accounts = field(document, 1, list, [])
    need(len(accounts) <= 200_000, "over a limit: accounts")
    for account in accounts:
        replaced = [field(entry, 0, dict) for entry in field(account, 18, list, [])]
        for otp in [field(account, 3, dict, {}), *replaced]:
            need(0 <= field(otp, 0, int, 0) <= 5, "newer: kind of OTP")
    return document


def credential(args):
    if args.recovery_hex is not None:
        return RECOVERY_KIT, args.recovery_hex
    if args.recovery_file:
        return RECOVERY_KIT, recovery_kit(read_text(args.recovery_file), read_text(args.wordlist).split())
    if args.password_file:
        password = re.sub("\r?\n\\Z", "", read_text(args.password_file))
    else:
        need(args.password_env in os.environ, f"there is no environment variable {args.password_env}")
        password = os.environ[args.password_env]
    return PASSWORD, unicodedata.normalize("NFC", password).encode(errors="replace")


def recovery_kit(text, wordlist):
    machine = re.search("countersign-recovery:1:[0-9A-F]+:([a-z-]+)", text)
    words = re.findall("[a-z]+", machine[1] if machine else text.lower())
    need(len(words) == 15 and set(words) <= set(wordlist), "wrong credential: not 15 words of the list")
    bits = "".join(f"{wordlist.index(word):011b}" for word in words)
    kit = int(bits[:160], 2).to_bytes(20, "big")
    need(sha256(kit)[0] >> 3 == int(bits[160:], 2), "wrong credential: the words have another checksum")
    return kit


def read_text(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description="Decrypts a Countersign vault and prints its document as JSON.")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--password-file", metavar="FILE", help="a line end after the password is ignored")
    way.add_argument("--password-env", metavar="NAME", help="environment variable with the password")
    way.add_argument("--recovery-file", metavar="FILE", help="15 words, or a text with the kit's machine line")
    way.add_argument("--recovery-hex", metavar="HEX", type=bytes.fromhex, help="the kit's 20 bytes")
    parser.add_argument("--wordlist", metavar="FILE", help="BIP-39 English word list, for --recovery-file")
    parser.add_argument("--document", action="store_true", help="write the CBOR itself")
    parser.add_argument("--sha256", action="store_true", help="print the SHA-256 of the CBOR")
    parser.add_argument("vault", metavar="VAULT")
    args = parser.parse_args()
    if args.recovery_file and not args.wordlist:
        parser.error("--recovery-file needs --wordlist")
    try:
        with open(args.vault, "rb") as file:
            document = read(file.read(LARGEST_FILE + 1), *credential(args))
        known = check_document(only_item(document))
    except UnicodeDecodeError:
        sys.exit(CBOR)
    except (OSError, ValueError) as why:
        sys.exit(str(why))
    if args.document:
        sys.stdout.buffer.write(document)
    elif args.sha256:
        print(sha256(document).hex())
    else:
        print(json.dumps(known, indent=2, default=lambda data: {"hex": data.hex()}))


if __name__ == "__main__":
    main()

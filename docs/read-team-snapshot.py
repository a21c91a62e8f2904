#!/usr/bin/env python3
"""Reads a snapshot of a Countersign team vault, written from team-log.md alone, with the CBOR of read-team-log.py.

Prints its name, its slot, how many members and items it has, and the SHA-256 of what it says.
"""

import argparse, hmac, importlib.util, io, os, sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

spec = importlib.util.spec_from_file_location("log", os.path.join(os.path.dirname(__file__), "read-team-log.py"))
log = importlib.util.module_from_spec(spec)
spec.loader.exec_module(log)

CONTEXT, need = log.CONTEXT, log.need
COLLEAGUE = [16, "name", range(4), bool]
USED = ([range(0, 1), 16, int], [range(1, 2), int])

def split(data):
    """The header as it is encoded and as it is, the commitment, and the rest."""
    need(len(data) <= 64 << 20)
    stream = io.BytesIO(data)
    header = log.decode(stream)
    need(log.is_a(header, [int, 16, int, 32, int, 32]) and header[4] < 2**32)
    at = stream.tell()
    return data[:at], header, data[at : at + 32], data[at + 32 :]

def read(data, vault, epoch, key, member):
    raw, header, commit, body = split(data)
    need(header[0] == 1 and header[1] == vault and header[4] == epoch)
    need(hmac.compare_digest(log.hkdf(key, header[5], CONTEXT + b"snapshot-commit", raw), commit))
    sealed = log.hkdf(key, header[5], CONTEXT + b"snapshot-key", raw)
    plain = AESGCM(sealed).decrypt(bytes(12), body, CONTEXT + b"snapshot" + raw)
    size = int.from_bytes(plain[:4], "big")
    content, signature, padding = plain[4 : 4 + size], plain[4 + size : 68 + size], plain[68 + size :]
    need(len(plain) == log.padded_size(68 + size) and not any(padding))
    signed = CONTEXT + b"snapshot-signature" + log.u32(len(raw)) + raw + content
    signer, members, items = whole(content)
    need(log.is_a(signer, log.DEVICE) and log.is_signed(signer[0], signed, signature))
    # The founder's first device is certified before the vault has a name.
    certified = [CONTEXT + b"certificate" + of + member + signer[0] + signer[1] for of in (vault, bytes(16))]
    need(any(log.is_signed(member, one, signer[2]) for one in certified))
    need(all(log.is_a(member, COLLEAGUE) for member in members) and ascend(members))
    need(all(is_item(item, header[2]) for item in items) and ascend(items))
    name_key = log.hkdf(key, b"", CONTEXT + b"slot-names")
    mac = hmac.digest(name_key, CONTEXT + b"snapshot-name" + vault + log.u64(header[2]), "sha256")[:8].hex()
    return f"snap/{header[2]:012}-{mac}", header[2], members, items, log.sha256(content[1 + len(log.encode(signer)) :])

def whole(content):
    stream = io.BytesIO(content)
    value = log.decode(stream)
    need(stream.tell() == len(content) and log.is_a(value, [list, list, list]))
    return value

def ascend(rows):
    ids = [row[0] for row in rows]
    return ids == sorted(set(ids))

def is_item(item, slot):
    need(log.is_a(item, [16, int, log.Map, list, list]) and item[1] <= slot)
    fields, parts, used = item[2:]
    need(all(key in log.SHARED - {3, 16} and value not in log.EMPTY for key, value in fields.items()))
    secrets = [parts[at : at + 4] for at in range(0, len(parts), 4)]
    need(all(len(secret) == 4 and secret[0] in (3, 16) for secret in secrets))
    need(all(log.is_a(secret[1], 16) and log.is_a(secret[2], int) and secret[2] <= slot for secret in secrets))
    need(len({secret[1] for secret in secrets}) == len(secrets))
    need(all(log.is_a(code, USED) for code in used) and used == sorted(used) and len(used) == len(set(map(tuple, used))))
    return sum(code[0] for code in used) <= 1

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, what in (("vault", "id"), ("key", "the key of its epoch"), ("member", "the member key whose device signed it")):
        parser.add_argument(f"--{name}", metavar="HEX", type=bytes.fromhex, required=True, help=what)
    parser.add_argument("--epoch", type=int, required=True)
    parser.add_argument("snapshot")
    args = parser.parse_args()
    data = open(args.snapshot, "rb").read()
    name, slot, members, items, said = read(data, args.vault, args.epoch, args.key, args.member)
    print(name, slot, len(members), len(items), said.hex())


if __name__ == "__main__":
    main()

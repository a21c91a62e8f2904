#!/usr/bin/env python3
"""Reads the log of a Countersign team vault, written from team-log.md alone. What it needs is in decrypt-requirements.txt.

The log is a text file with a line for each object, in order: its name, a space, the object in Base64; objects of a branch come
after those of the log that it leaves. It prints what each is (`v` valid, `-` passed over, `a` abandoned, because another branch
is followed) and the SHA-256 of the state.
"""

import argparse, base64, copy, hashlib, hmac, io, os, sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey, Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from team_cbor import Invalid, Map, Raw, decode, encode, is_a, need, whole

CONTEXT = b"countersign/v1/team/"
VIEWER, EDITOR, ADMIN, OWNER = range(4)
SHARED = {1, 2, 3, 9, 10, 11, 12, 13, 15, 16, 17}
EMPTY = (b"\x60", b"\x80", b"\xa0")
# The eight points of small order in RFC 8032's encodings, a sign bit that says nothing included.
SMALL_ORDER = {
    bytes.fromhex(first + middle * 30 + last)
    for first, middle, last in (("01", "00", "00"), ("ec", "ff", "7f"), ("00", "00", "80"), ("00", "00", "00"))
} | {
    bytes.fromhex(point + sign)
    for point, signs in (
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03", ("7a", "fa")),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc", ("05", "85")),
    )
    for sign in signs
}

# ---- Operations ---------------------------------------------------------------------------------------------

DEVICE = [32, 1216, 64, "name"]
ID_OR_NONE = (16, 0)
OPERATIONS = [
    [int, int, 32, 32, "name", DEVICE],
    [32, range(4), "name", range(5), ID_OR_NONE, DEVICE],
    [16, DEVICE],
    [16],
    [16],
    [16, range(4), range(5)],
    [list],
    [16, 32, range(4), int],
    [16],
    [int, int],
    [16, int, Map, list],
    [16, int],
    [16, ([range(0, 1), 16, int], [range(1, 2), int])],
    [int, ID_OR_NONE, ([range(0, 1), 16], [range(1, 2), ID_OR_NONE])],
    [16, 16, 32, int, int, 32],
    [16],
    [int, 32],
    [int, 32],
    [range(2), "note"],
    [int, int, 32],
]
(GENESIS, ADD_MEMBER, ADD_DEVICE, REMOVE_MEMBER, REVOKE_DEVICE, SET_ROLE, ROTATE, INVITE, CANCEL_INVITE, POLICY, PUT_ITEM,
 DELETE_ITEM, CODE_USED, SECRET_ROTATED, OPEN_LEASE, CLOSE_LEASE, ACK, SNAPSHOT, NOTE, RECOVER) = range(20)

def check_shape(op):
    need(type(op) is list and op and type(op[0]) is int and op[0] < 20 and is_a(op[1:], OPERATIONS[op[0]]))
    if op[0] == ROTATE:
        need(all(is_a(wrap, [16, 1168]) for wrap in op[1]))
        need(all(one[0] < other[0] for one, other in zip(op[1], op[1][1:])))
    if op[0] == PUT_ITEM:
        fields, versions = op[3:]
        need(fields and set(fields) <= SHARED and fields.get(3) not in EMPTY)
        need(all(is_a(version, [range(18), 16, list]) for version in versions))
        need([version[0] for version in versions] == [key for key in (3, 16) if key in fields])
        for version in versions:
            need(all(is_a(old, 16) for old in version[2]) and version[2] == sorted(set(version[2])))


# ---- Keys ---------------------------------------------------------------------------------------------------

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def hkdf(ikm, salt, *info):
    return hmac.digest(hmac.digest(salt, ikm, "sha256"), b"".join(info) + b"\x01", "sha256")

def u32(n):
    return n.to_bytes(4, "big")

def u64(n):
    return n.to_bytes(8, "big")

def commitment(key, epoch):
    return hkdf(key, b"", CONTEXT + b"epoch-commitment", u32(epoch))

def member_id(key):
    return sha256(CONTEXT, b"member", key)[:16]

def device_id(record):
    return sha256(CONTEXT, b"device", record[0], record[1])[:16]

def is_signed(key, message, signature):
    if key in SMALL_ORDER or signature[:32] in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False

class Device:
    """The keys of the device that reads."""

    def __init__(self, seeds):
        signing, opening = seeds[:32], seeds[32:]
        expanded = hashlib.shake_256(opening).digest(96)
        mlkem, x25519 = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])
        self.opening = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        sealing = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        self.id = device_id([Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw(), sealing])

    def open(self, info, sealed):
        suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
        try:
            return suite.decrypt(sealed, self.opening, CONTEXT + info + self.id)
        except InvalidTag:
            return None

    def unwrap(self, vault, epoch, wrap):
        return self.open(b"wrap" + vault + u32(epoch), wrap)

def name_of(key, vault, branch, slot):
    name_key = hkdf(key, b"", CONTEXT + b"slot-names")
    mac = hmac.digest(name_key, vault + u64(slot) + (u64(branch) if branch else b""), "sha256")[:8].hex()
    return f"log{f'-{branch}' if branch else ''}/{slot // 1000:09}/{slot:012}-{mac}"

def place_of(name):
    """Branch and slot."""
    folder, _, last = name.split("/")
    return int(folder[4:] or 0), int(last[:12])


# ---- An entry -----------------------------------------------------------------------------------------------

def padded_size(used):
    size = (used + 255) // 256 * 256
    if size <= 4096:
        return size
    e = used.bit_length() - 1
    step = 1 << e - e.bit_length()
    return (used + step - 1) // step * step

HEADER = [int, 16, int, 32, range(2**32), ([], [int, 32]), 32, ([], [32, 48])]

def open_entry(data, key):
    """Header, content, what is signed, and the signature."""
    need(len(data) <= 4 << 20)
    stream = io.BytesIO(data)
    header = decode(stream)
    raw = data[: stream.tell()]
    need(is_a(header, HEADER) and header[5][:1] != [0])
    commit, body = data[len(raw) : len(raw) + 32], data[len(raw) + 32 :]
    need(hmac.compare_digest(hkdf(key, header[6], CONTEXT + b"entry-commit", raw), commit))
    try:
        plain = AESGCM(hkdf(key, header[6], CONTEXT + b"entry-key", raw)).decrypt(bytes(12), body, CONTEXT + b"entry" + raw)
    except (InvalidTag, ValueError):
        raise Invalid from None
    end = 4 + int.from_bytes(plain[:4], "big")
    need(len(plain) >= end + 64 and len(plain) == padded_size(end + 64) and not any(plain[end + 64 :]))
    stream = io.BytesIO(plain[4:end])
    content = decode(stream)
    need(stream.tell() == end - 4 and is_a(content, [16, 16, int, int, 32, list]) and 1 <= len(content[5]) <= 10000)
    for op in content[5]:
        check_shape(op)
    return header, content, CONTEXT + b"signature" + u32(len(raw)) + raw + plain[4:end], plain[end : end + 64]


# ---- The state ----------------------------------------------------------------------------------------------

class State:
    def __init__(self):
        self.vault, self.slot, self.head, self.epoch, self.version = bytes(16), -1, bytes(32), 0, [1, 1]
        self.chain, self.tokens = {}, {}
        self.members, self.devices, self.invitations, self.items, self.lines, self.leases = {}, {}, {}, {}, {}, {}
        self.sequence, self.op_ids = {}, set()

    def checksum(self):
        members = [
            [key, m["role"], m["active"], sorted(d for d, device in self.devices.items() if device["active"] and device["member"] == key)]
            for key, m in sorted(self.members.items())
        ]
        items = [
            [key, i["rev"], i["deleted"] is not None, i["fields"], sorted([f, v, Raw(value)] for f, v, _, value in i["secrets"])]
            for key, i in sorted(self.items.items())
        ]
        return sha256(encode([self.vault, self.slot, self.head, self.epoch, members, items]))

    def role(self, member):
        need(member in self.members and self.members[member]["active"])
        return self.members[member]["role"]

    def active_devices(self):
        return sorted(key for key, device in self.devices.items() if device["active"])

def may_manage(role, other):
    return role == OWNER or (role == ADMIN and other < ADMIN)

def add_device(state, member, record):
    state.role(member)
    key, new = state.members[member]["key"], device_id(record)
    need(new not in state.devices)
    need(is_signed(key, CONTEXT + b"certificate" + state.vault + key + record[0] + record[1], record[2]))
    try:
        MLKEM768PublicKey.from_public_bytes(record[1][:1184])
    except ValueError:
        raise Invalid from None
    state.devices[new] = {"member": member, "key": record[0], "active": True}

def add_member(state, role, key, its_role, verified, invitation, record):
    need(may_manage(role, its_role))
    need({0: its_role == VIEWER, 4: its_role == OWNER}.get(verified, True))
    if invitation:
        need(state.invitations.get(invitation))
        state.invitations[invitation] = False
    need(member_id(key) not in state.members)
    state.members[member_id(key)] = {"key": key, "role": its_role, "verified": verified, "active": True}
    add_device(state, member_id(key), record)

def carry_out(state, slot, member, device, op):
    role = state.role(member)
    match op:
        case [1, key, its_role, _, verified, invitation, record]:
            add_member(state, role, key, its_role, verified, invitation, record)
        case [2, other, record]:
            need(other == member or may_manage(role, state.role(other)))
            add_device(state, other, record)
        case [3, other]:
            need(other != member and may_manage(role, state.role(other)))
            state.members[other]["active"] = False
            for its in state.devices.values():
                its["active"] = its["active"] and its["member"] != other
            state.lines[slot, b""] = False
            state.lines.update({(slot, key): False for key, item in state.items.items() if item["deleted"] is None})
        case [4, other]:
            need(other in state.devices and state.devices[other]["active"] and other != device)
            owner = state.devices[other]["member"]
            need(owner == member or may_manage(role, state.role(owner)))
            state.devices[other]["active"] = False
        case [5, other, new, verified]:
            need(may_manage(role, state.role(other)) and may_manage(role, new))
            its = state.members[other]
            its["role"], its["verified"] = new, verified or its["verified"]
            need(new == VIEWER or its["verified"])
        case [7, invitation, token, its_role, _]:
            need(may_manage(role, its_role) and invitation not in state.invitations)
            state.invitations[invitation], state.tokens[invitation] = True, token
        case [8, invitation]:
            need(role >= ADMIN and state.invitations.get(invitation))
            state.invitations[invitation] = False
        case [9, version, suite]:
            need(role == OWNER and version >= state.version[0] and suite >= state.version[1])
            need([version, suite] != state.version and (version > 1 or suite == 1))
            state.version = [version, suite]
        case [16, at, _]:
            need(at <= state.slot)
        case [18, _, _]:
            pass
        case [0 | 6 | 19, *_]:
            raise Invalid
        case _:
            need(role >= EDITOR)
            carry_out_on_items(state, slot, op)

def carry_out_on_items(state, slot, op):
    match op:
        case [10, key, base, fields, versions]:
            put_item(state, slot, key, base, fields, versions)
        case [11, key, base]:
            need(key in state.items)
            item = state.items[key]
            if item["deleted"] is None and item["rev"] <= base:
                item["deleted"] = slot
        case [12, key, code]:
            need(key in state.items)
            if code[0] == 1:
                need(code[1] >= state.items[key]["counter"])
                state.items[key]["counter"] = code[1] + 1
            else:
                need(tuple(code) not in state.items[key]["used"])
                state.items[key]["used"].add(tuple(code))
        case [13, removal, key, progress]:
            need(state.lines.get((removal, key)) is False)
            if progress[0] == 0:
                state.role(progress[1])
                return
            item, version = state.items.get(key), progress[1]
            if version:
                need(item and any(v == version for _, v, _, _ in item["secrets"]))
                need(all(at > removal for _, _, at, _ in item["secrets"]))
            else:
                need(not item or item["deleted"] is not None)
            state.lines[removal, key] = True
        case [14, lease, key, _, start, until, _]:
            need(1 <= until - start <= 31 * 86400 and key in state.items and lease not in state.leases)
            state.leases[lease] = True
        case [15, lease]:
            need(state.leases.get(lease))
            state.leases[lease] = False
        case [17, at, _]:
            need(at <= state.slot)

def put_item(state, slot, key, base, fields, versions):
    need(base <= state.slot)
    if key not in state.items:
        need(base == 0 and 3 in fields)
        state.items[key] = {"fields": {}, "secrets": [], "seen": set(), "deleted": None, "counter": 0, "used": set()}
    item = state.items[key]
    for field, version, replaces in versions:
        need(version not in item["seen"])
        item["seen"].add(version)
        secret = secret_of(fields[field])
        since = min((at for f, _, at, old in item["secrets"] if f == field and secret_of(old) == secret), default=slot)
        item["secrets"] = [old for old in item["secrets"] if old[0] != field or old[1] not in replaces]
        item["secrets"].append((field, version, since, bytes(fields[field])))
    for field in fields.keys() - {3, 16}:
        item["fields"].pop(field, None)
        if fields[field] not in EMPTY:
            item["fields"][field] = fields[field]
    comes_back = item["deleted"] is not None
    if comes_back or (slot, b"") in state.lines:
        for removal, line in list(state.lines):
            if not line and any(at <= removal for _, _, at, _ in item["secrets"]):
                state.lines[removal, key] = not comes_back and state.lines.get((removal, key), False)
    item["deleted"], item["rev"] = None, slot

def secret_of(value):
    parts = decode(io.BytesIO(value))
    return parts.get(1, value) if isinstance(parts, dict) else value


# ---- The log ------------------------------------------------------------------------------------------------

def genesis(data, key):
    header, content, signed, signature = open_entry(data, key)
    need(header[:6] == [1, bytes(16), 0, bytes(32), 0, []] and header[7] == [])
    need(content[2] == 1 and content[4] == bytes(32) and len(content[5]) == 1 and content[5][0][0] == GENESIS)
    version, suite, committed, member_key, _, record = content[5][0][1:]
    need([version, suite] == [1, 1] and committed == commitment(key, 0))
    need(content[1] == device_id(record) and is_signed(record[0], signed, signature))
    state = State()
    state.members[member_id(member_key)] = {"key": member_key, "role": OWNER, "verified": 1, "active": True}
    add_device(state, member_id(member_key), record)
    state.vault = sha256(data)[:16]
    return state, header, content

def entry(state, slot, data, key, begins=None):
    """The state after it, or Invalid; it may be the one that begins a branch."""
    header, content, signed, signature = open_entry(data, key)
    need(header[:5] == [1, state.vault, slot, state.head, state.epoch] and header[0] >= state.version[1])
    device, ops = content[1], content[5]
    if device in state.devices:
        need(state.devices[device]["active"])
        member, signing = state.devices[device]["member"], state.devices[device]["key"]
    else:
        need(len(ops) == 1 and ops[0][0] == ADD_DEVICE and device_id(ops[0][2]) == device)
        member, signing = ops[0][1], ops[0][2][0]
    need(is_signed(signing, signed, signature))
    need(content[2] == state.sequence.get(device, 0) + 1 and content[0] not in state.op_ids)
    state = copy.deepcopy(state)
    rotates = ops[-1][0] == ROTATE
    rest = ops[:-1] if rotates else ops
    if begins:
        need(rotates and rest and rest[0][:2] == [RECOVER, begins] and state.role(member) == OWNER)
        rest = rest[1:]
        need(slot == state.slot + 1 and all(op[0] in (REMOVE_MEMBER, REVOKE_DEVICE) for op in rest))
    for op in rest:
        carry_out(state, slot, member, device, op)
    need(rotates == bool(header[7]) and (rotates or not any(op[0] in (REMOVE_MEMBER, REVOKE_DEVICE) for op in ops)))
    if rotates:
        own = any(op[0] == REVOKE_DEVICE and state.devices[op[1]]["member"] == member for op in ops)
        need(own or state.role(member) >= ADMIN)
        need([wrap[0] for wrap in ops[-1][1]] == state.active_devices())
    its = [state.members[one["member"]] for one in state.devices.values() if one["active"]]
    need(any(one["active"] and one["role"] == OWNER for one in its))
    return state, header, content

def read(objects, device, keys, followed=0):
    """The state, a letter for each object, and whether the reader had to stop. `keys` are those of the epochs that are known."""
    state, keys, letters, begins = State(), dict(keys), "", {}
    places = [place_of(name) for name, _ in objects]
    for branch, slot in places:
        begins.setdefault(branch, slot)
    after = 0
    for (branch, slot), (name, data) in zip(places, objects):
        if branch > followed or any(branch < later <= followed and slot >= begins[later] for later in begins):
            letters += "a"
            continue
        begun = branch if branch and slot == begins[branch] else None
        if slot != after and not begun:
            sys.exit(f"there is nothing before {name}")
        after, key = slot + 1, keys[state.epoch]
        try:
            state, header, content = genesis(data, key) if slot == 0 else entry(state, slot, data, key, begun)
        except (Invalid, UnicodeDecodeError):
            letters += "-"
            continue
        letters += "v"
        if name != name_of(key, state.vault, branch, slot):
            sys.exit(f"wrong name: {name}")
        state.slot, state.head = slot, sha256(data)
        state.chain[slot] = state.head
        state.op_ids.add(content[0])
        state.sequence[content[1]] = content[2]
        if header[7]:
            state.epoch += 1
            wrap = dict(map(tuple, content[5][-1][1])).get(device.id)
            wrapped = device.unwrap(state.vault, state.epoch, wrap) if wrap else None
            fitting = [new for new in (keys.get(state.epoch), wrapped) if new and commitment(new, state.epoch) == header[7][0]]
            if not fitting:
                return state, letters, True
            keys[state.epoch] = fitting[0]
        if state.version[0] > 1:
            return state, letters, True
    return state, letters, False


# ---- The welcome --------------------------------------------------------------------------------------------

class Welcome:
    """What a device that joined was sent: the key of the epoch of then, from which it walks back."""

    def __init__(self, device, sealed, objects):
        first = sha256(objects[0][1])
        plain = device.open(b"welcome" + first[:16], sealed) or b""
        self.array, self.signer, self.signature = plain[:-80], plain[-80:-64], plain[-64:]
        said = whole(self.array)
        need(is_a(said, [16, 32, 16, int, 32, range(2**32), 32, bytes]) and said[:2] == [first[:16], first])
        self.invitation, self.slot, self.hash, self.epoch, self.key = said[2:7]
        self.device = device

    def keys(self, objects):
        """The keys of the epochs from this one back to the first."""
        keys = {self.epoch: self.key}
        for epoch in range(self.epoch, 0, -1):
            found = (key_before(name, data, epoch, keys[epoch], sha256(objects[0][1])[:16]) for name, data in objects)
            keys[epoch - 1] = next(filter(None, found), None)
            need(keys[epoch - 1])
        return keys

    def check(self, state):
        """Whether somebody sent it who may, on this log."""
        need(self.signer in state.devices and self.device.id in state.devices)
        signer = state.devices[self.signer]
        own = state.devices[self.device.id]["member"]
        need(signer["active"] and (signer["member"] == own or state.role(signer["member"]) >= ADMIN))
        token = state.tokens.get(self.invitation, b"") if any(self.invitation) else bytes(32)
        need(is_signed(signer["key"], CONTEXT + b"welcome" + self.device.id + token + self.array, self.signature))
        need(state.chain.get(self.slot) == self.hash)

def key_before(name, data, epoch, key, vault):
    """The key of the epoch before, if this is the entry that ended it."""
    try:
        header = decode(io.BytesIO(data))
        need(is_a(header, HEADER) and header[4] == epoch - 1 and header[7][:1] == [commitment(key, epoch)])
        box_key = hkdf(key, header[6], CONTEXT + b"previous-key" + vault + u32(epoch))
        before = AESGCM(box_key).decrypt(bytes(12), header[7][1], b"")
        return before if name == name_of(before, vault, *place_of(name)) else None
    except (Invalid, InvalidTag, UnicodeDecodeError):
        return None

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--device", metavar="HEX", type=bytes.fromhex, required=True, help="both seeds of the device, 64 bytes")
    first = parser.add_mutually_exclusive_group(required=True)
    first.add_argument("--epoch-0", metavar="HEX", type=bytes.fromhex, help="the key of epoch 0, 32 bytes")
    first.add_argument("--welcome", metavar="FILE", help="the welcome that the device was sent")
    parser.add_argument("--branch", metavar="N", type=int, default=0, help="the branch to follow; none unless it is named")
    parser.add_argument("log")
    args = parser.parse_args()
    lines = open(args.log, encoding="ascii").read().splitlines()
    objects = [(name, base64.b64decode(data, validate=True)) for name, data in (line.split(" ") for line in lines)]
    device = Device(args.device)
    if not args.welcome:
        state, letters, halted = read(objects, device, {0: args.epoch_0}, args.branch)
    else:
        try:
            welcome = Welcome(device, open(args.welcome, "rb").read(), objects)
            state, letters, halted = read(objects, device, welcome.keys(objects), args.branch)
            welcome.check(state)
        except Invalid:
            sys.exit("the welcome is none for this device and log")
    print("halted" if halted else "valid", letters, state.checksum().hex())


if __name__ == "__main__":
    main()

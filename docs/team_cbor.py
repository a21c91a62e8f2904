"""The CBOR of the log of a team vault, for read-team-log.py: vault-format.md, "CBOR"."""

import io

class Invalid(Exception):
    pass

def need(condition):
    if not condition:
        raise Invalid

class Raw(bytes):
    """An item as it is encoded."""

def encode(value):
    match value:
        case Raw():
            return bytes(value)
        case bool():
            return b"\xf5" if value else b"\xf4"
        case int():
            return head(0, value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(encode, value))
        case dict():
            return head(5, len(value)) + b"".join(encode(k) + encode(value[k]) for k in sorted(value))

def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    code = (n > 0xFF) + (n > 0xFFFF) + (n > 0xFFFFFFFF)
    return bytes([major << 5 | 24 + code]) + n.to_bytes(1 << code, "big")

def decode(stream, level=0):
    first = stream.read(1)
    need(first)
    major, n = first[0] >> 5, first[0] & 31
    if 24 <= n <= 27 and major != 7:
        size = 1 << n - 24
        raw = stream.read(size)
        n = int.from_bytes(raw, "big")
        need(len(raw) == size and head(major, n) == first + raw)
    else:
        need(n < 24)
    if major == 0:
        return n
    if major == 1:
        return -1 - n
    if major in (2, 3):
        need(n <= 65536)
        data = stream.read(n)
        need(len(data) == n)
        return data if major == 2 else data.decode()
    need(major in (4, 5, 7) and (major == 7 or level < 32))
    if major == 4:
        return [decode(stream, level + 1) for _ in range(n)]
    if major == 5:
        keys = Map()
        for _ in range(n):
            key = decode(stream, level + 1)
            need(type(key) is int and key >= 0 and key > max(keys, default=-1))
            start = stream.tell()
            decode(stream, level + 1)
            end = stream.tell()
            stream.seek(start)
            keys[key] = Raw(stream.read(end - start))
        return keys
    need(n in (20, 21, 22))
    return {20: False, 21: True, 22: None}[n]

class Map(dict):
    """A map whose values are as they are encoded."""

def is_a(value, shape):
    """Whether a value is of a shape: a number of bytes, a type, or a list of shapes."""
    if isinstance(shape, list):
        return type(value) is list and len(value) == len(shape) and all(map(is_a, value, shape))
    if isinstance(shape, tuple):
        return any(is_a(value, one) for one in shape)
    if shape is int:
        return type(value) is int and 0 <= value <= 2**53
    if isinstance(shape, int):
        return type(value) is bytes and len(value) == shape
    if isinstance(shape, range):
        return type(value) is int and value in shape
    if shape == "name":
        return type(value) is str and len(value.encode()) <= 256
    if shape == "note":
        return type(value) is str and len(value.encode()) <= 4096
    return type(value) is shape

def whole(data):
    """The one item that these bytes are."""
    stream = io.BytesIO(data)
    value = decode(stream)
    need(not stream.read(1))
    return value

"""The canonical hash of a graph: the sum of the SHA-256 of each element, modulo 2**256.

A sum, so that nothing has to be sorted or held; what is derived from the rest is left out.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

_NOT_HASHED = frozenset({"statements", "text", "digest"})
_MODULUS = 1 << 256


def digest(properties: Mapping[str, Any]) -> int:
    """What an element with these properties adds to the hash."""
    seen = {name: value for name, value in properties.items() if name not in _NOT_HASHED}
    text = orjson.dumps(seen, option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.sha256(text).digest())


def hash_of(total: int) -> str:
    """The hash of a sum of digests, as 64 hexadecimal digits."""
    return f"{total % _MODULUS:064x}"

"""Long answers are kept deflated: PostgreSQL compresses no row below 2 KB, and a form of twenty fields is shorter than that."""

from __future__ import annotations

import json
import zlib
from typing import Any

from engine.domain.case import Json
from engine.store.engines import to_json

#: Bytes of JSON from which on answers are packed; shorter ones gain little and stay open to SQL.
LONG = 512
#: Deflated without head and checksum (RFC 1951).
_RAW = -zlib.MAX_WBITS


def packed(answers: Json) -> dict[str, Any]:
    """Return the columns of a submission's answers: `answers`, or `packed` where these are long."""
    text = to_json(answers)
    if len(text.encode()) < LONG:
        return {"answers": text, "packed": None}
    return {"answers": None, "packed": zlib.compress(text.encode(), wbits=_RAW)}


def unpacked(answers: Json | None, packed: str | None) -> Json:
    """Return the answers of the two columns of a JSON row, in which PostgreSQL writes bytes in hexadecimal."""
    if packed is None:
        return answers or {}
    found: Json = json.loads(zlib.decompress(bytes.fromhex(packed.removeprefix("\\x")), wbits=_RAW))
    return found

"""Scripts and data inside a page, which fetches nothing: neither can be read as something else."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any


def embedded(data: Any) -> str:
    """Return data as JSON that no element's end or comment can be read into."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escape)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def policy_hash(text: str) -> str:
    """Return the hash by which a page's policy lets this script or style through, and no other."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

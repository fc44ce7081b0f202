"""Scripts and data inside a page, which fetches nothing: neither can be read as something else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any, Final

_NEVER_AS_SUCH: Final = re.compile("[<>&\u2028-\u202e\u2066-\u2069]")
"""Signs of markup, and those that end a line of script or turn a text around."""


def embedded(data: Any) -> str:
    """Return data as JSON that no element's end or comment can be read into."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _NEVER_AS_SUCH.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text)


def policy_hash(text: str) -> str:
    """Return the hash by which a page's policy lets this script or style through, and no other."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""Who answers for an output: its issuer, by a key, or somebody who copies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An issuer who signs.

    Parameters
    ----------
    name
        As the notices name it.
    fingerprint
        Of its public key, in groups that can be read aloud.
    """

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Somebody who shows a notice that others published. Every output says so, and is no order.

    Parameters
    ----------
    made_by
        A role or an organisation, never a person's name.
    made_at
        When the copy was made.
    """

    made_by: str
    made_at: datetime


Mark = Issuer | Copy

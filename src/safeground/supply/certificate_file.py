"""Values and prices that bound what can be delivered, and how they stand in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from safeground.errors import CertificateRefused

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

FORMAT_VERSION: Final = 1
_PRICES: Final = ("value", "price", "gate_price", "inspection_price", "arc_price", "fleet_price")


class _Stored(msgspec.Struct, forbid_unknown_fields=True):
    """A certificate as JSON."""

    version: int
    problem_sha256: str
    value: list[list[float]]
    price: list[list[list[float]]]
    gate_price: list[list[float]]
    inspection_price: list[list[float]]
    arc_price: list[list[float]]
    fleet_price: list[list[float]]


@dataclass(frozen=True, slots=True)
class SupplyCertificate:
    """Values and prices that bound what can be delivered.

    Parameters
    ----------
    version, problem_sha256
        Of the format, and of the arrays it was made for.
    value
        What a unit used at a node counts, shape (N, K).
    price
        Of a unit at a node in a period, in values, shape (N, K, T).
    gate_price, inspection_price, arc_price, fleet_price
        Of a truck in a period, shapes (G, T), (I, T), (A, T), (F, T).
    """

    version: int
    problem_sha256: str
    value: FloatArray
    price: FloatArray
    gate_price: FloatArray
    inspection_price: FloatArray
    arc_price: FloatArray
    fleet_price: FloatArray

    def to_json(self) -> bytes:
        """Return the certificate as JSON; every number reads back as the same float.

        Raises
        ------
        ValueError
            If a number is not finite, which JSON cannot say.
        """
        arrays = {name: getattr(self, name) for name in _PRICES}
        if not all(np.isfinite(array).all() for array in arrays.values()):
            msg = "a certificate holds finite numbers only"
            raise ValueError(msg)
        lists = {name: array.tolist() for name, array in arrays.items()}
        return msgspec.json.encode(_Stored(self.version, self.problem_sha256, **lists)) + b"\n"

    @classmethod
    def from_json(cls, data: bytes | str) -> SupplyCertificate:
        """Read a certificate.

        Raises
        ------
        CertificateRefused
            If the data is not JSON, lacks a field or has another one, or has rows of unequal length.
        """
        try:
            stored = msgspec.json.decode(data, type=_Stored)
            arrays = {name: np.array(getattr(stored, name), np.float64) for name in _PRICES}
        except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
            msg = f"This cannot be read as a certificate: {error}."
            raise CertificateRefused(msg) from error
        return cls(stored.version, stored.problem_sha256, **arrays)

"""What can go wrong with a certificate and with arrays, by accident or on purpose; one thing or a few."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from safeground.flow.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    Rng = np.random.Generator
    Arrays = dict[str, np.ndarray]

ARRAYS = tuple(name for name in Problem.__slots__ if name != "nodes")
NUMBERS = (
    np.nan, np.inf, -np.inf, -0.0, 0.0, -1.0, 1.0, 0.1, 1e-9, 5e-324, 2.0**-1022, 1e15, 2.0**53, 1e300,
    1.7976931348623157e308, -1.7976931348623157e308,
)  # fmt: skip
INTEGERS = (-1, 0, 1, 2, 3, 1000, 2**31, 2**62, -(2**63))
TYPES = ("<i4", ">i8", ">f8", "<f4", "<f8", "?", "u8", "c16", "U5", "S3", "O", "M8[s]")
WORDS = (
    "NaN", "Infinity", "-Infinity", "-0", "-0.0", "1e999", "1e-400", "1" * 400, "0x10", "1_0", "01", "null",
    "true", '"5"', "[]", "{}", "[[1]]", "2", "1", "9007199254740993", "1.5e3", "[" * 500,
)  # fmt: skip
HEADERS = (
    *(
        (b"'<f8'", new)
        for new in (b"'<f4'", b"'>f8'", b"'|O'", b"'<i8'", b"'<c8'", b"'zzz'", b"[('a','<f8')]")
    ),
    *((b"'<i8'", new) for new in (b"'<f8'", b"'<u8'", b"'|b1'", b"'>i8'", b"'<M8'", b"'|V8'", b"None ")),
    *((b"'shape': (", b"'shape': (" + new) for new in (b"-", b"9", b"2,", b"0,", b"(", b"9" * 20)),
    (b"'shape'", b"'size'"),
    (b"False", b"True "),
    (b"descr", b"descR"),
)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def pick(rng: Rng, options: Any) -> Any:
    """One of several."""
    return options[int(rng.integers(len(options)))]


# Certificates, as they stand in a file.


def mutated_json(rng: Rng, data: bytes, other: bytes) -> bytes:
    """A certificate's bytes with something changed; ``other`` is the certificate of another problem."""
    for _ in range(int(rng.integers(1, 4))):
        data = pick(rng, (_bytes, *10 * [_number], _field, _field))(rng, data, other)
    return data


def _bytes(rng: Rng, data: bytes, other: bytes) -> bytes:
    """Change, cut out, double or cut off bytes."""
    at, length = int(rng.integers(len(data) + 1)), int(rng.integers(1, 9))
    changed = bytes(rng.integers(0, 256, length, dtype=np.uint8))
    return pick(
        rng,
        (
            data[:at] + changed + data[at + length :],
            data[:at] + data[at + length :],
            data[:at] + data[at : at + length] + data[at:],
            data[:at],
            data[:at] + other[at:],
        ),
    )


def _number(rng: Rng, data: bytes, _: bytes) -> bytes:
    """Put another number, or a word that is none, in the place of one."""
    places = list(NUMBER.finditer(data, max(data.find(b"horizon_s"), 0)))  # not the digits of the hash
    if not places:
        return data
    place = pick(rng, places)
    if rng.random() < 0.1:
        new = pick(rng, WORDS)
    else:
        value = _moved(rng, float(place[0]))
        new = "1e999" if not np.isfinite(value) else repr(value)
    return data[: place.start()] + new.encode() + data[place.end() :]


def _field(rng: Rng, data: bytes, other: bytes) -> bytes:
    """Take a field out, add one, rename it, take it from elsewhere, reorder a list or change its length."""
    try:
        fields, others = json.loads(data), json.loads(other)
    except ValueError:
        return data
    if not isinstance(fields, dict) or not fields:
        return data
    name = pick(rng, sorted(fields))
    value = fields[name]
    kind = int(rng.integers(6))
    if kind == 0:
        del fields[name]
    elif kind == 1:
        fields[pick(rng, ("persons", "arrivals_bound", "refuted", name.upper()))] = 0
    elif kind == 2:
        fields[name] = others.get(name, 0) if isinstance(others, dict) else 0
    elif isinstance(value, list):
        fields[name] = pick(
            rng, (value[::-1], value[1:], [*value, 0.0], value + value, [], sorted(value, key=str))
        )
    elif name == "problem_sha256" and isinstance(value, str):
        fields[name] = pick(rng, (value[::-1], value.upper(), "", value + "0", value[:-1] + "é"))
    else:
        fields[name] = pick(rng, (str(value), [value], None, True, 3, 10**30, -1))
    return json.dumps(fields).encode()


def _moved(rng: Rng, value: float) -> float:
    """A number near this one, or an extreme one."""
    with np.errstate(all="ignore"):
        return float(
            pick(
                rng,
                (
                    value + rng.integers(-8, 9) / 4,
                    value + rng.integers(-8, 9) / 4,
                    value + rng.integers(-8, 9) / 4,
                    np.nextafter(value, pick(rng, (-np.inf, np.inf))),
                    -value,
                    value * pick(rng, (1 + 2**-52, 0.5, 2, 1e6, 1e-6)),
                    pick(rng, NUMBERS),
                ),
            )
        )


# Arrays.


def mutated_arrays(rng: Rng, arrays: Arrays) -> Arrays:
    """A problem's arrays with one or two things changed; every array is a copy or another one."""
    arrays = dict(arrays)
    for _ in range(int(rng.integers(1, 3))):
        kind = pick(rng, (_value, _value, _value, _value, _value, _form, _form, _exchanged, _windows))
        kind(rng, arrays)
    return arrays


def mutated_problem(rng: Rng, problem: Problem) -> Problem:
    """A problem that went past the reader's checks, and now and then has another number of nodes."""
    arrays = mutated_arrays(rng, {name: getattr(problem, name) for name in ARRAYS})
    nodes = problem.nodes
    if rng.random() < 0.03:
        nodes = pick(rng, (nodes - 1, nodes + 1, 0, -1, 2**62))
    return replace(problem, nodes=nodes, **arrays)


def _value(rng: Rng, arrays: Arrays) -> None:
    """Change one value of one array."""
    name = pick(
        rng, [name for name in ARRAYS if arrays[name].size and arrays[name].dtype.kind in "if"] or ["tail"]
    )
    array = np.array(arrays[name])
    if not array.size or array.dtype.kind not in "if":
        return
    at = int(rng.integers(array.size))
    if array.dtype.kind == "i":
        small = (
            int(rng.integers(0, 1 + array.max(initial=0))),
            int(array.flat[at]) + 1,
            int(array.flat[at]) - 1,
        )
        limits = np.iinfo(array.dtype)
        value = pick(rng, small if rng.random() < 0.7 else INTEGERS)
        array.flat[at] = min(max(value, limits.min), limits.max)
    else:
        with np.errstate(all="ignore"):
            array.flat[at] = _moved(rng, float(array.flat[at]))
    arrays[name] = array


def _form(rng: Rng, arrays: Arrays) -> None:
    """Change the length, shape, order or type of one array."""
    name = pick(rng, ARRAYS)
    array = np.asarray(arrays[name])
    forms: tuple[Callable[[], np.ndarray], ...] = (
        lambda: array[:-1],
        lambda: array[:0],
        lambda: array[::-1],
        lambda: np.concatenate([array, array]),
        lambda: np.append(array, array[:1]),
        lambda: array.reshape(-1, 1),
        lambda: array[0] if array.ndim and len(array) else array,
        lambda: rng.permutation(array),
        lambda: array.astype(
            pick(rng, ("<i4", ">i8", ">f8", "<f4", "<f8", "?", "u8", "c16", "U5", "S3", "O", "M8[s]"))
        ),
        lambda: array.astype(array.dtype.newbyteorder(">")),
        lambda: np.repeat(array, 2)[::2],
    )
    try:
        with np.errstate(all="ignore"):
            arrays[name] = np.asarray(pick(rng, forms)())
    except (TypeError, ValueError, IndexError, OverflowError):  # numpy has no such form of this array
        arrays[name] = array[:-1] if array.ndim else array


def _exchanged(rng: Rng, arrays: Arrays) -> None:
    """Exchange two arrays, the ends of the windows or halts, or both ends of the arcs."""
    pairs = (("tail", "head"), ("window_open_s", "window_close_s"), ("halt_from_s", "halt_until_s"))
    one, other = pick(rng, pairs) if rng.random() < 0.5 else (pick(rng, ARRAYS), pick(rng, ARRAYS))
    arrays[one], arrays[other] = arrays[other], arrays[one]


def _windows(rng: Rng, arrays: Arrays) -> None:
    """Double a window or a halt, or take one out."""
    kind = pick(rng, ("window_", "halt_"))
    names = [name for name in ARRAYS if name.startswith(kind)]
    length = min((len(arrays[name]) if arrays[name].ndim else 0) for name in names)
    if length:
        at = int(rng.integers(length))
        twice = rng.random() < 0.5
        for name in names:
            array = arrays[name]
            arrays[name] = np.insert(array, at, array[at], axis=0) if twice else np.delete(array, at, axis=0)


# Problem files.


def mutated_file(rng: Rng, arrays: Arrays) -> bytes:
    """A problem file with something changed in its arrays, their headers, their names or its bytes."""
    if rng.random() < 0.5:
        arrays = mutated_arrays(rng, arrays)
    members = {}
    for name, array in arrays.items():
        member = io.BytesIO()
        np.lib.format.write_array(member, array, allow_pickle=True)
        members[name] = member.getvalue()
    if rng.random() < 0.5:
        _member(rng, members)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", pick(rng, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, member in members.items():
            archive.writestr(f"{name}.npy", member)
    data = whole.getvalue()
    return _bytes(rng, data, data[::-1]) if rng.random() < 0.2 else data


def _member(rng: Rng, members: dict[str, bytes]) -> None:
    """Change an array's name, its header or its bytes, which the archive's own checksum then covers."""
    name = pick(rng, sorted(members))
    data = members[name]
    kind = int(rng.integers(5))
    if kind == 0:
        others = (name + "s", "version", "nodes", name.upper(), "../" + name, "é", "")
        members[pick(rng, others)] = members.pop(name)
    elif kind == 1:
        del members[name]
    elif kind == 2:
        members[name] = _bytes(rng, data, data[::-1])
    elif kind == 3:
        members[name] = data.replace(*pick(rng, HEADERS), 1)
    else:
        at = 10 + 8 * int(rng.integers(0, 1 + len(data) // 8))
        members[name] = data[:at] + np.float64(pick(rng, NUMBERS)).tobytes() + data[at + 8 :]

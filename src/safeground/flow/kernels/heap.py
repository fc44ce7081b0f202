"""A binary heap in two arrays: keys and what they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeground.flow.kernels.compiled import kernel

if TYPE_CHECKING:
    from safeground.flow.kernels.types import Int32s, Int64s


@kernel
def heap_push(keys: Int64s, items: Int32s, size: int, key: int, item: int) -> int:
    """Add an item; returns the new size. The arrays must have room for it."""
    place = size
    while place > 0:
        parent = (place - 1) >> 1
        if keys[parent] <= key:
            break
        keys[place] = keys[parent]
        items[place] = items[parent]
        place = parent
    keys[place] = key
    items[place] = item
    return size + 1


@kernel
def heap_pop(keys: Int64s, items: Int32s, size: int) -> int:
    """Remove the item with the least key, which stands at index 0 until then; returns the new size."""
    size -= 1
    key = keys[size]
    item = items[size]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place] = keys[child]
        items[place] = items[child]
        place = child
    keys[place] = key
    items[place] = item
    return size

"""How kernels are compiled: once, then loaded from the cache beside the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

    Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def kernel(function: Kernel) -> Kernel:
    """Compile a function on its first call for the types it is called with, and keep the machine code.

    The cache notices a change in a kernel's own file only: after changing a kernel that others call,
    remove ``flow/kernels/__pycache__``.
    """
    return cast("Kernel", njit(cache=True, nogil=True)(function))

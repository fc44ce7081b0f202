"""HiGHS by ``highspy``, where it is installed: a linear programme that goes on from its last basis."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csc_array

    Floats = npt.NDArray[np.float64]


def new_solver() -> tuple[Any, Any] | None:
    """Return a silent solver of ``highspy`` and its module; None where it is not installed."""
    try:
        highspy: Any = import_module("highspy")  # it states no types
    except ImportError:
        return None
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    return solver, highspy


def model_of(
    api: Any, matrix: csc_array, cost: Floats, columns: tuple[Floats, Floats], rows: tuple[Floats, Floats]
) -> Any:
    """Return the model of: least ``cost @ x`` with ``matrix @ x`` and ``x`` within their bounds.

    Parameters
    ----------
    api
        The module.
    matrix
        Shape (rows, columns).
    cost
        Of each column.
    columns, rows
        Lower and upper bounds of each; infinite for none.
    """
    model = api.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = api.MatrixFormat.kColwise
    model.a_matrix_.num_row_, model.a_matrix_.num_col_ = matrix.shape
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model

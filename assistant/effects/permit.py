"""What a call that changes something has to show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permit:
    """Proof that a call stands in the journal; given by `Effects.once` and by nothing else."""

    key: str
    """The same for every try of one step and different for any two steps: 32 hexadecimal digits."""
    repeat: bool = False
    """An earlier try may have worked, and that could not be found out: the person is told so."""

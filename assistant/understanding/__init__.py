"""Understanding: a text becomes a `Reading`, in milliseconds, without I/O.

`load` gives an `Engine`; `train` makes its model of a folder of training data; `validate` and `evaluate` judge data
and model; `parse_line` is one line of `assistant parse`.
"""

from assistant.understanding.engine import Engine, load
from assistant.understanding.evaluation import Report, cross_validate, evaluate
from assistant.understanding.parsing import parse_line
from assistant.understanding.training import train
from assistant.understanding.validation import Finding, validate

__all__ = [
    "Engine",
    "Finding",
    "Report",
    "cross_validate",
    "evaluate",
    "load",
    "parse_line",
    "train",
    "validate",
]

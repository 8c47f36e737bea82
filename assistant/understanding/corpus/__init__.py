"""Training data: one YAML file an intent and language, and the words of each language."""

from assistant.understanding.corpus.dataset import Dataset, load
from assistant.understanding.corpus.example import Example, Mark, read_marks
from assistant.understanding.corpus.tongue import Tongue
from assistant.understanding.corpus.values import value_of

__all__ = ["Dataset", "Example", "Mark", "Tongue", "load", "read_marks", "value_of"]

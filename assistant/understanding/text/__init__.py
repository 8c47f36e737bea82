"""What is done to a message before it is read: cleaning, keyboard layout, language."""

from assistant.understanding.text.language import Languages
from assistant.understanding.text.layout import Layouts
from assistant.understanding.text.normal import Normal, fold, normalise
from assistant.understanding.text.typos import Typos

__all__ = ["Languages", "Layouts", "Normal", "Typos", "fold", "normalise"]

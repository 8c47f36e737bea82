"""The methods of REST, one module a family; importing the package registers them."""

from assistant.sandbox.rest.methods import system

__all__ = ["system"]

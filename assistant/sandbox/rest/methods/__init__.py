"""The methods of REST, one module a family; importing the package registers them."""

from assistant.sandbox.rest.methods import crm_classic, crm_item, crm_reference, people, system

__all__ = ["crm_classic", "crm_item", "crm_reference", "people", "system"]

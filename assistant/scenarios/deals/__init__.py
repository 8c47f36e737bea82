"""Deals: the list, the number, by stage, and why."""

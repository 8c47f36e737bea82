"""Clients: the card, the last contact, and which client a name means."""

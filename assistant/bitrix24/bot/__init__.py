"""The bot: what it says, and how it and its commands are registered."""

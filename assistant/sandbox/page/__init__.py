"""The chat page of the sandbox and its JSON API."""

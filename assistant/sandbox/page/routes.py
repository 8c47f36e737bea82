"""All routes of the chat page and its API."""

from assistant.sandbox.page import files, records, stream, talk

routes = [*talk.routes, *stream.routes, *records.routes, *files.routes]

"""A Bitrix24 portal in a box: REST, OAuth, events, CRM data and a chat page, spoken to only over HTTP."""

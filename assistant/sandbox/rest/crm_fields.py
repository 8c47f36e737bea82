"""The fields of deals, contacts, companies, stage changes and activities."""

from __future__ import annotations

from assistant.sandbox.rest.fields import Fields, constant, field

DEAL = Fields(
    [
        field("ID", "int", "id"),
        field("TITLE", "text", "title"),
        field("TYPE_ID", "code", constant("SALE")),
        field("CATEGORY_ID", "int", "category_id"),
        field("STAGE_ID", "code", "stage_id"),
        field("STAGE_SEMANTIC_ID", "code", "semantics"),
        field("IS_NEW", "flag", lambda deal: deal.stage_id.endswith("NEW")),
        field("CLOSED", "flag", lambda deal: deal.semantics != "P"),
        field("OPPORTUNITY", "float", "opportunity"),
        field("IS_MANUAL_OPPORTUNITY", "flag", constant(True)),
        field("CURRENCY_ID", "code", "currency_id"),
        field("PROBABILITY", "int", "probability"),
        field("DATE_CREATE", "moment", "created", camel="createdTime"),
        field("DATE_MODIFY", "moment", "updated", camel="updatedTime"),
        field("MOVED_TIME", "moment", "moved"),
        field("LAST_ACTIVITY_TIME", "moment", "last_activity"),
        field("BEGINDATE", "day", "begin"),
        field("CLOSEDATE", "day", "close"),
        field("ASSIGNED_BY_ID", "int", "assigned_by"),
        field("CREATED_BY_ID", "int", "created_by", camel="createdBy"),
        field("MODIFY_BY_ID", "int", "moved_by", camel="updatedBy"),
        field("MOVED_BY_ID", "int", "moved_by", camel="movedBy"),
        field("CONTACT_ID", "int", "contact_id"),
        field("COMPANY_ID", "int", "company_id"),
        field("OPENED", "flag", constant(False)),
        field("SOURCE_ID", "code", "source_id"),
        field("COMMENTS", "text", "comments"),
    ]
)

_CLIENT = [
    field("ASSIGNED_BY_ID", "int", "assigned_by"),
    field("CREATED_BY_ID", "int", "assigned_by", camel="createdBy"),
    field("DATE_CREATE", "moment", "created", camel="createdTime"),
    field("DATE_MODIFY", "moment", "updated", camel="updatedTime"),
    field("LAST_ACTIVITY_TIME", "moment", "last_activity"),
    field("OPENED", "flag", constant(False)),
    field("HAS_PHONE", "flag", "phones"),
    field("HAS_EMAIL", "flag", "emails"),
]
_MULTI = [
    field("PHONE", "multi", "phones", hidden=True),
    field("EMAIL", "multi", "emails", hidden=True),
]

CONTACT = Fields(
    [
        field("ID", "int", "id"),
        field("NAME", "text", "name"),
        field("LAST_NAME", "text", "last_name"),
        field("SECOND_NAME", "text", constant("")),
        field("POST", "text", "post"),
        field("COMPANY_ID", "int", "company_id"),
        field("TYPE_ID", "code", constant("CLIENT")),
        *_CLIENT,
        *_MULTI,
    ]
)

COMPANY = Fields(
    [
        field("ID", "int", "id"),
        field("TITLE", "text", "title"),
        field("COMPANY_TYPE", "code", constant("CUSTOMER"), camel="typeId"),
        field("INDUSTRY", "code", "industry"),
        *_CLIENT,
        *_MULTI,
    ]
)

STAGE_CHANGE = Fields(
    [
        field("ID", "int", "id"),
        field("TYPE_ID", "int", "type_id"),
        field("OWNER_ID", "int", "owner_id"),
        field("CREATED_TIME", "moment", "created"),
        field("CATEGORY_ID", "int", "category_id"),
        field("STAGE_SEMANTIC_ID", "code", "semantics"),
        field("STAGE_ID", "code", "stage_id"),
    ]
)

_PROVIDER_TYPES = {"VOXIMPLANT_CALL": "CALL", "CRM_EMAIL": "EMAIL", "CRM_MEETING": "MEETING", "CRM_TODO": "TODO"}

ACTIVITY = Fields(
    [
        field("ID", "int", "id"),
        field("OWNER_ID", "int", "owner_id"),
        field("OWNER_TYPE_ID", "int", "owner_type_id"),
        field("TYPE_ID", "int", "type_id"),
        field("PROVIDER_ID", "code", "provider_id"),
        field("PROVIDER_TYPE_ID", "code", lambda activity: _PROVIDER_TYPES.get(activity.provider_id, "1")),
        field("SUBJECT", "text", "subject"),
        field("CREATED", "moment", "created"),
        field("LAST_UPDATED", "moment", "updated"),
        field("START_TIME", "moment", "start"),
        field("END_TIME", "moment", "end"),
        field("DEADLINE", "moment", "deadline"),
        field("COMPLETED", "flag", "completed"),
        field("STATUS", "int", lambda activity: 2 if activity.completed else 1),
        field("RESPONSIBLE_ID", "int", "responsible"),
        field("AUTHOR_ID", "int", "author"),
        field("EDITOR_ID", "int", "author"),
        field("PRIORITY", "int", constant(2)),
        field("DIRECTION", "int", "direction"),
        field("DESCRIPTION", "text", "description"),
        field("DESCRIPTION_TYPE", "int", constant(1)),
    ]
)

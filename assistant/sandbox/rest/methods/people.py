"""People and departments: user.* and department.get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.fields import Fields, constant, field
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping, several
from assistant.sandbox.rest.registry import Call, Listing, method

if TYPE_CHECKING:
    from datetime import date

    from assistant.sandbox.company.records import Department, User


def _midnight(day: date | None) -> str:
    return f"{day}T00:00:00+00:00" if day else ""


USER = Fields(
    [
        field("ID", "int", "id"),
        field("XML_ID", "code", constant("")),
        field("ACTIVE", "flag", "active"),
        field("NAME", "text", "name"),
        field("LAST_NAME", "text", "last_name"),
        field("SECOND_NAME", "text", constant("")),
        field("EMAIL", "text", "email"),
        field("TIME_ZONE", "code", "time_zone"),
        field("PERSONAL_GENDER", "code", "gender"),
        field("DATE_REGISTER", "code", lambda user: _midnight(user.registered)),
        field("PERSONAL_BIRTHDAY", "code", lambda user: _midnight(user.birthday)),
        field("PERSONAL_MOBILE", "text", "mobile"),
        field("WORK_PHONE", "text", "work_phone"),
        field("WORK_POSITION", "text", "position"),
        field("UF_DEPARTMENT", "many", "departments"),
        field("UF_PHONE_INNER", "code", "inner_phone"),
        field("USER_TYPE", "code", "kind"),
        field("IS_ONLINE", "flag", "active"),
    ]
)
CONTACT_DATA = {"EMAIL", "PERSONAL_MOBILE", "WORK_PHONE", "UF_PHONE_INNER", "PERSONAL_BIRTHDAY"}
"""Hidden from applications with the scope `user_brief` alone."""
OPTIONS = {"sort", "order", "FILTER", "ADMIN_MODE", "select", "IMAGE_RESIZE", "start"}
GRAMMAR = Grammar({**USER.classic, "NAME_SEARCH": field("NAME_SEARCH", "text", "full_name")}, "ERROR_ARGUMENT")


@method("user.get", scope="user_brief", params=OPTIONS | set(USER.classic) | {"NAME_SEARCH"})
def user_get(call: Call) -> Listing:
    """People by filter, which may also stand at the top level (api-reference/user/user-get)."""
    condition = dict(mapping(call, "FILTER"))
    condition |= {name: value for name, value in call.params.items() if name in GRAMMAR.fields}
    searched = str(condition.pop("NAME_SEARCH", "")).casefold().split()
    users = [u for u in call.portal.company.users.values() if all(w in u.full_name.casefold() for w in searched)]
    return _found(call, GRAMMAR.matching(users, condition))


@method("user.search", scope="user_brief", params=OPTIONS)
def user_search(call: Call) -> Listing:
    """People by words or by parts of their names (api-reference/user/user-search)."""
    wanted = dict(mapping(call, "FILTER"))
    words = str(wanted.pop("FIND", "")).casefold().split()
    department = str(wanted.pop("UF_DEPARTMENT_NAME", "")).casefold()
    departments = call.portal.company.departments
    kept = []
    for user in call.portal.company.users.values():
        names = " ".join(departments[number].name for number in user.departments).casefold()
        known = f"{user.full_name} {user.position} {names}".casefold()
        if user.active and department in names and all(word in known for word in words):
            kept.append(user)
    # Names are compared from their beginning.
    starting = {
        f"=%{name}" if name in GRAMMAR.fields else name: f"{value}%" if name in GRAMMAR.fields else value
        for name, value in wanted.items()
    }
    return _found(call, GRAMMAR.matching(kept, starting))


@method("user.current", scope="user_brief")
def user_current(call: Call) -> dict[str, Any]:
    """The person whose token it is (api-reference/user/user-current)."""
    return _shown(call, call.user, [])


def _found(call: Call, users: list[User]) -> Listing:
    sort, order = call.params.get("sort"), call.params.get("order")
    users = GRAMMAR.ordered(users, {str(sort).upper(): order or "ASC"} if sort else None, {"ID": "ASC"})
    select = several(call, "select")
    return listing(users, call.params.get("start"), lambda part: [_shown(call, user, select) for user in part])


def _shown(call: Call, user: User, select: list[Any]) -> dict[str, Any]:
    wanted = select or ["*"]
    narrow = "user_basic" not in call.actor.scopes
    shown: dict[str, Any] = {}
    for each in USER.all:
        named = each.name in wanted or "*" in wanted or ("UF_*" in wanted and each.name.startswith("UF_"))
        if not named or (narrow and each.name in CONTACT_DATA):
            continue
        value = each.read(user)
        if each.name == "ACTIVE":
            shown[each.name] = value
        elif each.kind == "flag":
            shown[each.name] = "Y" if value else "N"
        elif each.kind == "many":
            shown[each.name] = list(value)
        else:
            shown[each.name] = str(value)
    return shown


DEPARTMENT = Fields(
    [
        field("ID", "int", "id"),
        field("NAME", "text", "name"),
        field("SORT", "int", "sort"),
        field("PARENT", "int", "parent"),
        field("UF_HEAD", "int", "head"),
    ]
)


@method("department.get", scope="department", params={"sort", "order", "START", *DEPARTMENT.classic})
def department_get(call: Call) -> Listing:
    """Departments by their fields (api-reference/departments/department-get)."""
    grammar = Grammar(DEPARTMENT.classic, "ERROR_ARGUMENT")
    condition = {name: value for name, value in call.params.items() if name in DEPARTMENT.classic}
    rows = grammar.matching(call.portal.company.departments.values(), condition)
    sort, order = call.params.get("sort"), call.params.get("order")
    rows = grammar.ordered(rows, {str(sort).upper(): order or "ASC"} if sort else None, {"ID": "ASC"})
    return listing(rows, call.params.get("START"), lambda part: [_department(row) for row in part])


def _department(row: Department) -> dict[str, Any]:
    shown: dict[str, Any] = {"ID": str(row.id), "NAME": row.name, "SORT": row.sort}
    if row.parent:
        shown["PARENT"] = str(row.parent)
    if row.head:
        # Left out where nobody heads the department.
        shown["UF_HEAD"] = str(row.head)
    return shown

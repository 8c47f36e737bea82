"""Workgroups, which tasks know as their projects: sonet_group.get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.sandbox.rest.fields import Fields, constant, field
from assistant.sandbox.rest.filters import Grammar, listing
from assistant.sandbox.rest.parameters import mapping
from assistant.sandbox.rest.registry import Call, Listing, method

if TYPE_CHECKING:
    from assistant.sandbox.company.records import Group

GROUP = Fields(
    [
        field("ID", "int", "id"),
        field("NAME", "text", "name"),
        field("ACTIVE", "flag", constant(True)),
        field("OWNER_ID", "int", "owner"),
        field("NUMBER_OF_MEMBERS", "int", lambda group: len(group.members)),
        field("PROJECT", "flag", constant(True)),
    ]
)


@method("sonet_group.get", scope="sonet_group", params={"ORDER", "FILTER", "GROUP_ID", "IS_ADMIN", "start"})
def group_get(call: Call) -> Listing:
    """The groups of a person, of everybody for administrators (api-reference/sonet-group/sonet-group-get)."""
    groups = [g for g in call.portal.company.groups.values() if call.user.admin or call.user.id in g.members]
    grammar = Grammar(GROUP.classic, "ERROR_ARGUMENT")
    condition = dict(mapping(call, "FILTER"))
    if call.params.get("GROUP_ID"):
        condition["ID"] = call.params["GROUP_ID"]
    rows = grammar.ordered(grammar.matching(groups, condition), mapping(call, "ORDER"), {"ID": "ASC"})
    return listing(rows, call.params.get("start"), lambda part: [_shown(row) for row in part])


def _shown(group: Group) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for each in GROUP.all:
        value = each.read(group)
        shown[each.name] = ("Y" if value else "N") if each.kind == "flag" else str(value)
    return shown

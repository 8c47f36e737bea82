"""Reads one YAML file of the training data; every sentence keeps its line.

Sentences need no quotes: a line `- ...` is the sentence up to its end, whatever signs it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.errors import SettingsError

_ITEM = re.compile(r"^(?P<head>\s*- +)(?P<text>\S.*?)\s*$")
_QUOTED = re.compile(r"""^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*$""")
_BLOCK = re.compile(r"^[|>][+-]?\d?$")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its place in the file."""

    text: str
    line: int


def read_sections(path: Path) -> dict[str, tuple[int, str | list[Line] | dict[str, list[Line]]]]:
    """Top-level keys of a file: the line of the key, and a text, a list of sentences or groups of sentences.

    Raises:
        SettingsError: the file is no YAML or has another shape; the text names file and line.
    """
    try:
        root = yaml.compose(_quoted(path.read_text(encoding="utf-8")), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}:{line}: {error.problem}") from None
    if root is None:
        return {}
    sections: dict[str, tuple[int, str | list[Line] | dict[str, list[Line]]]] = {}
    for key, node in _pairs(path, root):
        line = key.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            groups = {str(group.value): list(_lines(path, items)) for group, items in _pairs(path, node)}
            sections[key.value] = (line, groups)
        elif isinstance(node, yaml.SequenceNode):
            sections[key.value] = (line, list(_lines(path, node)))
        elif node.value:
            sections[key.value] = (line, str(node.value))
        else:
            sections[key.value] = (line, [])
    return sections


def _quoted(text: str) -> str:
    """The file with every bare sentence in quotes, so that brackets, colons and # mean themselves."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        item = _ITEM.match(line)
        if item is None or _QUOTED.match(item["text"]) or _BLOCK.match(item["text"]):
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        indent = len(line) - len(line.lstrip())
        folded = len(following) - len(following.lstrip()) > indent and not following.lstrip().startswith(("- ", "#"))
        if not folded:
            lines[number] = item["head"] + json.dumps(item["text"], ensure_ascii=False)
    return "\n".join(lines) + "\n"


def _pairs(path: Path, node: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(f"{path}:{node.start_mark.line + 1}: expected `key:` and what belongs to it")
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise SettingsError(f"{path}:{key.start_mark.line + 1}: a key is one word")
        yield key, value


def _lines(path: Path, node: yaml.Node) -> Iterator[Line]:
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return
    if not isinstance(node, yaml.SequenceNode):
        raise SettingsError(f"{path}:{node.start_mark.line + 1}: expected a list, one `- sentence` a line")
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode):
            raise SettingsError(f"{path}:{item.start_mark.line + 1}: expected one sentence; put it in quotes")
        yield Line(str(item.value), item.start_mark.line + 1)

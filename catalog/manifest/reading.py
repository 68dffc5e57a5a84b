"""From the bytes of a manifest to its plain values: JSON or YAML, bounded, and every fault told with its path (and line).

YAML is read as what JSON could say too: no aliases (a small file could grow without end), no tags, no doubled keys, and neither
dates nor "no" are turned into something else.
"""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from django.utils.translation import gettext_noop
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from catalog.manifest.schema import schema
from kernel.decision import Say
from kernel.errors import Invalid

LARGEST = 1024 * 1024
DEEPEST = 12
MOST_FAULTS = 50
Faults = dict[str, list[Say]]


class _Loader(yaml.SafeLoader):
    """Only what JSON knows: true, false, null, numbers, text, lists, mappings."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]{0,17})$"), list("-0123456789"))
_KNOWN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("bool", "null", "int", "str", "seq", "map")}


def read(data: bytes) -> dict[str, Any]:
    """A manifest that fits the schema. Errors: Invalid, its keys are paths such as "fields.3.grade" (rows count from 1)."""
    if len(data) > LARGEST:
        raise _whole(Say(gettext_noop("A manifest has at most %(most)s MB. Send files and documents by the API instead."), {"most": LARGEST // 1024 // 1024}))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _whole(Say(gettext_noop("The text is not UTF-8 at byte %(at)s."), {"at": error.start})) from error
    if "\x00" in text:
        raise _whole(Say(gettext_noop("This holds a character that cannot be stored.")))
    lines: dict[str, int] = {}
    found = _json(text) if text.lstrip().startswith("{") else _yaml(text, lines)
    if not isinstance(found, dict):
        raise _whole(Say(gettext_noop("A manifest is a mapping: names with their values.")))
    flat = json.dumps(found, ensure_ascii=False)
    if "\\u0000" in flat or any("\ud800" <= sign <= "\udfff" for sign in flat):  # escapes pass the look at the raw text
        raise _whole(Say(gettext_noop("This holds a character that cannot be stored.")))
    checked(found, lines)
    return found


def checked(found: dict[str, Any], lines: dict[str, int] | None = None) -> None:
    """Errors: Invalid with a message for each place that does not fit the schema."""
    wrong: Faults = {}
    for error in Draft202012Validator(schema()).iter_errors(found):
        for fault in error.context if error.validator == "anyOf" and error.context else [error]:
            if fault is not error and fault.validator == "type" and len(error.context) > 1 and error.instance is not None and "null" in str(fault.validator_value):
                continue
            path = _path([*fault.absolute_path])
            said = _said(fault, (lines or {}).get(path))
            if said not in wrong.setdefault(path, []):
                wrong[path].append(said)
        if len(wrong) >= MOST_FAULTS:
            break
    if wrong:
        raise Invalid(fields=wrong)


def _path(parts: list[Any]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in parts) or "manifest"


def _said(error: ValidationError, line: int | None) -> Say:
    said = _fault(error)
    return said if line is None else Say(gettext_noop("Line %(line)s: %(fault)s"), {"line": line, "fault": said})


def _fault(error: ValidationError) -> Say:
    value = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in value if name not in error.instance]
            return Say(gettext_noop("%(names)s is missing."), {"names": ", ".join(missing)})
        case "additionalProperties":
            extra = sorted(set(error.instance) - set(error.schema["properties"]))
            return Say(gettext_noop("There is no such name here: %(names)s."), {"names": ", ".join(extra)[:200]})
        case "type":
            return Say(gettext_noop("This is to be of the kind %(kind)s."), {"kind": str(value)})
        case "enum":
            return Say(gettext_noop("Choose one of: %(choices)s."), {"choices": ", ".join(str(one) or '""' for one in value)})
        case "const":
            return Say(gettext_noop("This is to be %(value)s."), {"value": str(value)})
        case "maxLength" | "maxItems" | "maximum":
            return Say(gettext_noop("At most %(most)s."), {"most": value})
        case "minItems" | "minimum":
            return Say(gettext_noop("At least %(least)s."), {"least": value})
        case _:
            return Say(gettext_noop("This does not have the form %(form)s."), {"form": str(value)[:120]})


def _whole(said: Say) -> Invalid:
    return Invalid(fields={"manifest": [said]})


def _json(text: str) -> Any:
    def pairs(rows: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(rows)
        if len(found) < len(rows):
            names = [name for name, _value in rows]
            raise _whole(Say(gettext_noop("The name %(name)s stands twice in one place."), {"name": next(name for name in names if names.count(name) > 1)}))
        return found

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_float=str, parse_constant=lambda name: name)
    except json.JSONDecodeError as error:
        raise _whole(Say(gettext_noop("Line %(line)s, column %(column)s: this is not JSON."), {"line": error.lineno, "column": error.colno})) from error
    except (RecursionError, ValueError) as error:
        raise _whole(Say(gettext_noop("This is nested too deep."))) from error


def _yaml(text: str, lines: dict[str, int]) -> Any:
    try:
        depth = 0
        for event in yaml.parse(text, _Loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _whole(Say(gettext_noop("Line %(line)s: anchors and aliases are not read."), {"line": _line(event)}))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _whole(Say(gettext_noop("This is nested too deep.")))
        node = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 1, "column": 1}
        raise _whole(Say(gettext_noop("Line %(line)s, column %(column)s: this is not YAML."), place)) from error
    return None if node is None else _value(node, [], lines)


def _line(part: Any) -> int:
    return int(part.start_mark.line) + 1


def _value(node: yaml.Node, path: list[Any], lines: dict[str, int]) -> Any:
    line = _line(node)
    lines[_path(path)] = line
    if node.tag not in _KNOWN_TAGS:
        raise _whole(Say(gettext_noop("Line %(line)s: tags are not read."), {"line": line}))
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, [*path, position], lines) for position, one in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if not isinstance(key, yaml.ScalarNode) or name in found:
                raise _whole(Say(gettext_noop("The name %(name)s stands twice in one place."), {"name": name[:80]}))
            found[name] = _value(value, [*path, name], lines)
        return found
    match node.tag.rpartition(":")[2]:
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value)
        case _:
            return node.value

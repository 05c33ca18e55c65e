"""Faults of structure: pydantic's errors in this project's words, with the nearest known key or value."""

from __future__ import annotations

import difflib
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from pulumi.output import Output, Unknown
from pydantic import BaseModel, ValidationError

from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.late import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic_core import ErrorDetails

    from managed_image_to_gallery.config.base import ConfigModel

Model = TypeVar("Model", bound="ConfigModel")
YAML_READS = "must be text, but YAML reads this as"
"""How the rule begins that a value breaks which would be right in quotes."""
Location = tuple["int | str", ...]


def validated(model: type[Model], raw: object, path: str, faults: list[Fault]) -> Model | None:
    """`raw` as a `model`, or None after its faults were added; `path` is where it stands in the config.

    Unknown keys are faults too, but they do not hide what the rest has to be told: without them it is judged on.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        found = error.errors(include_url=False)
    faults.extend(_fault(model, path, details) for details in found)
    unknown = [details["loc"] for details in found if details["type"] == "extra_forbidden"]
    return model.model_validate(_without(raw, unknown)) if len(unknown) == len(found) else None


def join(path: str, location: Sequence[int | str]) -> str:
    """`migrations[1]` and `("source", "name")` make `migrations[1].source.name`."""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def _fault(model: type[ConfigModel], path: str, details: ErrorDetails) -> Fault:
    location: Location = details["loc"]
    where = join(path, location)
    if isinstance(details["input"], (Output, Unknown)):
        return Fault(where, None, *refusal(join("", location)))
    describe = _DESCRIPTIONS.get(details["type"])
    if describe is None:
        return Fault(where, details["input"], details["msg"], "Compare it with docs/config-reference.md.")
    rule, remedy = describe(model, location, details)
    shown = None if details["type"] in {"missing", "extra_forbidden"} else details["input"]
    return Fault(where, shown, rule, remedy)


def _without(raw: object, locations: Sequence[Location]) -> object:
    """A copy of `raw` that lacks the keys at these places."""
    copied = deepcopy(raw)
    for *above, key in locations:
        place = cast("dict[int | str, object]", copied)
        for part in above:
            place = cast("dict[int | str, object]", place[part])
        del place[key]
    return copied


def _unknown_key(model: type[ConfigModel], location: Location, _: ErrorDetails) -> tuple[str, str]:
    known = _keys_at(model, location[:-1])
    near = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    if near:
        return "is not a known key", f"Did you mean {near[0]!r}?"
    return "is not a known key", f"Remove it. Known here: {', '.join(sorted(known))}."


def _missing(*_: object) -> tuple[str, str]:
    return "is required", "Add it."


def _text_wanted(_model: object, _location: object, details: ErrorDetails) -> tuple[str, str]:
    """The value is not what was written, so a remedy cannot show it: 1.10 is 1.1 by now, and 0123 is 83."""
    value = cast("object", details["input"])
    if value is None:
        return f"{YAML_READS} nothing", 'Write the text in quotes; "" is an empty one.'
    if isinstance(value, (bool, int, float)):
        kind = "true or false" if isinstance(value, bool) else "a number (1.10 becomes 1.1, 0123 becomes 83)"
        return f"{YAML_READS} {kind}", "Write it in quotes, as it is meant."
    if isinstance(value, date):
        return "must be text, not a date", f'Write it as text: "{value.isoformat()}".'
    return "must be text", "Write it as text, in quotes where it looks like something else."


def _whole_number_wanted(*_: object) -> tuple[str, str]:
    return "must be a whole number", "Write it with digits only, without quotes."


def _truth_value_wanted(*_: object) -> tuple[str, str]:
    return "must be true or false", "Write true or false, without quotes."


def _choice_wanted(_model: object, _location: object, details: ErrorDetails) -> tuple[str, str]:
    allowed = cast("str", details.get("ctx", {}).get("expected", ""))
    choices = [word.strip(" '") for word in allowed.replace(" or ", ",").split(",")]
    folded = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(str(cast("object", details["input"])).lower(), folded, n=1, cutoff=0.5)
    return f"must be one of {', '.join(choices)}", f"Did you mean {folded[near[0]]}?" if near else "Choose one of them."


def _list_wanted(*_: object) -> tuple[str, str]:
    return "must be a list", "Write one entry per line, each with a dash in front."


def _map_wanted(model: type[ConfigModel], location: Location, details: ErrorDetails) -> tuple[str, str]:
    """What needs nothing but a name, as a region does, is often written as that name alone."""
    value = cast("object", details["input"])
    if isinstance(value, str) and _required_keys(_model_at(model, location)) == ["name"]:
        return "must be a map of keys and values", f"Write `name: {value}`, in braces where it stands in a line."
    return "must be a map of keys and values", "Write `key: value` lines below it."


_DESCRIPTIONS: dict[str, Callable[[type[ConfigModel], Location, ErrorDetails], tuple[str, str]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "string_type": _text_wanted,
    "int_type": _whole_number_wanted,
    "int_parsing": _whole_number_wanted,
    "int_from_float": _whole_number_wanted,
    "bool_type": _truth_value_wanted,
    "bool_parsing": _truth_value_wanted,
    "enum": _choice_wanted,
    "tuple_type": _list_wanted,
    "dict_type": _map_wanted,
    "model_type": _map_wanted,
}


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that are known where `location` leads, starting at `model`."""
    return [field.alias or name for name, field in _model_at(model, location).model_fields.items()]


def _required_keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items() if field.is_required()]


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    for part in location:
        if isinstance(part, str):
            model = _model_of_field(model, part)
    return model


def _model_of_field(model: type[BaseModel], key: str) -> type[BaseModel]:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return next(iter(_models_in(field.annotation)), model)
    return model


def _models_in(annotation: object) -> list[type[BaseModel]]:
    """The models inside `Model | None`, `tuple[Model, ...]` and their combinations."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    inner = cast("tuple[object, ...]", get_args(annotation))
    return [model for part in inner for model in _models_in(part)]

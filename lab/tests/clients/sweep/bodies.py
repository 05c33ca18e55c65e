"""Request bodies from the library's own models, and bodies that are wrong somewhere."""

from __future__ import annotations

import datetime
import functools
import types
import typing
from enum import Enum
from typing import Any

from azure.mgmt.compute import models
from hypothesis import strategies as st

from tests.clients.sweep.names import LOCATION, RESOURCE_IDS

ODD_VALUES: tuple[object, ...] = (None, True, -1, 2**63, 0.5, "", "no such thing", [], [None], [[1]], {}, {"a": None})
"""Values of every JSON type, one of which takes the place of a right one in an odd body."""

MAX_DEPTH = 5
"""How deep optional members are filled in; the deepest that local Azure reads is a version's encryption."""


def is_model(annotation: object) -> bool:
    """Whether a type is one of the library's models."""
    return (
        isinstance(annotation, type) and annotation.__module__.startswith(models.__name__) and not _is_enum(annotation)
    )


def hints_of(model: type) -> dict[str, Any]:
    """The declared types of a model's members."""
    return typing.get_type_hints(model, localns={**vars(models), "_models": models})


def _is_enum(annotation: type) -> bool:
    return issubclass(annotation, Enum)


def bodies(model: type, *, odd: bool) -> st.SearchStrategy[Any]:
    """JSON of a model: its own members with values of their types; `odd` puts a wrong value in some places."""
    return _values(model, odd, 0)


@functools.cache
def _values(annotation: Any, odd: bool, depth: int) -> st.SearchStrategy[Any]:
    right = _right_values(annotation, odd, depth)
    if not odd:
        return right
    return st.integers(0, 9).flatmap(lambda dice: st.sampled_from(ODD_VALUES) if dice == 0 else right)


def _right_values(annotation: Any, odd: bool, depth: int) -> st.SearchStrategy[Any]:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _union(arguments, odd, depth)
    if origin is list:
        return st.lists(_values(arguments[0], odd, depth + 1), max_size=2)
    if origin is dict:
        return st.dictionaries(st.sampled_from(["key", "Other Key"]), _values(arguments[1], odd, depth + 1), max_size=2)
    if is_model(annotation):
        return _model(annotation, odd, depth)
    return _scalar(annotation)


def _union(members: tuple[Any, ...], odd: bool, depth: int) -> st.SearchStrategy[Any]:
    """A member of a union; `Union[str, SomeEnum]` is one of the enumeration's values."""
    known = [each for each in members if each is not type(None)]
    listed = [each for each in known if isinstance(each, type) and _is_enum(each)]
    return st.one_of(*(_values(each, odd, depth) for each in listed or known))


def _model(model: type, odd: bool, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    required, optional = _members(model)
    if depth >= MAX_DEPTH:
        optional = {}
    return st.fixed_dictionaries(
        {name: _member(name, hint, odd, depth) for name, hint in required.items()},
        optional={name: _member(name, hint, odd, depth) for name, hint in optional.items()},
    )


def _member(name: str, hint: Any, odd: bool, depth: int) -> st.SearchStrategy[Any]:
    """A member of a model; models contain themselves, so that what it may be is made when a value is wanted."""
    if name == "location" and not odd:
        return st.just(LOCATION)
    return st.deferred(lambda: _values(hint, odd, depth + 1))


def _members(model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The types of the writable members by wire name: those that must be sent, those that may."""
    hints = hints_of(model)
    required: dict[str, Any] = {}
    optional: dict[str, Any] = {}
    for attribute, field in model({})._attr_to_rest_field.items():
        if field._visibility == ["read"]:
            continue
        hint = hints[attribute]
        (optional if type(None) in typing.get_args(hint) else required)[field._rest_name] = hint
    return required, optional


def _scalar(annotation: Any) -> st.SearchStrategy[Any]:
    if isinstance(annotation, type) and _is_enum(annotation):
        members = typing.cast("type[Enum]", annotation)
        return st.sampled_from([each.value for each in members])
    moment = datetime.datetime(2031, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    by_type: dict[Any, st.SearchStrategy[Any]] = {
        str: st.sampled_from(
            [*RESOURCE_IDS, "eastus", "East US 2", "Standard_D2s_v3", "x" * 300, "\u00e9 \u2603", "1.0.0"]
        ),
        int: st.integers(0, 70_000),
        float: st.floats(0, 1),
        bool: st.booleans(),
        bytes: st.just("AAAA"),
        datetime.datetime: st.just(moment.isoformat()),
        datetime.date: st.just(moment.date().isoformat()),
        datetime.timedelta: st.just("PT5M"),
    }
    return by_type.get(annotation, st.just("anything"))

"""Reading an answer to its last member: azure-mgmt-compute deserializes only what is looked at."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from azure.core.exceptions import DeserializationError, HttpResponseError
from azure.core.paging import ItemPaged
from azure.core.polling import LROPoller

from tests.clients.sweep.bodies import hints_of, is_model

HANG_SECONDS = 20
"""How long one operation may take; less than the 30 s that the library waits when a poll names no time."""


def outcome(answer: object) -> object:
    """What a call comes to in the end: an operation's result, all pages of a list, or the answer itself."""
    if isinstance(answer, LROPoller):
        poller = typing.cast("LROPoller[object]", answer)
        poller.wait(HANG_SECONDS)
        assert poller.done(), f"still {poller.status()} after {HANG_SECONDS} s"
        return poller.result()
    if isinstance(answer, ItemPaged):
        return list(typing.cast("ItemPaged[object]", answer))
    return answer


def refused_members(value: object, path: str = "") -> list[str]:
    """The members of a model whose wire value the library could not turn into the type that it declares."""
    if isinstance(value, list):
        items = typing.cast("list[object]", value)
        return [found for index, item in enumerate(items) for found in refused_members(item, f"{path}[{index}]")]
    if not is_model(type(value)):
        return []
    refused: list[str] = []
    model: Any = value
    hints = hints_of(type(value))
    for attribute in model._attr_to_rest_field:
        where = f"{path}.{attribute}"
        try:
            member = getattr(model, attribute)
        except DeserializationError:
            refused.append(f"{where}: {model.get(model._attr_to_rest_field[attribute]._rest_name)!r} is not readable")
            continue
        if member is not None and not _is_of(member, hints[attribute]):
            refused.append(f"{where}: {member!r} is not {hints[attribute]}")
        refused += refused_members(member, where)
    return refused


def azure_error(error: HttpResponseError) -> tuple[str, str]:
    """Code and message of Azure's error; fails when the answer had none."""
    assert error.error is not None, f"{error.status_code} without Azure's error: {error}"
    assert error.error.code, str(error)
    assert error.error.message, str(error)
    return error.error.code, error.error.message


def _is_of(value: object, hint: Any) -> bool:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        return any(_is_of(value, each) for each in arguments)
    if origin is list:
        return isinstance(value, list) and all(
            _is_of(each, arguments[0]) for each in typing.cast("list[object]", value)
        )
    if origin is dict:
        return isinstance(value, Mapping)
    if isinstance(hint, type):
        return _is_instance(value, typing.cast("type[object]", hint))
    return True


def _is_instance(value: object, hint: type[object]) -> bool:
    """JSON's view of a type: whole numbers are floats too, booleans are no numbers, enumerations are open."""
    if issubclass(hint, Enum):
        return isinstance(value, str)
    if hint is float:
        return isinstance(value, (int, float))
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))

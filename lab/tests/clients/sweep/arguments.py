"""Arguments of an operation from its signature: existing things or none, and bodies from the models."""

from __future__ import annotations

import inspect
import json
import typing
from enum import Enum
from io import BytesIO
from typing import Any

from hypothesis import strategies as st

from tests.clients.sweep.bodies import bodies, is_model
from tests.clients.sweep.names import NAMES
from tests.clients.sweep.operations import Operation


def arguments(operation: Operation, *, odd: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Keyword arguments for one call; bodies as JSON on the wire, so that no library mends what is odd about them."""
    parameters = [each for each in operation.signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
    required = {each.name: _values(each, odd) for each in parameters if each.default is each.empty}
    optional = {each.name: _values(each, odd) for each in parameters if _is_swept_option(each)}
    return st.fixed_dictionaries(required, optional=optional)


def takes_body(operation: Operation) -> bool:
    """Whether a request of it has a body."""
    return any(_model(each.annotation) is not None for each in operation.signature.parameters.values())


def _is_swept_option(parameter: inspect.Parameter) -> bool:
    """Conditions on ETags need each other, and are azure-core's own business."""
    return parameter.default is not parameter.empty and parameter.name not in ("etag", "match_condition")


def _values(parameter: inspect.Parameter, odd: bool) -> st.SearchStrategy[Any]:
    model = _model(parameter.annotation)
    if model is not None:
        return bodies(model, odd=odd).map(lambda body: BytesIO(json.dumps(body).encode()))
    members = typing.get_args(parameter.annotation) or (parameter.annotation,)
    for member in members:
        if isinstance(member, type) and issubclass(member, Enum):
            return st.sampled_from([str(each.value) for each in member])
    if bool in members:
        return st.booleans()
    if int in members:
        return st.integers(0, 100)
    known = NAMES.get(parameter.name, "unknown")
    return st.integers(0, 4).map(lambda dice: "missing" if dice == 4 else known)


def _model(annotation: Any) -> type | None:
    """The model among the forms in which a body may be given."""
    return next((each for each in typing.get_args(annotation) if is_model(each)), None)

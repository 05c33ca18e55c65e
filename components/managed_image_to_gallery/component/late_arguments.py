"""The outputs among a component's arguments: waited for, and put in their place.

An update waits for them, so that everything is judged by what is really there: the gallery of the same program is made
before its migration is read. Only a preview goes on with what is not known.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pulumi
from pulumi.output import Unknown

from managed_image_to_gallery.component.library_internals import wait_for
from managed_image_to_gallery.config.faults import ConfigFaults, Fault
from managed_image_to_gallery.config.late import LEFT_OUT, folded, is_judged_later, may_be_late, stand_in
from managed_image_to_gallery.config.late_values import LateValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    AnyOutput = pulumi.Output[Any]


@dataclass(frozen=True)
class _Read:
    """An output at a path that was waited for."""

    path: str
    output: AnyOutput
    value: object
    is_known: bool
    is_secret: bool
    resources: tuple[pulumi.Resource, ...]


def with_outputs(arguments: Mapping[str, object]) -> dict[str, object]:
    """The arguments with outputs for what is awaited, which can be awaited only once, and for what is not known."""
    return cast("dict[str, object]", _changed(arguments, "", lambda _, value: _as_output(value)))


def plain_arguments(
    name: str, arguments: Mapping[str, object], *, is_preview: bool
) -> tuple[dict[str, object], LateValues]:
    """The arguments of a component with plain values where outputs may stand, and what there is to know of those.

    Waits for them. An output where none may stand is left there, and the rules refuse it by its name. Raises
    ConfigFaults for what an update does not know either.
    """
    found = [(path, one) for path, one in _outputs_in(arguments, "") if may_be_late(path, secret=False)]
    reads = [one for one in wait_for(_all_read(found)) if may_be_late(one.path, secret=one.is_secret)]
    unknown = [one for one in reads if not one.is_known]
    if unknown and not is_preview:
        raise ConfigFaults([_never_known(f"{name}.{one.path}") for one in unknown])
    places = {one.path: one.value if one.is_known else stand_in(one.path) for one in reads}
    plain = _changed(arguments, "", lambda path, value: places.get(path, value))
    return cast("dict[str, object]", plain), LateValues(
        outputs={folded(one.path): one.output for one in reads if one.is_secret or not one.is_known},
        undecided=tuple(one.path for one in unknown if is_judged_later(one.path)),
        depends_on=tuple(dict.fromkeys(resource for one in reads for resource in one.resources)),
        secrets={folded(one.path): one.value for one in reads if one.is_secret and one.is_known},
    )


def _as_output(value: object) -> object:
    if isinstance(value, Unknown) or inspect.isawaitable(value):
        return pulumi.Output.from_input(cast("Any", value))
    return value


def _outputs_in(value: object, path: str) -> Iterator[tuple[str, AnyOutput]]:
    if isinstance(value, pulumi.Output):
        yield path, cast("AnyOutput", value)
    for inner_path, _, inner in _inside(cast("object", value), path):
        yield from _outputs_in(inner, inner_path)


def _inside(value: object, path: str) -> Sequence[tuple[str, object, object]]:
    """What a map or a list holds: its path, its key and itself."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        return [(f"{path}.{key}" if path else key, key, inner) for key, inner in entries]
    if isinstance(value, (list, tuple)):
        return [(f"{path}[{index}]", index, inner) for index, inner in enumerate(cast("Sequence[object]", value))]
    return ()


def _changed(value: object, path: str, change: Callable[[str, object], object]) -> object:
    """A copy in which every value is changed, at any depth; what is left out of a map is not in it."""
    is_map = isinstance(value, dict)
    if not is_map and not isinstance(value, (list, tuple)):
        return change(path, value)
    inside = _inside(cast("object", value), path)
    changed = [(key, inner, _changed(inner, inner_path, change)) for inner_path, key, inner in inside]
    if not is_map:
        return [now for _, _, now in changed]
    return {key: now for key, before, now in changed if now is not LEFT_OUT or before is None}


async def _all_read(found: Sequence[tuple[str, AnyOutput]]) -> list[_Read]:
    return list(await asyncio.gather(*(_read(path, output) for path, output in found)))


async def _read(path: str, output: AnyOutput) -> _Read:
    value: object = await output.future(with_unknowns=True)
    resources = tuple(await output.resources())
    return _Read(path, output, value, await output.is_known(), await output.is_secret(), resources)


def _never_known(path: str) -> Fault:
    return Fault(
        path,
        None,
        "is not known in the update either: what it comes from was not made, or is not among the targets",
        "Look at what failed before it, or leave `--target` out. Nothing is judged by what is not known.",
    )

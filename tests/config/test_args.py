"""The component's arguments and the models of the config are written twice, for two readers: they say the same.

Pulumi's analyser reads the arguments as plain types with their texts, pydantic the models; neither reads the other's.
"""

from __future__ import annotations

from collections.abc import Awaitable
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

import pulumi

from managed_image_to_gallery.config.args import ManagedImageToGalleryArgs
from managed_image_to_gallery.config.base import ConfigModel
from managed_image_to_gallery.config.models import ComponentArguments

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_THE_STACK_ALONE = {"name", "former_name"}
"""Keys of an entry of the config: a component has its name from the program."""


def shape(kind: Any) -> object:
    """A type without what the two spell differently: input, optional, list or tuple, and the names of classes."""
    if get_origin(kind) in (Union, UnionType):
        return shape(next(one for one in get_args(kind) if one is not NoneType and not _is_late(one)))
    if get_origin(kind) in (list, tuple):
        return ["each", shape(get_args(kind)[0])]
    if get_origin(kind) is dict:
        return ["by key", *map(shape, get_args(kind))]
    if is_typeddict(kind):
        return kind.__name__.removesuffix("Args")
    if isinstance(kind, type) and issubclass(kind, ConfigModel):
        return "ManagedImageToGallery" if kind is ComponentArguments else kind.__name__
    assert isinstance(kind, type)
    assert issubclass(kind, Enum | str | int | bool), kind
    return kind


def _is_late(kind: Any) -> bool:
    return get_origin(kind) in (pulumi.Output, Awaitable)


def arguments(kind: Any) -> Iterator[tuple[str, dict[str, tuple[object, bool]]]]:
    """Every type of the arguments by its name: the shape of each key, and whether it is needed."""
    hints = get_type_hints(kind, localns={"Output": pulumi.Output, "T": TypeVar("T")})
    yield str(shape(kind)), {key: (shape(hint), key in kind.__required_keys__) for key, hint in hints.items()}
    for hint in hints.values():
        for inner in (hint, *get_args(hint)):
            if is_typeddict(inner):
                yield from arguments(inner)


def models(kind: type[ConfigModel]) -> Iterator[tuple[str, dict[str, tuple[object, bool]]]]:
    """The same of the config's models."""
    is_all = kind is ComponentArguments
    fields = {key: one for key, one in kind.model_fields.items() if not (is_all and key in OF_THE_STACK_ALONE)}
    shapes = {key: (shape(one.annotation), one.is_required()) for key, one in fields.items()}
    yield str(shape(kind)), shapes
    for field in fields.values():
        for inner in _inside(field.annotation):
            yield from models(inner)


def _inside(kind: Any) -> Iterator[type[ConfigModel]]:
    if isinstance(kind, type) and issubclass(kind, ConfigModel):
        yield kind
    for inner in get_args(kind):
        yield from _inside(inner)


def test_every_type_of_the_arguments_has_the_keys_of_its_model() -> None:
    assert dict(arguments(ManagedImageToGalleryArgs)) == dict(models(ComponentArguments))

"""Typed access to a JSON body from Azure: what the API promises is there, or MalformedAnswer says what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from managed_image_to_gallery.azure.errors import MalformedAnswer

if TYPE_CHECKING:
    from managed_image_to_gallery.azure.json_types import Json, JsonObject

_T = TypeVar("_T")


class Body:
    """A JSON object and its path, for messages; `what` names the thing that was read.

    Members are named by their path: `body.text("properties", "provisioningState")`. A member that is absent or null is
    None for the `optional_…` readers and a MalformedAnswer for the others; one of another type always is.
    """

    def __init__(self, what: str, value: JsonObject, path: str = "") -> None:
        self.what = what
        self.value = value
        self._path = path

    def text(self, *path: str) -> str:
        """A string that must be there."""
        return self._required(self.optional_text(*path), path)

    def optional_text(self, *path: str) -> str | None:
        """A string that may be missing."""
        return self._typed(str, path)

    def integer(self, *path: str) -> int:
        """A whole number that must be there."""
        return self._required(self.optional_integer(*path), path)

    def optional_integer(self, *path: str) -> int | None:
        """A whole number that may be missing."""
        value = self._find(path)
        if isinstance(value, bool):
            raise self._malformed(path, value)
        return self._typed(int, path)

    def flag(self, *path: str) -> bool:
        """A boolean; missing means false."""
        return self._typed(bool, path) or False

    def optional_object(self, *path: str) -> Body | None:
        """An object that may be missing."""
        value = self._find(path)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._malformed(path, value)
        return Body(self.what, value, self._said(path))

    def objects(self, *path: str) -> list[Body]:
        """The objects of a list; a missing list is empty."""
        values = self._find(path)
        if values is None:
            return []
        if not isinstance(values, list):
            raise self._malformed(path, values)
        found: list[Body] = []
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                raise self._malformed((*path, str(index)), value)
            found.append(Body(self.what, value, self._said((*path, str(index)))))
        return found

    def required_objects(self, *path: str) -> list[Body]:
        """The objects of a list that must be there."""
        if self._find(path) is None:
            raise self._malformed(path, None)
        return self.objects(*path)

    def first_text(self, *path: str) -> str:
        """The first of a list of strings, which must have one."""
        values = self._find(path)
        if not isinstance(values, list) or not values or not isinstance(values[0], str):
            raise self._malformed(path, values)
        return values[0]

    def texts(self, *path: str) -> dict[str, str]:
        """An object of strings, such as tags; a missing one is empty."""
        inner = self.optional_object(*path)
        return {} if inner is None else {key: inner.text(key) for key in inner.value}

    def _find(self, path: tuple[str, ...]) -> Json:
        value: Json = self.value
        for index, key in enumerate(path):
            if value is None:
                return None
            if not isinstance(value, dict):
                raise self._malformed(path[:index], value)
            value = value.get(key)
        return value

    def _typed(self, kind: type[_T], path: tuple[str, ...]) -> _T | None:
        value = self._find(path)
        if value is None:
            return None
        if not isinstance(value, kind):
            raise self._malformed(path, value)
        return value

    def _required(self, value: _T | None, path: tuple[str, ...]) -> _T:
        if value is None:
            raise self._malformed(path, None)
        return value

    def _said(self, path: tuple[str, ...]) -> str:
        return ".".join((self._path, *path)).strip(".")

    def _malformed(self, path: tuple[str, ...], value: Json) -> MalformedAnswer:
        found = "nothing" if value is None else f"{value!r:.80}"
        return MalformedAnswer(self.what, message=f"the answer has {found} at {self._said(path) or 'its root'}")

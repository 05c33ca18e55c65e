"""What the resources of a migration get in the place of what was judged: secrets, and what is not known yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from managed_image_to_gallery.config.late import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pulumi

    from managed_image_to_gallery.config.faults import Fault

T = TypeVar("T")


@dataclass(frozen=True)
class LateValues:
    """The outputs among a component's arguments, by folded path; none where all of them are plain.

    outputs: what is secret, or not known. undecided: the arguments that a preview does not know although something is
    judged by them. depends_on: the resources whose outputs were passed. secrets: what must not be told.
    """

    outputs: Mapping[str, pulumi.Output[Any]] = field(default_factory=dict[str, "pulumi.Output[Any]"])
    undecided: tuple[str, ...] = ()
    depends_on: tuple[pulumi.Resource, ...] = ()
    secrets: Mapping[str, object] = field(default_factory=dict[str, object])

    def of(self, path: str, known: pulumi.Input[T], made: Callable[[Any], T] | None = None) -> pulumi.Input[T]:
        """What a resource gets of the argument at a path: `known`, unless it is late; `made` makes it of the value."""
        output = self.outputs.get(folded(path))
        if output is None:
            return known
        return cast("pulumi.Output[T]", output.apply(made) if made else output)

    def mapping(
        self, path: str, known: Mapping[str, str] | None
    ) -> pulumi.Input[Mapping[str, pulumi.Input[str]]] | None:
        """The same for a map, as a whole or some of its values."""
        whole = self.outputs.get(folded(path))
        if whole is not None:
            return whole
        head = folded(f"{path}.")
        late = {key.removeprefix(head): output for key, output in self.outputs.items() if key.startswith(head)}
        return {**(known or {}), **late} or None

    def place(self, known: pulumi.Input[T]) -> pulumi.Input[T]:
        """What is made of something undecided: unknown then, so that a preview shows nothing that is made up."""
        if not self.undecided:
            return known
        return self.outputs[folded(self.undecided[0])].apply(lambda _: known)

    def told(self, faults: Iterable[Fault], name: str) -> list[Fault]:
        """The faults of the component of this name, without the values of secrets."""
        return [self._without_secret(fault, folded(fault.path.removeprefix(f"{name}."))) for fault in faults]

    def _without_secret(self, fault: Fault, path: str) -> Fault:
        concerned = [value for key, value in self.secrets.items() if path == key or path.startswith(f"{key}.")]
        rule = fault.rule
        for value in concerned:
            rule = rule.replace(str(value), "[secret]")
        return replace(fault, value=None, rule=rule) if concerned else fault

"""The plan of a part of a stack: previewed on a copy of the config, with what is others' left as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.engine_copy import engine_copy
from managed_image_to_gallery.cli.named_part.config_copy import as_in_the_file, config_copy
from managed_image_to_gallery.cli.named_part.steps import steps_of_others
from managed_image_to_gallery.cli.transitions.checked_plan import PlanRefused, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.engine.stack import MigrationStack, Preview
    from managed_image_to_gallery.cli.named_part.part import Part
    from managed_image_to_gallery.cli.preview_digest import Digest


@dataclass(frozen=True)
class PartOfStack:
    """A part of one stack. `text`: the whole config as it is to be, that of the stack's file after the change."""

    stack: MigrationStack
    part: Part
    text: str

    def previewed(self) -> Previewed:
        """What the engine would do to what is meant; nothing of the stack's own file is touched.

        Raises PlanRefused when others would change even so.
        """
        preview = self._preview()
        exclude = self._others(preview)
        if exclude:
            preview = self._preview(exclude)
            if self._others(preview):
                raise PlanRefused("The plan would change other migrations; nothing was changed.", "")
        return Previewed(preview, tuple(exclude))

    def planned(self) -> Planned:
        """The plan that was checked, and only touches what is meant. Raises PlanRefused."""
        seen = self.previewed()
        return Planned(self, self._checked(seen.preview), seen.exclude)

    def _preview(self, exclude: Sequence[str] = ()) -> Preview:
        self._require_unmoved(exclude)
        with engine_copy(self._copy(), self.stack.file) as file:
            return self.stack.preview(config_file=file, exclude=exclude)

    def _copy(self, waiting: Collection[str] = ()) -> str:
        return config_copy(self.text, self.part.everybody, self.part.seen(waiting))

    def _require_unmoved(self, exclude: Sequence[str]) -> None:
        moved = self.part.moved() if exclude else []
        if moved:
            reason = f"What migrations share would pass from one to another: {', '.join(moved)}; nothing was changed."
            raise PlanRefused(reason, "Run `pulumi up` for the whole stack first.")

    def _others(self, preview: Preview) -> list[str]:
        """URNs of others' steps, of a preview that failed too: it may have failed because of them."""
        digest = preview.digest or preview.seen
        if digest is None or self.part.is_whole:
            return []
        return steps_of_others(digest, self.part.meant, self.part.seen_sharing())

    def _checked(self, preview: Preview) -> Digest:
        try:
            return checked(preview)
        except PlanRefused as refused:
            told = as_in_the_file(refused.reason, self.part.everybody, self.part.seen())
            raise PlanRefused(told, refused.remedy) from None

    def update(
        self,
        report: EventReport,
        *,
        exclude: Sequence[str],
        waiting: Collection[str] = (),
        continue_on_error: bool = True,
        begun: Callable[[], None] = lambda: None,
    ) -> bool:
        """Make the update; whether all of it succeeded. `waiting`: meant migrations that are not begun yet."""
        self._require_unmoved(exclude)
        with engine_copy(self._copy(waiting), self.stack.file) as file:
            return self.stack.update(
                report, continue_on_error=continue_on_error, config_file=file, exclude=exclude, begun=begun
            )


@dataclass(frozen=True)
class Previewed:
    """A preview, and the URNs that it has left as they are."""

    preview: Preview
    exclude: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    """A plan that may be applied, and the URNs that the update leaves as they are, as the preview did."""

    of: PartOfStack
    digest: Digest
    exclude: tuple[str, ...]

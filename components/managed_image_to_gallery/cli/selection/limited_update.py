"""The preview and the update of a selection: made on a copy of the config, with the steps of others left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from managed_image_to_gallery.cli.config_file.engine_copy import engine_copy
from managed_image_to_gallery.cli.engine.preview import PlanRefused
from managed_image_to_gallery.cli.selection.config_copy import as_in_the_file, config_copy
from managed_image_to_gallery.cli.selection.steps import steps_of_others

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from managed_image_to_gallery.cli.engine.event_report import EventReport
    from managed_image_to_gallery.cli.engine.preview import Preview
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview_digest import Digest
    from managed_image_to_gallery.cli.selection.selection import Selection


@dataclass(frozen=True)
class LimitedUpdate:
    """An update of one stack that changes nothing but a selection.

    text: the whole config as it is to be, that of the stack's file after the change.
    """

    stack: MigrationStack
    selection: Selection
    text: str

    def preview(self) -> LimitedPreview:
        """What the engine would do to the selected migrations; the stack's own file is not touched.

        Raises PlanRefused when others would change even so.
        """
        preview = self._preview()
        exclude = self._steps_of_others(preview)
        if exclude:
            preview = self._preview(exclude)
            if self._steps_of_others(preview):
                raise PlanRefused("The plan would change migrations that are not selected; nothing was changed.", "")
        return LimitedPreview(preview, tuple(exclude))

    def checked_plan(self) -> CheckedPlan:
        """The plan that has passed the plan check and changes only what is selected. Raises PlanRefused."""
        limited = self.preview()
        try:
            return CheckedPlan(self, limited.preview.checked(), limited.exclude)
        except PlanRefused as refused:
            reason = as_in_the_file(refused.reason, self.selection.migrations, self.selection.seen())
            raise PlanRefused(reason, refused.remedy) from None

    def update(
        self,
        report: EventReport,
        *,
        exclude: Sequence[str],
        waiting: Collection[str] = (),
        continue_on_error: bool = True,
        begun: Callable[[], None] = lambda: None,
    ) -> bool:
        """Make the update; whether all of it succeeded. `waiting`: selected migrations that are not begun yet."""
        self._require_unmoved(exclude)
        with engine_copy(self._config(waiting), self.stack.file) as file:
            return self.stack.update(
                report, continue_on_error=continue_on_error, config_file=file, exclude=exclude, begun=begun
            )

    def _preview(self, exclude: Sequence[str] = ()) -> Preview:
        self._require_unmoved(exclude)
        with engine_copy(self._config(), self.stack.file) as file:
            return self.stack.preview(config_file=file, exclude=exclude)

    def _config(self, waiting: Collection[str] = ()) -> str:
        return config_copy(self.text, self.selection.migrations, self.selection.seen(waiting))

    def _require_unmoved(self, exclude: Sequence[str]) -> None:
        moved = self.selection.moved() if exclude else []
        if moved:
            reason = f"Shared resources would pass from one migration to another: {', '.join(moved)}."
            raise PlanRefused(f"{reason} Nothing was changed.", "Run `pulumi up` for the whole stack first.")

    def _steps_of_others(self, preview: Preview) -> list[str]:
        """URNs of others' steps, of a preview that failed too: it may have failed because of them."""
        if preview.digest is None or self.selection.is_whole:
            return []
        return steps_of_others(preview.digest, self.selection.selected, self.selection.seen_sharing())


@dataclass(frozen=True)
class LimitedPreview:
    """A preview, and the URNs that it has left as they are."""

    preview: Preview
    exclude: tuple[str, ...]


@dataclass(frozen=True)
class CheckedPlan:
    """A plan that may be applied; `exclude` are the URNs that its update leaves as they are, as its preview did."""

    limited: LimitedUpdate
    digest: Digest
    exclude: tuple[str, ...] = ()

    @property
    def selection(self) -> Selection:
        """The migrations that it may change."""
        return self.limited.selection

    def update(
        self,
        report: EventReport,
        *,
        exclude: Sequence[str] = (),
        waiting: Collection[str] = (),
        continue_on_error: bool = True,
        begun: Callable[[], None] = lambda: None,
    ) -> bool:
        """Apply it, but for these URNs and the selected migrations that wait; whether all of it succeeded."""
        return self.limited.update(
            report,
            exclude=[*self.exclude, *exclude],
            waiting=waiting,
            continue_on_error=continue_on_error,
            begun=begun,
        )

"""What is shown of a plan before somebody is asked: numbers, a line per migration, and the numbers again where those
have gone out of sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from managed_image_to_gallery.cli.plan_summary import PlanSummary
    from managed_image_to_gallery.cli.preview_digest import Step
    from managed_image_to_gallery.cli.transitions.session import Session

_ROWS_BELOW = 6
"""What follows the lines of a plan on the screen: the estimate, the numbers again, and the question."""


def show_plan(
    session: Session, head: str, summary: PlanSummary, without: Sequence[Step] = (), *, refused: int = 0
) -> None:
    """Show a plan under a head, which says what will become of it.

    without: steps that are told elsewhere. refused: how many migrations the gate has refused, which stay as they are.
    """
    lines = summary.step_lines() if session.verbose else summary.lines(session.screen.width, without=without)
    text = session.screen.fit([f"{head} {summary.totals()}", *lines])
    session.say(text)
    if text.count("\n") + _ROWS_BELOW > session.screen.height:
        session.say(session.screen.fit([summary.totals()]))
    if refused:
        session.warn(f"{refused} refused by the gate {'stays as it is' if refused == 1 else 'stay as they are'}.")

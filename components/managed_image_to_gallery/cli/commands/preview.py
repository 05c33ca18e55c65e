"""`preview`: what a change of a stack would do, for the reviewer of a pull request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.plain_text import printable_lines
from managed_image_to_gallery.cli.commands.options import FOLDER, HERE, STACK, VERBOSE
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.output.saying import IRREVERSIBLE, hand_over, tell

if TYPE_CHECKING:
    from managed_image_to_gallery.cli.preview.outlook import Outlook
    from managed_image_to_gallery.cli.transitions.session import Screen

_ROWS_BELOW = 2
"""What follows on the screen: the end of the last line, and the shell's next question."""

PACKS = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Folder of a policy pack that the preview must satisfy too; may be given several times.",
    ),
]
PACK_SETTINGS = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="JSON file with the settings of a policy pack: one for each pack, in their order, or none.",
    ),
]

COMMENT = Annotated[
    Path | None,
    typer.Option(
        "--comment",
        metavar="<FILE>",
        help="Write the comment into a file, cut to what GitHub takes, and print the whole of it.",
    ),
]
PRICES = Annotated[
    Path | None, typer.Option(help="Table of prices, a file like examples/prices.yaml: what new versions cost.")
]


def preview(
    stack: STACK = None,
    cwd: FOLDER = HERE,
    markdown: Annotated[
        bool | None,
        typer.Option(
            "--markdown/--json",
            help="Markdown for a pull request, or JSON for a program; a terminal shows neither unless it is asked for.",
        ),
    ] = None,
    verbose: VERBOSE = False,
    policy_pack: PACKS = None,
    policy_pack_config: PACK_SETTINGS = None,
    comment_file: COMMENT = None,
    prices: PRICES = None,
) -> None:
    """Show what the stack's config would change: preview, plan check, policies, gate, stages, replication.

    It changes nothing.

    Exit status: 0 it may be applied, 1 it must not be applied; what is printed says why.

    In a terminal it is shown as the other commands show a plan; in a pipe it is Markdown.

    Example: gallery-migrate preview --stack prod --markdown > comment.md
    """
    from managed_image_to_gallery.cli.engine.preview import PolicyPacks
    from managed_image_to_gallery.cli.engine.stack import MigrationStack
    from managed_image_to_gallery.cli.preview.comment import LONGEST, PRINTED, as_json, comment
    from managed_image_to_gallery.cli.preview.outlook import look_ahead
    from managed_image_to_gallery.cli.report.costs import read_prices
    from managed_image_to_gallery.cli.transitions.session import Screen

    policies = PolicyPacks(
        [each.resolve() for each in policy_pack or ()], [each.resolve() for each in policy_pack_config or ()]
    )
    table = read_prices(prices) if prices else None
    outlook = look_ahead(MigrationStack.open(cwd.resolve(), stack), policies, table)
    if comment_file:
        comment_file.write_text(printable_lines(comment(outlook, whole=PRINTED)), encoding="utf-8")
    screen = Screen.of_standard_output()
    if markdown is False:
        hand_over(f"{as_json(outlook)}\n")
    elif markdown or comment_file or screen is None:
        hand_over(comment(outlook, None if comment_file else LONGEST))
    else:
        show(outlook, screen, verbose=verbose)
    if not outlook.may_be_applied:
        raise typer.Exit(ExitStatus.REFUSED)


def show(outlook: Outlook, screen: Screen, *, verbose: bool) -> None:
    """The verdict and what is below it; the verdict once more where it has gone out of sight."""
    from managed_image_to_gallery.cli.preview import for_screen

    verdict = screen.fit([for_screen.verdict(outlook)])
    style = IRREVERSIBLE if for_screen.warns(outlook) else ""
    tell(verdict, style=style)
    below = screen.fit(list(for_screen.lines(outlook, screen.width, verbose=verbose)))
    if below:
        tell(below)
    if f"{verdict}\n{below}".count("\n") + _ROWS_BELOW > screen.height:
        tell(verdict, style=style)

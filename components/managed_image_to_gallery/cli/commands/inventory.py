"""`inventory`: managed images and galleries of some subscriptions."""

from __future__ import annotations

import asyncio
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from managed_image_to_gallery.azure.resource_ids import GUID
from managed_image_to_gallery.cli.commands.options import CSV, JSON
from managed_image_to_gallery.cli.config_file.choosing import chosen
from managed_image_to_gallery.cli.failures import CommandFailed
from managed_image_to_gallery.cli.inventory.estate import Estate, read_estate
from managed_image_to_gallery.cli.inventory.rows import (
    IMAGE_COLUMNS,
    IMAGE_IMPORTANCE,
    VERSION_COLUMNS,
    VERSION_IMPORTANCE,
    image_rows,
    image_summary,
    version_for_people,
    version_rows,
    version_summary,
)
from managed_image_to_gallery.cli.output.saying import tell
from managed_image_to_gallery.cli.output.table import FAILED, Form, Table, form_of, print_json, tone_of_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.output.table import Value


def inventory(
    images: Annotated[
        list[str] | None,
        typer.Argument(help="Only these images: names, group/name, ids; * and ? are wildcards."),
    ] = None,
    subscription: Annotated[
        list[str] | None,
        typer.Option(help="Subscription to read; may be repeated. By default ARM_SUBSCRIPTION_ID."),
    ] = None,
    all_subscriptions: Annotated[
        bool, typer.Option("--all-subscriptions", help="Every subscription that the identity sees.")
    ] = False,
    tag: Annotated[list[str] | None, typer.Option(help="Only images with this tag: name or name=value.")] = None,
    eligible: Annotated[
        bool | None,
        typer.Option("--eligible/--ineligible", help="Only images that can be published, or only those that cannot."),
    ] = None,
    unmigrated: Annotated[bool, typer.Option("--unmigrated", help="Only images that no version is made from.")] = False,
    galleries: Annotated[bool, typer.Option("--galleries", help="List image versions instead of images.")] = False,
    as_json: JSON = False,
    as_csv: CSV = False,
) -> None:
    """List managed images: can each be published, is it already, who uses it. Or list the versions in galleries.

    Needs no project: Azure is reached by the ARM_* variables. The age is empty where Azure does not report it.

    Example: gallery-migrate inventory --unmigrated --csv > images.csv

    Example: gallery-migrate inventory --galleries
    """
    from managed_image_to_gallery.azure.settings import AzureSettings

    settings = AzureSettings.read({}, os.environ)
    subscriptions = subscription or ([settings.subscription_id] if settings.subscription_id else [])
    if not subscriptions and not all_subscriptions:
        remedy = "Give --subscription or --all-subscriptions, or set ARM_SUBSCRIPTION_ID."
        raise CommandFailed("No subscription is named.", remedy)
    for each in subscriptions:
        if re.fullmatch(GUID, each, re.IGNORECASE) is None:
            raise CommandFailed(f"{each!r} is not the id of a subscription.", "`az account list` has the ids.")
    estate = asyncio.run(_read(settings, None if all_subscriptions else list(dict.fromkeys(subscriptions))))
    form = form_of(as_json=as_json, as_csv=as_csv)
    if galleries:
        _print_versions(version_rows(estate.versions), form)
        return
    rows = image_rows(estate, chosen(estate.images, images or [], tag or []), datetime.now(UTC))
    rows = [row for row in rows if eligible in (None, row["eligible"]) and not (unmigrated and row["versions"])]
    if form is Form.JSON:
        print_json({"images": rows, "versions": version_rows(estate.versions)})
        return
    Table(IMAGE_COLUMNS, rows, IMAGE_IMPORTANCE, tones={"rules": lambda _: FAILED}, beneath=("users", "rules")).print(
        form
    )
    if form is Form.TEXT:
        tell(image_summary(rows) if rows else _nothing(estate, tag or []), err=True)
        if rows and estate.certainty:
            tell(estate.certainty, err=True)


def _print_versions(rows: Sequence[Mapping[str, Value]], form: Form) -> None:
    if form is not Form.TEXT:
        Table(VERSION_COLUMNS, rows, VERSION_IMPORTANCE).print(form)
        return
    shown = [version_for_people(row) for row in rows]
    Table(VERSION_COLUMNS, shown, VERSION_IMPORTANCE, tones={"state": tone_of_state}).print()
    tell(version_summary(rows) if rows else "No gallery has an image version.", err=True)


def _nothing(estate: Estate, tags: Sequence[str]) -> str:
    """Why there is no row: an empty table would look like a fault of this program."""
    if not estate.images:
        return "There is no managed image."
    if tags and not chosen(estate.images, [], tags):
        return f"No image has the tag{'s' if len(tags) > 1 else ''} {' and '.join(tags)}."
    return f"None of {len(estate.images)} images fits everything that was asked for."


async def _read(settings: AzureSettings, subscriptions: list[str] | None) -> Estate:
    """The estate of these subscriptions; None reads all that there are."""
    from managed_image_to_gallery.cli.inventory.estate import EstateReader

    async with EstateReader.connect(settings) as reader:
        assert isinstance(reader, EstateReader)  # noqa: S101 - `connect` makes what it is called on
        return await read_estate(reader, await reader.subscriptions() if subscriptions is None else subscriptions)

"""What one value of the config must be, wherever it stands: names, ids, regions, dates, tags. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.errors import InvalidResourceId
from managed_image_to_gallery.azure.regions import canonical_region
from managed_image_to_gallery.azure.resource_ids import is_guid, parse_resource_id
from managed_image_to_gallery.azure.tags import same_names, violations_of_tag
from managed_image_to_gallery.azure.times import InvalidDate, end_of_life
from managed_image_to_gallery.config.faults import Fault
from managed_image_to_gallery.config.yaml_dates import is_yaml_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def name_faults(value: str, path: str, violations_of: Callable[[str], list[str]]) -> Iterator[Fault]:
    """A name, by what Azure has against it: `violations_of` gives a text for each rule that it breaks."""
    for violation in violations_of(value):
        yield Fault(path, value, violation, "Choose a name that Azure accepts.")


def resource_id_faults(value: str, path: str, what: str, full_type: str | None = None) -> Iterator[Fault]:
    """A resource id; `what` it is to be the id of, in words, and in Azure's full type where only one will do."""
    try:
        parsed = parse_resource_id(value)
    except InvalidResourceId as error:
        yield Fault(path, value, str(error), f"Write the resource id of {what}.")
        return
    if full_type and parsed.full_type.lower() != full_type.lower():
        yield Fault(path, value, f"must be the id of {what} ({full_type})", "Correct the id.")


def subscription_faults(subscription: str, path: str) -> Iterator[Fault]:
    """One subscription's id."""
    if not is_guid(subscription):
        remedy = "Correct it. The stack's own is set by `pulumi config set azure-native:subscriptionId …`."
        yield Fault(path, subscription or None, "must be a subscription id (a GUID)", remedy)


def region_name_faults(value: str, path: str) -> Iterator[Fault]:
    """Which regions there are is Azure's to say (`component.region_rules`)."""
    if not canonical_region(value):
        yield Fault(path, value, "must not be empty", "Name an Azure region.")


def end_of_life_faults(value: str, path: str) -> Iterator[Fault]:
    """A day, or a moment in RFC 3339."""
    if is_yaml_date(value):
        return  # told already, with what to write
    try:
        end_of_life(value)
    except InvalidDate as error:
        yield Fault(path, value, str(error), 'Write a date in quotes, for instance "2030-12-31".')


def tag_faults(tags: Mapping[str, str], path: str) -> Iterator[Fault]:
    """Tags of one resource, but for their number (`resolved_rules`)."""
    for name, value in tags.items():
        for violation in violations_of_tag(name, value):
            yield Fault(f"{path}.{name}", value, violation, "Choose a tag that Azure accepts.")
    for name, first in same_names(tags):
        rule = f"is the same tag as {first}: Azure compares names without case"
        yield Fault(f"{path}.{name}", tags[name], rule, "Keep one of the two.")

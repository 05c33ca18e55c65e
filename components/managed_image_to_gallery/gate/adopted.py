"""The record of a managed image as it was when a migration adopted it, stored in the stack's state from then on.

Its content is stored by name, so that a difference can be named; tags are stored apart, because they are no content and
policies stamp them every night. Records made before members had names hold nothing but a digest of the whole body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.digests import digest_of_earlier_records, whole_numbers
from managed_image_to_gallery.azure.errors import MalformedAnswer
from managed_image_to_gallery.azure.image_content import changed_members, changed_tags, content_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from managed_image_to_gallery.azure.image_content import Value
    from managed_image_to_gallery.azure.json_types import Json, JsonObject
    from managed_image_to_gallery.azure.models import ManagedImage


@dataclass(frozen=True)
class AdoptedImage:
    """An image as adopted: its id, and its content and tags; an earlier record has `whole_body` in their place.

    digest: stands for this record in evidence (`Evidence.image_digest`); of another content it is another.
    """

    source_id: str
    content: Mapping[str, Value] = field(default_factory=dict[str, "Value"])
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    whole_body: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the content; of the whole body in an earlier record."""
        return self.whole_body or content_digest(self.content)

    def changes(self, image: ManagedImage) -> list[str]:
        """What of an image's content is not as adopted, a text each; [] when nothing is."""
        if not self.whole_body:
            return changed_members(self.content, image.content)
        digest = digest_of_earlier_records(image.body)
        return [] if digest == self.whole_body else [f"digest {digest[:12]}…"]

    def changed_tags(self, image: ManagedImage) -> list[str]:
        """Which tags are not as adopted, a text each; an earlier record cannot tell them from the content."""
        return [] if self.whole_body else changed_tags(self.tags, image.tags)

    def to_dict(self) -> JsonObject:
        """The record, to be stored."""
        record: JsonObject = {"source": self.source_id}
        if self.whole_body:
            return {**record, "digest": self.whole_body}
        return {**record, "content": dict[str, "Json"](self.content), "tags": dict[str, "Json"](self.tags)}


def adopted_now(image: ManagedImage, source_id: str) -> AdoptedImage:
    """The record of an image as it is now; `source_id` is the id as the program spells it."""
    return AdoptedImage(source_id, image.content, image.tags)


def adopted_from_dict(stored: object) -> AdoptedImage | None:
    """Read a stored record; None for what is no record, or a damaged one."""
    if not isinstance(stored, dict):
        return None
    record = Body("record of the adopted image", cast("JsonObject", whole_numbers(cast("JsonObject", stored))))
    try:
        source, digest = record.text("source"), record.optional_text("digest")
        content, tags = record.optional_object("content"), record.texts("tags")
    except MalformedAnswer:
        return None
    if content is None:
        return AdoptedImage(source, whole_body=digest) if digest else None
    if not content.value or not all(isinstance(value, str | int) for value in content.value.values()):
        return None
    return AdoptedImage(source, cast("Mapping[str, Value]", content.value), tags)

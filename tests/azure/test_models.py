"""What a reference says of itself: whole in messages, short in tables."""

from __future__ import annotations

from managed_image_to_gallery.azure.models import ImageReference

VERSION = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/galleries/dev/images/web/versions/0.1.0"


def test_a_message_says_how_late_a_reference_may_be_and_a_table_only_what_it_is() -> None:
    found = ImageReference(VERSION, "image version", "", detail="provisioningState Creating", by_graph=True)

    late = "provisioningState Creating; as Resource Graph says, which may be hours behind"
    assert found.text == f"image version {VERSION} ({late})"
    assert found.short_text == "image version dev/web/0.1.0 (provisioningState Creating)"

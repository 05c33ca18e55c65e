"""The stack files that are in the repository are faultless."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import yaml

from managed_image_to_gallery.config.parse import parse_stack_config
from tests.ci.stack_files import stack_files

SUBSCRIPTION = "00000000-0000-4000-8000-000000000001"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_a_stack_file_has_no_faults(stack: str) -> None:
    config = yaml.safe_load(stack_files()[stack].read_text(encoding="utf-8"))["config"]
    raw = {key.removeprefix("managed-image-to-gallery:"): value for key, value in config.items()}

    plan = parse_stack_config(raw, SUBSCRIPTION, NOW)

    assert [migration.name for migration in plan.migrations] == ["myImageDefinition-1.0.0"]

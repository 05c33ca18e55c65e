"""The API version of each kind of request, as it stands in `api-version=`: said here, and nowhere else.

Those of Compute are the ones that azure-native 3.29 uses, so that what is read is what the provider has written.
"""

from __future__ import annotations

METADATA_API_VERSION = "2022-09-01"
"""What a cloud says of itself: the version that azure-native asks for (docs/reference/provider-protocol.md)."""

SUBSCRIPTIONS_API_VERSION = "2022-12-01"
"""Subscriptions and their regions."""

RESOURCES_API_VERSION = "2021-04-01"
"""Resource groups, and Resource Manager's own list of resources."""

COMPUTE_API_VERSION = "2024-11-01"
"""Managed images, virtual machines, scale sets and run commands."""

DISKS_API_VERSION = "2024-03-02"
"""Disks."""

GALLERIES_API_VERSION = "2024-03-03"
"""Galleries, definitions and versions; later API versions change defaults."""

BIN_API_VERSION = "2026-03-03"
"""What is in a gallery's bin (lab/tests/recorded/facts/cli_2026-03-03_version_soft_delete.jsonl)."""

NETWORK_API_VERSION = "2024-05-01"
"""Networks, subnets and interfaces."""

LOCKS_API_VERSION = "2016-09-01"
"""Management locks (lab/tests/recorded/facts/cli_2016-09-01_vnet_and_lock.jsonl)."""

ROLES_API_VERSION = "2022-04-01"
"""Role assignments."""

PERMISSIONS_API_VERSION = "2022-04-01"
"""What an identity may do at a scope."""

POLICY_API_VERSION = "2022-06-01"
"""Policy assignments."""

GRAPH_API_VERSION = "2021-03-01"
"""Azure Resource Graph."""

ACTIVITY_LOG_API_VERSION = "2015-04-01"
"""The activity log."""

IMAGE_TEMPLATES_API_VERSION = "2022-02-14"
"""Image templates (lab/tests/recorded/facts/spec_2022-02-14_image_templates_list.jsonl)."""

HOST_POOLS_API_VERSION = "2024-04-03"
"""Host pools of Azure Virtual Desktop."""

SESSION_HOSTS_API_VERSION = "2026-04-01-preview"
"""Session host configurations, which no stable version of the service lists."""

LABS_API_VERSION = "2018-09-15"
"""DevTest Labs: their only version in use."""

BATCH_API_VERSION = "2025-06-01"
"""Batch accounts and pools; all earlier versions are retired (github.com/Azure/Batch/issues/140)."""

"""What this plugin is called, and how it says that it is a test double."""

from __future__ import annotations

PROVIDER_VERSION = "3.29.0"
"""The version of the real provider whose contract is followed."""

PLUGIN_VERSION = f"{PROVIDER_VERSION}+stand-in.for.local.azure"
"""What `GetPluginInfo` answers: build metadata after the `+` does not change how the engine compares versions."""

PARTNER_ID = "pid-a90539d8-a7a6-5826-95c4-1fbef22d4b22"


def user_agent(*, partner_id: str, disable_partner_id: bool) -> str:
    """The User-Agent of every request: the real provider's form, with this plugin's version."""
    agent = f"pulumi-azure-native/{PLUGIN_VERSION} azsdk-python-stand-in/{PROVIDER_VERSION}"
    suffix = f"pid-{partner_id}" if partner_id else "" if disable_partner_id else PARTNER_ID
    return f"{agent} {suffix}".rstrip()

"""What every error of the provider has in common: its text is what the user of the engine reads."""

from __future__ import annotations


class ProviderError(Exception):
    """An error whose text is shown to the user as it is; everything else that is raised is a defect of the provider."""

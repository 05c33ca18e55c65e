"""Subscriptions, tenants, locations, resource providers and their registration."""

from local_azure.subscriptions.endpoints import ENDPOINTS

__all__ = ["ENDPOINTS"]

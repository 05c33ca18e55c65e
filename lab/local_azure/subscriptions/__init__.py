"""Subscriptions, tenants, locations, resource providers and their registration."""

from local_azure.subscriptions import endpoints, provider_endpoints

ENDPOINTS = (*endpoints.ENDPOINTS, *provider_endpoints.ENDPOINTS)

__all__ = ["ENDPOINTS"]

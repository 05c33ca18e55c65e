"""Subscriptions and tenants (`endpoints`), `locations`, resource providers (`provider_endpoints`, `registration`)."""

from local_azure.subscriptions import endpoints, provider_endpoints

ENDPOINTS = (*endpoints.ENDPOINTS, *provider_endpoints.ENDPOINTS)

__all__ = ["ENDPOINTS"]

"""The Azure SDK for Python pointed at a local Azure, with its own defaults everywhere else."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from azure.identity import ClientSecretCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.compute.aio import ComputeManagementClient as AsyncComputeManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient as AsyncResourceManagementClient
from azure.mgmt.resourcegraph import ResourceGraphClient

if TYPE_CHECKING:
    from harness.local_azure import LocalAzure

COMPUTE = "azure-mgmt-compute"
RESOURCE = "azure-mgmt-resource"

Client = TypeVar("Client", bound=AbstractContextManager[Any])


@contextmanager
def compute_client(azure: LocalAzure, **options: Any) -> Generator[ComputeManagementClient]:
    """azure-mgmt-compute; `options` are its own: `api_version` overrides the default of every group of operations."""
    keywords = _endpoint(azure) | options
    with (
        ClientSecretCredential(**_sign_in(azure)) as credential,
        ComputeManagementClient(credential, azure.subscription, **keywords) as client,
    ):
        yield client


@asynccontextmanager
async def async_compute_client(azure: LocalAzure, **options: Any) -> AsyncGenerator[AsyncComputeManagementClient]:
    """azure-mgmt-compute's asyncio side."""
    keywords = _endpoint(azure) | options
    async with (
        AsyncClientSecretCredential(**_sign_in(azure)) as credential,
        AsyncComputeManagementClient(credential, azure.subscription, **keywords) as client,
    ):
        yield client


@contextmanager
def resource_client(azure: LocalAzure) -> Generator[ResourceManagementClient]:
    """azure-mgmt-resource."""
    with (
        ClientSecretCredential(**_sign_in(azure)) as credential,
        ResourceManagementClient(credential, azure.subscription, **_endpoint(azure)) as client,
    ):
        yield client


@contextmanager
def resource_graph_client(azure: LocalAzure) -> Generator[ResourceGraphClient]:
    """azure-mgmt-resourcegraph, which is asked about no subscription in particular."""
    with (
        ClientSecretCredential(**_sign_in(azure)) as credential,
        ResourceGraphClient(credential, **_endpoint(azure)) as client,
    ):
        yield client


@contextmanager
def management_client(azure: LocalAzure, kind: Callable[..., Client]) -> Generator[Client]:
    """Any other client that is made of a credential and a subscription."""
    with (
        ClientSecretCredential(**_sign_in(azure)) as credential,
        kind(credential, azure.subscription, **_endpoint(azure)) as client,
    ):
        yield client


@asynccontextmanager
async def async_resource_client(azure: LocalAzure) -> AsyncGenerator[AsyncResourceManagementClient]:
    """azure-mgmt-resource's asyncio side."""
    async with (
        AsyncClientSecretCredential(**_sign_in(azure)) as credential,
        AsyncResourceManagementClient(credential, azure.subscription, **_endpoint(azure)) as client,
    ):
        yield client


def _sign_in(azure: LocalAzure) -> dict[str, Any]:
    ready = azure.ready
    return {
        "tenant_id": ready["tenant_id"],
        "client_id": ready["client_id"],
        "client_secret": ready["client_secret"],
        "authority": ready["arm_endpoint"],
        "disable_instance_discovery": True,
        "connection_verify": ready["ca_bundle"],
    }


def _endpoint(azure: LocalAzure) -> dict[str, Any]:
    url = azure.ready["arm_endpoint"]
    return {
        "base_url": url,
        "credential_scopes": [f"{url}/.default"],
        "connection_verify": azure.ready["ca_bundle"],
    }

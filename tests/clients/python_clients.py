"""The Azure SDK for Python pointed at a local Azure, with its own defaults everywhere else."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, TypedDict

from azure.identity import ClientSecretCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential
from azure.mgmt.compute import ComputeManagementClient
from azure.mgmt.compute.aio import ComputeManagementClient as AsyncComputeManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient
from azure.mgmt.resource.resources.aio import ResourceManagementClient as AsyncResourceManagementClient

if TYPE_CHECKING:
    from tests.support.local_azure import LocalAzure

COMPUTE = "azure-mgmt-compute"
RESOURCE = "azure-mgmt-resource"


class Endpoint(TypedDict):
    """The keyword arguments of a management client that say which cloud is meant."""

    base_url: str
    credential_scopes: list[str]
    connection_verify: str


def endpoint(azure: LocalAzure) -> Endpoint:
    url = str(azure.ready["arm_endpoint"])
    return {
        "base_url": url,
        "credential_scopes": [f"{url}/.default"],
        "connection_verify": str(azure.ready["ca_bundle"]),
    }


def credential(azure: LocalAzure) -> ClientSecretCredential:
    return ClientSecretCredential(
        azure.ready["tenant_id"],
        azure.ready["client_id"],
        azure.ready["client_secret"],
        authority=azure.ready["arm_endpoint"],
        disable_instance_discovery=True,
        connection_verify=azure.ready["ca_bundle"],
    )


def async_credential(azure: LocalAzure) -> AsyncClientSecretCredential:
    return AsyncClientSecretCredential(
        azure.ready["tenant_id"],
        azure.ready["client_id"],
        azure.ready["client_secret"],
        authority=azure.ready["arm_endpoint"],
        disable_instance_discovery=True,
        connection_verify=azure.ready["ca_bundle"],
    )


@contextmanager
def compute_client(azure: LocalAzure, api_version: str | None = None) -> Generator[ComputeManagementClient]:
    """azure-mgmt-compute; without `api_version` every group of operations has the default of the library."""
    version = {} if api_version is None else {"api_version": api_version}
    with credential(azure) as caller:
        with ComputeManagementClient(caller, azure.subscription, **endpoint(azure), **version) as client:
            yield client


@asynccontextmanager
async def async_compute_client(
    azure: LocalAzure, api_version: str | None = None
) -> AsyncGenerator[AsyncComputeManagementClient]:
    """azure-mgmt-compute's asyncio side."""
    version = {} if api_version is None else {"api_version": api_version}
    async with async_credential(azure) as caller:
        async with AsyncComputeManagementClient(caller, azure.subscription, **endpoint(azure), **version) as client:
            yield client


@contextmanager
def resource_client(azure: LocalAzure) -> Generator[ResourceManagementClient]:
    """azure-mgmt-resource."""
    with credential(azure) as caller:
        with ResourceManagementClient(caller, azure.subscription, **endpoint(azure)) as client:
            yield client


@asynccontextmanager
async def async_resource_client(azure: LocalAzure) -> AsyncGenerator[AsyncResourceManagementClient]:
    """azure-mgmt-resource's asyncio side."""
    async with async_credential(azure) as caller:
        async with AsyncResourceManagementClient(caller, azure.subscription, **endpoint(azure)) as client:
            yield client

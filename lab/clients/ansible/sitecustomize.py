"""A function that azure.azcollection 3.12 calls, and that the azure-cli-core it asks for no longer has.

The collection takes any cloud by the URL of its Resource Manager, and has that function look up the rest. Python
imports this module by itself where this folder is in PYTHONPATH, and so nothing of the collection is changed.
"""

from __future__ import annotations

from azure.cli.core import cloud


def get_cloud_from_metadata_endpoint(url: str) -> cloud.Cloud:
    """The cloud whose Resource Manager and sign-in are both at `url`, as local Azure's are."""
    endpoints = cloud.CloudEndpoints(
        management=url, resource_manager=url, active_directory=url, active_directory_resource_id=url
    )
    return cloud.Cloud("LocalAzure", endpoints=endpoints)


cloud.get_cloud_from_metadata_endpoint = get_cloud_from_metadata_endpoint

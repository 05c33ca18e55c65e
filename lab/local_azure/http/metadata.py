"""`/metadata/endpoints`: how a client finds the parts of this cloud (docs/reference/resource-manager.md#metadata)."""

from __future__ import annotations

from local_azure.arm.json_types import Json

CLOUD_NAME = "LocalAzure"
ARRAY_UNTIL = "2019-05-01"
"""Up to this api-version ARM answered an array of clouds, later one object."""

# Services that are not here: names that no resolver answers (RFC 2606), so that nothing real is dialled by mistake.
ELSEWHERE = "local-azure.invalid"


def endpoints(base_url: str, api_version: str) -> Json | list[Json]:
    """The document for an api-version."""
    document = _document(base_url)
    return [document] if api_version <= ARRAY_UNTIL else document


def _document(base_url: str) -> Json:
    return {
        "name": CLOUD_NAME,
        "portal": f"https://portal.{ELSEWHERE}",
        "authentication": {
            "loginEndpoint": base_url,
            "audiences": [base_url, f"{base_url}/"],
            # As in Azure. With an id azurerm takes this for Azure Stack, which it refuses.
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "resourceManager": base_url,
        "graphAudience": f"https://graph.{ELSEWHERE}/",
        "graph": f"https://graph.{ELSEWHERE}/",
        "microsoftGraphResourceId": f"https://graph.{ELSEWHERE}/",
        "media": f"https://media.{ELSEWHERE}",
        "batch": f"https://batch.{ELSEWHERE}/",
        "gallery": f"https://gallery.{ELSEWHERE}/",
        "sqlManagement": f"https://management.sql.{ELSEWHERE}:8443/",
        "vmImageAliasDoc": f"https://images.{ELSEWHERE}/aliases.json",
        "activeDirectoryDataLake": f"https://datalake.{ELSEWHERE}/",
        "attestationResourceId": f"https://attest.{ELSEWHERE}",
        "logAnalyticsResourceId": f"https://api.loganalytics.{ELSEWHERE}",
        "synapseAnalyticsResourceId": f"https://dev.azuresynapse.{ELSEWHERE}",
        "appInsightsResourceId": f"https://api.applicationinsights.{ELSEWHERE}",
        "appInsightsTelemetryChannelResourceId": f"https://dc.applicationinsights.{ELSEWHERE}/v2/track",
        "ossrdbmsResourceId": f"https://ossrdbms-aad.database.{ELSEWHERE}",
        "suffixes": {
            "storage": f"core.{ELSEWHERE}",
            "keyVaultDns": f"vault.{ELSEWHERE}",
            "mhsmDns": f"managedhsm.{ELSEWHERE}",
            "sqlServerHostname": f"database.{ELSEWHERE}",
            "mysqlServerEndpoint": f"mysql.database.{ELSEWHERE}",
            "postgresqlServerEndpoint": f"postgres.database.{ELSEWHERE}",
            "mariadbServerEndpoint": f"mariadb.database.{ELSEWHERE}",
            "acrLoginServer": f"azurecr.{ELSEWHERE}",
            "azureDataLakeStoreFileSystem": f"azuredatalakestore.{ELSEWHERE}",
            "azureDataLakeAnalyticsCatalogAndJob": f"azuredatalakeanalytics.{ELSEWHERE}",
            "azureFrontDoorEndpointSuffix": f"azurefd.{ELSEWHERE}",
            "storageSyncEndpointSuffix": f"afs.{ELSEWHERE}",
            "synapseAnalytics": f"dev.azuresynapse.{ELSEWHERE}",
            "attestationEndpoint": f"attest.{ELSEWHERE}",
        },
    }

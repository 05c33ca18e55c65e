from __future__ import annotations

from local_azure.authorization.types import TYPES
from tests.local_azure.families import GROUP, Azure, body_of

IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder"


def test_an_identity_keeps_its_principal():
    azure = Azure(TYPES)
    made = azure.put(IDENTITY, {"location": "West US"})
    assert made.status == 201
    assert made.operation is None
    assert made.headers == {"Location": IDENTITY.replace("/resourceGroups/", "/resourcegroups/")}
    assert body_of(made)["location"] == "westus"
    again = azure.put(IDENTITY, {"location": "West US", "tags": {"a": "b"}})
    assert body_of(again)["properties"] == body_of(made)["properties"]
    assert azure.get(IDENTITY)["tags"] == {"a": "b"}

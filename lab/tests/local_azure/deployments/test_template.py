from __future__ import annotations

import pytest

from local_azure.arm.errors import ArmError
from local_azure.arm.json_types import Json
from local_azure.arm.resource_ids import ArmId
from local_azure.deployments.functions import Scope
from local_azure.deployments.template import Plan, read_template

SCOPE = Scope(
    ArmId("s", "group"),
    {"id": "/subscriptions/s/resourceGroups/group", "name": "group", "location": "eastus"},
    {"id": "/subscriptions/s", "subscriptionId": "s"},
)
PROVIDERS = "/subscriptions/s/resourceGroups/group/providers"


def resource(name: str, kind: str = "A.B/things", **members: object) -> Json:
    return {"type": kind, "name": name, "apiVersion": "2024-01-01", **members}


def read(*resources: Json, values: Json | None = None, **template: object) -> Plan:
    return read_template({"resources": list(resources), **template}, values or {}, SCOPE)


def test_a_resource_is_its_body_without_what_is_the_templates() -> None:
    (planned,) = read(
        resource("[concat('n', 1)]", location="[resourceGroup().location]", comments="x", properties={"a": [1]})
    ).resources

    assert (str(planned.id), planned.api_version) == (f"{PROVIDERS}/A.B/things/n1", "2024-01-01")
    assert planned.body == {"location": "eastus", "properties": {"a": [1]}}


def test_a_nested_type_takes_its_names_in_turn() -> None:
    (planned,) = read(resource("net/sub", "A.B/networks/subnets")).resources

    assert str(planned.id) == f"{PROVIDERS}/A.B/networks/net/subnets/sub"


@pytest.mark.parametrize(
    "dependency",
    [
        "net",
        "a.b/NETS/net",
        "[resourceId('A.B/nets', 'net')]",
        "[resourceId('group', 'A.B/nets', 'net')]",
        "[resourceId(subscription().subscriptionId, 'group', 'A.B/nets', 'net')]",
    ],
)
def test_a_dependency_is_named_in_every_way(dependency: str) -> None:
    _, dependent = read(resource("net", "A.B/nets"), resource("nic", dependsOn=[dependency])).resources

    assert dependent.depends_on == (f"{PROVIDERS}/A.B/nets/net".lower(),)


def test_parameters_are_what_was_sent_or_their_defaults_and_secrets_are_not_shown() -> None:
    plan = read(
        resource("[parameters('NAME')]", properties={"secret": "[parameters('key')]", "size": "[variables('size')]"}),
        parameters={
            "name": {"type": "string", "defaultValue": "[concat(parameters('stem'), '-1')]"},
            "stem": {"type": "string", "defaultValue": "other"},
            "key": {"type": "securestring"},
        },
        variables={"size": "[concat(variables('base'), '_v5')]", "base": "D2"},
        values={"stem": {"value": "vm"}, "Key": {"value": "[secret]"}},
    )

    (planned,) = plan.resources
    assert (planned.id.name, planned.body["properties"]) == ("vm-1", {"secret": "[secret]", "size": "D2_v5"})
    assert plan.parameters == {
        "name": {"type": "String", "value": "vm-1"},
        "stem": {"type": "String", "value": "vm"},
        "key": {"type": "Securestring"},
    }


def test_outputs_are_evaluated() -> None:
    plan = read(outputs={"id": {"type": "string", "value": "[resourceId('A.B/nets/subnets', 'n', 's')]"}})

    assert plan.outputs == {"id": {"type": "string", "value": f"{PROVIDERS}/A.B/nets/n/subnets/s"}}


@pytest.mark.parametrize(
    ("template", "named"),
    [
        ({}, "'resources' is missing"),
        ({"resources": [{"type": "A.B/c"}]}, "'name' is missing"),
        ({"resources": ["x"]}, "'type' is missing"),
        ({"resources": [resource("a/b")]}, "incorrect segment lengths"),
        ({"resources": [resource("")]}, "incorrect segment lengths"),
        ({"resources": [resource("a", copy={"count": 2})]}, "'copy' is not supported"),
        ({"resources": [resource("a", condition=False)]}, "'condition' is not supported"),
        ({"resources": [resource("a", properties="[uniqueString('x')]")]}, "resource 'a' .* function 'uniqueString'"),
        ({"resources": [resource("a", tags=["x"])]}, "'tags' is not an object of strings"),
        ({"resources": [resource("a", tags={"x": {}})]}, "'tags' is not an object of strings"),
        ({"resources": [resource("a", properties="[" + "concat(" * 5000 + ")" * 5000 + "]")]}, "nested too deeply"),
        ({"resources": [resource("a"), resource("A")]}, "defined multiple times"),
        ({"resources": [resource("a", dependsOn=["b"])]}, "'b' is not defined in the template"),
        (
            {"resources": [resource("a", dependsOn=["b"]), resource("b", dependsOn=["a"])]},
            "Circular dependency detected",
        ),
        ({"resources": [], "parameters": {"p": {"type": "string"}}}, "parameter 'p' is not provided"),
        ({"resources": [], "outputs": {"o": {"value": "[variables('v')]"}}}, "output 'o' .* variable 'v' is not found"),
        (
            {
                "resources": [],
                "variables": {"v": "[variables('w')]", "w": "[variables('v')]"},
                "outputs": {"o": {"value": "[variables('v')]"}},
            },
            "variable 'v' depends on itself",
        ),
        (
            {"resources": [], "outputs": {"o": {"value": "[resourceId('A.B/c', 'n', 'm')]"}}},
            "as many names as the type 'A.B/c'",
        ),
        ({"resources": [], "outputs": {"o": {"value": "[concat('a', resourceGroup())]"}}}, "strings or arrays"),
    ],
)
def test_a_template_that_cannot_be_deployed_is_refused_with_what_is_wrong(template: Json, named: str) -> None:
    with pytest.raises(ArmError, match=named) as refused:
        read_template(template, {}, SCOPE)

    assert (refused.value.status, refused.value.code) == (400, "InvalidTemplate")


def test_a_value_for_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(ArmError, match=r"'other'.*supported parameters for this template are 'p'"):
        read(parameters={"p": {"defaultValue": "x"}}, values={"other": {"value": 1}})

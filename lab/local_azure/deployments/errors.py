"""What Resource Manager refuses about deployments and templates.

Sources: [A] general knowledge of ARM's texts, [V] microsoft/vscode-azurearmtools 531, [C] OfficeDev/
microsoft-teams-apps-company-communicator 135. Azure also names the line and column of a template's fault; here they are
left out, because a template is read as values and not as text. *Invented* marks what nobody has seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from local_azure.arm.errors import ArmError, OperationFailed
from local_azure.arm.json_types import Json
from local_azure.arm.resource_type import Principal

GATEWAY = {"x-ms-failure-cause": "gateway"}
EXPRESSIONS = "Please see https://aka.ms/arm-template-expressions for usage details."
SYNTAX = "Please see https://aka.ms/arm-syntax-resources for usage details."


def invalid_template(reason: str) -> ArmError:
    """400: a template that cannot be deployed ([A]; the reasons below)."""
    return ArmError(
        400, "InvalidTemplate", f"Deployment template validation failed: '{reason}'.", extra_headers=GATEWAY
    )


def invalid_expression(place: str, fault: str) -> ArmError:
    """400: an expression that cannot be evaluated, with the place where it stands [V]."""
    return invalid_template(f"The template {place} is not valid: {fault} {EXPRESSIONS}")


def unknown_type(name: str, kind: str) -> ArmError:
    """400: a resource of a type that this Azure does not have, or that cannot be put into a group; invented."""
    return invalid_template(f"The template resource '{name}' has the type '{kind}', which cannot be deployed. {SYNTAX}")


def unknown_api_version(name: str, kind: str, sent: str, supported: Sequence[str]) -> ArmError:
    """400: a resource at an api-version that its type does not have; invented."""
    return invalid_template(
        f"The template resource '{name}' of type '{kind}' has the api-version '{sent}'. The supported api-versions are "
        f"'{', '.join(supported)}'. {SYNTAX}"
    )


def wrong_segments(name: str, kind: str) -> ArmError:
    """400: a name with more or fewer segments than its type [A]."""
    return invalid_template(
        f"The template resource '{name}' for type '{kind}' has incorrect segment lengths. A nested resource type must "
        "have identical number of segments as its resource name. A root resource type must have segment length one "
        f"greater than its resource name. {SYNTAX}"
    )


def missing_member(place: str, member: str) -> ArmError:
    """400: a template or resource without what it needs; [A] for the form."""
    return invalid_template(f"The template {place} is not valid: required property '{member}' is missing. {SYNTAX}")


def unsupported_member(place: str, member: str) -> ArmError:
    """400: a part of the template language that this Azure does not have (`copy`, `condition`, …); invented."""
    return invalid_template(f"The template {place} is not valid: '{member}' is not supported. {SYNTAX}")


def wrong_tags(place: str) -> ArmError:
    """400: tags that are no object of strings; invented."""
    return invalid_template(f"The template {place} is not valid: 'tags' is not an object of strings. {SYNTAX}")


def not_defined(dependency: str) -> ArmError:
    """400: `dependsOn` names what is not in the template [A]."""
    return invalid_template(f"The resource '{dependency}' is not defined in the template. {SYNTAX}")


def defined_twice(resource_id: str) -> ArmError:
    """400: two resources with one id [A]."""
    return invalid_template(f"The resource '{resource_id}' is defined multiple times in a template. {SYNTAX}")


def circular(resource_id: str) -> ArmError:
    """400: resources that depend on each other [A]."""
    return invalid_template(f"Circular dependency detected on resource: '{resource_id}'. {SYNTAX}")


def parameter_missing(name: str) -> ArmError:
    """400: a parameter with neither value nor default [A]."""
    return invalid_template(
        f"The value for the template parameter '{name}' is not provided. Please see "
        "https://aka.ms/arm-create-parameter-file for usage details."
    )


def parameters_unknown(names: Sequence[str], supported: Sequence[str]) -> ArmError:
    """400: values for parameters that the template does not have [A]."""
    return invalid_template(
        f"The template parameters '{', '.join(names)}' in the parameters file are not valid; they are not present in "
        "the original template and can therefore not be provided at deployment time. The only supported parameters for "
        f"this template are '{', '.join(supported)}'. Please see https://aka.ms/arm-pass-parameter-values for usage "
        "details."
    )


def invalid_request(reason: str) -> ArmError:
    """400: a deployment that is asked for in a way this Azure does not have (mode, linked templates); invented."""
    return ArmError(
        400,
        "InvalidRequestContent",
        f"The request content was invalid and could not be deserialized: '{reason}'.",
        extra_headers=GATEWAY,
    )


def not_permitted(principal: Principal, name: str, kind: str, resource_id: str) -> ArmError:
    """403: the caller may not write a resource of the template [A]."""
    return ArmError(
        403,
        "InvalidTemplateDeployment",
        f"Authorization failed for template resource '{name}' of type '{kind}'. The client '{principal.client_id}' "
        f"with object id '{principal.object_id}' does not have permission to perform action '{kind}/write' at scope "
        f"'{resource_id}'.",
        extra_headers=GATEWAY,
    )


def deployment_not_found(name: str) -> ArmError:
    """404: no such deployment [A]."""
    return ArmError(404, "DeploymentNotFound", f"Deployment '{name}' could not be found.", extra_headers=GATEWAY)


def deployment_active(name: str) -> ArmError:
    """409: a deployment is replaced or deleted while it runs ([A]; Azure names its start and expiry too)."""
    return ArmError(
        409,
        "DeploymentActive",
        f"Unable to edit or replace deployment '{name}': previous deployment is still active. Please see "
        "https://aka.ms/arm-deploy for usage details.",
        extra_headers=GATEWAY,
    )


def resource_failed(resource_id: str, cause: Json) -> Json:
    """The error of a resource whose PUT was accepted and then failed ([C], with the target of later versions)."""
    return {
        "code": "ResourceDeploymentFailure",
        "target": resource_id,
        "message": "The resource write operation failed to complete successfully, because it reached terminal "
        "provisioning state 'Failed'.",
        "details": [cause],
    }


def deployment_failed(details: Sequence[Json]) -> OperationFailed:
    """The failure of a deployment, with that of each of its resources [C]."""
    return OperationFailed(
        "DeploymentFailed",
        "At least one resource deployment operation failed. Please list deployment operations for details. Please see "
        "https://aka.ms/arm-deployment-operations for usage details.",
        details=details,
    )

"""An image definition in the stack's config: its shape (see `models`)."""

from __future__ import annotations

from pydantic import Field

from managed_image_to_gallery.config.base import ConfigModel
from managed_image_to_gallery.config.choices import Architecture, HyperVGeneration, OsState, OsType
from managed_image_to_gallery.config.gallery_parts.models import Disallowed, RoleAssignment


class Range(ConfigModel):
    """A recommended range."""

    min: int | None = Field(None, description="Smallest recommended number.")
    max: int | None = Field(None, description="Largest recommended number, not below min.")


class Recommended(ConfigModel):
    """Recommended sizes of VMs: number of vCPUs, memory in GB."""

    v_cpus: Range | None = Field(None, alias="vCPUs", description="Number of vCPUs.")
    memory: Range | None = Field(None, description="Memory, in GB.")


class Feature(ConfigModel):
    """A feature of a definition."""

    name: str = Field(description="Azure's name of the feature, for instance DiskControllerTypes.")
    value: str = Field(
        description="Its value, for instance SCSI. A SecurityType that managed images cannot fulfil is refused."
    )


class PurchasePlan(ConfigModel):
    """The marketplace plan that the image was made from."""

    name: str = Field(description="Plan id.")
    publisher: str = Field(description="Publisher id of the plan.")
    product: str = Field(description="Product id of the plan, also called offer.")


class Definition(ConfigModel):
    """The image definition that a version belongs to."""

    name: str = Field(
        description="Name, unique in the gallery: up to 80 letters, digits, dots, dashes and underscores."
    )
    existing: bool = Field(
        False, description="The definition must exist; it is only read and checked, never created or changed."
    )
    publisher: str | None = Field(
        None,
        description="Publisher, up to 128 characters. Needed unless existing; fixed once the definition is there.",
    )
    offer: str | None = Field(
        None, description="Offer, up to 64 characters. Needed unless existing; fixed once the definition is there."
    )
    sku: str | None = Field(
        None,
        description="SKU, up to 64 characters. Needed unless existing; unique in the gallery with publisher and offer.",
    )
    os_type: OsType | None = Field(None, description="Operating system. Read from the image; checked when given.")
    os_state: OsState | None = Field(
        None,
        json_schema_extra={"default": OsState.GENERALIZED.value},
        description="Whether images are prepared. Specialized is refused: no managed image can be published so.",
    )
    hyper_v_generation: HyperVGeneration | None = Field(
        None, description="Hyper-V generation. Read from the image, V1 where it names none; checked when given."
    )
    architecture: Architecture | None = Field(
        None,
        json_schema_extra={"default": Architecture.X64.value},
        description="Processor of the machines. Arm64 is refused: no managed image has it.",
    )
    features: tuple[Feature, ...] | None = Field(
        None, description="Features of the machines, sent only when given. Fixed once the definition is there."
    )
    recommended: Recommended | None = Field(
        None, description="Recommended sizes of machines. Azure does not enforce them."
    )
    description: str | None = Field(None, description="Description of the definition.")
    purchase_plan: PurchasePlan | None = Field(
        None,
        description="Marketplace plan that machines need. It cannot be read from the image.",
    )
    end_of_life_date: str | None = Field(
        None,
        description="Day until which the definition may be used, to come; written as that of a version.",
    )
    eula: str | None = Field(
        None, description="End user license agreement: a text or an address. Fixed once the definition is there."
    )
    privacy_statement_uri: str | None = Field(None, description="Address of a privacy statement, http or https.")
    release_note_uri: str | None = Field(None, description="Address of release notes, http or https.")
    disallowed: Disallowed | None = Field(None, description="What machines may not have.")
    tags: dict[str, str] | None = Field(None, description="Tags of the definition; as those of a version.")
    role_assignments: tuple[RoleAssignment, ...] | None = Field(
        None, description="Roles on the definition; the stack's identity must be allowed to assign them."
    )

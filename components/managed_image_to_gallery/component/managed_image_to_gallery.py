"""The component: one managed image becomes one version in a gallery, and is deleted only when that is proven.

Annotations of the class are read at run time by Pulumi's component analyser, hence no
`from __future__ import annotations` here.
"""

from dataclasses import replace
from typing import Any, cast

import pulumi
from pulumi_azure_native import compute

from managed_image_to_gallery.azure.budgets import DEFINITIONS, IMPORTS, VERSIONS
from managed_image_to_gallery.azure.resource_ids import gallery_id
from managed_image_to_gallery.component.boot_test.machines import declare_boot_test
from managed_image_to_gallery.component.context import MigrationContext, judged_alone
from managed_image_to_gallery.component.deletion.deletion_guard import Candidate
from managed_image_to_gallery.component.gallery import declare_definition, declare_gallery
from managed_image_to_gallery.component.image_version import declare_version
from managed_image_to_gallery.component.late_arguments import with_outputs
from managed_image_to_gallery.component.library_internals import (
    keeping_its_api_version,
    short_stack_traces,
)
from managed_image_to_gallery.component.roles_and_locks import declare_lock, declare_roles
from managed_image_to_gallery.component.run import Run, current_run
from managed_image_to_gallery.component.source_image import declare_source
from managed_image_to_gallery.component.state.former_names import (
    aliases_of,
    aliases_under,
    definitions_of,
    renamed_from,
    sources_of,
    with_former_names,
    without_type_aliases,
)
from managed_image_to_gallery.component.state.records import declare_adopted, declare_evidence, read_evidence, summary
from managed_image_to_gallery.component.state.resource_types import (
    COMPONENT,
    DEFINITION_SUFFIX,
    GALLERY_SUFFIX,
    SOURCE_SUFFIX,
    VERSION_SUFFIX,
)
from managed_image_to_gallery.component.turns import at_its_turn
from managed_image_to_gallery.config.args import ManagedImageToGalleryArgs
from managed_image_to_gallery.config.choices import Stage


class ManagedImageToGallery(pulumi.ComponentResource):
    """Publishes a managed image as a gallery image version, stage by stage."""

    definition_id: pulumi.Output[str]
    """Resource id of the image definition."""
    version_id: pulumi.Output[str]
    """Resource id of the image version; of several that others keep the first by its id."""
    source_id: pulumi.Output[str]
    """Resource id of the source image, whether it still exists or not."""
    stage: pulumi.Output[str]
    """The stage of the migration."""
    regions: pulumi.Output[list[str]]
    """The regions the version is replicated to."""
    image_reference: pulumi.Output[dict[str, str]]
    """What a VM's `storageProfile.imageReference` needs to use exactly this version."""
    plan: pulumi.Output[dict[str, str] | None]
    """What a VM's `plan` needs; nothing for an image without a purchase plan."""
    evidence: pulumi.Output[dict[str, Any] | None]
    """When and by whom the gate was passed, and what each check found; nothing before stage validated."""

    _source_image: compute.Image | None
    _image_definition: compute.GalleryImage | None
    _image_version: compute.GalleryImageVersion | None

    def __init__(
        self,
        name: str,
        args: ManagedImageToGalleryArgs,
        opts: pulumi.ResourceOptions | None = None,
        *,
        context: MigrationContext | None = None,
    ) -> None:
        """Declare the migration.

        The arguments are judged, the stack's own state and Azure are read before anything is registered; raises
        ConfigFaults, OwnStateUnreadable or AzureReadFailed, all `RunError`. `context` is for a program with several
        instances, which has done all that for them together: see `stack`.
        """
        run = current_run()
        if context is None:
            args = cast("ManagedImageToGalleryArgs", with_outputs(args))
            context = judged_alone(run, name, args)
        renamed = renamed_from(run.own_state, context.migration)
        former = [with_former_names(name, renamed)] if renamed else []
        transformations = [without_type_aliases(run.own_state.versioned_types), keeping_its_api_version, *former]
        options = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=transformations))
        with short_stack_traces():
            super().__init__(COMPONENT, name, _as_inputs(args), options)
            self._declare(run, context)
        migration, late = context.migration, context.migration.late
        taken = sorted(context.taken.ever)
        # Known before Azure has answered, so that the state says what was begun even where it failed half-way.
        self.register_outputs(
            {
                "definition_id": late.place(str(migration.definition_id)),
                "version_id": late.place(str(migration.version_id)),
                "source_id": str(migration.source_id),
                **({"imported": taken} if taken else {}),
            }
        )

    @property
    def source_image(self) -> compute.Image | None:
        """The source image, where this instance declares it."""
        return self._source_image

    @property
    def image_definition(self) -> compute.GalleryImage | None:
        """The image definition, where this instance declares it."""
        return self._image_definition

    @property
    def image_version(self) -> compute.GalleryImageVersion | None:
        """The image version, unless others keep it."""
        return self._image_version

    def _declare(self, run: Run, context: MigrationContext) -> None:
        """The children, in the order in which Azure needs them."""
        migration, facts = context.migration, context.facts
        waits_for = [*context.waits_for, *self._declare_gallery(run, context)]
        self._image_definition = self._declare_definition(run, context, waits_for)
        known = run.adopted_image(migration)
        adopted = declare_adopted(migration, facts.image, known, parent=self, hooks=run.records)
        self._source_image = self._declare_source(run, context)
        evidence = read_evidence(migration, facts.image, run.own_state, parent=self, hooks=run.records)
        own = [one for one in (self._image_definition, self._source_image, adopted, evidence) if one is not None]
        self._image_version = self._declare_version(run, context, [*waits_for, *own])
        if migration.stage is Stage.PUBLISHED:
            self._declare_boot_tests(context)
        if facts.gate_result is not None:
            after = self._image_version or adopted
            evidence = declare_evidence(migration, facts.gate_result, parent=self, after=after, hooks=run.records)
        is_there = run.own_state.has_source(migration.source_id)
        proof = evidence.output if evidence else None
        run.deletion_guard.add(Candidate(migration, proof, adopted.output, in_state=is_there))
        run.records.add(migration)
        self._set_outputs(context, evidence)

    def _declare_gallery(self, run: Run, context: MigrationContext) -> list[compute.Gallery]:
        """The gallery, where the component makes it."""
        migration, gallery = context.migration, context.migration.gallery
        if not gallery.create or context.gallery_is_declared:
            return []
        at = gallery_id(migration.subscription_id, gallery.resource_group, gallery.name)
        guard, name = run.only_copies.before_delete, f"{migration.name}{GALLERY_SUFFIX}"
        return [declare_gallery(name, gallery, at, guard, parent=self, late=migration.late)]

    def _declare_definition(
        self, run: Run, context: MigrationContext, waits_for: list[pulumi.Resource]
    ) -> compute.GalleryImage | None:
        """The definition with its roles, where this migration is the one of its sharers that declares it."""
        migration, sharing, late = context.migration, context.sharing, context.migration.late
        merged = sharing.merged_definition
        if sharing.definition_owner != migration.name or merged.existing:
            return None
        turn = at_its_turn(merged.name, DEFINITIONS, context.made, run.turns, waits_for)
        declared = declare_definition(
            migration,
            merged,
            context.facts,
            name=late.of("definition.name", turn),
            parent=self,
            aliases=[
                *aliases_under(self, sharing.definition_sharers, DEFINITION_SUFFIX),
                *aliases_of(definitions_of(context.left_over, migration), DEFINITION_SUFFIX),
            ],
            waits_for=waits_for,
            guard=run.only_copies.before_delete,
            taken=context.taken,
        )
        name, at = f"{migration.name}{DEFINITION_SUFFIX}", migration.definition_id
        declare_roles(merged.role_assignments, name, declared, at, late, "definition", parent=self)
        return declared

    def _declare_source(self, run: Run, context: MigrationContext) -> compute.Image | None:
        """The source image, while it is there and one of its migrations is not retired."""
        migration, sharing, facts = context.migration, context.sharing, context.facts
        if not sharing.declares_source or facts.image is None:
            return None
        return declare_source(
            migration,
            facts.image,
            sharing.source_stage,
            image_name=at_its_turn(migration.source_id.name, IMPORTS, context.made, run.turns),
            parent=self,
            delete_hook=run.deletion_guard.before_delete,
            aliases=[
                *aliases_under(self, sharing.source_sharers, SOURCE_SUFFIX),
                *aliases_of(sources_of(context.left_over, migration), SOURCE_SUFFIX),
            ],
        )

    def _declare_version(
        self, run: Run, context: MigrationContext, waits_for: list[pulumi.Resource]
    ) -> compute.GalleryImageVersion | None:
        """The version with its lock, unless others keep it."""
        migration = context.migration
        if migration.is_existing:
            return None
        number = migration.version_id.name
        declared = declare_version(
            migration,
            context.facts,
            number=at_its_turn(number, VERSIONS, context.made, run.turns, waits_for),
            parent=self,
            waits_for=waits_for,
            guard=run.only_copies.before_delete,
            taken=context.taken,
        )
        declare_lock(migration.settings.lock, f"{migration.name}{VERSION_SUFFIX}", declared, number, self)
        return declared

    def _declare_boot_tests(self, context: MigrationContext) -> None:
        """The test machines of the version, or of each that others keep."""
        migration, facts, definition = context.migration, context.facts, context.sharing.merged_definition
        if self._image_version is not None:
            declare_boot_test(migration, definition, facts, self._image_version.id, parent=self)
            return
        for one, found in zip(migration.each_version, facts.existing_definitions, strict=False):
            declare_boot_test(
                one, one.definition, replace(facts, live_definition=found), str(one.version_id), parent=self
            )

    def _set_outputs(self, context: MigrationContext, evidence: pulumi.Stash | None) -> None:
        migration, gate_result = context.migration, context.facts.gate_result
        late = migration.late
        existing = late.place(str(migration.definition_id))
        definition_id = self._image_definition.id if self._image_definition else existing
        plan = context.sharing.merged_definition.purchase_plan
        stored = evidence.output if evidence else pulumi.Output.from_input(None)
        self.definition_id = pulumi.Output.from_input(definition_id)
        version = self._image_version.id if self._image_version else str(migration.version_id)
        self.version_id = pulumi.Output.from_input(version)
        self.source_id = pulumi.Output.from_input(str(migration.source_id))
        self.stage = pulumi.Output.from_input(migration.stage.value)
        self.regions = pulumi.Output.from_input(list(migration.regions))
        self.image_reference = self.version_id.apply(lambda version_id: {"id": version_id})
        self.plan = pulumi.Output.from_input(plan.model_dump() if plan else None)
        self.evidence = stored.apply(
            lambda value: None if late.undecided else summary(migration, value, gate_result),
        )


def _as_inputs(args: ManagedImageToGalleryArgs) -> dict[str, Any]:
    """The arguments as they are kept in the state; the boot test is a secret there, because a probe may hold one.

    Not the stage: each step to the next one would be two more writes of the whole state per migration, for what the
    stack's outputs say anyway. The same goes for the outputs that are registered: only ids, which stay. Nor
    `import_version`, so that it may go when it is done: what was taken over is an output.
    """
    inputs: dict[str, Any] = {name: value for name, value in args.items() if name not in ("stage", "import_version")}
    if args.get("boot_test") is not None:
        inputs["boot_test"] = pulumi.Output.secret(args.get("boot_test"))
    return inputs


__all__ = ["ManagedImageToGallery", "ManagedImageToGalleryArgs", "Stage"]

"""What Azure is asked before and after a transition: the gate of each migration, and whether the new stage is so.

The gate decides whether a migration may enter a stage. Afterwards image, version and replication are read once more:
an update that succeeded says what the engine did, not what Azure has.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.models import SUCCEEDED, ManagedImage
from managed_image_to_gallery.azure.reader import AzureReader
from managed_image_to_gallery.azure.underway import UNDERWAY
from managed_image_to_gallery.cli.exit_status import ExitStatus
from managed_image_to_gallery.cli.progress.samples import COMPLETED, samples_of
from managed_image_to_gallery.cli.stored_records import stored_evidence, stored_migrations
from managed_image_to_gallery.cli.transitions.waves import size_gb
from managed_image_to_gallery.component.state.former_names import adopted_image
from managed_image_to_gallery.config.choices import Stage
from managed_image_to_gallery.gate.gate import run_gates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from managed_image_to_gallery.azure.models import ImageVersion
    from managed_image_to_gallery.azure.settings import AzureSettings
    from managed_image_to_gallery.cli.transitions.session import Session
    from managed_image_to_gallery.config.migration import Migration
    from managed_image_to_gallery.gate.subject import GateSubject
    from managed_image_to_gallery.gate.verdicts import GateResult


def ask_gates(
    settings: AzureSettings, migrations: Sequence[Migration], state: Mapping[str, object]
) -> list[GateResult]:
    """What the gate says of each, side by side, by the records in the stack's state.

    Raises AzureFactsError when no connection can be made; a read that fails is in the verdicts.
    """
    with UNDERWAY.waiting_for("The gate reads Azure"):
        return asyncio.run(_ask(settings, gate_subjects(migrations, state)))


def gate_subjects(migrations: Sequence[Migration], state: Mapping[str, object]) -> list[GateSubject]:
    """What the gate is asked of each: the image as adopted, and once validated what the evidence has proven."""
    known, evidence = stored_migrations(state), stored_evidence(state)
    found: list[GateSubject] = []
    for migration in migrations:
        taken = evidence.get(migration.name) if migration.stage is Stage.VALIDATED else None
        found.append(migration.gate_subject(adopted_image(known, migration), taken))
    return found


def check_agreement(
    session: Session, migrations: Sequence[Migration], whole: Sequence[Migration], agreed: str
) -> ExitStatus:
    """Say whether Azure is as the stages of the migrations say; `agreed` is said where it is. Raises ReadFailed.

    whole: all migrations of the stack. A source image stays as long as one of them needs it.
    """
    found = asyncio.run(_disagreements(session.stack.settings(), migrations, whole))
    for difference in found:
        session.warn(f"Azure disagrees: {difference}")
    if not found:
        session.say(f"Azure agrees: {agreed}")
    return ExitStatus.INCOMPLETE if found else ExitStatus.DONE


def differences(migration: Migration, image: ManagedImage | None, version: ImageVersion | None) -> list[str]:
    """What of one migration is not as its stage says."""
    found: list[str] = []
    if migration.stage is Stage.RETIRED and image is not None:
        found.append(f"{migration.name}: the source image {image.id} is still there")
    if migration.stage is not Stage.RETIRED and image is None:
        found.append(f"{migration.name}: the source image {migration.source_as_written} is gone")
    if version is None or version.provisioning_state != SUCCEEDED:
        state = version.provisioning_state if version else "absent"
        found.append(f"{migration.name}: the version {migration.version_id} is {state}")
    behind = [one for one in samples_of(migration, version, 0) if one.region and one.state != COMPLETED]
    found.extend(f"{migration.name}: region {sample.region} is {sample.state}" for sample in behind)
    return found


def sizes_seen(results: Sequence[GateResult]) -> dict[str, int]:
    """GB of the images that the gate has seen, by migration."""
    answers = {one.subject.migration: one.facts.image_answer for one in results if one.facts is not None}
    return {name: size_gb(image) for name, image in answers.items() if isinstance(image, ManagedImage)}


async def _ask(settings: AzureSettings, subjects: Sequence[GateSubject]) -> list[GateResult]:
    async with AzureReader.connect(settings) as reader:
        return await run_gates(reader, subjects)


async def _disagreements(
    settings: AzureSettings, migrations: Sequence[Migration], whole: Sequence[Migration]
) -> list[str]:
    needed = {one.source_id for one in whole if one.stage is not Stage.RETIRED}
    judged = [one for one in migrations if one.stage is not Stage.RETIRED or one.source_id not in needed]
    alone = [each for one in judged for each in one.each_version]
    async with AzureReader.connect(settings) as reader:
        await reader.read_ahead([one.source_id for one in judged])
        read = await asyncio.gather(*(_read(reader, migration) for migration in alone))
    pairs = zip(alone, read, strict=True)
    found = [text for migration, (image, version) in pairs for text in differences(migration, image, version)]
    return list(dict.fromkeys(found))


async def _read(reader: AzureReader, migration: Migration) -> tuple[ManagedImage | None, ImageVersion | None]:
    return await asyncio.gather(reader.image(migration.source_id), reader.version(migration.version_id))

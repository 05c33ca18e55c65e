"""Readers over one connection to Azure, each for a moment of its own.

    async with AzureReader.connect(settings) as reader:
        image = await reader.image(image_id)

What is read of single resources and lists, and what None means: `moment_reader`. A reader belongs to the event loop it
was made in.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from managed_image_to_gallery.azure.activity_log import LOG_READS, ActivityLog
from managed_image_to_gallery.azure.answer_sharing import AnswerCache
from managed_image_to_gallery.azure.clouds import endpoints_for
from managed_image_to_gallery.azure.credentials import credential_for
from managed_image_to_gallery.azure.joint_reading import JointReading
from managed_image_to_gallery.azure.moment_reader import MomentReader
from managed_image_to_gallery.azure.reference_scan import ReferenceScan
from managed_image_to_gallery.azure.resource_graph import ResourceGraph
from managed_image_to_gallery.azure.resource_manager import ResourceManager, anonymous_pipeline, signed_in_pipeline
from managed_image_to_gallery.azure.rights import prove_rights
from managed_image_to_gallery.azure.transport import open_transport, until_left

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Sequence

    from managed_image_to_gallery.azure.activity_log import Activity
    from managed_image_to_gallery.azure.models import ImageReference
    from managed_image_to_gallery.azure.pacing import Pace
    from managed_image_to_gallery.azure.reference_scan import ReferenceIndex
    from managed_image_to_gallery.azure.resource_graph import Sweep, SweepScope
    from managed_image_to_gallery.azure.resource_ids import ResourceId
    from managed_image_to_gallery.azure.settings import AzureSettings

ROUNDS_AT_ONCE = 4
"""Quick rounds that nobody shares and that go on at a time: each is to take a moment, whoever else proves something."""

MOST_IN_A_ROUND = 20
"""How many share a quick round: some 60 reads, which take a second, and three where Azure's budget is used up."""

QUIET_SECONDS, GATHERING_SECONDS = 1.0, 20.0
"""A survey waits for those who are still to come, until nobody has come for so long, at most so long in all.

The engine begins the deletions of a run one after the other, and writes the whole state before each of them.
"""

DEFAULT_DEADLINE_SECONDS = 60.0
"""How long one request may take, retries included; waits that Azure asks for are not."""

SECONDS_FOR_A_VERSION_LIST = 180 / 1_500
"""How fast Azure's budget for lists of versions fills (docs/reference/azure-galleries.md#request-budgets)."""

LONGEST_REST_SECONDS = 20.0
"""The longest time from the beginning of a survey to the next one: who deletes two images of hundreds waits no longer.

With more definitions surveys are as slow as Azure lets their reads be (`pacing`).
"""


class AzureReader(MomentReader):
    """Reads Azure as one identity.

    One reader is one moment: what it has read it does not read again. What must hold at another moment is asked of
    another reader over the same connection: `afresh`, or `at_once` for a round that must take no time.
    """

    def __init__(
        self,
        resource_manager: ResourceManager,
        together: _Together | None = None,
        *,
        surveys_with_others: bool = False,
    ) -> None:
        super().__init__(resource_manager)
        self._together = together or _Together(resource_manager)
        self._surveys_with_others = surveys_with_others
        self._used: AnswerCache[Activity] = AnswerCache()
        self._scan = ReferenceScan(self._lists, self.version_as_seen)

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        settings: AzureSettings,
        *,
        deadline: float = DEFAULT_DEADLINE_SECONDS,
        pace: Pace | None = None,
        more_come: Callable[[], bool] = lambda: False,
    ) -> AsyncGenerator[AzureReader]:
        """A reader for the cloud and identity of the settings, open until the end of the `async with`.

        deadline: seconds for one request, retries included, without the waits that Azure asks for. pace: what lets
        those pass, by default the clock. more_come: whether somebody else will ask for a survey soon, for which one
        waits. Raises SettingsInvalid and, for the metadata of a custom cloud, ReadFailed. A wrong secret is noticed
        only by the first read.
        """
        async with open_transport() as transport:
            cloud = await endpoints_for(settings, anonymous_pipeline(transport), deadline=deadline, pace=pace)
            async with credential_for(settings, cloud, transport) as credential:
                sender = signed_in_pipeline(credential, cloud, transport, waits_for_throttling=False)
                async with until_left(sender) as own:
                    manager = ResourceManager(credential, cloud, own, deadline=deadline, pace=pace)
                    yield cls(manager, _Together(manager, more_come))

    def afresh(self) -> AzureReader:
        """Another reader over the same connection, which remembers nothing of what this one has read.

        What several of them survey at once is read once, after all of them have asked (`survey`). The sweep by Resource
        Graph and the activity log are theirs together: both are behind by more than the time for which they are kept.
        """
        return AzureReader(self._resource_manager, self._together, surveys_with_others=True)

    @asynccontextmanager
    async def survey(self) -> AsyncGenerator[AzureReader]:
        """What reads whole subscriptions: for those that were made by `afresh`, one for all who ask before it begins.

        A list of every version in a gallery takes a read for each definition. A hundred proofs that go on at once, each
        with lists of its own, would use up Azure's budgets, and each of them would wait for all others.
        """
        if self._surveys_with_others:
            async with self._together.surveys.take_part() as reader:
                yield reader
        else:
            yield self

    @asynccontextmanager
    async def at_once(self, *, alone: bool = False) -> AsyncGenerator[MomentReader]:
        """A reader that remembers nothing and waits for nobody, from the moment on when it is its turn.

        It has slots of its own, because the reads of whole subscriptions may have taken all others for minutes; in
        exchange only one is there at a time, for up to `MOST_IN_A_ROUND` who ask before it begins, and `ROUNDS_AT_ONCE`
        of those who ask for one `alone`. A list is read once in it, however often it is asked for.
        """
        if alone:
            async with self._together.turns:
                yield MomentReader(self._resource_manager.with_own_slots())
        else:
            async with self._together.rounds.take_part() as reader:
                yield reader

    async def references_to(
        self, image: ResourceId, subscriptions: Iterable[str], but: ResourceId | None = None
    ) -> list[ImageReference]:
        """Everything in these subscriptions that names or needs the image, or may: machines, disks, versions …

        but: a version that whoever asks judges by itself: it is not read here. Raises RightsNotProven for an identity
        that may not read all of it, and ReadFailed.
        """
        return await self._scan.references_to(image, subscriptions, but)

    async def index_references(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """Everything in these subscriptions that names or needs any managed image. Raises as `references_to`."""
        return await self._scan.index(subscriptions)

    async def index_unswept(self, subscriptions: Iterable[str]) -> ReferenceIndex:
        """What those services name that Resource Graph does not show whole. Raises as `references_to`."""
        return await self._scan.index_unswept(subscriptions)

    async def named_elsewhere(self, image: ResourceId, scope: SweepScope) -> list[ImageReference]:
        """What of any type names the image, by Resource Graph, beside what lists find in the searched subscriptions.

        Raises GraphNotProven where that cannot have seen the image or a subscription, and ReadFailed.
        """
        return (await self._together.graph.sweep(scope)).of(image)

    async def sweep(self, scope: SweepScope) -> Sweep:
        """The same for all images, for showing. Raises ReadFailed."""
        return await self._together.graph.sweep(scope)

    async def used_and_gone(self, subscriptions: Iterable[str], days: int) -> Activity:
        """What was made from any image in the last days and is there no more, by the logs of these subscriptions.

        Raises RightsNotProven for an identity that may not read a log, and ReadFailed; what could not be read in time
        is told by the answer. What stands is read after the log, which may have taken minutes.
        """
        asked = sorted({one.lower() for one in subscriptions})
        return await self._used.get(f"{days} {' '.join(asked)}", lambda: self._read_used_and_gone(asked, days))

    async def _read_used_and_gone(self, subscriptions: Sequence[str], days: int) -> Activity:
        await asyncio.gather(*(prove_rights(self._lists, one, LOG_READS) for one in subscriptions))
        activity = await self._together.log.read(subscriptions, days)
        return activity.without(await self._scan.standing(subscriptions))


class _Together:
    """What the readers over one connection have together."""

    def __init__(self, resource_manager: ResourceManager, more_come: Callable[[], bool] = lambda: False) -> None:
        self.graph = ResourceGraph(resource_manager, time.monotonic)
        self.log = ActivityLog(resource_manager)
        self.turns = asyncio.Semaphore(ROUNDS_AT_ONCE)
        self.rounds = JointReading(lambda: MomentReader(resource_manager.with_own_slots()), most=MOST_IN_A_ROUND)
        self.surveys = JointReading(
            lambda: AzureReader(resource_manager, self),
            _rest_after,
            quiet=lambda: QUIET_SECONDS if more_come() else 0.0,
            patience=GATHERING_SECONDS,
        )


def _rest_after(survey: AzureReader) -> float:
    """How long the next survey waits for those who are still to come, so that the budget bears one after the other."""
    return min(survey.version_lists * SECONDS_FOR_A_VERSION_LIST, LONGEST_REST_SECONDS)

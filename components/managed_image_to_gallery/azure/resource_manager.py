"""Azure Resource Manager as far as reading goes: one resource, or all pages of a list, as JSON.

The pipeline is azure-core's and azure-mgmt-core's (sign-in with challenges, retries). It has no policy that could
write: the SDK clients' own pipeline would register resource providers on its way. Throttling is waited for here
(`pacing`), not by the retries: they give up after three, and each of a hundred reads would learn of it by itself.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from managed_image_to_gallery.azure.answers import BodyTooLong, Sender, ask, sign_in_failure
from managed_image_to_gallery.azure.body import Body
from managed_image_to_gallery.azure.credentials import identity_of
from managed_image_to_gallery.azure.errors import (
    MalformedAnswer,
    RequestRefused,
    TimedOut,
    Unreachable,
)
from managed_image_to_gallery.azure.pacing import Line, Pace, kind_of, wait_for_quota
from managed_image_to_gallery.azure.recording import recorders
from managed_image_to_gallery.azure.settings import PROJECT
from managed_image_to_gallery.azure.transport import retries_without_throttling
from managed_image_to_gallery.azure.underway import UNDERWAY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from azure.core import AsyncPipelineClient
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    from managed_image_to_gallery.azure.clouds import CloudEndpoints
    from managed_image_to_gallery.azure.json_types import JsonObject
    from managed_image_to_gallery.azure.transport import Transport

MAX_CONCURRENT_READS = 16
"""Requests in flight at once: far below ARM's limits for reads, enough to hide latency."""

MAX_PAGES = 5_000
"""Pages of one list. Azure allows 25,000 virtual machines per subscription and region.

In pages of 50 these are 500, and this is ten such regions in one subscription. Source:
learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits.
"""


class ResourceManager:
    """GET requests against one cloud as one identity.

    deadline: seconds for one request, retries included; waits that Azure asks for are not.
    """

    def __init__(
        self,
        credential: AsyncTokenCredential,
        cloud: CloudEndpoints,
        sender: Sender,
        *,
        deadline: float,
        pace: Pace | None = None,
    ) -> None:
        self._credential = credential
        self._cloud = cloud
        self._sender = sender
        self._deadline = deadline
        self._pace = pace or Pace()
        self._line = Line(MAX_CONCURRENT_READS)
        self._made = self._pace.clock()

    @property
    def remaining(self) -> Mapping[str, int]:
        """What Azure's answers said is left of its budgets, by the names that it has for them."""
        return self._pace.remaining

    @property
    def waited(self) -> float:
        """For how many seconds in all Azure has made the requests of this one wait."""
        return self._line.waited

    @property
    def age(self) -> float:
        """For how many seconds this one has been there: so old may be what it has read first."""
        return self._pace.clock() - self._made

    def with_own_slots(self) -> ResourceManager:
        """The same over the same connection, with slots of its own for requests in flight."""
        return ResourceManager(self._credential, self._cloud, self._sender, deadline=self._deadline, pace=self._pace)

    async def get(self, path: str, query: str, what: str) -> JsonObject | None:
        """The body of a resource, None when Azure says that it does not exist. Raises ReadFailed."""
        return await self._ask(f"{self._cloud.resource_manager}{path}?{query}", what)

    async def list(self, path: str, query: str, what: str) -> list[JsonObject] | None:
        """The items of all pages, None when Azure says that the parent does not exist. Raises ReadFailed."""
        items: list[JsonObject] = []
        async for page in self.pages(path, query, what):
            if page is None:
                return None
            items += page
        return items

    async def pages(self, path: str, query: str, what: str) -> AsyncGenerator[list[JsonObject] | None]:
        """The items of one page after the other, for a list too long to be kept; None as with `list`, and nothing more.

        Raises ReadFailed.
        """
        url: str | None = f"{self._cloud.resource_manager}{path}?{query}"
        visited: set[str] = set()
        while url is not None:
            visited.add(url)
            page = await self._ask(url, what)
            if page is None:
                yield _no_page(what, first=len(visited) == 1)
                return
            body = Body(what, page)
            yield [item.value for item in body.required_objects("value")]
            url = self._next(body.optional_text("nextLink"), visited, what)

    async def query(self, path: str, body: JsonObject, what: str) -> JsonObject:
        """The answer to a question that is sent with a body, and changes nothing. Raises ReadFailed."""
        answer = await self._ask(f"{self._cloud.resource_manager}{path}", what, body)
        if answer is None:
            raise RequestRefused(what, status=404, message="Azure says that there is no such service")
        return answer

    async def identity(self) -> str:
        """Who reads, from the token's claims. Raises ReadFailed when no token can be had."""
        return identity_of(await self._pace.patiently("sign-in", self._token))

    async def _token(self) -> str:
        from azure.core.exceptions import AzureError, ClientAuthenticationError

        what = "identity that reads Azure"
        try:
            with UNDERWAY.waiting_for("Azure is read"):
                token = await asyncio.wait_for(self._credential.get_token(self._cloud.scope), self._deadline)
        except TimeoutError as error:
            raise TimedOut(what, message=f"no token within {self._deadline:g} seconds") from error
        except ClientAuthenticationError as error:
            raise sign_in_failure(what, error) from error
        except (AzureError, BodyTooLong, OSError) as error:
            raise Unreachable(what, message=str(error)) from error
        return token.token

    async def _ask(self, url: str, what: str, query: JsonObject | None = None) -> JsonObject | None:
        kind = kind_of(url)
        heed = partial(self._heed, kind)
        once = partial(ask, self._sender, url, what=what, deadline=self._deadline, query=query, heed=heed)
        return await self._pace.patiently(kind, once, self._line)

    def _heed(self, kind: str, headers: Mapping[str, str]) -> None:
        """Send no more of a kind whose quota an answer has used up, until there is a new one; keep what is left."""
        self._pace.note(kind, headers)
        wait = wait_for_quota(headers)
        if wait:
            self._pace.hold(kind, wait)

    def _next(self, link: str | None, visited: set[str], what: str) -> str | None:
        """The next page's URL; a token must not follow a link to another host, nor in a circle or for ever."""
        if not link:
            return None
        url = urljoin(self._cloud.resource_manager, link)
        if _origin(url) != _origin(self._cloud.resource_manager):
            raise MalformedAnswer(what, message=f"the next page {url!r:.200} lies outside Resource Manager")
        if url in visited:
            raise MalformedAnswer(what, message=f"the pages of the list lead back to {url!r:.200}")
        if len(visited) >= MAX_PAGES:
            raise MalformedAnswer(what, message=f"the list does not end: there are more than {MAX_PAGES:,} pages")
        return url


def _origin(url: str) -> tuple[str, str | None, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or 443


def _no_page(what: str, *, first: bool) -> None:
    if not first:
        raise MalformedAnswer(what, status=404, message="a page of the list does not exist")


def signed_in_pipeline(
    credential: AsyncTokenCredential, cloud: CloudEndpoints, transport: Transport, *, waits_for_throttling: bool = True
) -> AsyncPipelineClient[HttpRequest, AsyncHttpResponse]:
    """What sends requests as an identity: retries around sign-in, nothing that writes by itself.

    waits_for_throttling: whether 429 is waited for and tried again here, three times; else it is answered.
    """
    from azure.core import AsyncPipelineClient
    from azure.core.pipeline.policies import AsyncRetryPolicy, RequestIdPolicy, UserAgentPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest
    from azure.mgmt.core.policies import AsyncARMChallengeAuthenticationPolicy

    return AsyncPipelineClient[HttpRequest, AsyncHttpResponse](
        cloud.resource_manager,
        policies=[
            RequestIdPolicy(),
            UserAgentPolicy(base_user_agent=PROJECT),
            AsyncRetryPolicy[HttpRequest, AsyncHttpResponse]()
            if waits_for_throttling
            else retries_without_throttling(),
            AsyncARMChallengeAuthenticationPolicy(credential, cloud.scope),
            *recorders(),
        ],
        transport=transport,
    )


def anonymous_pipeline(transport: Transport) -> Sender:
    """What asks a cloud for its endpoints, before anyone can sign in; it answers 429 to whoever asks."""
    from azure.core import AsyncPipelineClient
    from azure.core.pipeline.policies import RequestIdPolicy
    from azure.core.rest import AsyncHttpResponse, HttpRequest

    return AsyncPipelineClient[HttpRequest, AsyncHttpResponse](
        "", policies=[RequestIdPolicy(), retries_without_throttling()], transport=transport
    )

"""Bodies of answers up to a size, counted after decompression: a small answer may unpack to more than the memory holds.

Imported only with the first connection, as it imports aiohttp.
"""

from __future__ import annotations

import aiohttp

from managed_image_to_gallery.azure.answers import BodyTooLong

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Bytes of one answer. The longest page of Resource Manager's has 1,000 resources
(learn.microsoft.com/rest/api/resources/resources/list: $top is at most 1000), so this is 64 KiB for each; a virtual
machine with everything it may have takes a few."""


class BoundedResponse(aiohttp.ClientResponse):
    """An answer whose body is read up to MAX_BODY_BYTES."""

    _whole: bytes | None = None

    async def read(self) -> bytes:
        """The body. Raises BodyTooLong; the connection is closed then, as what is left of it is not wanted."""
        if self._whole is None:
            try:
                self._whole = await self._read_bounded()
            except BaseException:
                self.close()
                raise
        return self._whole

    async def _read_bounded(self) -> bytes:
        chunks: list[bytes] = []
        size = 0
        async for chunk in self.content.iter_any():
            size += len(chunk)
            if size > MAX_BODY_BYTES:
                raise BodyTooLong(MAX_BODY_BYTES)
            chunks.append(chunk)
        return b"".join(chunks)

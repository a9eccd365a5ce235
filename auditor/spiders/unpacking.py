"""Bodies as they were before the server packed them: as Scrapy unpacks them, gzip by ISA-L."""

from __future__ import annotations

from isal import isal_zlib
from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS, HttpCompressionMiddleware

from auditor.spiders.failures import FetchError

ACCEPTED = b", ".join(ACCEPTED_ENCODINGS).decode()
_GZIP = 31  # zlib's word for the largest window in a gzip member


def unpacked(body: bytes, encodings: str, limit: int) -> bytes:
    """The body behind the ``Content-Encoding`` that is named, as far as it goes where it breaks off.

    What is packed in an unknown way stays so. Raises FetchError when it grows beyond ``limit`` bytes or is
    not packed as it says.
    """
    if not body or not encodings:
        return body
    for encoding in HttpCompressionMiddleware._split_encodings([encodings.encode("latin-1")])[0]:
        try:
            body = _one(body, encoding, limit)
        except ValueError as error:
            raise FetchError("too_large", str(error)) from error
        except Exception as error:  # each library has a class of its own for what is broken
            raise FetchError("bad_response", f"Content-Encoding: {encodings[:50]}") from error
    return body


def _one(body: bytes, encoding: bytes, limit: int) -> bytes:
    if encoding in {b"gzip", b"x-gzip"}:
        gzip = isal_zlib.decompressobj(_GZIP)
        try:
            plain = gzip.decompress(body, limit)
        except isal_zlib.error:  # type: ignore[misc] # its stub calls the class an instance
            plain = b""
        if gzip.eof and not gzip.unused_data:
            return plain
    # Scrapy has the word on what is broken, too long or of several members.
    return HttpCompressionMiddleware._decode(body, encoding, limit)

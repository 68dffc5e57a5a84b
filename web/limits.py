"""How often one address may do something that is open to everybody. Counted in the cache under a digest of the address, which holds nothing
else of the caller; a cache that is away limits nobody."""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache
from redis import RedisError

from kernel.decision import Say
from kernel.errors import TooMany

log = logging.getLogger(__name__)
SECONDS = 60


def once_more(what: str, address: str, most: int, finding: str) -> None:
    """One more of `what` for this address in this minute; `finding` says `%(most)s`. Errors: TooMany."""
    key = f"{what}:" + hashlib.sha256(address.encode()).hexdigest()[:24]
    try:
        cache.add(key, 0, SECONDS)
        done = cache.incr(key)
    except (RedisError, ValueError, OSError):  # away, or the key ended between the two
        log.warning("the cache does not answer: %s is not limited", what)
        return
    if done > most:
        raise TooMany(Say(finding, {"most": most}), retry_after=SECONDS)

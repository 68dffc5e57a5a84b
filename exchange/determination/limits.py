"""How often one address may ask the public tool. Counted in the cache, which holds nothing else of the caller; a cache that is away limits nobody."""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache
from redis import RedisError

from kernel.decision import Say
from kernel.errors import TooMany

log = logging.getLogger(__name__)
PER_MINUTE = 60
SECONDS = 60
LARGEST = 64 * 1024


def ask(address: str) -> None:
    """One more question of this address. Errors: TooMany."""
    key = "what-if:" + hashlib.sha256(address.encode()).hexdigest()[:24]
    try:
        cache.add(key, 0, SECONDS)
        asked = cache.incr(key)
    except (RedisError, ValueError, OSError):  # away, or the key ended between the two
        log.warning("the cache does not answer: the what-if tool is not limited")
        return
    if asked > PER_MINUTE:
        raise TooMany(Say("At most %(most)s questions a minute.", {"most": PER_MINUTE}), retry_after=SECONDS)

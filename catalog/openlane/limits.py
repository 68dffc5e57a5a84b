"""How many open files one address may fetch. Counted in the cache, which holds a digest of the address only; a cache that is away limits nobody."""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache
from django.utils.translation import gettext_noop
from redis import RedisError

from kernel.decision import Say
from kernel.errors import TooMany

log = logging.getLogger(__name__)
PER_MINUTE = 30
SECONDS = 60


def fetch(address: str) -> None:
    """One more file to this address. Errors: TooMany."""
    key = "open-lane:" + hashlib.sha256(address.encode()).hexdigest()[:24]
    try:
        cache.add(key, 0, SECONDS)
        fetched = cache.incr(key)
    except (RedisError, ValueError, OSError):  # away, or the key ended between the two
        log.warning("the cache does not answer: the open lane is not limited")
        return
    if fetched > PER_MINUTE:
        raise TooMany(Say(gettext_noop("At most %(most)s files a minute."), {"most": PER_MINUTE}), retry_after=SECONDS)

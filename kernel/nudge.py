"""After a commit: wake the readers, once for many commits. The database is the truth; a lost nudge costs a second.

A nudge may never slow or fail an act: it runs after the commit, asks Valkey for a short-lived mark (so that a burst sends
one task), gives up within its time limit, counts its failures and raises nothing. After a failure it rests, so that a dead
broker costs one time limit and not one per act.
"""

from __future__ import annotations

import logging
import time
from functools import cache

import redis
from celery import Celery
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

MARK_SECONDS = 5
REST_SECONDS = 2.0
PATIENCE = 0.3  # seconds for one answer of the broker
NO_RETRY = Retry(NoBackoff(), 0)
HUSH_SECONDS = 0.05  # a process that has just asked about a task does not ask again: under load most acts cost no call at all
failures = 0
_just_asked: dict[str, float] = {}
_resting_until = 0.0


@cache
def _valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=NO_RETRY)


@cache
def _sender() -> Celery:
    """Celery configured like the worker's, but for sending only, whoever the process is, and far less patient."""
    sender = Celery("nudge", set_as_current=False)
    sender.config_from_object("django.conf:settings", namespace="CELERY")
    sender.conf.broker_transport_options = sender.conf.broker_transport_options | {
        "socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "max_retries": 0,
    }
    return sender


def nudge(task: str) -> None:
    """Send `task` unless one is already on its way."""
    global failures, _resting_until
    now = time.monotonic()
    if now < _resting_until or now < _just_asked.get(task, 0.0) + HUSH_SECONDS:
        return
    try:
        if _valkey().set(f"nudge:{task}", 1, nx=True, ex=MARK_SECONDS):
            _sender().send_task(task, retry=False, ignore_result=True, expires=60)
        _just_asked[task] = now
    except Exception as error:  # noqa: BLE001 - the act is committed; beat will find the rows
        failures += 1
        _resting_until = time.monotonic() + REST_SECONDS
        log.warning("nudge failed: %s (%s so far)", type(error).__name__, failures)


def begin(task: str) -> None:
    """Called by the task before it reads: a commit after this sends a new task."""
    _just_asked.pop(task, None)
    try:
        _valkey().delete(f"nudge:{task}")
    except redis.RedisError:
        log.warning("the nudge mark of %s could not be cleared; it ends by itself", task)

"""Send what the outbox holds: at least once, each recipient on its own, never lost.

A channel that is down is tried again after 1, 2, 4 … minutes up to every 6 hours, some two and a
half days in all, then its alerts are dead: kept, shown by `monitor alerts`, sent again by
`monitor alerts retry`. One recipient's failure, or a bug of ours, never delays another's
alerts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog

from monitor.config import Config
from monitor.errors import BugError, MonitorError, NotifyError
from monitor.model.records import AlertRecord
from monitor.model.results import DeliveryResult
from monitor.notify import Notifier, recipient_key
from monitor.storage import Storage

log = structlog.get_logger(__name__)

MAX_TRIES = 18
RETRY_FIRST = timedelta(minutes=1)
RETRY_MOST = timedelta(hours=6)
BATCH = 50
LEASE = timedelta(minutes=15)  # longer than a batch can take with a channel that hangs
CHANNELS_AT_ONCE = 8
GIVE_UP_AFTER = 3  # failures in a row to one recipient end its round: the channel is down


class Deliverer:
    """Empties the outbox through the notifier."""

    def __init__(
        self,
        config: Config,
        storage: Storage,
        notifier: Notifier,
        clock: Callable[[], datetime],
    ) -> None:
        self._urls = {recipient_key(url): url for route in config.routes for url in route.urls}
        self._storage = storage
        self._notifier = notifier
        self._clock = clock
        self._bugs: list[tuple[str, Exception]] = []  # by alert

    def deliver(self) -> DeliveryResult:
        """Try every alert that is due once. Errors of channels are stored with their alerts.

        Raises StorageError; BugError with the result when all were tried.
        """
        sent = failed = dead = 0
        while batch := self._storage.due_alerts(self._clock(), BATCH, lease=LEASE):
            queues: dict[str, list[AlertRecord]] = defaultdict(list)
            for alert in batch:
                queues[alert.recipient].append(alert)
            with ThreadPoolExecutor(min(CHANNELS_AT_ONCE, len(queues))) as pool:
                for done in pool.map(self._deliver_to_one, queues.values()):
                    sent, failed, dead = sent + done.sent, failed + done.failed, dead + done.dead
        result = DeliveryResult(sent, failed, dead)
        if self._bugs:
            raise BugError([f"alert {id_}" for id_, _ in self._bugs], result) from self._bugs[0][1]
        return result

    def _deliver_to_one(self, alerts: Sequence[AlertRecord]) -> DeliveryResult:
        """All alerts for one recipient, oldest first."""
        sent = failed = dead = in_a_row = 0
        for alert in alerts:
            url = self._urls.get(alert.recipient)
            if url is None:
                self._storage.alert_failed(
                    alert.id, self._clock(), "its recipient is no longer in the watchlist", None
                )
                dead += 1
                continue
            if in_a_row >= GIVE_UP_AFTER:
                self._fail(alert, "not tried: this channel has just failed")
                failed += 1
                continue
            if error := self._send(url, alert):
                in_a_row += 1
                given_up = self._fail(alert, error)
                dead, failed = dead + given_up, failed + (not given_up)
                continue
            in_a_row = 0
            self._storage.alert_sent(alert.id, self._clock())
            sent += 1
        return DeliveryResult(sent, failed, dead)

    def _send(self, url: str, alert: AlertRecord) -> str:
        """Why the channel did not take the alert, "" when it did."""
        try:
            self._notifier.send(
                url, title=alert.title, text=alert.text, html=alert.html, alert_id=alert.id
            )
        except NotifyError as error:
            return str(error)
        except MonitorError:
            raise
        except Exception as bug:  # told at the end, by deliver
            log.error("a bug in monitor; please report it", alert=alert.id, exc_info=bug)
            self._bugs.append((alert.id, bug))
            return f"a bug in monitor: {type(bug).__name__}"
        return ""

    def _fail(self, alert: AlertRecord, error: str) -> bool:
        """Store one failure; True when it was the last try."""
        now = self._clock()
        tries = alert.tries + 1
        given_up = tries >= MAX_TRIES
        wait = min(RETRY_MOST, RETRY_FIRST * 2 ** min(tries - 1, 20))
        self._storage.alert_failed(alert.id, now, error, None if given_up else now + wait)
        log.warning(
            "alert not delivered",
            alert=alert.id,
            to=alert.label,
            tries=tries,
            error=error,
            given_up=given_up,
        )
        return given_up

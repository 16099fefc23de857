"""Send what the outbox holds: at least once, each recipient on its own, never lost.

A channel that is down is tried again after 1, 2, 4 … minutes up to every 6 hours, for five days;
then its alerts are dead: kept, shown by `monitor alerts`, sent again by `monitor alerts retry`. A
message that the channel refuses for itself is tried three times and holds up no other. One
recipient's failure, or a bug of ours, never delays another's alerts.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog

from monitor.config import Config, template_files
from monitor.errors import BugError, DamagedError, MonitorError, NotFoundError, NotifyError
from monitor.model.outgoing import Addressee, AlertRecord, Seal
from monitor.model.results import DeliveryResult
from monitor.notify import Notifier, Parcel, label, recipient_key
from monitor.render import Message, Templates
from monitor.service import messages, routing
from monitor.service.gathering import Bundle, gather
from monitor.storage import Storage

log = structlog.get_logger(__name__)

GIVE_UP_AFTER = timedelta(days=5)
LONG = timedelta(days=1)  # after it the other recipients hear of alerts that wait
REFUSALS = 3  # tries of a message that the channel will hardly ever take
RETRY_FIRST = timedelta(minutes=1)
RETRY_MOST = timedelta(hours=6)
WAIT_MOST = timedelta(days=1)  # whatever a channel asks for
BATCH = 500
LEASE = timedelta(minutes=15)  # longer than one message can take, and kept up
CHANNELS_AT_ONCE = 32
NO_ADDRESS = "waits for an address: the `urls` of its route are empty where this ran"


class Deliverer:
    """Empties the outbox through the notifier, one recipient beside the other."""

    def __init__(
        self,
        config: Config,
        storage: Storage,
        notifier: Notifier,
        clock: Callable[[], datetime],
    ) -> None:
        self._config = config
        self._routes = {route.name: route for route in config.routes}
        self._known = {
            recipient_key(url): url for route in config.routes for _, url in route.addresses()
        }
        self._storage = storage
        self._notifier = notifier
        self._clock = clock

    def deliver(self) -> DeliveryResult:
        """Try everything that is due once. Errors of channels are stored with their alerts.

        Raises StorageError; BugError with the result when all were tried.
        """
        queues, result = self.queues(), self.unaddressed()
        bugs: list[BugError] = []
        if queues:
            with ThreadPoolExecutor(min(CHANNELS_AT_ONCE, len(queues))) as pool:
                for done, bug in pool.map(self._safely, queues):
                    result += done
                    bugs += [bug] if bug else []
        if bugs:
            raise BugError([s for bug in bugs for s in bug.subjects], result) from bugs[0].__cause__
        return result

    def queues(self) -> list[str]:
        """The recipients with something to send now, by their keys."""
        return list(self._by_recipient())

    def unaddressed(self) -> DeliveryResult:
        """Say of alerts whose address this run does not know that they wait for it."""
        now = self._clock()
        unknown = [a for a in self._storage.addressees_due(now) if self._url(a) is None]
        if not unknown:
            return DeliveryResult()
        waiting = self._storage.wait_for_address(unknown, now, NO_ADDRESS)
        for alert in self._storage.alerts(status="pending"):
            if alert.addressee in unknown and now - alert.created_at >= LONG:
                self._tell_others(alert, NO_ADDRESS, "delayed")
        return DeliveryResult(waiting=waiting)

    def deliver_to(self, recipient: str) -> DeliveryResult:
        """One recipient's round. Raises StorageError; BugError when all of it was tried."""
        url = self._known[recipient]
        result = DeliveryResult()
        bugs: list[tuple[str, Exception]] = []
        while to := self._by_recipient().get(recipient, []):
            now = self._clock()
            claimed = self._storage.due_alerts(now, BATCH, lease=LEASE, to=to)
            if not claimed:
                break
            alerts = self._without_doubles(recipient, claimed)
            sent = self._storage.sent_since(self._names_of(recipient), now - timedelta(hours=1))
            plan = gather(alerts, sent, self._routes, now)
            for alert, until in plan.held:
                self._storage.put_off([alert.id], until)
            result += DeliveryResult(held=len(plan.held))
            done, goes_on = self._send_all(url, plan.now, bugs)
            result += done
            if not goes_on:
                break
        if bugs:
            raise BugError([f"alert {id_}" for id_, _ in bugs], result) from bugs[0][1]
        return result

    # ------------------------------------------------------------------ who

    def _url(self, to: Addressee) -> str | None:
        """The address: the one it was written for, else the one now in its place of the route."""
        if to.recipient in self._known:
            return self._known[to.recipient]
        route = self._routes.get(to.route)
        return dict(route.addresses()).get(to.slot or 0) if route is not None else None

    def _names_of(self, recipient: str) -> list[Addressee]:
        """All that the outbox calls this recipient when it was sent something."""
        routes = self._config.routes
        return [
            Addressee(route.name, slot, recipient)
            for route in routes
            for slot, url in route.addresses()
            if recipient_key(url) == recipient
        ]

    def _by_recipient(self) -> dict[str, list[Addressee]]:
        queues: dict[str, list[Addressee]] = defaultdict(list)
        for to in self._storage.addressees_due(self._clock()):
            if url := self._url(to):
                queues[recipient_key(url)].append(to)
        return dict(queues)

    def _safely(self, recipient: str) -> tuple[DeliveryResult, BugError | None]:
        try:
            return self.deliver_to(recipient), None
        except BugError as bug:
            return bug.results, bug

    # ------------------------------------------------------------------ sending

    def _send_all(
        self, url: str, bundles: Sequence[Bundle], bugs: list[tuple[str, Exception]]
    ) -> tuple[DeliveryResult, bool]:
        """These messages, one after the other; False when the channel takes nothing now."""
        result = DeliveryResult()
        for place, bundle in enumerate(bundles):
            rest = [alert.id for later in bundles[place:] for alert in later.alerts]
            self._storage.keep_claim(rest, self._clock() + LEASE)
            try:
                result += self._send(url, bundle)
            except NotifyError as error:
                failed, until = self._fail(bundle, error)
                result += failed
                if not error.of_message:
                    others = [alert.id for later in bundles[place + 1 :] for alert in later.alerts]
                    self._storage.put_off(others, until, "waits: its channel has just failed")
                    return result + DeliveryResult(failed=len(others)), False
            except MonitorError:
                raise
            except Exception as bug:  # raised at the end, by deliver_to
                log.error("a bug in monitor; please report it", exc_info=bug)
                bugs += [(alert.id, bug) for alert in bundle.alerts]
                ours = NotifyError(f"a bug in monitor: {type(bug).__name__}", of_message=True)
                result += self._fail(bundle, ours)[0]
        return result, True

    def _send(self, url: str, bundle: Bundle) -> DeliveryResult:
        """One message, written as of now. Raises NotifyError."""
        alerts = bundle.alerts
        first = alerts[0]
        name = first.id if len(alerts) == 1 else _name_of(alerts)
        route = self._routes.get(first.route)
        seal = self._storage.last_seal()
        message = self._write(bundle.kind, alerts, seal)
        parcel = Parcel(
            severity=messages.severity(alerts),
            thread=self._thread(first) if len(alerts) == 1 else "",
            kind=first.kind if len(alerts) == 1 else bundle.kind,
            watch=first.watch_id if len(alerts) == 1 else "",
            route=route.name if route else first.route,
            unsubscribe=route.unsubscribe if route else "",
            content=message.content,
            listed=message.listed,
            brief=message.brief,
            seal=seal,
            done=frozenset(first.parts_sent) if len(alerts) == 1 else frozenset(),
            accepted=partial(self._part_sent, alerts),
        )
        self._notifier.send(
            url,
            title=message.title,
            text=message.text,
            html=message.html,
            alert_id=name,
            parcel=parcel,
        )
        said = "; ".join(dict.fromkeys(parcel.said))
        body = (message.title, message.text, message.html)
        to = (recipient_key(url), label(url))
        for alert in alerts:
            self._storage.alert_sent(
                alert.id, self._clock(), answer=said, sent_as=name, to=to, message=body
            )
        return DeliveryResult(sent=len(alerts))

    def _part_sent(self, alerts: Sequence[AlertRecord], part: str) -> None:
        if len(alerts) == 1:  # a list is sent again as a whole: it may be another one by then
            self._storage.part_sent(alerts[0].id, part)

    def _thread(self, alert: AlertRecord) -> str:
        """The message that announced it first: the alert itself, or the list that held it."""
        if not alert.about.thread:
            return ""
        with suppress(NotFoundError):
            return self._storage.alert(alert.about.thread).sent_as or alert.about.thread
        return ""

    def _without_doubles(self, recipient: str, alerts: Sequence[AlertRecord]) -> list[AlertRecord]:
        """Without those that this recipient is sent by another route as well.

        That shows only now where the address was not known when they were written.
        """
        seen: set[tuple[str, str, str, str]] = set()
        left = []
        for alert in alerts:
            about = alert.about
            what = (alert.kind, about.change, alert.watch_id, f"{about.day}{about.at}")
            late = alert.recipient != recipient and bool(about.change)
            if late and (
                what in seen
                or (alert.change_id and self._storage.is_told("change", alert.change_id, recipient))
            ):
                note = "the same recipient is told by another route"
                self._storage.alert_sent(alert.id, self._clock(), answer=note)
            else:
                left.append(alert)
            seen.add(what)
        return left

    def _write(self, kind: str, alerts: Sequence[AlertRecord], seal: Seal | None) -> Message:
        """The message as it reads today, by the route's own templates if they work."""
        route = self._routes.get(alerts[0].route)
        if route is not None and route.templates:
            try:
                return self._written(kind, alerts, template_files.read(route.templates), seal)
            except MonitorError:
                raise
            except Exception as error:  # whatever a template of the user's raises
                log.error("template does not work, ours is used", route=route.name, why=str(error))
        return self._written(kind, alerts, (), seal)

    def _written(
        self,
        kind: str,
        alerts: Sequence[AlertRecord],
        templates: Templates,
        seal: Seal | None,
    ) -> Message:
        """Days are counted from now, not from the change."""
        now, entries = self._clock(), []
        for alert in alerts:
            change = None
            if alert.about.change:
                try:
                    change = self._storage.change(alert.about.change)
                except (NotFoundError, DamagedError) as error:  # what was written then is sent
                    log.warning("alert not renewed", alert=alert.id, reason=str(error))
            entries.append(messages.renewed(alert, change, now, templates, self._config.web, seal))
        if len(entries) == 1:
            return entries[0]
        return messages.together(kind, alerts, entries, now, templates, seal)

    def _fail(self, bundle: Bundle, error: NotifyError) -> tuple[DeliveryResult, datetime]:
        """Store one failure with all its alerts; and when the channel is tried again."""
        now, until = self._clock(), self._clock()
        failed = dead = 0
        for alert in bundle.alerts:
            tries = alert.tries + 1
            since = alert.first_tried_at or now
            given_up = now - since >= GIVE_UP_AFTER
            given_up |= error.permanent and tries >= REFUSALS
            until = now + _wait(alert.id, tries, error)
            self._storage.alert_failed(
                alert.id, now, str(error), None if given_up else until, answer=error.answer
            )
            dead, failed = dead + given_up, failed + (not given_up)
            if given_up:
                self._tell_others(alert, str(error), "undelivered")
            elif now - since >= LONG:
                self._tell_others(alert, str(error), "delayed")
            log.warning(
                "alert not delivered",
                alert=alert.id,
                to=alert.label,
                tries=tries,
                error=str(error),
                given_up=given_up,
            )
        return DeliveryResult(failed=failed, dead=dead), until

    def _tell_others(self, alert: AlertRecord, why: str, kind: str) -> None:
        """Say to the other recipients that this one is not reached; not at every try."""
        now = self._clock()
        notices = routing.for_undelivered(self._config.routes, alert, why, now, kind)
        self._storage.add_alerts("", notices, now)


def _wait(alert_id: str, tries: int, error: NotifyError) -> timedelta:
    """How long until the next try: what the channel asks for, else doubling, spread by a tenth."""
    if error.retry_after is not None:
        return min(WAIT_MOST, timedelta(seconds=max(1.0, error.retry_after)))
    wait: timedelta = min(RETRY_MOST, RETRY_FIRST * 2 ** min(tries - 1, 20))
    spread = int(hashlib.sha256(f"{alert_id} {tries}".encode()).hexdigest()[:4], 16) / 0xFFFF
    return wait * (0.9 + 0.2 * spread) if tries > 1 else wait


def _name_of(alerts: Sequence[AlertRecord]) -> str:
    """A list's own id: the same alerts together again are the same message."""
    ids = "\0".join(sorted(alert.id for alert in alerts))
    return hashlib.sha256(ids.encode()).hexdigest()[:16]

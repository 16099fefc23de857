"""What a person has sent: a change once more, a test message."""

from __future__ import annotations

from datetime import datetime

from monitor.config import Config
from monitor.errors import NotFoundError, NotifyError
from monitor.model.results import SentTest
from monitor.notify import Notifier, label
from monitor.service import routing
from monitor.storage import Storage


def resend(
    storage: Storage, config: Config, change_id: str, route: str | None, now: datetime
) -> int:
    """Queue a change once more for a route, or for all that it was meant for; how many alerts.

    Raises NotFoundError.
    """
    change = storage.change(change_id)
    if route is not None:
        routes = [r for r in config.routes if r.name == route]
    else:
        watch = config.watch(change.watch_id)
        routes = [r for r in config.routes if watch and routing.meant_for(r, watch, change)]
    if not routes:
        raise NotFoundError("no route of the watchlist is for this change; name one: --route")
    alerts = routing.again(routes, change, now)
    storage.add_alerts(change.watch_id, alerts, now, change_id=change.id)
    return len(alerts)


def send_tests(
    config: Config, notifier: Notifier, route: str | None, now: datetime
) -> list[SentTest]:
    """Send a test message to every recipient (of one route) right now. Raises NotFoundError."""
    routes = [r for r in config.routes if route in (None, r.name)]
    if not routes:
        named = f"no route {route!r} in" if route else "no notification routes in"
        raise NotFoundError(f"{named} {config.path}")
    message = routing.test_message(now)
    results = []
    for one in routes:
        for _, url in one.addresses():
            error = ""
            try:
                notifier.send(
                    url,
                    title=message.title,
                    text=message.text,
                    html=message.html,
                    alert_id="test",
                )
            except NotifyError as failure:
                error = str(failure)
            results.append(SentTest(one.name, label(url), not error, error))
    return results

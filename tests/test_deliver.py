"""Every alert arrives once: one message, one channel or one run in a bare shell undoes nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import NotifyError
from monitor.model import Route
from monitor.model.outgoing import AlertSubject
from monitor.notify import AppriseNotifier, Parcel
from monitor.service.deliver import GIVE_UP_AFTER
from monitor.service.messages import alert_id
from monitor.service.routing import again, for_change
from monitor.storage import Storage
from tests.outbox import HOOK, OTHER, Channel, deliverer, outbox, put, status, storm
from tests.pages import Clock
from tests.rawserver import Answer, RawServer, ok, redirect
from tests.stored import watch
from tests.test_routing import AGED

storage = outbox

# ------------------------------------------------------------------ one message refused


@pytest.mark.parametrize("code", [400, 413, 422])
def test_messages_that_are_refused_hold_up_no_others(storage: Storage, code: int) -> None:
    """Three refused ones killed all that came after them."""
    clock, channel = Clock(), Channel()
    put(storage, clock, *(f"bad{n}" for n in range(4)), *(f"good{n}" for n in range(6)))
    for n in range(4):
        channel.errors[f"bad{n}"] = NotifyError(f"{code}", of_message=True, permanent=True)
    result = deliverer(storage, clock, channel).deliver()
    assert (result.sent, result.failed) == (6, 4)
    for _ in range(10):
        clock.advance(hours=7)
        deliverer(storage, clock, channel).deliver()
    assert channel.tried.count("bad0") == 3, "a permanent refusal is not repeated for days"
    assert status(storage)["bad0"] == "dead"


def test_what_was_not_tried_has_no_try_and_goes_first(storage: Storage) -> None:
    """A channel that is down for a while must not use up the tries of alerts that wait behind."""
    clock, channel = Clock(), Channel()
    channel.errors[HOOK] = NotifyError("the channel is down")
    put(storage, clock, "a", "b", "c", "d", "e")
    for _ in range(3):
        deliverer(storage, clock, channel).deliver()
        clock.advance(hours=7)
    assert len(channel.tried) == len(set(channel.tried)) == 3
    assert sorted(a.tries for a in storage.alerts()) == [0, 0, 1, 1, 1]
    channel.errors.clear()
    deliverer(storage, clock, channel).deliver()
    assert channel.taken[:2] == ["d", "e"], "untried ones first"
    assert len(channel.taken) == 5


def test_given_up_only_after_five_days(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    channel.errors[HOOK] = NotifyError("the channel is down", answer="503 Service Unavailable")
    put(storage, clock, "a")
    begin = clock()
    while status(storage)["a"] != "dead":
        deliverer(storage, clock, channel).deliver()
        clock.advance(hours=1)
    assert GIVE_UP_AFTER <= clock() - begin < GIVE_UP_AFTER + timedelta(hours=9)
    (dead,) = storage.alerts()
    assert dead.answer == "503 Service Unavailable", "the channel's own words are kept"


@pytest.mark.parametrize("seconds", [30.0, 900.0, 7200.0])
def test_a_channel_that_asks_to_wait_is_left_alone_for_so_long(
    storage: Storage, seconds: float
) -> None:
    clock, channel = Clock(), Channel()
    put(storage, clock, "a", "b")
    channel.errors[HOOK] = NotifyError("429", retry_after=seconds)
    deliverer(storage, clock, channel).deliver()
    channel.errors.clear()
    clock.advance(seconds=seconds - 1)
    assert deliverer(storage, clock, channel).deliver().sent == 0
    clock.advance(seconds=2)
    assert deliverer(storage, clock, channel).deliver().sent == 2


# ------------------------------------------------------------------ real servers


def hook(server: RawServer, path: str = "/hook") -> str:
    return f"json://127.0.0.1:{server.port}{path}"


@pytest.mark.parametrize("code", ["301 Moved Permanently", "302 Found", "303 See Other"])
def test_a_webhook_that_redirects_has_not_got_the_alert(storage: Storage, code: str) -> None:
    """The POST became a GET without a body, was answered 200 and counted as sent."""
    with RawServer({"/hook": redirect("/new", status=code), "/new": ok()}) as server:
        clock, url = Clock(), hook(server)
        put(storage, clock, "a", url=url)
        team = Route("team", (url,))
        result = deliverer(storage, clock, AppriseNotifier(), team).deliver()
        assert (result.sent, result.failed) == (0, 1)
        assert f"answered {code[:3]}" in storage.alerts()[0].error
        assert [seen.path for seen in server.seen] == ["/hook"]


@pytest.mark.parametrize("code", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_redirect_that_keeps_the_message_is_followed_on_the_same_host_only(
    storage: Storage, code: str
) -> None:
    with (
        RawServer({"/away": ok()}) as elsewhere,
        RawServer(
            {
                "/hook": redirect("/new", status=code),
                "/new": ok(),
                "/off": redirect(f"{elsewhere.url}/away", status=code),
            }
        ) as server,
    ):
        clock = Clock()
        team = Route("team", (hook(server), hook(server, "/off")))
        put(storage, clock, "a", url=hook(server))
        put(storage, clock, "b", url=hook(server, "/off"), slot=2)
        deliverer(storage, clock, AppriseNotifier(), team).deliver()
        assert status(storage) == {"a": "sent", "b": "failed"}
        (arrived,) = [seen for seen in server.seen if seen.path == "/new"]
        assert b"text a" in arrived.body
        assert elsewhere.seen == []


@pytest.mark.parametrize(
    ("answer", "of_message"),
    [
        (ok(b"bad blocks", status="400 Bad Request"), True),
        (ok(b"too long", status="413 Content Too Large"), True),
        (ok(b"no such field", status="422 Unprocessable Content"), True),
        (ok(b"revoked", status="401 Unauthorized"), False),
        (ok(b"gone", status="410 Gone"), False),
        (ok(b"oops", status="500 Internal Server Error"), False),
        (ok(b"", "Retry-After: 77", status="429 Too Many Requests"), False),
    ],
)
def test_an_answer_says_whether_the_message_or_the_channel_is_at_fault(
    answer: bytes, of_message: bool
) -> None:
    with RawServer({"/hook": answer}) as server, pytest.raises(NotifyError) as caught:
        AppriseNotifier().send(hook(server), title="T", text="t", html="", alert_id="a")
    assert caught.value.of_message is of_message
    words = answer.rpartition(b"\r\n\r\n")[2].decode()
    assert words in caught.value.answer
    if b"Retry-After" in answer:
        assert caught.value.retry_after == 77


def test_parts_that_arrived_are_not_sent_again(storage: Storage) -> None:
    """Part 4 of 5 failing sent parts 1 to 3 again at each of 18 tries."""
    answers: list[Answer] = [
        ok(b"{}", kind="application/json"),
        ok(b"", status="503 Busy"),
        ok(b"{}", kind="application/json"),
    ]
    with RawServer({"/api/v1/messages": answers, "/message": answers}) as server:
        clock, url = Clock(), f"gotify://127.0.0.1:{server.port}/ABCDEFGHIJKLMNO"
        text = "\n".join(f"Line {n} of a long alert." for n in range(60))
        put(storage, clock, "a", url=url, text=text)
        notifier = AppriseNotifier()
        from monitor.notify import channels

        service = channels._service(url, 20)
        service.body_maxlen = 1_100
        notifier._channels[url] = channels._Channel(url, "gotify", service)
        team = Route("team", (url,))
        assert deliverer(storage, clock, notifier, team).deliver().failed == 1
        clock.advance(minutes=5)
        assert deliverer(storage, clock, notifier, team).deliver().sent == 1
    bodies = [seen.body for seen in server.seen]
    assert len(bodies) == 3, "part 1, part 2 refused, part 2 again"
    assert sum(b"Line 0 of" in body for body in bodies) == 1


def test_a_channel_that_hangs_delays_no_other_one(storage: Storage) -> None:
    clock, channel, released = Clock(), Channel(), threading.Event()
    others_through = threading.Event()

    def before(url: str) -> None:
        if url == HOOK:
            assert others_through.wait(20), "the other one's 60 alerts wait for this channel"
            released.set()
        elif len(channel.taken) >= 59:
            others_through.set()

    channel.before = before
    put(storage, clock, "slow")
    put(storage, clock, *(f"x{n}" for n in range(60)), url=OTHER, slot=2)
    team = Route("team", (HOOK, OTHER), per_hour=1_000)
    assert deliverer(storage, clock, channel, team).deliver().sent == 61
    assert released.is_set()


# ------------------------------------------------------------------ a run without the address


def test_an_alert_whose_address_is_unknown_waits_for_it(storage: Storage) -> None:
    """One run in a shell without MONITOR_NOTIFY made all waiting alerts dead."""
    clock, channel = Clock(), Channel()
    put(storage, clock, "a", "b")
    for _ in range(30):
        clock.advance(hours=12)
        for bare in (Route("team", ("",)), Route("other", (OTHER,))):
            result = deliverer(storage, clock, channel, bare).deliver()
            assert (result.sent, result.failed, result.dead, result.waiting) == (0, 0, 0, 2)
    assert "waits for an address" in storage.alerts()[0].error
    assert deliverer(storage, clock, channel).deliver().sent == 2


@pytest.mark.parametrize("urls", [("",), ("", OTHER), (OTHER, "")])
def test_a_change_found_without_the_address_is_told_when_it_is_there(
    storage: Storage, urls: tuple[str, ...]
) -> None:
    """The change was recorded, no alert was, and nobody was ever told."""
    clock, channel = Clock(), Channel()
    bare, whole = Route("team", urls), Route("team", tuple(url or HOOK for url in urls))
    alerts = for_change([bare], watch(tags=("terms",)), AGED, clock())
    storage.add_alerts("acme-terms", alerts, clock())
    deliverer(storage, clock, channel, bare).deliver()
    assert deliverer(storage, clock, channel, whole).deliver().sent == 1
    assert len(channel.taken) == len(urls), "each recipient once"


def test_a_renewed_address_gets_what_waited_for_the_old_one(storage: Storage) -> None:
    """A webhook was replaced while its alerts waited: they belong to the route."""
    clock, channel = Clock(), Channel()
    put(storage, clock, "a")
    assert deliverer(storage, clock, channel, Route("team", (OTHER,))).deliver().sent == 1


def test_two_routes_with_the_address_unknown_are_one_message_when_it_is_known(
    storage: Storage,
) -> None:
    clock, channel = Clock(), Channel()
    bare = [Route("team", ("",)), Route("again", ("",))]
    for alert in for_change(bare, watch(tags=("terms",)), AGED, clock()):
        storage.add_alerts("acme-terms", [replace(alert, about=replace(alert.about))], clock())
    known = [replace(route, urls=(HOOK,)) for route in bare]
    deliverer(storage, clock, channel, *known).deliver()
    assert len(channel.taken) == 1
    assert set(status(storage).values()) == {"sent"}


def test_a_change_can_be_sent_again_to_one_route(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    team, press = Route("team", (HOOK,)), Route("press", (OTHER,))
    first = for_change([team], watch(), AGED, clock())
    storage.add_alerts("acme-terms", first, clock())
    deliverer(storage, clock, channel, team, press).deliver()
    storage.add_alerts("acme-terms", again([press], AGED, clock()), clock())
    assert deliverer(storage, clock, channel, team, press).deliver().sent == 1
    assert {a.route: a.status for a in storage.alerts()} == {"team": "sent", "press": "sent"}
    assert len({a.id for a in storage.alerts()}) == 2


def test_the_ids_of_earlier_releases_are_kept() -> None:
    """Another id, and everything that was sent before an upgrade would be sent again."""
    assert alert_id("change", "c1", "5f3a") == "5ec2f31205d2760a"


# ------------------------------------------------------------------ what the others are told


def test_an_alert_that_is_given_up_is_said_to_the_other_recipients_once(storage: Storage) -> None:
    """A revoked webhook lost alerts for weeks, and nobody who could mend it knew."""
    clock, channel = Clock(), Channel()
    channel.errors[HOOK] = NotifyError("the channel answered 410 Gone", answer="410 gone")
    team = Route("team", (HOOK,), kinds=("substantive", "problem"))
    other = Route("other", (OTHER,), kinds=("substantive", "problem"))
    put(storage, clock, "a", "b", "c")
    for _ in range(30):
        deliverer(storage, clock, channel, team, other).deliver()
        clock.advance(hours=6)
    told = [a for a in storage.alerts() if a.kind == "undelivered"]
    assert {a.route for a in told} == {"other"}
    assert len({a.created_at.date() for a in told}) == len(told), "once a day"
    assert "410 Gone" in told[0].title


def test_alerts_that_wait_for_a_day_are_said_to_the_other_recipients_once(
    storage: Storage,
) -> None:
    """A channel that was down for four days was nobody's news until its alerts were given up."""
    clock, channel = Clock(), Channel()
    channel.errors[HOOK] = NotifyError("no answer within 20 s")
    team, other = Route("team", (HOOK,)), Route("other", (OTHER,), kinds=("problem",))
    put(storage, clock, "a", "b", "c")
    for _ in range(16):
        deliverer(storage, clock, channel, team, other).deliver()
        clock.advance(hours=6)
    (told,) = (a for a in storage.alerts() if a.kind == "delayed")
    assert told.route == "other"
    assert clock.now - told.created_at > timedelta(days=2)
    assert "alerts wait to be delivered · no answer within 20 s" in told.title
    assert any("alerts wait to be delivered" in title for title in channel.titles)


def test_alerts_without_an_address_for_a_day_are_said_to_the_others_once(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    put(storage, clock, "a", "b")
    other = Route("other", (OTHER,), kinds=("problem",))
    for _ in range(9):
        deliverer(storage, clock, channel, other).deliver()
        clock.advance(hours=6)
    (told,) = (a for a in storage.alerts() if a.kind == "delayed")
    assert "the `urls` of its route are empty" in told.title
    assert status(storage)["a"] == "pending"


def test_a_template_that_stops_working_does_not_cost_the_alert(
    storage: Storage, tmp_path: Path
) -> None:
    clock, channel = Clock(), Channel()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notice.txt.j2").write_text("{{ nosuch.field }}", "utf-8")
    about = AlertSubject(service="Acme", document="Terms", url="https://acme.example/", reason="R")
    put(storage, clock, "a", kind="failing", about=about)
    route = Route("team", (HOOK,), templates=str(tmp_path / "own"))
    assert deliverer(storage, clock, channel, route).deliver().sent == 1
    assert "cannot be fetched" in channel.texts[0]
    (tmp_path / "own" / "notice.txt.j2").write_text("OURS {{ reason }}", "utf-8")
    put(storage, clock, "b", kind="failing", about=about)
    deliverer(storage, clock, channel, route).deliver()
    assert channel.texts[1] == "OURS R\n"


def test_a_text_that_is_late_counts_the_days_from_now(storage: Storage) -> None:
    """The alert of a channel that was down for five days said "46 days" when it came."""
    clock, channel = Clock(), Channel()
    about = AlertSubject(
        service="Acme", document="Terms", watch="acme-terms", role="deadline", day="2025-11-03"
    )
    put(storage, clock, "a", kind="reminder", about=about)
    channel.errors[HOOK] = NotifyError("the channel is down")
    deliverer(storage, clock, channel).deliver()
    channel.errors.clear()
    clock.advance(days=4)
    deliverer(storage, clock, channel).deliver()
    assert "42 days left" in channel.titles[0]
    assert storage.alerts()[0].title == channel.titles[0], "what is kept is what was sent"


@pytest.mark.parametrize("answer", [ok(b"OK"), ok(b"", status="500 No"), b""])
def test_a_heartbeat_is_a_get_and_its_failure_nobody_elses(answer: bytes) -> None:
    from monitor.notify.heartbeat import beat

    with RawServer({"/ping/uuid": answer}) as server:
        beat(f"{server.url}/ping/uuid")
        assert [seen.path for seen in server.seen] == ["/ping/uuid"]


def test_what_follows_on_a_change_that_came_in_a_list_hangs_on_that_list(
    storage: Storage,
) -> None:
    """A withdrawal whose thread nobody has is a loose mail about something unknown."""
    clock, channel = Clock(), Channel()
    threads: list[str] = []
    original = channel.send

    def send(url: str, *, parcel: Parcel | None = None, **fields: Any) -> None:
        threads.append(parcel.thread if parcel else "")
        original(url, parcel=parcel, **fields)

    channel.send = send  # type: ignore[method-assign]
    storm(storage, clock, 5)
    deliverer(storage, clock, channel).deliver()
    about = AlertSubject(service="Other", document="Terms", change="c1", thread="s003")
    put(storage, clock, "w", kind="withdrawn", about=about)
    deliverer(storage, clock, channel).deliver()
    assert threads == ["", channel.taken[0]]

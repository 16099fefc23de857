"""The main job, on real databases: what a user would notice if the parts did not fit together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from icalendar import Calendar

from monitor import pipeline
from monitor.errors import FetchError, NotFoundError
from monitor.model import ExtractRules, Fetched, Outcome, PageState, Route, Watch
from monitor.model.records import PageRecord
from monitor.render.calendar import calendar, uid
from monitor.service import recording
from monitor.storage import Storage
from tests.pages import Clock, Desk, page

URL = "https://plaza.example/terms"
WATCH = Watch(id="plaza-terms", service="Plaza", document="Terms", url=URL, tags=("social",))
DPO = Route(name="dpo", urls=("json://dpo.example/hook",), kinds=("substantive", "problem"))
TRAINS = (
    "From 3 November 2025 we use your posts to train generative AI models in the EU and Canada. "
    "You can opt out under Settings > Data privacy."
)


class Plaza(Desk):
    """A monitor of one page of one platform, and the hands to change that page."""

    def __init__(self, storage: Storage, *routes: Route, watch: Watch = WATCH) -> None:
        super().__init__(storage, {URL: page()}, (watch,), routes or (DPO,))

    def check(self, answer: str | tuple[int, str] | FetchError | None = None) -> Outcome:
        if answer is not None:
            self.net.pages[URL] = answer
        self.clock.advance(hours=6)
        (result,) = self.monitor.check()
        return result.outcome

    def settle(self, answer: str | None = None) -> list[Outcome]:
        return [self.check(answer), self.check()]


@pytest.fixture
def plaza(storage: Storage) -> Plaza:
    return Plaza(storage)


def test_a_real_change_is_told_once_with_its_date_places_and_class(plaza: Plaza) -> None:
    assert plaza.check() is Outcome.FIRST
    assert plaza.check() is Outcome.UNCHANGED
    assert plaza.settle(page(TRAINS)) == [Outcome.PENDING, Outcome.SUBSTANTIVE]
    assert plaza.monitor.deliver().sent == 1
    assert plaza.check() is Outcome.UNCHANGED
    assert plaza.monitor.deliver().sent == 0
    ((url, title, text),) = plaza.mail.received
    assert url == "json://dpo.example/hook"
    assert title.startswith("Plaza · Terms: ")
    assert "3 Nov 2025" in title
    assert "opt out under Settings" in text
    (record,) = plaza.monitor.changes()
    assert (record.from_version, record.to_version) == (1, 2)
    assert {"ai-training", "region"} <= set(record.change.classes)
    assert set(record.change.regions_added) == {"EU", "CA"}
    assert record.seen_at < record.recorded_at


def test_a_text_that_stands_for_one_fetch_only_alerts_nobody(plaza: Plaza) -> None:
    plaza.check()
    assert plaza.check(page(TRAINS)) is Outcome.PENDING
    assert plaza.check(page()) is Outcome.UNCHANGED
    assert plaza.monitor.deliver().sent == 0
    assert not plaza.monitor.changes()


def test_a_new_text_is_looked_at_again_before_the_regular_time(plaza: Plaza) -> None:
    plaza.check()
    plaza.check(page(TRAINS))
    due = plaza.storage.page(WATCH.id).next_due_at
    assert due is not None
    assert (due - plaza.clock()).total_seconds() <= 120


def test_navigation_that_changes_stays_silent(plaza: Plaza) -> None:
    plaza.check()
    renewed = page().replace("Jobs</a>", "Careers</a> <a href=/ai>New: AI</a>")
    assert set(plaza.settle(renewed)) <= {Outcome.UNCHANGED, Outcome.NOISE}
    assert len(plaza.monitor.history(WATCH.id)) == 1


def test_a_page_that_swings_says_so_once_in_each_direction_and_is_marked(plaza: Plaza) -> None:
    plaza.check()
    plaza.settle(page(TRAINS))
    for _ in range(4):
        for text in (page(), page(TRAINS)):
            for _ in range(4):
                plaza.check(text)
    plaza.monitor.deliver()
    titles = [title for _, title, _ in plaza.mail.received]
    assert len(titles) == 3, titles
    assert "taken back" in titles[1]
    assert "newer text is back" in titles[2]
    assert len(plaza.monitor.changes(kind="substantive")) == 1
    assert plaza.monitor.status()[0].record.state.unstable
    assert "train generative AI" in plaza.monitor.version(WATCH.id).content.text


def test_a_page_that_swings_every_week_says_so_once(plaza: Plaza) -> None:
    """Each turn was a change of its own: every fortnight the same two alerts."""
    plaza.check()
    for n in range(4):
        for _ in range(34):
            plaza.check(page(TRAINS) if n % 2 == 0 else page())
    plaza.monitor.deliver()
    titles = [title for _, title, _ in plaza.mail.received]
    assert len(titles) == 3, titles
    assert "swings between two texts" in titles[2]
    assert "The page now says: “You can opt out under" in titles[2], "what holds now"


def test_a_told_removal_that_is_undone_is_told_as_taken_back(plaza: Plaza) -> None:
    """Not as "the newer text is back": the page says again what it said before."""
    clause = "<p>We keep your messages for ninety days after you close your account.</p>"
    plaza.check(page(extra=clause))
    plaza.check()
    assert Outcome.SUBSTANTIVE in [plaza.check(page()) for _ in range(4)]
    for _ in range(3):
        plaza.check(page(extra=clause))
    plaza.monitor.deliver()
    _, notice = [title for _, title, _ in plaza.mail.received]
    assert "taken back" in notice


def test_an_old_wording_that_returns_elsewhere_does_not_take_back_what_was_told(
    plaza: Plaza,
) -> None:
    plaza.check()
    assert plaza.settle(page(TRAINS))[-1] is Outcome.SUBSTANTIVE
    reworded = page(TRAINS).replace("monthly and", "monthly, and")
    assert plaza.settle(reworded)[-1] is Outcome.EDITORIAL
    assert plaza.settle(page(TRAINS))[-1] is Outcome.NOISE
    plaza.monitor.deliver()
    assert len(plaza.mail.received) == 1, "the clause that was told of stands as it stood"


def test_a_block_page_never_becomes_a_version_and_its_return_is_no_change(plaza: Plaza) -> None:
    plaza.check()
    block_page = "<title>Just a moment...</title><h1>Checking your browser before accessing</h1>"
    for _ in range(5):
        assert plaza.check(block_page) is Outcome.QUARANTINED
    assert plaza.check(page()) is Outcome.UNCHANGED
    assert len(plaza.monitor.history(WATCH.id)) == 1
    plaza.monitor.deliver()
    told = [title for _, title, _ in plaza.mail.received]
    assert len(told) == 2, "told once that it is set aside, once that it is back"


def test_a_page_that_keeps_failing_is_reported_once_and_again_when_it_is_back(plaza: Plaza) -> None:
    plaza.check()
    for _ in range(9):
        assert plaza.check(FetchError("timeout", "no answer in 60 s")) is Outcome.FAILED
    plaza.monitor.deliver()
    assert len(plaza.mail.received) == 1
    assert plaza.check(page()) is Outcome.UNCHANGED
    plaza.monitor.deliver()
    assert len(plaza.mail.received) == 2
    assert [f.outcome for f in plaza.monitor.fetches(WATCH.id)].count(Outcome.FAILED) == 9


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", "%PDF-1.7 …"),
        ("text/html", "%PDF-1.7 …"),
        ("application/xml", "<terms>We share data.</terms>"),
        ("application/json", '{"terms": "We share da'),
    ],
)
def test_a_page_that_turns_unreadable_fails_each_time_and_is_told(
    plaza: Plaza, content_type: str, body: str
) -> None:
    """Else it would be called unchanged from the second look on, and nobody would ever know."""
    plaza.check()
    plaza.net.content_type = content_type
    assert [plaza.check(body) for _ in range(9)] == [Outcome.FAILED] * 9
    plaza.monitor.deliver()
    assert len(plaza.mail.received) == 1
    plaza.net.content_type = "text/html"
    assert plaza.check(page()) is Outcome.UNCHANGED
    assert plaza.storage.page(WATCH.id).state.failures == 0


def test_a_304_is_trusted_for_a_day_and_then_asked_again_in_full(plaza: Plaza) -> None:
    """A server that answers 304 for ever would hide every change."""
    plaza.check()
    for _ in range(5):
        plaza.check()
    tags = [etag for _, etag in plaza.net.requests]
    assert all(tags[1:4])
    assert "" in tags[4:]


def test_an_alert_survives_a_channel_that_is_down(plaza: Plaza) -> None:
    plaza.check()
    plaza.settle(page(TRAINS))
    plaza.mail.down.add(DPO.urls[0])
    assert plaza.monitor.deliver().failed == 1
    plaza.mail.down.clear()
    assert plaza.monitor.deliver().sent == 0, "it waits before the next try"
    plaza.clock.advance(minutes=2)
    assert plaza.monitor.deliver().sent == 1


def test_one_broken_channel_does_not_keep_the_others_from_their_alerts(storage: Storage) -> None:
    other = replace(DPO, name="press", urls=("json://press.example/hook",))
    plaza = Plaza(storage, DPO, other)
    plaza.check()
    plaza.settle(page(TRAINS))
    plaza.mail.down.add(DPO.urls[0])
    result = plaza.monitor.deliver()
    assert (result.sent, result.failed) == (1, 1)


def test_an_alert_that_can_never_be_delivered_ends_as_dead_and_can_be_sent_again(
    plaza: Plaza,
) -> None:
    plaza.check()
    plaza.settle(page(TRAINS))
    plaza.mail.down.add(DPO.urls[0])
    for _ in range(40):
        plaza.monitor.deliver()
        plaza.clock.advance(hours=6)
    (alert,) = plaza.monitor.alerts()
    assert alert.status == "dead"
    plaza.mail.down.clear()
    assert plaza.monitor.retry_alerts() == 1
    assert plaza.monitor.deliver().sent == 1


@pytest.mark.parametrize(
    ("route", "told"),
    [
        (replace(DPO, classes=("ai-training",)), 1),
        (replace(DPO, classes=("payment",)), 0),
        (replace(DPO, services=("plaza",)), 1),
        (replace(DPO, services=("Other",)), 0),
        (replace(DPO, tags=("social",)), 1),
        (replace(DPO, tags=("bank",)), 0),
        (replace(DPO, kinds=("editorial",)), 0),
        (replace(DPO, severity="critical", classes=("payment",)), 0),
    ],
)
def test_a_route_gets_what_its_filters_ask_for(storage: Storage, route: Route, told: int) -> None:
    plaza = Plaza(storage, route)
    plaza.check()
    plaza.settle(page(TRAINS))
    assert plaza.monitor.deliver().sent == told


def test_the_users_own_severity_table_decides(storage: Storage) -> None:
    plaza = Plaza(storage, replace(DPO, severity="critical"))
    plaza.config = replace(plaza.config, severity={"ai-training": "critical"})
    plaza.check()
    plaza.settle(page(TRAINS))
    (record,) = plaza.monitor.changes()
    assert record.change.severity == "critical"
    assert plaza.monitor.deliver().sent == 1


def test_a_server_that_asks_to_be_left_alone_is(plaza: Plaza) -> None:
    plaza.check(FetchError("busy", "429", transient=True, retry_after=7200))
    due = plaza.storage.page(WATCH.id).next_due_at
    assert due is not None
    assert (due - plaza.clock()).total_seconds() == 7200


def test_an_answer_that_asks_to_come_back_later_is_obeyed() -> None:
    """The server that we were asked to leave alone would be met again within minutes."""
    now = Clock()()
    answer = Fetched(URL, URL, 503, (("retry-after", "7200"),), b"busy", now)
    record = PageRecord(WATCH.id, WATCH.service, WATCH.document, WATCH.url, PageState())
    observation = pipeline.observe(answer, now)
    decision = pipeline.decide(observation, record.state, None)
    left = recording.recording(WATCH, record, observation, decision)
    assert (left.next_due_at - now).total_seconds() == 7200


def test_one_person_on_two_routes_gets_one_message(storage: Storage) -> None:
    plaza = Plaza(storage, DPO, replace(DPO, name="again"))
    plaza.check()
    plaza.settle(page(TRAINS))
    assert plaza.monitor.deliver().sent == 1


def test_new_rules_of_a_watch_make_a_technical_version_and_never_an_alert(plaza: Plaza) -> None:
    """After an upgrade or an edit of the watchlist everything would otherwise have "changed"."""
    plaza.check()
    ruled = replace(WATCH, rules=ExtractRules(exclude=("*Payments*",)))
    plaza.config = replace(plaza.config, watches=(ruled,))
    assert plaza.check() is Outcome.UNCHANGED
    newest, oldest = plaza.monitor.history(WATCH.id)
    assert newest.version.technical
    assert not oldest.version.technical
    assert "Payments" not in newest.version.content.text
    assert not plaza.monitor.changes()
    assert plaza.settle(page(TRAINS))[-1] is Outcome.SUBSTANTIVE


def test_a_person_can_release_a_page_from_quarantine(plaza: Plaza) -> None:
    plaza.check()
    short = page(TRAINS).replace("<h2>2.", "</main></body></html><!--")
    assert plaza.check(short) is Outcome.QUARANTINED
    result = plaza.monitor.release(WATCH.id)
    assert result.outcome is Outcome.SUBSTANTIVE
    with pytest.raises(NotFoundError, match="nothing in quarantine"):
        plaza.monitor.release(WATCH.id)


def test_two_processes_never_check_one_page_at_once(plaza: Plaza) -> None:
    from datetime import timedelta

    plaza.check()
    assert plaza.storage.claim(WATCH.id, plaza.clock(), timedelta(hours=7))
    plaza.clock.advance(hours=6)
    assert plaza.monitor.check() == []
    plaza.clock.advance(hours=6)
    assert len(plaza.monitor.check()) == 1, "a crashed process's claim ends by itself"


def test_the_bytes_behind_a_version_can_be_shown(plaza: Plaza) -> None:
    plaza.check()
    plaza.settle(page(TRAINS))
    assert plaza.monitor.raw(WATCH.id) == page(TRAINS).encode()
    assert plaza.monitor.raw(WATCH.id, 1) == page().encode()
    assert plaza.monitor.doctor() == []


def test_what_comes_and_by_when_is_listed_and_reminded_of_once(storage: Storage) -> None:
    plaza = Plaza(storage, replace(DPO, reminders=(30, 7, 1)))
    plaza.check()
    plaza.settle(page(TRAINS))
    (deadline,) = plaza.monitor.upcoming()
    assert str(deadline.date) == "2025-11-03"
    plaza.monitor.deliver()
    plaza.mail.received.clear()
    for _ in range(50):
        plaza.clock.advance(days=1)
        plaza.monitor.remind()
        plaza.monitor.deliver()
    assert len(plaza.mail.received) == 3
    assert not plaza.monitor.upcoming()


def test_a_date_that_is_withdrawn_is_no_longer_reminded_of(storage: Storage) -> None:
    plaza = Plaza(storage, replace(DPO, reminders=(7,)))
    plaza.check()
    plaza.settle(page(TRAINS))
    plaza.settle(page("We do not use posts to train AI models in any country."))
    plaza.check()
    plaza.monitor.deliver()
    plaza.mail.received.clear()
    plaza.clock.advance(days=42)
    plaza.monitor.remind()
    plaza.monitor.deliver()
    assert not plaza.mail.received


def test_a_moved_date_stays_one_entry_of_the_calendar(storage: Storage) -> None:
    """A reader who imports the file again must not keep the old day beside the new one."""
    plaza = Plaza(storage)
    plaza.check()
    plaza.settle(page(TRAINS))
    before = plaza.monitor.upcoming()
    assert calendar(before) == calendar(plaza.monitor.upcoming())
    plaza.settle(page(TRAINS.replace("3 November", "17 November")))
    after = plaza.monitor.upcoming()
    assert [(str(d.date), d.moves) for d in after] == [("2025-11-17", 1)]
    assert [uid(d) for d in after] == [uid(d) for d in before]


def _events(plaza: Plaza) -> dict[str, tuple[str, int, str]]:
    """Day, sequence and status of each entry of the calendar, by its UID."""
    found = Calendar.from_ical(
        calendar([*plaza.monitor.upcoming(), *plaza.monitor.called_off()])
    ).walk("VEVENT")
    return {
        str(e["uid"]): (e["dtstart"].dt.isoformat(), e["sequence"], str(e.get("status", "")))
        for e in found
    }


NO_TRAINING = page("We do not use posts to train AI models in any country.")
ON_17TH = TRAINS.replace("3 November", "17 November")


@pytest.mark.parametrize("last", [TRAINS, ON_17TH])
def test_a_date_that_is_called_off_is_cancelled_in_the_calendar(
    storage: Storage, last: str
) -> None:
    """A calendar keeps an event that a newer file leaves out: people would act by that day."""
    plaza = Plaza(storage)
    plaza.check()
    plaza.settle(page(TRAINS))
    if last != TRAINS:
        plaza.settle(page(last))
    ((key, (day, before, status)),) = _events(plaza).items()
    assert status == ""
    for _ in range(20):  # else its removal is a withdrawal, as of text that was there briefly
        plaza.check()
    plaza.settle(NO_TRAINING)
    plaza.check()
    assert plaza.monitor.upcoming() == []
    assert _events(plaza) == {key: (day, _events(plaza)[key][1], "CANCELLED")}
    cancelled = _events(plaza)[key][1]
    assert cancelled > before
    plaza.settle(page(last))
    assert _events(plaza)[key][1] > cancelled, "else the calendar ignores that it is back"
    assert _events(plaza)[key][2] == ""


def test_a_date_that_is_withdrawn_soon_is_cancelled_as_well(storage: Storage) -> None:
    plaza = Plaza(storage)
    plaza.check()
    plaza.settle(page(TRAINS))
    (key,) = _events(plaza)
    plaza.settle(page("We do not use your posts to train AI models."))
    plaza.check()
    assert _events(plaza)[key][2] == "CANCELLED"
    plaza.clock.advance(days=90)
    assert _events(plaza) == {}, "what is over needs no word"


def test_the_last_day_to_act_is_listed_until_it_is_over(storage: Storage) -> None:
    plaza = Plaza(storage)
    plaza.net.pages[URL] = page("You can object to AI training until 3 November 2025.")
    plaza.check()
    plaza.clock.now = plaza.clock.now.replace(month=11, day=3)
    assert [d.days_left for d in plaza.monitor.upcoming()] == [0]
    plaza.clock.advance(days=1)
    assert not plaza.monitor.upcoming()


def test_what_to_do_by_a_day_is_of_that_day(storage: Storage) -> None:
    """The way out of the newsletter is no answer to a date for AI training."""
    plaza = Plaza(storage)
    mail = "You can opt out of marketing e-mails in your settings."
    plaza.net.pages[URL] = page(mail)
    plaza.check()
    plaza.settle(page(f"{mail} {TRAINS}"))
    assert [d.what_to_do for d in plaza.monitor.upcoming()] == [
        "You can opt out under Settings > Data privacy."
    ]
    plaza.settle(page(f"{mail} To object to it, file the objection form by 20 October 2025."))
    assert [d.what_to_do for d in plaza.monitor.upcoming()] == [
        "To object to it, file the objection form by 20 October 2025."
    ]


@pytest.mark.parametrize("of", ["analytics", "marketing e-mails", "personalised advertising"])
def test_a_way_out_of_something_else_is_not_what_to_do(storage: Storage, of: str) -> None:
    """Who follows it is still trained on: it only stands below the same heading."""
    other = f"You may opt out of {of} in your settings."
    plaza = Plaza(storage)
    plaza.net.pages[URL] = page(f"We never use content to train AI models. {other}")
    plaza.check()
    trains = "From 3 November 2025 we will use your content to train AI models."
    plaza.settle(page(f"{trains} {other}"))
    assert [d.what_to_do for d in plaza.monitor.upcoming()] == [""]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("From 3 November 2025 it changes. You can opt out of ads in your settings.", True),
        ("From 3 November 2025 it changes. You can opt out of ads.", False),
        ("From 3 November 2025 it changes.", False),
    ],
)
def test_a_date_of_the_first_version_has_the_way_of_its_section(
    storage: Storage, text: str, way: bool
) -> None:
    plaza = Plaza(storage)
    plaza.net.pages[URL] = page(text)
    plaza.check()
    (deadline,) = plaza.monitor.upcoming()
    assert bool(deadline.what_to_do) is way


def test_reminders_go_only_to_routes_that_cover_the_page(storage: Storage) -> None:
    others = Route("others", urls=("json://x.example/",), services=("Elsewhere",), reminders=(90,))
    plaza = Plaza(storage, others, replace(DPO, reminders=(90,)))
    plaza.net.pages[URL] = page(TRAINS)
    plaza.check()
    plaza.monitor.remind()
    assert {alert.route for alert in plaza.storage.alerts()} == {"dpo"}


def test_no_reminder_follows_at_once_on_the_alert_that_told_of_the_date(storage: Storage) -> None:
    plaza = Plaza(storage, replace(DPO, reminders=(90, 7)))
    plaza.check()
    plaza.settle(page(TRAINS))
    plaza.monitor.remind()
    assert [alert.kind for alert in plaza.storage.alerts()] == ["change"]


def test_a_week_without_news_is_told_where_it_is_wanted(storage: Storage) -> None:
    """Silence may mean that nothing changed, or that nothing is watched any more."""
    plaza = Plaza(
        storage, replace(DPO, all_quiet=True), replace(DPO, name="other", urls=("a://b",))
    )
    plaza.check()
    plaza.monitor.remind()
    assert plaza.storage.alerts() == [], "there is no week to speak of yet"
    for _ in range(9):
        plaza.clock.advance(days=1)
        plaza.check()
        plaza.monitor.remind()
    plaza.monitor.deliver()
    ((_, title, text),) = plaza.mail.received
    assert title == "monitor · weekly word: all quiet · 1 of 1 pages read in the last seven days"
    assert "Nothing that you asked to hear of" in text

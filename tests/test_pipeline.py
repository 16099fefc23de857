"""What a reader of the alerts sees: pages that change, flap, vanish and come back, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import pipeline
from monitor.confirm import block_history, decider, extracted_again, pending_change
from monitor.errors import FetchError
from monitor.extract import extract, page_tree
from monitor.guard.judge import GOOD
from monitor.model import (
    Decision,
    Document,
    ExtractRules,
    Fetched,
    Observation,
    Outcome,
    PageState,
    Verdict,
)
from monitor.pipeline import examine
from monitor.rows.codec import pack, unpack

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
URL = "https://example.org/legal/terms"
CLAUSES = tuple(
    f"Clause {n}: we handle what you give us for purpose {n} with care and within the law."
    for n in range(1, 25)
)
NEW = "We may share your posts with our affiliates to train artificial intelligence models."
OTHER = "We keep your messages for 90 days after you close your account, and then delete them."
ERROR = "<title>Terms</title><main><h1>Something went wrong</h1><p>Please reload.</p></main>"


def html(*extra: str, clauses: Sequence[str] = CLAUSES, nonce: object = "", head: str = "") -> str:
    """A terms page; `extra` paragraphs stand at its end."""
    body = "".join(f"<p>{text}</p>" for text in (*clauses, *extra))
    return (
        f"<html lang=en><head><title>Terms</title><script nonce='{nonce}'></script></head><body>"
        f"<nav><a href=/>Home</a></nav><main><h1>Terms of use</h1>{head}{body}</main></html>"
    )


@dataclass
class Page:
    """One watched page: remembers between observations what a database would."""

    every: timedelta = timedelta(hours=12)
    confirm_after: timedelta = timedelta(minutes=2)
    state: PageState = field(default_factory=PageState)
    current: Document | None = None
    now: datetime = START
    decisions: list[Decision] = field(default_factory=list)

    def see(self, body: str | bytes, after: timedelta | None = None, **answer: object) -> Decision:
        self.now += self.every if after is None else after
        _, decision = self.look(body, **answer)
        self.state = unpack(PageState, pack(decision.state))  # as from a database
        assert self.state == decision.state
        self.current = decision.version or self.current
        self.decisions.append(decision)
        return decision

    def look(self, body: str | bytes, **answer: object) -> tuple[Observation, Decision]:
        came = answered(body, self.now, **answer)
        arguments = {
            "rules": ExtractRules(),
            "state": self.state,
            "current": self.current,
            "confirm_after": self.confirm_after,
        }
        examined = examine(came, **arguments)  # type: ignore[arg-type]
        assert examined[1] == examine(came, **arguments)[1]  # type: ignore[arg-type]
        return examined

    def play(self, *bodies: str) -> list[str]:
        return [str(self.see(body).outcome) for body in bodies]

    @property
    def alerts(self) -> int:
        return sum(1 for decision in self.decisions if decision.outcome is Outcome.SUBSTANTIVE)


def answered(body: str | bytes, at: datetime = START, **answer: object) -> Fetched:
    fields = {
        "url": URL,
        "final_url": URL,
        "status": 200,
        "headers": (("content-type", "text/html; charset=utf-8"),),
    } | answer
    raw = body.encode() if isinstance(body, str) else body
    return Fetched(body=raw, fetched_at=at, **fields)  # type: ignore[arg-type]


def read(body: str) -> Document:
    return extract(body, "text/html")


# --------------------------------------------------------------------------- the plain course


def test_an_answer_is_parsed_once_and_its_version_fetched_only_to_be_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are most of the work of a check: done twice, or for nothing, it takes twice as long."""
    done: list[str] = []
    parser = page_tree.LexborHTMLParser

    def parsed(body: bytes) -> object:
        done.append("parsed")
        return parser(body)

    monkeypatch.setattr(page_tree, "LexborHTMLParser", parsed)
    page = Page()
    page.see(html())
    assert done == ["parsed", "parsed"]  # `Page` looks twice

    def known() -> pipeline.Known:
        done.append("fetched")
        return page.current, None

    for body, work in ((html(nonce="other"), []), (html(NEW), ["fetched"])):
        done.clear()
        pipeline.look(answered(body), START, ExtractRules(), page.state, known)
        assert done == ["parsed", *work]


def test_a_new_paragraph_alerts_once_when_seen_again() -> None:
    page = Page()
    outcomes = page.play(html(), html(), html(NEW), html(NEW), html(NEW))
    assert outcomes == ["first", "unchanged", "pending", "substantive", "unchanged"]
    alert = page.decisions[3]
    assert alert.version is not None
    assert alert.change is not None
    assert alert.keep_body
    assert alert.change is not None
    assert "share your posts" in str(alert.change.sections)


def test_a_nonce_in_the_source_changes_nothing() -> None:
    page = Page()
    outcomes = page.play(html(nonce=1), html(nonce=2), html(nonce=3))
    assert outcomes == ["first", "unchanged", "unchanged"]


def test_the_same_text_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page()
    page.play(html(), html())

    def refuse(*_: object, **__: object) -> Document:
        raise AssertionError("parsed twice")

    monkeypatch.setattr("monitor.extract.to_document.extract", refuse)
    assert page.play(html(nonce=1), html()) == ["unchanged", "unchanged"]


def test_a_transient_text_never_alerts() -> None:
    page = Page()
    outcomes = page.play(html(), html(NEW), html(), html())
    assert outcomes == ["first", "pending", "unchanged", "unchanged"]
    assert page.decisions[2].reason == "what was new did not stay"
    assert page.state.pending == ()


def test_a_daemon_looks_again_soon_and_once_more_on_the_next_tick() -> None:
    page = Page()
    page.play(html())
    first = page.see(html(NEW))
    assert first.again_after == page.confirm_after
    assert page.state.candidate is not None
    assert page.state.candidate.first_seen_at == page.now
    again = page.see(html(NEW), after=timedelta(minutes=2))
    assert (again.outcome, again.again_after) == (Outcome.PENDING, None)
    assert page.see(html(NEW)).outcome is Outcome.SUBSTANTIVE


def test_without_confirmation_a_change_alerts_at_once() -> None:
    page = Page()
    page.play(html())
    _, decision = examine(
        answered(html(NEW), page.now + page.every),
        rules=ExtractRules(),
        state=page.state,
        current=page.current,
        confirm=False,
    )
    assert decision.outcome is Outcome.SUBSTANTIVE


def test_a_confirmation_of_no_time_needs_two_looks() -> None:
    page = Page(confirm_after=timedelta(0), every=timedelta(seconds=1))
    assert page.play(html(), html(NEW), html(NEW)) == ["first", "pending", "substantive"]


# --------------------------------------------------------------------------- noise beside a change


def test_something_new_on_every_fetch_never_alerts_and_stops_hurrying() -> None:
    page = Page()
    page.play(html())
    for n in range(8):
        decision = page.see(html(head=f"<p>Our partner of the hour is company number {n}abc.</p>"))
        assert decision.outcome is Outcome.PENDING
    assert decision.again_after is None
    assert page.alerts == 0


def test_a_real_change_is_confirmed_on_a_page_with_something_new_on_every_fetch() -> None:
    """Confirmation is by block, not by page."""
    page = Page()

    def at(n: int, *extra: str) -> str:
        words = ("apples", "pears", "plums", "cherries", "quinces", "figs", "dates", "limes")
        return html(*extra, head=f"<p>Today everybody talks about {words[n]} again.</p>")

    outcomes = page.play(*(at(n) for n in range(4)), *(at(n, NEW) for n in range(4, 8)))
    assert outcomes.count("substantive") == 1
    assert outcomes[5] == "substantive"
    change = next(i.change for i in page.decisions if i.outcome is Outcome.SUBSTANTIVE)
    assert change is not None
    assert "talks about" not in str(change.sections), "the unsettled text is not told"


def test_a_second_change_right_after_the_first_is_told_as_well() -> None:
    page = Page()
    outcomes = page.play(html(), html(NEW), html(NEW, OTHER), html(NEW, OTHER), html(NEW, OTHER))
    assert outcomes == ["first", "pending", "substantive", "substantive", "unchanged"]
    told = [str(i.change.sections) for i in page.decisions if i.change]
    assert "for 90 days" not in told[0]
    assert "for 90 days" in told[1]
    assert "share your posts" not in told[1]


def test_a_paragraph_changed_right_after_the_first_change_is_told_word_by_word() -> None:
    """What is seen once when the version is made must not come back later as all new."""
    other = [c.replace("we handle", "we may sell") if "Clause 7:" in c else c for c in CLAUSES]
    page = Page()
    page.play(html(), html(NEW), html(NEW, clauses=other))
    assert page.current is not None
    assert "may sell" not in page.current.text, "a version holds confirmed text only"
    page.play(html(NEW, clauses=other))
    change = page.decisions[-1].change
    assert change is not None
    assert [(b.fate, b.old is not None) for s in change.sections for b in s.blocks] == [
        ("changed", True)
    ]


def test_a_change_that_went_right_after_the_version_was_made_leaves_no_trace() -> None:
    page = Page()
    outcomes = page.play(html(), html(NEW), html(NEW, OTHER), html(NEW), html(NEW))
    assert outcomes == ["first", "pending", "substantive", "unchanged", "unchanged"]


# --------------------------------------------------------------------------- what goes away


def test_a_removed_paragraph_is_a_change_when_it_stays_away() -> None:
    page = Page()
    before, after = html(NEW), html()
    outcomes = page.play(before, before, after, after, after, after)
    assert outcomes == ["first", "unchanged", "pending", "pending", "substantive", "unchanged"]


def test_one_of_two_equal_entries_that_goes_is_a_change() -> None:
    """Privacy policies list the same data under several purposes."""
    purposes = ("To train our models:", "To show you advertising:")
    entries = ["What you post in public on our services and products", "Your messages"]
    before = [*CLAUSES, *(t for purpose in purposes for t in (purpose, *entries))]
    after = [*CLAUSES, purposes[0], entries[1], purposes[1], *entries]
    page = Page()
    old, new = html(clauses=before), html(clauses=after)
    assert page.play(old, new, new) == ["first", "pending", "pending"]
    page.now += page.every
    version = page.look(new)[1].version
    assert version is not None
    assert version.text.count("in public") == 1


def test_a_paragraph_that_is_missing_for_two_observations_is_no_change() -> None:
    page = Page()
    outcomes = page.play(html(NEW), html(), html(), html(NEW), html(NEW))
    assert outcomes == ["first", "pending", "pending", "unchanged", "unchanged"]
    assert page.alerts == 0


def test_a_word_that_became_another_is_one_change_with_both() -> None:
    page = Page()
    new = [
        c.replace("we handle what", "we may sell to advertisers what") if "Clause 7:" in c else c
        for c in CLAUSES
    ]
    outcomes = page.play(html(), html(clauses=new), html(clauses=new), html(clauses=new))
    assert outcomes == ["first", "pending", "substantive", "unchanged"]
    change = page.decisions[2].change
    assert change is not None
    (section,) = change.sections
    (block,) = section.blocks
    assert block.fate == "changed"


# --------------------------------------------------------------------------- flapping


def test_a_swing_between_two_versions_alerts_once_and_is_called_unstable() -> None:
    page = Page()
    a, b = html(), html(NEW)
    outcomes = page.play(a, a, b, b, *[a, a, a, b, b] * 3)
    assert outcomes.count("substantive") == 1
    assert page.alerts == 1
    notes = [i.turned for i in page.decisions if i.turned]
    assert notes[0] == "withdrawn"
    assert page.state.unstable or page.state.profile.volatile


def test_a_paragraph_that_comes_and_goes_stops_to_count_and_says_why() -> None:
    page = Page()
    a, b = html(), html(NEW)
    page.play(a, *[b, a] * 4)
    assert page.alerts == 0
    assert list(page.state.profile.volatile.values()) == [block_history.COMES_AND_GOES]
    assert page.play(b, b, b, a) == ["unchanged"] * 4
    shown = block_history.apply(read(b), page.state.profile)
    assert [c.boilerplate for c in shown.boilerplate if c.text == NEW] == [
        block_history.COMES_AND_GOES
    ]


def test_a_clause_that_swings_between_two_wordings_stays_in_the_version() -> None:
    """Neither wording is boilerplate: one of them is the policy."""
    other = [c.replace("we handle", "we may sell") if "Clause 7:" in c else c for c in CLAUSES]
    page = Page()
    a, b = html(), html(clauses=other)
    page.play(a, a, b, b, *[a, a, b, b] * 4)
    assert page.alerts == 1
    assert page.state.unstable
    assert not page.state.profile.volatile
    assert page.current is not None
    assert "may sell" in page.current.text


def test_a_change_on_a_flapping_page_is_still_seen() -> None:
    page = Page()
    a, b = html(), html(NEW)
    page.play(a, *[b, a] * 4)
    outcomes = page.play(html(OTHER), html(NEW, OTHER), html(OTHER))
    assert outcomes == ["pending", "substantive", "unchanged"]


def test_a_page_that_vanishes_again_and_again_keeps_counting() -> None:
    """An error page now and then must not teach that the policy's blocks come and go."""
    page = Page()
    page.play(html(), *[ERROR, html()] * 6)
    assert not page.state.profile.volatile
    assert page.play(html(NEW), html(NEW)) == ["pending", "substantive"]


def test_half_the_page_swinging_is_the_page_swinging_not_its_blocks() -> None:
    page = Page()
    two_thirds = html(clauses=CLAUSES[:16])
    page.play(html(), *[two_thirds, html()] * 5)
    assert page.alerts == 0
    assert not page.state.profile.volatile


def test_a_paragraph_that_returns_after_a_long_time_is_news_again() -> None:
    page = Page()
    with_it, without = html(NEW), html()
    page.play(with_it, *[without] * (block_history.FORGOTTEN_AFTER + 10))
    assert page.alerts == 1
    assert page.play(with_it, with_it) == ["pending", "substantive"]


def aged(age: int) -> str:
    return html(f"You must be at least {age} years old to open an account with us.")


def test_a_clause_that_was_told_and_comes_back_after_weeks_is_a_change() -> None:
    """Age 13, a month of 16, and 13 again: the second step matters as much as the first."""
    page = Page()
    page.play(*[aged(13)] * 3, *[aged(16)] * 30)
    outcomes = page.play(*[aged(13)] * 4)
    assert outcomes == ["pending", "substantive", "unchanged", "unchanged"]
    change = page.decisions[-3].change
    assert change is not None
    assert "minors" in change.classes


@pytest.mark.parametrize(("looks", "hours"), [(30, 1), (5, 48)])
def test_a_clause_that_comes_back_soon_or_after_few_looks_is_no_second_alert(
    looks: int, hours: int
) -> None:
    page = Page(every=timedelta(hours=hours))
    page.play(*[aged(13)] * 3, *[aged(16)] * looks)
    assert "substantive" not in page.play(*[aged(13)] * 4)


def test_a_quiet_time_settles_an_unstable_page() -> None:
    page = Page(state=PageState(current_digest="x", unstable=True, reversions=4))
    quiet = [decider.same(page.state)]
    for _ in range(decider.STABLE_AFTER):
        quiet.append(decider.same(quiet[-1].state))
    assert [i.turned for i in quiet if i.turned] == ["settled"]
    assert not quiet[-1].state.unstable


def test_the_order_of_paragraphs_alone_is_no_alert() -> None:
    page = Page()
    moved = html(clauses=(*CLAUSES[5:], *CLAUSES[:5]))
    page.play(html(), moved, moved, moved)
    assert "substantive" not in [str(i.outcome) for i in page.decisions]


# --------------------------------------------------------------------------- quarantine


def test_a_block_page_is_never_a_version_however_long_it_stays() -> None:
    page = Page()
    page.play(html())
    for n in range(12):
        decision = page.see(ERROR)
        assert decision.outcome is Outcome.QUARANTINED
        assert decision.reason.startswith("error")
        assert decision.keep_body == (n == 0)
    assert page.state.quarantine is not None
    assert page.state.quarantine.seen == 12
    assert page.play(html()) == ["unchanged"]
    assert page.state.quarantine is None


def test_a_page_may_begin_with_a_block_page() -> None:
    page = Page()
    assert page.play(ERROR, ERROR, html(), html()) == [
        "quarantined",
        "quarantined",
        "first",
        "unchanged",
    ]


def test_an_error_status_is_not_read() -> None:
    page = Page()
    page.play(html())
    assert page.see(html(NEW), status=503).reason.startswith("server-error")
    decision = page.see(html(nonce=2), final_url="https://example.org/login")
    assert decision.outcome is Outcome.QUARANTINED


def test_a_shorter_policy_is_released_when_it_stays() -> None:
    page = Page()
    short = html(clauses=CLAUSES[:8])
    outcomes = page.play(html(), short, short, short, short)
    assert outcomes == ["first", "quarantined", "quarantined", "substantive", "unchanged"]


def test_quick_refetches_alone_release_nothing() -> None:
    page = Page()
    page.play(html())
    short = html(clauses=CLAUSES[:8])
    for _ in range(5):
        assert page.see(short, after=timedelta(minutes=2)).outcome is Outcome.QUARANTINED


def test_a_block_page_that_nobody_knows_is_no_version_and_no_alert() -> None:
    page = Page()
    block_page = "<main><h1>Neste pausă</h1><p>Revenim imediat cu tot ce ai lăsat.</p></main>"
    outcomes = page.play(html(), html(), *[block_page] * 30, html())
    assert outcomes == ["first", "unchanged", *["quarantined"] * 30, "unchanged"]
    begun = Page()
    assert "substantive" not in begun.play(block_page, block_page, html(), html(), html(), html())


def test_half_a_page_that_comes_back_whole_never_alerts() -> None:
    page = Page()
    outcomes = page.play(html(), html(clauses=CLAUSES[:6]), html(), html(clauses=CLAUSES[:9]))
    assert outcomes == ["first", "quarantined", "unchanged", "quarantined"]


def test_a_text_that_ends_amid_a_sentence_is_told_when_it_stays_so() -> None:
    """A fault of the server most often; but five lost clauses never go in silence."""
    page = Page()
    cut = html(clauses=(*CLAUSES[:18], CLAUSES[18][:40]))
    page.play(html(), html())
    assert page.play(cut, cut, html(), html()) == ["quarantined"] * 2 + ["unchanged"] * 2
    outcomes = page.play(*[cut] * decider.PATIENT_SIGHTINGS)
    assert outcomes == ["quarantined"] * (decider.PATIENT_SIGHTINGS - 1) + ["substantive"]


def test_a_translated_page_never_becomes_the_version_by_itself() -> None:
    """What changed meanwhile would never be told."""
    page = Page()
    page.play(html())
    german = "".join(
        f"<p>Wir verarbeiten die Daten, die Sie uns für den Zweck {n} geben, mit Sorgfalt und "
        "nur im Rahmen der Gesetze und dieser Bedingungen.</p>"
        for n in range(24)
    )
    body = f"<html lang=de><title>Bedingungen</title><main><h1>Bedingungen</h1>{german}</main>"
    outcomes = page.play(*[body] * (decider.PATIENT_SIGHTINGS + 10))
    assert set(outcomes) == {"quarantined"}
    assert "language" in page.decisions[-1].reason
    changed = html(clauses=(*CLAUSES[:-1], "From now on we sell your data to anybody who pays."))
    assert page.play(changed, changed) == ["pending", "substantive"]


def test_another_countrys_edition_that_stays_is_told_in_the_end_and_lost_never() -> None:
    """By its header, where the page itself names no country."""
    page, other = Page(), [text.replace("law", "statutes of the country") for text in CLAUSES]

    def look(times: int, country: str, *extra: str, clauses: Sequence[str] = CLAUSES) -> list[str]:
        named = (("content-type", "text/html"), ("content-language", country))
        body = html(*extra, clauses=clauses)
        return [str(page.see(body, headers=named).outcome) for _ in range(times)]

    look(1, "en-US")
    assert page.current is not None
    assert page.current.language == "en-US"
    assert look(2, "en-GB", clauses=other) == ["quarantined"] * 2
    assert "edition changed from en-US to en-GB" in page.decisions[-1].reason
    assert look(2, "en-US", NEW) == ["pending", "substantive"]
    outcomes = look(decider.PATIENT_SIGHTINGS, "en-GB", NEW, OTHER, clauses=other)
    assert outcomes == ["quarantined"] * (decider.PATIENT_SIGHTINGS - 1) + ["substantive"]


@pytest.mark.parametrize("header", ["en-US, de-DE", "de-DE", "x" * 3000, ""])
def test_a_header_that_names_no_one_edition_of_the_language_is_left_alone(header: str) -> None:
    page = Page()
    page.see(html(), headers=(("content-type", "text/html"), ("content-language", header)))
    assert page.current is not None
    assert page.current.language == "en"


def test_a_person_releases_what_is_in_quarantine() -> None:
    page = Page()
    page.play(html(), html(clauses=CLAUSES[:6]))
    document = read(html(clauses=CLAUSES[:6]))
    verdict, decision = released(page.state, document, page.current)
    assert verdict.confirmable
    assert decision.outcome is Outcome.SUBSTANTIVE
    assert decision.state.quarantine is None
    assert released(PageState(), document, None)[1].outcome is Outcome.FIRST
    assert released(decision.state, document, document)[1].outcome is Outcome.UNCHANGED


def released(
    state: PageState, document: Document, current: Document | None
) -> tuple[Verdict, Decision]:
    """As a person's word does it: what the guard says of the stored bytes, and what follows."""
    seen = pipeline.released(Observation(START, snapshot="sha"), document, state, current)
    good = replace(seen, verdict=GOOD)
    return seen.verdict, pipeline.decide(good, state, current, confirm=False)


# --------------------------------------------------------------------------- beside examine


def test_a_person_cannot_release_a_login_page_by_mistake() -> None:
    page = Page()
    page.play(html(), html())
    login = read("<title>Log in</title><main><h1>Log in</h1><p>Please log in.</p></main>")
    verdict, forced = released(page.state, login, page.current)
    assert (verdict.ok, verdict.confirmable, verdict.reason) == (False, False, "login")
    assert forced.version is not None


def test_no_answer_is_counted_and_told() -> None:
    page = Page()
    page.play(html())
    error = FetchError("timeout", "no answer in 60 s")
    seen = pipeline.observe(error, page.now)
    decision = pipeline.decide(seen, page.state, page.current)
    decision = pipeline.decide(seen, decision.state, page.current)
    assert (decision.outcome, decision.state.failures) == (Outcome.FAILED, 2)
    assert "timeout" in decision.reason
    same = pipeline.observe(answered("", not_modified=True), page.now, decision.state)
    assert pipeline.decide(same, decision.state, None).state.failures == 0


def test_media_that_cannot_be_read_are_an_error_of_the_page() -> None:
    seen = Page().see(b"%PDF-1.7 ...", headers=(("content-type", "application/pdf"),))
    assert seen.outcome is Outcome.FAILED
    assert seen.reason.startswith("unreadable: ")


def test_plain_text_and_markdown_go_the_same_way() -> None:
    for media in ("text/plain", "text/markdown"):
        page = Page()
        headers = (("content-type", media),)
        texts = ["\n\n".join(("# Terms", *CLAUSES, *more)) for more in ((), (NEW,), (NEW,))]
        outcomes = [str(page.see(text, headers=headers).outcome) for text in texts]
        assert outcomes == ["first", "pending", "substantive"]


def test_a_dry_run_reads_without_history() -> None:
    seen = pipeline.read(pipeline.observe(answered(html()), START), ExtractRules())
    assert seen.verdict.ok
    assert seen.content is not None
    assert len(list(seen.content.blocks())) == len(CLAUSES)
    seen = pipeline.read(pipeline.observe(answered(b"", status=404), START), ExtractRules())
    assert (seen.verdict.reason, seen.content) == ("not-found", None)


def test_our_own_new_code_never_alerts() -> None:
    """After an upgrade the version is extracted anew; what waited is seen again from the start."""
    page = Page()
    page.play(html(), html(NEW))
    assert page.current is not None
    page.state, page.current = extracted_again.upgraded(page.state, read(html()), page.current)
    assert page.state.pending == ()
    assert page.play(html(NEW), html(NEW)) == ["pending", "substantive"]


def test_our_own_new_code_takes_in_nothing_that_waits() -> None:
    """The version's bytes may hold a text that was seen once: it must still be told."""
    page = Page()
    changed = (CLAUSES[0], CLAUSES[1].replace("with care", "as we like"), *CLAUSES[2:])
    page.play(html(), html(NEW), html(NEW, OTHER, clauses=changed))
    assert page.decisions[-1].outcome == Outcome.SUBSTANTIVE
    assert page.current is not None
    assert OTHER not in page.current.text
    bytes_of_version = html(NEW, OTHER, clauses=changed)
    page.state, page.current = extracted_again.upgraded(
        page.state, read(bytes_of_version), page.current
    )
    assert OTHER not in page.current.text
    assert CLAUSES[1] in page.current.text
    assert page.play(bytes_of_version, bytes_of_version) == ["pending", "substantive"]


# --------------------------------------------------------------------------- properties

PARAGRAPHS = [f"Paragraph {n} says something of its own about matter {n}." for n in range(14)]


@settings(max_examples=60)
@given(st.lists(st.sets(st.sampled_from(PARAGRAPHS), min_size=4), min_size=2, max_size=14))
def test_any_course_is_deterministic_and_its_state_survives_storage(course: list[set[str]]) -> None:
    """Page.see examines twice and reads the state back from JSON each time."""
    page = Page()
    for shown in course:
        page.see(html(clauses=[p for p in PARAGRAPHS if p in shown]))
    assert page.decisions[0].outcome is Outcome.FIRST
    assert all(i.change is not None for i in page.decisions if i.outcome is Outcome.SUBSTANTIVE)


@settings(max_examples=40)
@given(st.data())
def test_text_that_stays_always_becomes_the_version(data: st.DataObject) -> None:
    """Whatever happened before, a page at rest is the version after a few looks."""
    page = Page()
    course = data.draw(st.lists(st.sets(st.sampled_from(PARAGRAPHS), min_size=4), max_size=10))
    for shown in course:
        page.see(html(clauses=[p for p in PARAGRAPHS if p in shown]))
    final = html(clauses=PARAGRAPHS)
    for _ in range(6):
        decision = page.see(final)
    assert decision.outcome is Outcome.UNCHANGED


def test_the_state_is_bounded_on_a_page_that_is_new_every_time() -> None:
    page = Page()
    sizes = []
    for n in range(60):
        clauses = [f"Entry {n} {m} of a list that is new whenever one looks." for m in range(150)]
        page.see(html(clauses=(*CLAUSES * 8, *clauses)))
        sizes.append(len(pack(page.state)))
    assert len(page.state.profile.blocks) <= block_history.MEMORY
    assert len(page.state.pending) <= pending_change.MOST_PENDING
    assert max(sizes) < 600_000


def test_a_new_section_that_is_seen_once_does_not_come_with_a_confirmed_change() -> None:
    """Neither its text nor its bare heading, nor a new name of a heading that stood there."""
    head = "<h2>Your rights</h2><p>You may ask what we keep of you at any time, free of charge.</p>"
    late = "<h2>Arbitration</h2><p>Disputes go to arbitration in Delaware and to no court.</p>"
    page = Page()
    rest = "<h2>Clauses</h2>"
    page.play(html(head=head + rest), html(head=head + rest), html(NEW, head=head + rest))
    renamed = head.replace("Your rights", "Rights of users")
    decision = page.see(html(NEW, head=renamed + late + rest))
    assert decision.outcome is Outcome.SUBSTANTIVE
    assert page.current is not None
    text = page.current.text
    assert NEW in text
    assert "Arbitration" not in text
    assert "Delaware" not in text
    assert "Your rights" in text
    assert "Rights of users" not in text
    assert decision.change is not None
    assert "Delaware" not in str(decision.change.sections)


def test_a_section_that_moved_beside_a_confirmed_change_is_told_as_moved() -> None:
    one = "<h2>Fees</h2><p>Fees are due monthly and are shown before you buy a plan.</p>"
    two = "<h2>Conduct</h2><p>You may not harass other members or post what is not yours.</p>"
    three = "<h2>Ending</h2><p>You can close your account at any time in your settings.</p>"
    page = Page()
    rest = "<h2>Clauses</h2>"
    page.play(*[html(head=one + two + three + rest)] * 2)
    page.play(*[html(NEW, head=three + one + two + rest)] * 2)
    assert page.current is not None
    assert NEW in page.current.text
    change = page.decisions[-1].change
    assert change is not None
    assert {s.fate for s in change.sections} >= {"moved"}

"""The demo is the first thing anyone runs: it must tell its story, and only its story."""

from __future__ import annotations

import http.client
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from monitor.demo import demo, run_story
from monitor.demo.server import PAGES, DemoServer, Site
from monitor.demo.show import Day, html_file
from monitor.demo.story import STEPS
from monitor.diff import diff
from monitor.extract import extract


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Day], str]:
    """One run of all steps and what it printed."""
    out = StringIO()
    folder = tmp_path_factory.mktemp("demo")
    return run_story(folder, Console(file=out, width=100)), out.getvalue()


def test_the_first_look_and_a_new_navigation_stay_silent(story: tuple[list[Day], str]) -> None:
    days, printed = story
    assert [bool(day.arrived) for day in days] == [False, True, True, True, False]
    assert printed.count("Arrived:  nothing") == 2


def test_each_alert_arrives_once_by_mail_and_once_in_the_chat(
    story: tuple[list[Day], str],
) -> None:
    days, _ = story
    for day in days:
        mails = [m.title for m in day.by_channel("mail")]
        assert mails == [m.title for m in day.by_channel("chat")]
        assert len(set(mails)) == len(mails)
        assert all("<ins" in m.body or "<del" in m.body for m in day.by_channel("mail"))
        assert all("{+" in m.body or "[-" in m.body for m in day.by_channel("chat"))


def test_the_alert_about_six_new_places_says_so_in_its_title(
    story: tuple[list[Day], str],
) -> None:
    days, _ = story
    title = next(m.title for m in days[2].arrived if "FAQ" in m.title)
    places = re.search(r"now also ([^·:]+)", title)
    assert places
    named = "EU, EEA, UK, Switzerland, Canada, Hong Kong"
    assert set(places[1].strip().split(", ")) == set(named.split(", "))
    assert "takes effect 3 Nov 2025 (46 days)" in title
    assert "to train generative AI models" in title


def test_the_banner_and_the_opt_out_are_told_with_their_words(
    story: tuple[list[Day], str],
) -> None:
    days, printed = story
    assert all("3 Nov 2025 (49 days)" in m.title for m in days[1].arrived)
    faq = next(m.body for m in days[3].by_channel("chat") if "FAQ" in m.title)
    assert "Can I opt out?" in faq
    assert "{+It does not affect training that has already taken place.+}" in faq
    assert "on by default" in printed


def test_the_story_uses_its_own_dates(story: tuple[list[Day], str]) -> None:
    days, _ = story
    assert all("first seen 18 Sep 2025 06:00 UTC" in m.body for m in days[2].arrived)


def test_the_html_file_holds_every_mail(story: tuple[list[Day], str]) -> None:
    days, _ = story
    page = html_file(days)
    assert page.count("Open the page") == sum(len(d.by_channel("mail")) for d in days)
    assert page.count("Arrived: nothing") == 2
    assert page.count("<body") == 1


def test_the_command_leaves_a_folder_that_can_be_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first = CliRunner().invoke(demo, ["--dir", str(folder)])
    assert first.exit_code == 0, first.output
    assert (folder / "monitor.db").exists()
    assert "Open the page" in (folder / "alerts.html").read_text(encoding="utf-8")
    assert f" --watchlist {folder}/watchlist.yaml changes" in first.output
    again = CliRunner().invoke(demo, ["--dir", str(folder)])
    assert again.exit_code == 0, again.output
    assert again.output.count("an alert") == first.output.count("an alert")


def test_what_arrived_can_be_had_as_json(tmp_path: Path) -> None:
    result = CliRunner().invoke(demo, ["--dir", str(tmp_path / "out"), "--json"])
    days = json.loads(result.stdout)
    assert [len(day["alerts"]) for day in days] == [0, 2, 2, 1, 0]
    assert days[0]["checks"][0]["outcome"] == "first"


def test_a_folder_of_someone_else_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = CliRunner().invoke(demo, ["--dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "no demo made" in result.output
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize("name", PAGES)
def test_pages_differ_at_every_request_and_still_say_the_same(name: str) -> None:
    """Without noise the demo would prove little."""
    site = Site(step=4)
    first, second = site.page(name), site.page(name)
    site.step = 5
    third = site.page(name)
    assert len({first, second, third}) == 3
    documents = [extract(body, "text/html") for body in (first, second, third)]
    assert diff(documents[0], documents[1]).empty
    assert diff(documents[1], documents[2]).empty


def test_the_answers_of_the_faq_are_hidden_and_still_read() -> None:
    document = extract(Site().page("faq"), "text/html")
    names = [section.name for section in document.sections]
    assert any("Where do we use members' data for training?" in name for name in names)
    assert "members in the United States to train" in document.text
    assert "cookies" not in document.text
    assert "Related articles" not in document.text


def test_every_step_changes_the_site() -> None:
    texts = []
    for step in STEPS:
        site = Site(step=step.number)
        texts.append([extract(site.page(name), "text/html").digest for name in PAGES])
    assert texts[3] == texts[4]
    assert len({tuple(t) for t in texts}) == 4


def test_the_inbox_takes_only_what_apprise_sends() -> None:
    site = Site()
    with DemoServer(site) as server:
        connection = http.client.HTTPConnection(server.address, timeout=5)
        good = json.dumps({"title": "t", "message": "m"})
        for path, body, status in (
            ("/inbox/chat", good, 200),
            ("/inbox/chat", "[]", 400),
            ("/inbox/chat", "{", 400),
            ("/elsewhere", good, 404),
        ):
            connection.request("POST", path, body)
            assert connection.getresponse().status == status
            connection.close()
        connection.request("GET", "/nothing")
        assert connection.getresponse().status == 404
        connection.close()
    assert [(m.channel, m.title, m.body) for m in site.inbox] == [("chat", "t", "m")]

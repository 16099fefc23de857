"""Each channel gets a change in its own form, within its documented limits, and nothing acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor import render
from monitor.model import Change, DateChange, Kind, Point, SectionDiff
from monitor.notify import AppriseNotifier, Parcel
from monitor.render.payloads import discord, ntfy, slack, teams, telegram, webhook
from monitor.render.telling import Content, content
from tests.rawserver import AnswersAll, RawServer, ok, takes_all_requests
from tests.test_notify import DISCORD, SLACK, TELEGRAM, Receiver
from tests.test_render import NOW, QUOTE, STORY, TODAY, record, section

TEAMS = (
    "https://prod-20.westeurope.logic.azure.com:443/workflows/643e69f83c8944438d68119179a10a64"
    "/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun"
    "&sv=1.0&sig=KODuebWbDGYFr0z0eu-6Rj8aUKz7108W3wrNJZxFE5A"
)
NTFY = "ntfy://topic-of-ours"
EVIL = (
    "@everyone <!channel> <@U123> <https://evil.example|bank> [your bank](https://evil.example) "
    "<script>alert(1)</script> </s></b> \x1b[2J \u202egnp.exe <at>Boss</at> **x** ~~y~~ `z` & more"
)
POINTS = (
    Point("x", "added", None, QUOTE, ("AI", "Your data"), weight=3),
    Point("x", "changed", "We keep it thirty days.", "We keep it.", ("Retention",), weight=2),
    Point("x", "removed", "You may object at any time.", None, ("Your rights",), weight=1),
)


def said(change: Change, **fields: object) -> Content:
    return content(record(change, **fields), TODAY)


def huge() -> Content:
    words = " ".join(f"wörd{n} & <tag{n}> *b* _i_" for n in range(60))
    sections = tuple(
        section(*["{+" + words + "+} [-" + words + "-]"] * 3, path=(f"Section {n} " * 30,))
        for n in range(120)
    )
    points = tuple(Point("x", "added", None, words * 3, ("S" * 400,), weight=1) for _ in range(40))
    change = Change(Kind.SUBSTANTIVE, sections=sections, points=points, summary="word " * 400)
    return said(
        change, service="S" * 300, document="D " * 300, url="https://a.example/" + "x" * 900
    )


def endless() -> Content:
    """Words that no space ends: an address of 9,000 characters, and Japanese."""
    address = "https://a.example/" + "x&<y>" * 1_800
    japanese = "個人情報を第三者に提供することがあります。" * 300
    points = tuple(Point(t, "added", None, t, (t,), weight=1) for t in (address, japanese))
    sections = tuple(
        SectionDiff("changed", (t,), (t,), section("{+" + t + "+} [-" + t + "-]").blocks)
        for t in (address, japanese)
    )
    change = Change(Kind.SUBSTANTIVE, points=points, sections=sections, summary=address)
    return said(change, url=address)


def evil() -> Content:
    points = (Point(EVIL, "changed", EVIL, EVIL + " now", (EVIL,), weight=3),)
    sections = (
        SectionDiff("renamed", (EVIL, "a"), (EVIL, "b"), section("{+" + EVIL + "+}").blocks),
    )
    change = Change(Kind.SUBSTANTIVE, points=points, sections=sections, summary=EVIL)
    return said(change, service=EVIL, document=EVIL)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """All web services as one local server."""
    with Receiver({}) as server:
        server.routes = AnswersAll(
            lambda path: ok(
                b"ok" if path.startswith("/services") else b'{"ok": true}', kind="application/json"
            )
        )
        takes_all_requests(server, monkeypatch)
        yield server


def send(url: str, given: Content) -> None:
    message = render.alert(given.record, now=NOW)
    AppriseNotifier().send(
        url,
        title=message.title,
        text=message.text,
        html=message.html,
        alert_id="a1",
        parcel=Parcel(severity=given.severity, content=given),
    )


STORIED = replace(STORY, points=POINTS)


# ------------------------------------------------------------------ what arrives


def test_slack_gets_blocks_with_the_diff_and_a_button(receiver: Receiver) -> None:
    send(SLACK, said(STORIED))
    (attachment,) = receiver.messages()[0]["attachments"]
    blocks = attachment["blocks"]
    assert blocks[0]["text"]["text"] == "High: LinkedIn · User Agreement"
    text = json.dumps(blocks, ensure_ascii=False)
    assert "Takes effect: 3 Nov 2025 (in 46 days)" in text
    assert "~show~" in text
    assert f"*{QUOTE}*" in text
    assert blocks[-1]["elements"][0]["url"] == "https://www.linkedin.com/legal/user-agreement"
    assert "monitor diff linkedin-user-agreement 3 4" in text


def test_discord_gets_an_embed_that_calls_nobody(receiver: Receiver) -> None:
    send(DISCORD, said(STORIED))
    (message,) = receiver.messages()
    assert message["allowed_mentions"] == {"parse": []}
    (embed,) = message["embeds"]
    assert embed["title"] == "High: LinkedIn · User Agreement"
    assert "~~show~~" in json.dumps(embed["fields"])
    assert embed["color"] == 0xC2570C


def test_telegram_gets_struck_and_underlined_words(receiver: Receiver) -> None:
    send(TELEGRAM, said(STORIED))
    (message,) = receiver.messages()
    assert message["parse_mode"] == "HTML"
    assert "<s>show</s>" in message["text"]
    assert f"<u>{QUOTE}</u>" in message["text"]


def test_teams_gets_a_card_with_the_diff(receiver: Receiver) -> None:
    """The flagship alert had none."""
    send(TEAMS, said(STORIED))
    (attachment,) = receiver.messages()[0]["attachments"]
    card = attachment["content"]
    runs = [run for block in card["body"] for run in block["inlines"]]
    assert {"type": "TextRun", "text": "show", "color": "Attention", "strikethrough": True} in runs
    assert any(run["text"] == QUOTE and run.get("underline") for run in runs)
    assert card["actions"][-1]["url"] == "https://www.linkedin.com/legal/user-agreement"


def test_ntfy_gets_priority_tag_and_the_page_to_open(receiver: Receiver) -> None:
    send(NTFY, said(replace(STORIED, severity="critical")))
    (seen,) = receiver.seen
    assert seen.headers["x-priority"] == "max"
    assert seen.headers["x-tags"] == "rotating_light"
    assert seen.headers["x-click"] == "https://www.linkedin.com/legal/user-agreement"
    message = json.loads(seen.body)
    assert message["title"] == "LinkedIn · User Agreement"
    assert "Takes effect: 3 Nov 2025" in message["message"]


ACT = "https://plaza.example/opt-out"


def reminder() -> render.Message:
    return render.notice(
        "reminder",
        watch_id="plaza-terms",
        service="Plaza",
        document="Terms",
        url="https://plaza.example/terms",
        now=NOW,
        reason="You can object with our form.",
        date=DateChange("deadline", None, "2025-11-03"),
        act=ACT,
        permalink="https://web.example/changes/c1.html",
        severity="high",
    )


def listed(number: int, given: Content | None = None, titles: str = "") -> render.Message:
    """A list of so many changes: of one kind each, so that none is merged with another."""
    entries = [
        render.Entry(
            f"{titles or 'Title'} {n}",
            "change",
            "high",
            given.record.service if given else "Acme",
            f"{given.record.document[:40] if given else 'Terms'} {n}",
            "https://acme.example/terms",
            replace(given or said(STORIED), line=f"{(given or said(STORIED)).line} {n}"),
        )
        for n in range(number)
    ]
    return render.together("digest", entries, now=NOW)


def deliver(url: str, message: render.Message) -> None:
    AppriseNotifier().send(
        url,
        title=message.title,
        text=message.text,
        html=message.html,
        alert_id="a1",
        parcel=Parcel(severity="high", kind="reminder", brief=message.brief),
    )


@pytest.mark.parametrize("url", [SLACK, DISCORD, TELEGRAM, TEAMS, NTFY])
@pytest.mark.parametrize("what", ["reminder", "list"])
def test_a_notice_and_a_list_have_a_form_of_their_own_with_links(
    receiver: Receiver, url: str, what: str
) -> None:
    """They came as plain text, a reminder without the address at which to act."""
    deliver(url, reminder() if what == "reminder" else listed(3))
    (seen,) = receiver.seen
    body = seen.body.decode()
    if url == NTFY:  # what is to be opened is a header there
        opens = ACT if what == "reminder" else "https://acme.example/terms"
        assert opens in json.dumps(dict(seen.headers)) + body
        return
    if what == "reminder":
        assert ACT in body
        assert "3 Nov 2025" in body
        assert "https://web.example/changes/c1.html" in body
    else:
        assert "https://acme.example/terms" in body
        assert all(f"Terms {n}" in body for n in range(3))
    marks = {
        SLACK: '"type": "header"',
        DISCORD: '"embeds"',
        TELEGRAM: "<b>",
        TEAMS: "AdaptiveCard",
    }
    assert marks[url] in json.dumps(json.loads(body))


def test_a_notice_tells_a_program_its_links() -> None:
    import jsonschema

    with RawServer({"/hook": ok()}) as server:
        deliver(f"json://127.0.0.1:{server.port}/hook", reminder())
        got = json.loads(server.seen[0].body)
    schema = Path(render.__file__).parents[1] / "webhook.schema.json"
    jsonschema.validate(got, json.loads(schema.read_text("utf-8")))
    assert got["links"][0] == {"title": "What to do", "url": ACT}


def test_a_reminder_by_mail_and_as_text_says_where_to_act() -> None:
    message = reminder()
    assert f"What to do: {ACT}" in message.text
    assert "Whole diff: https://web.example/changes/c1.html" in message.text
    assert f'href="{ACT}"' in message.html
    assert 'href="https://web.example/changes/c1.html"' in message.html
    assert "monitor upcoming" in message.text, "not the attempts to read the page"


def test_each_change_of_a_list_links_to_its_whole_diff() -> None:
    given = content(record(STORIED), TODAY, "https://web.example")
    message = listed(2, given)
    assert given.permalink in message.html
    assert f"Whole diff: {given.permalink}" in message.text


def test_a_form_that_a_channel_refuses_does_not_cost_the_alert(receiver: Receiver) -> None:
    path = "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    receiver.routes[path] = [ok(b"invalid_blocks", status="400 Bad Request"), ok(b"ok")]
    send(SLACK, said(STORIED))
    first, second = receiver.messages()
    assert "blocks" in first["attachments"][0]
    assert "{+make+}" in second["attachments"][0]["text"]


@pytest.mark.parametrize("secret", ["", "s3cret-of-ours"])
def test_a_webhook_gets_what_its_schema_says_signed(secret: str) -> None:
    import base64
    import hashlib
    import hmac

    import jsonschema

    with RawServer({"/hook": ok()}) as server:
        query = f"?secret={secret}" if secret else ""
        send(f"json://127.0.0.1:{server.port}/hook{query}", said(STORIED))
        (seen,) = server.seen
    schema = json.loads(
        Path(render.__file__).parents[1].joinpath("webhook.schema.json").read_text("utf-8")
    )
    message = json.loads(seen.body)
    jsonschema.validate(message, schema)
    assert message["change"]["points"][0]["new"] == QUOTE
    assert message["change"]["sections"][0]["blocks"][0]["spans"]
    assert seen.headers["webhook-id"] == seen.headers["idempotency-key"] == "a1"
    if not secret:
        assert "webhook-signature" not in seen.headers
        return
    signed = f"a1.{seen.headers['webhook-timestamp']}.".encode() + seen.body
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    assert seen.headers["webhook-signature"] == f"v1,{expected}"
    plain = hmac.new(secret.encode(), seen.body, hashlib.sha256).hexdigest()
    assert seen.headers["x-signature-256"] == f"sha256={plain}"


def test_a_program_gets_the_changes_of_a_list_and_the_kind_of_a_notice() -> None:
    """Of fifty changes at once it got a text that it could make nothing of."""
    import jsonschema

    contents = tuple(
        said(replace(STORIED, severity="high"), id=f"c{n}", document=f"Terms {n}") for n in range(3)
    )
    list_ = Parcel(kind="service", severity="high", listed=contents)
    notice = Parcel(kind="failing", watch="acme-terms")
    with RawServer({"/hook": ok()}) as server:
        for parcel in (list_, notice):
            AppriseNotifier().send(
                f"json://127.0.0.1:{server.port}/hook",
                title="T",
                text="t",
                html="",
                alert_id="a1",
                parcel=parcel,
            )
        first, second = (json.loads(seen.body) for seen in server.seen)
    schema = Path(render.__file__).parents[1] / "webhook.schema.json"
    for message in (first, second):
        jsonschema.validate(message, json.loads(schema.read_text("utf-8")))
    assert [c["document"] for c in first["changes"]] == ["Terms 0", "Terms 1", "Terms 2"]
    assert all(c["points"] and c["dates"] and not c["sections"] for c in first["changes"])
    assert first["kind"] == "service"
    assert (second["kind"], second["watch"], second["changes"]) == ("failing", "acme-terms", [])


# ------------------------------------------------------------------ limits


def assert_within_limits(
    slacks: dict[str, Any], embeds: dict[str, Any], html: str, card: dict[str, Any], push: ntfy.Push
) -> None:
    """One message as Slack, Discord, Telegram, Teams and ntfy get it: each refuses longer ones."""
    assert len(slacks["blocks"]) <= 50
    for block in slacks["blocks"]:
        if block["type"] == "header":
            assert 1 <= len(block["text"]["text"]) <= 150
        if block["type"] == "section":
            assert 1 <= len(block["text"]["text"]) <= 3_000
        if block["type"] == "actions":
            assert all(len(b["url"]) <= 3_000 for b in block["elements"])
            assert all(len(b["action_id"]) <= 255 for b in block["elements"])
    (embed,) = embeds["embeds"]
    assert len(embed["title"]) <= 256
    assert 1 <= len(embed["description"]) <= 4_096
    assert len(embed["fields"]) <= 25
    fields = [(f["name"], f["value"]) for f in embed["fields"]]
    assert all(1 <= len(name) <= 256 and 1 <= len(value) <= 1_024 for name, value in fields)
    texts = [embed["title"], embed["description"], embed["footer"]["text"]]
    assert sum(map(len, texts)) + sum(len(n) + len(v) for n, v in fields) <= 6_000
    assert len(html) <= 4_096
    assert len(json.dumps(card).encode()) <= 28_000
    assert 1 <= len(push.text.encode()) <= 4_096
    assert len(push.title.encode()) <= 256


@pytest.mark.parametrize(
    "given", [huge(), endless(), evil(), said(STORIED), said(Change(Kind.EDITORIAL))]
)
def test_every_form_is_within_its_channels_limits(given: Content) -> None:
    """`?blocks=yes` broke them; what is too long is refused, and the alert is lost."""
    made = slack.blocks(given)
    assert 1 <= len(made["fallback"]) <= 3_000
    assert_within_limits(
        made, discord.embed(given), telegram.html(given), teams.card(given), ntfy.push(given)
    )
    assert len(render.alert(given.record, now=NOW).html.encode()) < 100_000
    json.dumps(webhook.payload("t", "x", "a", "low", given), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "message",
    [reminder(), listed(2), listed(59), listed(200), listed(80, huge()), listed(9, endless()),
     listed(70, evil(), EVIL)],
)  # fmt: skip
def test_every_list_is_within_its_channels_limits(message: render.Message) -> None:
    """Fifty changes at once are what the limits are met with, and all of them are counted."""
    brief = message.brief
    assert brief is not None
    text = telegram.listing(brief)
    for tag in ("b", "a", "code"):
        assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), tag
    assert_within_limits(
        slack.listing(brief),
        discord.listing(brief),
        text,
        teams.listing(brief),
        ntfy.listing(brief),
    )


def test_a_list_with_more_than_fits_says_how_many_more() -> None:
    brief = listed(200).brief
    assert brief is not None
    for made in (
        json.dumps(slack.listing(brief), ensure_ascii=False),
        json.dumps(discord.listing(brief), ensure_ascii=False),
        json.dumps(teams.listing(brief), ensure_ascii=False),
        telegram.listing(brief),
    ):
        shown = len(set(re.findall(r"Acme · Terms (\d+)", made)))
        (more,) = re.findall(r"and (\d+) more:", made)
        assert 0 < int(more) < 200
        assert shown + int(more) >= 200


def test_page_text_in_a_list_does_nothing() -> None:
    brief = listed(3, evil(), EVIL).brief
    assert brief is not None
    text = json.dumps(slack.listing(brief), ensure_ascii=False)
    assert "<!channel>" not in text
    assert "<@U123>" not in text
    assert "<https://evil" not in text
    got = discord.listing(brief)
    assert got["allowed_mentions"] == {"parse": []}
    (embed,) = got["embeds"]
    texts = [embed["description"], *(field["value"] for field in embed["fields"])]
    assert not any("](https" in words or " **x**" in words for words in texts)
    assert "<script" not in telegram.listing(brief)
    assert "\x1b" not in json.dumps(teams.listing(brief))


@pytest.mark.parametrize("given", [huge(), endless()])
def test_there_is_never_an_alert_without_a_diff(given: Content) -> None:
    """A paragraph that alone was too long for its channel was left out, and with it all others."""
    assert "<u>" in telegram.html(given)
    assert "__" in discord.embed(given)["embeds"][0]["fields"][0]["value"]
    assert "{+" in ntfy.push(given).text
    assert any("*" in b["text"]["text"] for b in slack.blocks(given)["blocks"][2:] if "text" in b)
    runs = [run for b in card_of(given)["body"] for run in b["inlines"]]
    assert any(run.get("underline") for run in runs)


def card_of(given: Content) -> dict[str, Any]:
    card: dict[str, Any] = teams.card(given)["attachments"][0]["content"]
    return card


def test_no_tag_of_a_long_telegram_message_is_left_open() -> None:
    text = telegram.html(huge())
    for tag in ("b", "s", "u", "a", "code"):
        assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), tag


# ------------------------------------------------------------------ hostile page text


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("Voice Match{+, Memory,+} and", "Voice Match\u200b*, Memory,* and"),
        ("within 30[-0-] days", "within 30\u200b~0~ days"),
        ("the {+new+}ly made", "the *new*\u200bly made"),
        ("We {+may+} share", "We *may* share"),
    ],
)
def test_marks_within_a_word_are_marks_in_slack(marked: str, shown: str) -> None:
    """Slack takes a mark that touches a letter for a sign: "Voice Match*, Memory,* and"."""
    change = Change(Kind.SUBSTANTIVE, sections=(section(marked),), summary="x")
    text = json.dumps(slack.blocks(said(change)), ensure_ascii=False)
    assert shown in text


def test_page_text_does_nothing_in_slack() -> None:
    wire = json.dumps(slack.blocks(evil()), ensure_ascii=False)
    without_ours = wire.replace("<https://www.linkedin.com", "")
    assert not re.search(r"<[!@#a-z/]", without_ours.replace("&lt;", "").replace("&gt;", ""))
    assert "\x1b" not in wire
    assert "\u202e" not in wire
    sections = [b for b in slack.blocks(evil())["blocks"] if b["type"] == "section"]
    assert all(b["text"]["verbatim"] for b in sections), "else Slack makes links and names itself"


def test_page_text_does_nothing_in_discord() -> None:
    (embed,) = discord.embed(evil())["embeds"]
    shown = embed["description"] + "".join(f["value"] for f in embed["fields"])
    assert "](http" not in shown.replace("\\", "\0")
    assert not re.search(r"(?<!\\)\[your", shown)
    assert not re.search(r"(?<!\\)`", shown)
    assert not re.search(r"(?<!\\)<[@!]", shown)


def test_page_text_does_nothing_in_telegram() -> None:
    text = telegram.html(evil())
    assert set(re.findall(r"</?([a-z]+)", text)) <= {"b", "s", "u", "a", "code"}
    assert re.findall(r'href="([^"]*)"', text) == ["https://www.linkedin.com/legal/user-agreement"]
    assert not re.search(r"(?<!\w)@\w", text)


def test_page_text_does_nothing_in_teams() -> None:
    """TextRuns read no Markdown; a mention needs an entity, and there is none."""
    card = teams.card(evil())["attachments"][0]["content"]
    assert "entities" not in card["msteams"]
    assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
    assert {action["url"] for action in card["actions"]} == {
        "https://www.linkedin.com/legal/user-agreement"
    }


@pytest.mark.parametrize("words", ["privacy@here.com", "dpo@channel.example", "a+b@everyone.org"])
def test_an_address_to_write_to_stays_one_everywhere(words: str) -> None:
    points = (Point("x", "added", None, f"Write to {words} to object.", ("AI",), weight=3),)
    given = said(replace(STORY, points=points, sections=(section("{+" + words + "+}"),)))
    forms = [
        json.dumps(slack.blocks(given), ensure_ascii=False),
        telegram.html(given),
        json.dumps(teams.card(given), ensure_ascii=False),
        ntfy.push(given).text,
        json.dumps(webhook.payload("t", "x", "a", "low", given), ensure_ascii=False),
        json.dumps(discord.embed(given), ensure_ascii=False).replace("\\\\", ""),
    ]
    assert all(words in one for one in forms)


def test_the_whole_diff_is_one_click_away_where_its_page_is_known() -> None:
    given = content(record(STORIED), TODAY, "https://policies.example.org/")
    where = "https://policies.example.org/changes/3f9a1c20be77.html"
    assert slack.blocks(given)["blocks"][-1]["elements"][0]["url"] == where
    assert where in telegram.html(given)
    assert where in json.dumps(teams.card(given))
    assert where in discord.embed(given)["embeds"][0]["description"]
    assert ntfy.push(given).click == where
    message = render.alert(record(STORIED), now=NOW, web="https://policies.example.org")
    assert f"Whole diff: {where}" in message.text
    assert f'href="{where}"' in message.html

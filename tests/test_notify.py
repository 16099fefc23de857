"""Alerts must arrive, whole and readable, and nobody may learn the channel's secret from us."""

from __future__ import annotations

import email
import email.policy
import html
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitor.errors import NotifyError
from monitor.notify import AppriseNotifier, label, problem, recipient_key
from monitor.notify.channel_text import harmless, one_line, parts, readable
from tests.rawserver import RawServer, Seen, ok

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
DISCORD = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js"
TELEGRAM = "tgram://123456789:AAEabcdefghijklmnopqrstuvwxyz0123456/-100200300"
TEXT = "LinkedIn · User Agreement\n\nWe may [-not-] use {+your+} data & more.\n\nAlert: a1b2c3d4"
HTML = "<p>We may <del>not</del> use <ins>your</ins> data &amp; more.</p>"


class Receiver(RawServer):
    """Stands for every web service: what goes to any host arrives here."""

    def messages(self) -> list[dict[str, Any]]:
        return [json.loads(seen.body) for seen in self.seen]

    def texts(self) -> list[str]:
        """What a person reads, whatever the service calls it."""
        return [html.unescape(words(message)) for message in self.messages()]


def words(message: dict[str, Any]) -> str:
    """What a service will show of this message."""
    for name in ("text", "content", "message"):
        if name in message:
            return str(message[name])
    return str(message["attachments"][0]["text"])


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Slack, Discord, Telegram and the like as one local server that accepts everything."""
    with Receiver({}) as server:

        class Everything(dict[str, Any]):
            def get(self, key: str, default: Any = None) -> Any:
                return super().get(key, ok(b"ok", kind="text/plain"))

        server.routes = Everything()
        original = requests.Session.request

        def redirected(self: requests.Session, method: str, url: str, **kwargs: Any) -> Any:
            path = urlsplit(url).path
            return original(self, method, f"{server.url}{path}", **kwargs)

        monkeypatch.setattr(requests.Session, "request", redirected)
        yield server


def send(url: str, text: str = TEXT, title: str = "LinkedIn changed", **settings: Any) -> None:
    AppriseNotifier(**settings).send(url, title=title, text=text, html=HTML, alert_id="a1b2c3d4")


# --------------------------------------------------------------------------- e-mail


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.received: list[Any] = []

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(envelope)
        return "250 OK"

    def message(self) -> EmailMessage:
        (envelope,) = self.received
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mail server and its port. It knows one user: monitor with the password right."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Mailbox()

    def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = data.password == b"right"
        return AuthResult(success=right, handled=right)

    controller = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=login, auth_require_tls=False
    )
    controller.start()
    yield box, port
    controller.stop()


def mail_url(port: int, to: str = "legal@example.org", login: str = "", more: str = "") -> str:
    return f"mailto://{login}localhost:{port}?from=monitor@example.com&to={to}{more}"


def test_a_mail_has_both_bodies_and_the_plain_one_tells_old_from_new(mailbox: Any) -> None:
    """A plain form made from HTML would read "We may not use your data"."""
    box, port = mailbox
    send(mail_url(port), title="Änderung: “Terms”")
    message = box.message()
    plain = message.get_body(("plain",))
    rich = message.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().replace("\r\n", "\n").strip() == TEXT
    assert HTML in rich.get_content()
    assert message["subject"] == "Änderung: “Terms”"
    assert message["to"] == "legal@example.org"


def test_a_repeated_mail_is_the_same_mail(mailbox: Any) -> None:
    """At least once may mean twice: mail programs know a message by its Message-ID."""
    box, port = mailbox
    send(mail_url(port))
    message = box.message()
    assert message["message-id"] == "<a1b2c3d4@example.com>"
    assert message["x-alert-id"] == "a1b2c3d4"
    assert message["auto-submitted"] == "auto-generated", "no out-of-office answers, please"


def test_seventy_mails_do_not_take_minutes(mailbox: Any) -> None:
    """Apprise waits 5.5 s between two mails; `monitor check` would wait with it."""
    _, port = mailbox
    notifier, started = AppriseNotifier(), time.monotonic()
    for number in range(3):
        notifier.send(mail_url(port), title="T", text="t", html="<p>t</p>", alert_id=str(number))
    assert time.monotonic() - started < 4


def test_a_title_cannot_add_headers_or_recipients(mailbox: Any) -> None:
    box, port = mailbox
    send(mail_url(port), title="Policy\r\nBcc: victim@example.com\n\nHello\u2028X: y\x85Z: w")
    message = box.message()
    assert box.received[0].rcpt_tos == ["legal@example.org"]
    assert message["bcc"] is None
    assert message["subject"] == "Policy Bcc: victim@example.com Hello X: y Z: w"


def test_a_long_html_mail_arrives_in_one_piece(mailbox: Any) -> None:
    box, port = mailbox
    long = "<table>" + "<tr><td>x</td></tr>" * 20_000 + "</table>"
    AppriseNotifier().send(mail_url(port), title="T", text="t", html=long, alert_id="1")
    rich = box.message().get_body(("html",))
    assert rich is not None
    assert rich.get_content().strip() == long


def test_text_that_cannot_be_encoded_still_arrives(mailbox: Any) -> None:
    box, port = mailbox
    AppriseNotifier().send(
        mail_url(port), title="a\ud800b", text="c\udfff\x00d", html="<p>e\ud8ff</p>", alert_id="1"
    )
    assert box.message()["subject"] == "a\ufffdb"


def test_a_recipient_that_is_refused_is_a_failure(mailbox: Any) -> None:
    _, port = mailbox
    with pytest.raises(NotifyError, match=r"mailto://…@example\.org: .*refused the message"):
        send(mail_url(port, to="nobody@example.org"))


def test_a_wrong_password_is_named_as_such_and_not_shown(mailbox: Any) -> None:
    _, port = mailbox
    with pytest.raises(NotifyError, match=r"refused the login \(code 535\)") as caught:
        send(mail_url(port, login="monitor:geheim1@"))
    assert "geheim1" not in repr(caught.value)
    send(mail_url(port, login="monitor:right@"))


def test_a_person_may_prefer_plain_mail(mailbox: Any) -> None:
    box, port = mailbox
    send(mail_url(port, more="&format=text"))
    message = box.message()
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n").strip() == TEXT


# --------------------------------------------------------------------------- webhooks


def test_a_webhook_gets_the_whole_text_and_the_alerts_id() -> None:
    text = "line\n" * 20_000 + "\nlast"
    with Receiver({"/hook": ok()}) as server:
        send(f"json://127.0.0.1:{server.port}/hook?token=t0p", text=text)
        (message,) = server.messages()
        assert server.seen[0].headers["x-alert-id"] == "a1b2c3d4"
    assert message["message"] == text
    assert message["title"] == "LinkedIn changed"
    assert message["alert_id"] == "a1b2c3d4"


def test_a_channel_that_answers_with_an_error_says_which() -> None:
    answers: dict[str, Any] = {
        "/gone": ok(b"", status="410 Gone"),
        "/odd": ok(b"", status="599 Odd"),
    }
    with Receiver(answers) as server:
        with pytest.raises(NotifyError, match="answered 410 Gone"):
            send(f"json://127.0.0.1:{server.port}/gone")
        with pytest.raises(NotifyError, match="answered 599"):
            send(f"json://127.0.0.1:{server.port}/odd")


def test_a_channel_that_is_down_is_an_error_and_no_crash() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(NotifyError, match="cannot be reached"):
        send(f"json://127.0.0.1:{port}/hook")


def test_a_channel_that_never_answers_does_not_hold_up_the_others() -> None:
    released = threading.Event()

    def hang(wfile: Any, seen: Seen) -> None:
        released.wait(5)

    with Receiver({"/": hang}) as server:
        started = time.monotonic()
        with pytest.raises(NotifyError, match=r"no answer within 0\.3 s"):
            send(f"json://127.0.0.1:{server.port}/", timeout=0.3)
        assert time.monotonic() - started < 2.5
        released.set()


def test_an_optional_channel_that_failed_is_not_counted_as_told() -> None:
    """Apprise reports success for `optional=yes`; the alert would be lost without a word."""
    with (
        Receiver({"/": ok(b"", status="500 No")}) as server,
        pytest.raises(NotifyError, match="500"),
    ):
        send(f"json://127.0.0.1:{server.port}/?optional=yes")


@pytest.mark.parametrize("url", ["", "nonsense", "nosuch://a/b", "slack://", "mailto://"])
def test_an_address_that_is_none_is_an_error_and_no_crash(url: str) -> None:
    with pytest.raises(NotifyError):
        send(url)


def test_several_threads_may_send_at_once() -> None:
    notifier = AppriseNotifier()
    failures: list[BaseException] = []

    def work(url: str) -> None:
        try:
            for number in range(3):
                notifier.send(url, title="T", text=str(number), html="", alert_id=str(number))
        except BaseException as error:
            failures.append(error)

    with Receiver({"/a": ok(), "/b": ok()}) as server:
        urls = [f"json://127.0.0.1:{server.port}/{path}" for path in ("a", "b", "a", "b")]
        threads = [threading.Thread(target=work, args=(url,)) for url in urls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert len(server.seen) == 12
        assert all(m["alert_id"] == m["message"] for m in server.messages())


# --------------------------------------------------------------------------- chat channels

EVIL = (
    "@everyone @here <!channel> <@U123> <https://evil.example|bank> "
    "[reset your password](https://evil.example) legal@example.org \x1b[2J\u202eabc"
)


@pytest.mark.parametrize("url", [SLACK, DISCORD, TELEGRAM])
def test_words_of_a_page_can_call_nobody_and_hide_no_link(receiver: Receiver, url: str) -> None:
    send(url, text=EVIL, title="@everyone look")
    wire = json.dumps(receiver.messages(), ensure_ascii=False)
    for trap in ("@everyone", "@here", "<!channel", "<@U", "](http", "\x1b", "\u202e"):
        assert trap not in wire, trap
    assert "<https://evil.example|" not in wire
    assert "legal@example.org" in wire, "an address that people need to write to stays"


@pytest.mark.parametrize("url", [SLACK, DISCORD, TELEGRAM])
def test_signs_with_a_meaning_are_shown_as_they_are(receiver: Receiver, url: str) -> None:
    send(url, text="a < b && c > d", title="1 < 2 & 3")
    (text,) = receiver.texts()
    assert "a < b && c > d" in text
    if url is TELEGRAM:
        assert "<b>1 < 2 & 3</b>" in text
        raw = receiver.messages()[0]["text"]
        assert "a &lt; b &amp;&amp; c &gt; d" in raw, "else Telegram refuses the message"


@pytest.mark.parametrize(("url", "limit"), [(SLACK, 35_000), (DISCORD, 2_000), (TELEGRAM, 4_096)])
def test_a_long_alert_is_neither_refused_nor_cut_within_a_line(
    receiver: Receiver, url: str, limit: int
) -> None:
    lines = [f"Line {number}: we <may> share & sell data. It's *yours*." for number in range(900)]
    send(url, text="\n".join(lines) + "\n\nPage: https://a.example/\nAlert: a1b2c3d4")
    texts = receiver.texts()
    assert 1 < len(texts) <= 5
    assert all(len(words(message)) <= limit for message in receiver.messages())
    told = [line for text in texts for line in text.split("\n") if line.startswith("Line")]
    assert {line.rstrip("\r") for line in told} <= set(lines), "no line is cut"
    assert texts[-1].rstrip().endswith("Alert: a1b2c3d4"), "the end with the links arrives"
    if len(told) < len(lines):
        assert f"{len(lines) - len(told)} more lines" in texts[-1]


def test_the_parts_of_an_alert_are_numbered(receiver: Receiver) -> None:
    send(DISCORD, text="word " * 700, title="Terms changed")
    texts = receiver.texts()
    assert [text.split("\r\n")[0] for text in texts] == [
        "Terms changed (1/2)",
        "Terms changed (2/2)",
    ]


# --------------------------------------------------------------------------- secrets

SECRETS = {
    SLACK: ("T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"),
    DISCORD: ("4174216298", "JHMHI8qBe7bk2ZwO5U711o3dV_js"),
    TELEGRAM: ("AAEabcdefghijklmnopqrstuvwxyz0123456", "100200300"),
    "json://bob:hunter22@127.0.0.1:1/p4th/t0ken?key=s3cr3t": (
        "bob", "hunter22", "p4th", "t0ken", "s3cr3t",
    ),
    "mailto://bob:hunter22@127.0.0.1:1?from=a@b.example&to=carol@example.org": (
        "bob", "hunter22", "carol",
    ),
    "mailtos://bob:hunter22@gmail.com": ("bob", "hunter22"),
    "nosuch://hunter22@s3cr3t/t0ken": ("hunter22", "s3cr3t", "t0ken"),
    "hunter22-without-a-scheme": ("hunter22",),
}  # fmt: skip


@pytest.mark.parametrize("url", SECRETS)
def test_no_label_error_or_log_line_holds_a_secret(
    url: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise requests.ConnectionError(f"could not reach {url}")

    monkeypatch.setattr(requests.Session, "request", fails)
    root, everything = logging.getLogger(), logging.StreamHandler()
    monkeypatch.setattr(root, "handlers", [everything])
    monkeypatch.setattr(root, "level", logging.DEBUG)
    shown = [label(url), str(problem(url)), recipient_key(url)]
    try:
        send(url, timeout=5.0)
    except NotifyError as error:
        shown += [str(error), repr(error), repr(error.__cause__)]
    shown += capfd.readouterr()
    for secret in SECRETS[url]:
        assert not any(secret in text for text in shown), secret


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (SLACK, "slack://…"),
        ("mailtos://u:p@smtp.example.com?to=legal@example.org", "mailtos://…@example.org"),
        ("mailto://u:p@example.com", "mailto://…@example.com"),
        ("mailto://u:p@example.com/carol@other.example", "mailto://…@other.example"),
        ("json://localhost:8080/hook?x=y", "json://localhost:8080/…"),
        ("JSONS://hooks.example.org", "jsons://hooks.example.org"),
        ("https://hooks.slack.com/services/T1/B2/c3", "https://hooks.slack.com/…"),
        ("mailto://secret", "mailto://…"),
        ("json://[::1", "json://…"),
        ("what is this", "?://…"),
        ("", "?://…"),
    ],
)
def test_a_recipient_can_be_told_from_its_label(url: str, shown: str) -> None:
    assert label(url) == shown


def test_a_recipient_keeps_its_name_when_only_its_password_changes() -> None:
    """Else alerts waiting for a repaired mail account would be dropped."""
    old = recipient_key("mailtos://bob:old@example.com?to=a@example.org")
    assert recipient_key("mailtos://bob:new@example.com?to=a@example.org") == old
    assert recipient_key("mailtos://bob:old@example.com?to=b@example.org") != old
    assert recipient_key(SLACK) != recipient_key(SLACK[:-1] + "Z")
    assert len(old) == 16
    assert recipient_key("json://[::1") == recipient_key(" json://[::1 ")


def test_a_wrong_address_is_found_before_the_first_alert() -> None:
    assert problem(SLACK) is None
    assert problem("mailto://u:p@example.com") is None
    assert "no service" in str(problem("slak://a/b/c"))
    assert "incomplete" in str(problem("slack://a"))
    assert "expected" in str(problem("legal@example.org"))


SID, TOKEN = "AC" + "a" * 32, "b" * 32


@pytest.mark.parametrize(
    ("address", "left_out"),
    [
        (f"twilio://{SID}:{TOKEN}@15551230000/legal/15551234567", True),
        ("signal://localhost:8080/+15551230000/+1555x/+15551234567", True),
        (f"sinch://{SID}:{TOKEN}@15551230000/15551234567/legal", True),
        (f"twilio://{SID}:{TOKEN}@15551230000/+1(555)123-4567", False),
        ("signal://localhost:8080/+15551230000/+15551234567", False),
        (TELEGRAM, False),
        (SLACK, False),
        (DISCORD, False),
    ],
)
def test_a_recipient_that_would_be_left_out_is_pointed_out(address: str, left_out: bool) -> None:
    """One bad number of two was dropped, and the alert counted as sent."""
    found = problem(address)
    assert ("leave out 1 of the recipients" in (found or "")) is left_out, found


def test_two_recipients_in_one_address_are_pointed_out() -> None:
    """One that fails would repeat the alert for the other, again and again."""
    two = problem("mailto://u:p@example.com?to=a@example.org,b@example.org")
    assert "2 recipients" in str(two)


# --------------------------------------------------------------------------- words


def test_a_subject_is_one_short_line() -> None:
    assert one_line(" a\r\n\tb\x00\u2029c ") == "a b c"
    assert len(one_line("word " * 100)) <= 200
    assert one_line("word " * 100).endswith("…")


def test_readable_keeps_every_language() -> None:
    text = "Zürich — “নীতি” سیاست\u200cها 政策 🙂\n\tindented"
    assert readable(text) == text
    assert harmless(text) == text


@pytest.mark.parametrize("room", [10, 40, 100, 1_000, 5_000])
@pytest.mark.parametrize("text", ["", "word", "x" * 9_000, "word " * 3_000, "a\n\n" * 3_000])
def test_any_text_fits_any_channel(room: int, text: str) -> None:
    pieces = parts(text, room)
    assert 1 <= len(pieces) <= 5
    assert all(len(piece) <= max(room, 40) for piece in pieces)

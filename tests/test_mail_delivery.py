"""Mail reaches the people whose addresses were written, each once, whatever one server refuses."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import socketserver
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest
import trustme
from aiosmtpd.controller import Controller

from monitor.errors import NotifyError
from monitor.notify import AppriseNotifier, Parcel, mail, problem


@dataclass
class PostOffice:
    """A real mail server: what it took, what it refuses, how long it thinks about a message."""

    port: int = 0
    received: list[Any] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)  # address -> answer to RCPT
    data_answers: list[str] = field(default_factory=list)  # one after the other, then 250
    think: float = 0.0  # seconds before it takes charge

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.think)
        if self.data_answers:
            return self.data_answers.pop(0)
        self.received.append(envelope)
        return "250 2.0.0 Ok: queued as 4B1"

    @property
    def addressees(self) -> list[str]:
        return [address for envelope in self.received for address in envelope.rcpt_tos]

    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.received[-1].content, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = PostOffice(port)
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield office
    controller.stop()


def url(office: PostOffice, to: str, more: str = "") -> str:
    return f"mailto://localhost:{office.port}?from=monitor@example.com&to={to}{more}"


def post(
    address: str, parcel: Parcel | None = None, notifier: AppriseNotifier | None = None
) -> None:
    (notifier or AppriseNotifier()).send(
        address, title="T", text="t", html="<p>t</p>", alert_id="a1", parcel=parcel
    )


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("legal@example.org", "legal@example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("dpo@müller.de", "dpo@xn--mller-kva.de"),
        ("recht@straße.example", "recht@xn--strae-oqa.example"),
        ("jörg@example.org", "jörg@example.org"),
        ("d'arcy+policy@example.org", "d'arcy+policy@example.org"),
        ("Legal Team <legal@example.org>", "legal@example.org"),
        ("a&b@example.org", "a&b@example.org"),
    ],
)
def test_mail_goes_to_the_address_that_was_written(
    office: PostOffice, written: str, used: str
) -> None:
    """`o'brien@` went to brien@, `dpo@müller.de` to nobody, and both counted as sent."""
    address = url(office, quote(written))
    assert problem(address) is None
    post(address)
    assert office.addressees == [used]


@pytest.mark.parametrize(
    "written", ["legal", "%20", "", "a@b@example.org", "legal@", "@example.org", "a b@example.org"]
)
def test_what_is_no_address_is_refused_when_the_watchlist_is_read(
    office: PostOffice, written: str
) -> None:
    """An empty `to` mailed the sender; `legal` mailed nobody and counted as sent."""
    address = url(office, written)
    assert problem(address)
    with pytest.raises(NotifyError):
        post(address)
    assert office.received == []


@pytest.mark.parametrize(
    "written", ["a@example.org;legal", "a@example.org,b@", "a@example.org, x y"]
)
def test_one_bad_address_among_several_is_not_dropped_in_silence(
    office: PostOffice, written: str
) -> None:
    address = url(office, quote(written))
    assert "not a mail address" in str(problem(address))
    with pytest.raises(NotifyError):
        post(address)


def test_cc_and_bcc_are_read_as_strictly(office: PostOffice) -> None:
    assert "'cc'" in str(problem(url(office, "a@example.org", "&cc=legal")))
    assert "'bcc'" in str(problem(url(office, "a@example.org", "&bcc=b@")))
    post(url(office, "a@example.org", "&cc=b@müller.de&bcc=o'neil@example.org"))
    assert office.addressees == ["a@example.org", "b@xn--mller-kva.de", "o'neil@example.org"]


@pytest.mark.parametrize("copy", ["cc", "bcc"])
@pytest.mark.parametrize("answer", ["550 5.1.1 no such user", "450 4.2.1 try later"])
def test_a_copy_that_is_refused_does_not_repeat_the_mail_for_the_others(
    office: PostOffice, copy: str, answer: str
) -> None:
    """`to` got 18 copies when one in `cc` was refused."""
    office.refusals["copy@example.org"] = answer
    address = url(office, "legal@example.org", f"&{copy}=copy@example.org")
    done: set[str] = set()
    answers: list[str] = []
    for _ in range(4):
        parcel = Parcel(done=frozenset(done), accepted=done.add)
        try:
            post(address, parcel)
        except NotifyError as error:
            answers.append(error.answer)
    assert office.addressees.count("legal@example.org") == 1
    for_ever = answer.startswith("550")  # what will never be taken is not tried again
    assert answers == ([] if for_ever else [answer] * 4)
    office.refusals.clear()
    post(address, Parcel(done=frozenset(done), accepted=done.add))
    assert office.addressees.count("legal@example.org") == 1


def test_a_slow_server_gets_one_copy(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 5321 grants a server ten minutes after DATA; it got 18 copies when it took 12 s."""
    from monitor.notify import channels

    monkeypatch.setattr(channels, "READ_TIMEOUT", 0.2)
    monkeypatch.setattr(channels, "SEND_TIMEOUT", 0.2)
    assert mail.DATA_WITHIN >= 600
    office.think = 1.0
    post(url(office, "legal@example.org"), notifier=AppriseNotifier(timeout=0.2))
    assert office.addressees == ["legal@example.org"]


class Drip(socketserver.StreamRequestHandler):
    """Answers so many commands at once, and the next one byte by byte, for six minutes."""

    commands = 0
    begins = b""

    def handle(self) -> None:
        with suppress(OSError):  # nobody waits for the rest
            answers = [b"220 hello", b"250 localhost", b"250 OK", b"250 OK", b"354 go on"]
            for answer in answers[: self.commands]:
                self.wfile.write(answer + b"\r\n")
                self.rfile.readline()
            self.wfile.write(self.begins)
            for _ in range(9_000):
                self.wfile.write(b"2")
                time.sleep(0.04)


@pytest.mark.parametrize("commands", [0, 1, 3, 5])
def test_a_mail_server_that_sends_byte_by_byte_is_left(
    monkeypatch: pytest.MonkeyPatch, commands: int
) -> None:
    """Each byte comes in time; the recipient's alerts would stand behind this one for ever."""
    monkeypatch.setattr(mail, "ALL_WITHIN", 0.6)
    handler = type("Handler", (Drip,), {"commands": commands})
    with dripping(handler) as port, pytest.raises(NotifyError, match="did not come to an end"):
        post(f"mailto://127.0.0.1:{port}?from=m@example.com&to=l@example.com")


def test_a_mail_server_that_shakes_hands_byte_by_byte_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before the letter there is TLS, whose connection is another object."""
    monkeypatch.setattr(mail, "ALL_WITHIN", 0.6)
    handler = type("Handler", (Drip,), {"begins": b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03"})
    with dripping(handler) as port, pytest.raises(NotifyError, match="did not come to an end"):
        post(f"mailtos://127.0.0.1:{port}?from=m@example.com&to=l@example.com&mode=ssl")


class Flood(Drip):
    """Answers so many commands, and the next one with lines for ever."""

    def handle(self) -> None:
        with suppress(OSError):
            answers = [b"220 hello", b"250 localhost", b"250 OK", b"250 OK", b"354 go on"]
            for answer in answers[: self.commands]:
                self.wfile.write(answer + b"\r\n")
                self.rfile.readline()
            for _ in range(40):  # 40 MB: what a test can bear of "for ever"
                self.wfile.write(b"250-" + b"x" * 490 + b"\r\n" + (b"250-more\r\n") * 100_000)


@pytest.mark.parametrize("commands", [0, 1, 3, 5])
def test_an_answer_without_an_end_is_not_kept(commands: int) -> None:
    """Its lines were kept until the time was up: half an hour of a gigabyte a minute."""
    handler = type("Handler", (Flood,), {"commands": commands})
    tracemalloc.start()
    with dripping(handler) as port, pytest.raises(NotifyError, match="answer has no end"):
        post(f"mailto://127.0.0.1:{port}?from=m@example.com&to=l@example.com")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


def test_nor_is_one_that_comes_encrypted() -> None:
    """Another class of the library, with a connection of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    class Encrypted(Flood):
        def setup(self) -> None:
            self.request = context.wrap_socket(self.request, server_side=True)
            super().setup()

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()
            self.request.close()

    with dripping(Encrypted) as port, pytest.raises(NotifyError, match="answer has no end"):
        post(f"mailtos://127.0.0.1:{port}?from=m@example.com&to=l@example.com&mode=ssl&verify=no")


@pytest.mark.parametrize(
    "title",
    [
        "Bahn · Privacy Policy: “TTDSG” → “TDDDG”: “The legal basis is § 25 para. 2 no. 2 TDDDG.”",
        "„Straße“ „Größe“ → „Maße“ „Füße“ · " + "ÄÖÜ “ß” " * 20,
        "利用規約 “変更” → “追加” · 日本 · " + "語 " * 60,
        "Plain: nothing beyond ASCII " + "word " * 30,
        "Émile " * 30,
    ],
)
def test_no_blank_of_a_subject_is_lost(office: PostOffice, title: str) -> None:
    """ "“TTDSG”→ “TDDDG”": between two encoded words a line was broken and its blank dropped."""
    AppriseNotifier().send(
        url(office, "legal@example.org"), title=title, text="t", html="", alert_id="a1", parcel=None
    )
    raw = office.received[-1].content
    assert office.message()["subject"] == title.strip()
    assert all(len(line) <= 78 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n"))


@contextmanager
def dripping(handler: type[Drip]) -> Iterator[int]:
    """The port of such a server."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    ("answer", "of_message"),
    [
        ("554 5.7.1 looks like spam", True),
        ("552 5.3.4 too big", True),
        ("550 5.6.0 content refused", True),
        ("451 4.3.0 try later", False),
        ("452 4.3.1 out of space", False),
    ],
)
def test_a_message_that_is_refused_after_data_is_told_from_a_server_in_trouble(
    office: PostOffice, answer: str, of_message: bool
) -> None:
    office.data_answers = [answer]
    with pytest.raises(NotifyError) as caught:
        post(url(office, "legal@example.org"))
    assert caught.value.of_message is of_message
    assert caught.value.permanent is of_message
    assert caught.value.answer == answer, "the server's own words"


def test_what_the_server_said_is_kept(office: PostOffice) -> None:
    parcel = Parcel()
    post(url(office, "legal@example.org"), parcel)
    assert parcel.said == ["250 2.0.0 Ok: queued as 4B1"]


def test_mail_can_be_sorted_threaded_and_left(office: PostOffice) -> None:
    post(
        url(office, "legal@example.org"), Parcel(severity="critical", thread="first", route="Legal")
    )
    message = office.message()
    assert message["Importance"] == "high"
    assert message["X-Priority"] == "1"
    assert message["List-Id"] == "Policy monitor <legal.policy-monitor.example.com>"
    way_out = message["List-Unsubscribe"].strip()
    assert way_out.startswith("<mailto:monitor@example.com?subject=Unsubscribe")
    assert message["References"] == message["In-Reply-To"] == "<first@example.com>"
    leave = "https://intranet.example.org/alerts?leave=legal"
    post(url(office, "legal@example.org"), Parcel(route="Legal", unsubscribe=f"{leave}&x=>"))
    way_out = " ".join(office.message()["List-Unsubscribe"].split())
    assert way_out.startswith(f"<{leave}&x=%3E>, <mailto:monitor@example.com?subject=Unsub")
    post(url(office, "legal@example.org"), Parcel(severity="medium"))
    assert office.message()["Importance"] is None
    assert office.message()["References"] is None


def test_a_server_that_never_greets_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from monitor.notify import mail

    monkeypatch.setattr(mail, "CONNECT_WITHIN", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        with pytest.raises(NotifyError, match="cannot be used"):
            post(f"mailto://localhost:{port}?from=monitor@example.com&to=legal@example.org")

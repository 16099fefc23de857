"""Mail services with an API get our letter: text beside HTML, and headers to sort and thread by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from monitor.errors import NotifyError
from monitor.notify import AppriseNotifier, Parcel, problem
from tests.rawserver import AnswersAll, RawServer, ok, takes_all_requests

TEXT, HTML = "privacy@here.com is new\n\nWas: “a”", "<p>privacy@here.com is <ins>new</ins></p>"
KEY = "a" * 32
Made = dict[str, Any]
# address, what a service's documentation calls text, HTML and headers
SERVICES: dict[str, tuple[str, Callable[[Made], tuple[str, str, Made]]]] = {
    "mailgun": (
        f"mailgun://user@example.com/{KEY}-{'b' * 8}-{'c' * 8}/legal@example.org",
        lambda m: (m["text"], m["html"], {k[2:]: v for k, v in m.items() if k[:2] == "h:"}),
    ),
    "sendgrid": (
        "sendgrid://abcdefgh:monitor@example.com/legal@example.org",
        lambda m: (m["content"][0]["value"], m["content"][1]["value"], m["headers"]),
    ),
    "resend": (
        "resend://abcd:monitor@example.com/legal@example.org",
        lambda m: (m["text"], m["html"], m["headers"]),
    ),
    "brevo": (
        "brevo://abcd:monitor@example.com/legal@example.org",
        lambda m: (m["textContent"], m["htmlContent"], m["headers"]),
    ),
    "postmark": (
        f"postmark://{KEY[:8]}-aaaa-aaaa-aaaa-{KEY[:12]}:monitor@example.com/legal@example.org",
        lambda m: (m["TextBody"], m["HtmlBody"], {h["Name"]: h["Value"] for h in m["Headers"]}),
    ),
    "sparkpost": (
        f"sparkpost://user@example.com/{KEY}{'b' * 8}/legal@example.org",
        lambda m: (m["content"]["text"], m["content"]["html"], m["content"]["headers"]),
    ),
    "smtp2go": (
        f"smtp2go://user@example.com/{KEY}/legal@example.org",
        lambda m: (
            m["text_body"],
            m["html_body"],
            {h["header"]: h["value"] for h in m["custom_headers"]},
        ),
    ),
}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    """Every mail service as one local server."""
    with RawServer({}) as server:
        done = ok(b'{"data": {"succeeded": 1}}', kind="application/json")
        server.routes = AnswersAll(lambda path: done)
        takes_all_requests(server, monkeypatch)
        yield server


def send(address: str, alert_id: str = "a1", **particulars: Any) -> None:
    parcel = Parcel(severity="critical", route="Legal", **particulars)
    AppriseNotifier().send(
        address, title="Terms changed", text=TEXT, html=HTML, alert_id=alert_id, parcel=parcel
    )


def made(server: RawServer) -> Made:
    body = server.seen[-1].body
    assert len(body) == int(server.seen[-1].headers["content-length"])
    if body.startswith(b"{"):
        found: Made = json.loads(body)
        return found
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


@pytest.mark.parametrize("name", SERVICES)
def test_a_letter_through_an_api_has_a_text_part_and_our_headers(
    service: RawServer, name: str
) -> None:
    """It was HTML alone, which plain readers show as nothing and filters as spam."""
    address, read = SERVICES[name]
    send(address)
    text, html, headers = read(made(service))
    assert text == TEXT
    assert "<ins>new</ins>" in html
    assert headers["List-Id"].startswith("Policy monitor <legal.policy-monitor.")
    assert headers["List-Unsubscribe"].startswith("<mailto:")
    assert headers["Importance"] == "high"
    assert headers["X-Alert-Id"] == "a1"


@pytest.mark.parametrize("name", SERVICES)
def test_what_follows_on_an_alert_threads_with_it(service: RawServer, name: str) -> None:
    address, read = SERVICES[name]
    send(address)
    first = read(made(service))[2]
    send(address, "b2", thread="a1")
    follows = read(made(service))[2]
    assert follows["References"] == first.get("Message-ID", first.get("References"))


def test_a_service_that_refuses_is_heard(service: RawServer) -> None:
    service.routes["/v3/mail/send"] = ok(b'{"errors": ["bad key"]}', status="401 Unauthorized")
    with pytest.raises(NotifyError, match="answered 401"):
        send(SERVICES["sendgrid"][0])


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(
    ("written", "reached"),
    [
        ("o%27brien@example.org", "o'brien@example.org"),
        ("dpo@m%C3%BCller.de", "dpo@xn--mller-kva.de"),
        ("legal%2Bai@example.org", "legal+ai@example.org"),
    ],
)
def test_a_letter_goes_to_the_address_that_was_written(
    service: RawServer, name: str, written: str, reached: str
) -> None:
    """`o'brien@` went to brien@, and `dpo@müller.de` to nobody, as sent."""
    send(SERVICES[name][0].replace("legal@example.org", written))
    assert f'"{reached}"' in json.dumps(made(service))


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("to", ["legal", "a@x.org/b", "a%3Bb@x.org", "a@b..c"])
def test_what_is_no_address_is_refused_when_the_watchlist_is_read(name: str, to: str) -> None:
    found = problem(SERVICES[name][0].replace("legal@example.org", to))
    assert found is not None
    assert "not a mail address" in found


def test_a_copy_to_what_is_no_address_is_refused_as_well() -> None:
    found = problem(f"{SERVICES['sendgrid'][0]}?cc=legal,a@x.org")
    assert found is not None
    assert "in 'cc' something is not a mail address" in found

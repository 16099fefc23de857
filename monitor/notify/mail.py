"""E-mail: both bodies, headers to sort and thread by, each addressee for itself.

Apprise reads the URL (server, login, sender, options); the letter is carried here, since Apprise
repeats it for all when one was refused, gives up on a server before the ten minutes that RFC 5321
grants it, and keeps the server's answer to itself.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8, EmailPolicy
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from monitor.errors import NotifyError
from monitor.notify import open_lines
from monitor.notify.mail_server import EncryptedMailServer, MailServer
from monitor.notify.parcel import Parcel

CONNECT_WITHIN = 30.0  # seconds
COMMAND_WITHIN = 300.0  # RFC 5321, 4.5.3.2: what a server may take for MAIL and RCPT,
DATA_WITHIN = 600.0  # and to take charge of a message: earlier, and it comes twice
ALL_WITHIN = 1800.0  # the limits above are for single reads, and a server may send byte by byte
_REFUSED = 500  # from here on the server will not change its mind
_UTF8 = SMTPUTF8.clone(cte_type="7bit")

_OF_URLS = "%/:=&?~#+!$,;'@()*[]"  # characters that stay as they are in one

_IMPORTANCE = {"critical": ("high", "1"), "high": ("high", "2"), "low": ("low", "5")}


def post(service: Any, message: EmailMessage, parcel: Parcel) -> None:
    """Hand the letter to the service's server for all who do not have it yet.

    Raises NotifyError when somebody it is addressed to did not get it. Someone in copy whom the
    server will never accept does not keep the others' mail from counting as sent.
    """
    to = [address for _, address in service.targets]
    everyone = dict.fromkeys([*to, *sorted(service.cc), *sorted(service.bcc)])
    open_ = [address for address in everyone if address not in parcel.done]
    if not open_:
        return
    try:
        with _within(ALL_WITHIN) as kept, _connection(service) as server:
            refused = _hand_over(server, kept, service, message, open_, parcel)
    except smtplib.SMTPAuthenticationError as error:
        raise NotifyError(
            f"the mail server refused the login (code {error.smtp_code})", answer=_said(error)
        ) from None
    except smtplib.SMTPResponseException as error:
        raise NotifyError(f"the mail server said {_said(error)}", answer=_said(error)) from None
    except (OSError, smtplib.SMTPException, RuntimeError) as error:
        why = str(error) if isinstance(error, smtplib.SMTPNotSupportedError) else ""
        name = f"{type(error).__name__}{': ' * bool(why)}{why}"
        raise NotifyError(f"the mail server cannot be used ({name})") from None
    _weigh(refused, to, parcel)


@contextmanager
def _within(seconds: float) -> Iterator[open_lines.Lines]:
    """Raises NotifyError for whatever fails when the time was up."""
    with open_lines.kept(seconds) as kept:
        try:
            yield kept
        except (OSError, smtplib.SMTPException):
            if not kept.late:
                raise
            raise NotifyError(
                f"the mail server did not come to an end within {seconds / 60:g} minutes"
            ) from None


def _hand_over(
    server: smtplib.SMTP,
    kept: open_lines.Lines,
    service: Any,
    message: EmailMessage,
    open_: list[str],
    parcel: Parcel,
) -> dict[str, str]:
    """One transaction; the server's words on everyone it did not accept."""
    server.ehlo_or_helo_if_needed()
    utf8 = not all(a.isascii() for a in (*open_, service.from_addr[1]))
    if utf8 and not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError("it takes no addresses with letters beyond a to z")
    options = ["SMTPUTF8"] if utf8 else []
    code, words = server.mail(service.from_addr[1], options)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, words, service.from_addr[1])
    taken, refused = _accepted(server, kept, open_)
    if not taken:
        return refused
    if server.sock is not None:
        server.sock.settimeout(DATA_WITHIN)
    try:
        code, words = server.data(message.as_bytes(policy=_UTF8 if utf8 else None))
    except smtplib.SMTPDataError as error:
        code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]
    kept.in_time()  # of an answer that was cut the beginning may read like another
    if code != 250:
        said = _words(code, words)
        of_message = code >= _REFUSED
        raise NotifyError(
            f"the mail server refused the message: {said}",
            of_message=of_message,
            permanent=of_message,
            answer=said,
        )
    parcel.said.append(_words(code, words))
    for address in taken:
        parcel.taken(address)
    return refused


def _accepted(
    server: smtplib.SMTP, kept: open_lines.Lines, open_: list[str]
) -> tuple[list[str], dict[str, str]]:
    """Whom the server takes the message for, and its words on all others."""
    taken: list[str] = []
    refused: dict[str, str] = {}
    for address in open_:
        code, words = server.rcpt(address)
        kept.in_time()
        if code in (250, 251):
            taken.append(address)
        else:
            refused[address] = _words(code, words)
            if code == 421:
                raise smtplib.SMTPResponseException(code, words)
    return taken, refused


def _weigh(refused: dict[str, str], to: list[str], parcel: Parcel) -> None:
    """Is what was refused a failure? Raises NotifyError when it is."""
    if not refused:
        return
    later = [words for words in refused.values() if int(words[:3]) < _REFUSED]
    main = [words for address, words in refused.items() if address in to]
    if later or main:
        words = (later or main)[0]
        raise NotifyError(
            f"the mail server refused the message to {len(refused)} addressee"
            f"{'s' if len(refused) > 1 else ''}: {words}",
            permanent=not later,
            answer=words,
        )
    for words in refused.values():
        parcel.said.append(f"a copy was refused: {words}")


@contextmanager
def _connection(service: Any) -> Iterator[MailServer]:
    """A server that is greeted, encrypted and logged in to as the URL says."""
    context = ssl.create_default_context()
    if not service.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    where = {"host": service.smtp_host, "port": service.port, "timeout": CONNECT_WITHIN}
    if service.secure_mode == "ssl":
        server: MailServer = EncryptedMailServer(**where, context=context)
    else:
        server = MailServer(**where)
    try:
        if server.sock is not None:
            server.sock.settimeout(COMMAND_WITHIN)
        if service.secure_mode == "starttls":
            server.starttls(context=context)
        if service.user and service.password:
            server.login(service.user, service.password)
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            if server.sock is not None:
                server.sock.settimeout(CONNECT_WITHIN)
            server.quit()
        server.close()


class _Letters(EmailPolicy):
    """For servers that take no letters beyond ASCII in a header."""

    def fold(self, name: str, value: Any) -> str:
        """The header in lines. The library's own drops blanks between two encoded words (“a”→ “b”),
        so the subject is encoded as a whole.
        """
        text = str(value)
        if name.lower() != "subject" or text.isascii():
            return str(super().fold(name, value))
        return f"{name}: {Header(text, 'utf-8', header_name=name).encode(linesep=self.linesep)}\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii", "surrogateescape")


_ASCII = _Letters(linesep="\r\n", cte_type="7bit")


def letter(
    service: Any, title: str, text: str, html: str, alert_id: str, parcel: Parcel
) -> EmailMessage:
    """The message: plain text first, then HTML ("" for none)."""
    sender = service.from_addr[1]
    message = EmailMessage(policy=_ASCII)
    message["Subject"] = title
    message["From"] = _mailbox(service.from_addr[0] or "", sender)
    message["To"] = [_mailbox(name or "", address) for name, address in service.targets]
    if service.cc:
        message["Cc"] = [_mailbox("", address) for address in sorted(service.cc)]
    if service.reply_to:
        message["Reply-To"] = [_mailbox("", address) for address in sorted(service.reply_to)]
    reply = next(iter(sorted(service.reply_to)), sender)
    for name, value in particulars(sender, reply, alert_id, parcel).items():
        message[name] = value
    message["Date"] = format_datetime(datetime.now(UTC))
    present = {key.lower() for key in message}
    for name, value in service.headers.items():
        if name.lower() not in present:
            message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def particulars(sender: str, reply: str, alert_id: str, parcel: Parcel) -> dict[str, str]:
    """The headers by which a mail program sorts and threads these mails, and shows a way out.

    `reply`: the address that answers go to.
    """
    domain = re.sub(r"[^A-Za-z0-9.-]", "", sender.rpartition("@")[2]) or "localhost"
    headers = {"Message-ID": f"<{alert_id}@{domain}>"}
    if parcel.thread and parcel.thread != alert_id:
        headers["In-Reply-To"] = headers["References"] = f"<{parcel.thread}@{domain}>"
    name = re.sub(r"[^a-z0-9-]+", "-", parcel.route.lower()).strip("-") or "alerts"
    headers["List-Id"] = f"Policy monitor <{name}.policy-monitor.{domain}>"
    subject = quote(f"Unsubscribe from {parcel.route or 'alerts'}")
    ways = [f"<{quote(parcel.unsubscribe, safe=_OF_URLS)}>"] if parcel.unsubscribe else []
    ways.append(f"<mailto:{quote(reply, safe='@.+-_')}?subject={subject}>")
    headers["List-Unsubscribe"] = ", ".join(ways)
    if parcel.severity in _IMPORTANCE:
        headers["Importance"], headers["X-Priority"] = _IMPORTANCE[parcel.severity]
    return headers | {"Auto-Submitted": "auto-generated", "X-Alert-Id": alert_id}


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(name, local, domain)


def _said(error: smtplib.SMTPResponseException) -> str:
    return _words(error.smtp_code, error.smtp_error)


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"[:300]

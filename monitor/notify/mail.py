"""E-mail with both bodies and a Message-ID that stays, over the connection that Apprise sets up.

Apprise writes a mail's plain part from its HTML, in which struck and new words run together, and
a new Message-ID for each try, so that a repeated alert could not be told from a second one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from smtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException
from typing import Any


class Mail:
    """A `send_html` for Apprise's e-mail service, for one message."""

    def __init__(self, service: Any, *, text: str, alert_id: str) -> None:
        self._service = service
        self._text = text
        self._alert_id = alert_id
        self.failure = ""  # why it was not sent, free of secrets

    def __call__(self, *, body: str, title: str, **_: Any) -> bool:
        """Send it to each recipient of the service; Apprise gives many more arguments."""
        from apprise.plugins.email.smtp import AppriseSMTPController

        service = self._service
        service.throttle()
        try:
            with AppriseSMTPController(
                host=service.smtp_host,
                port=service.port,
                secure_mode=service.secure_mode,
                user=service.user,
                password=service.password,
                verify_certificate=service.verify_certificate,
                socket_connect_timeout=service.socket_connect_timeout,
            ) as smtp:
                for recipient in service.targets:
                    message = letter(service, recipient, title, self._text, body, self._alert_id)
                    everyone = [recipient[1], *service.cc, *service.bcc]
                    if not smtp.sendmail(service.from_addr[1], everyone, message.as_string()):
                        self.failure = "the mail server refused the message"
        except SMTPAuthenticationError as error:
            self.failure = f"the mail server refused the login (code {error.smtp_code})"
        except SMTPResponseException as error:
            self.failure = f"the mail server answered with code {error.smtp_code}"
        except (OSError, SMTPException, RuntimeError) as error:
            self.failure = f"the mail server cannot be used ({type(error).__name__})"
        return not self.failure


def takes_over(service: Any) -> bool:
    """Can :class:`Mail` send for this service? Not with PGP, which Apprise does itself."""
    return str(getattr(service.pgp_mode, "value", service.pgp_mode)) == "no"


def letter(
    service: Any, recipient: tuple[Any, str], title: str, text: str, html: str, alert_id: str
) -> EmailMessage:
    """One message to one recipient: plain text first, then HTML."""
    domain = re.sub(r"[^A-Za-z0-9.-]", "", service.from_addr[1].rpartition("@")[2]) or "localhost"
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["Subject"] = title
    message["From"] = formataddr((service.from_addr[0] or "", service.from_addr[1]))
    message["To"] = formataddr((recipient[0] or "", recipient[1]))
    if service.cc:
        message["Cc"] = ", ".join(sorted(service.cc))
    if service.reply_to:
        message["Reply-To"] = ", ".join(sorted(service.reply_to))
    message["Message-ID"] = f"<{alert_id}@{domain}>"
    message["Date"] = format_datetime(datetime.now(UTC))
    for name, value in service.headers.items():
        if name.lower() not in {key.lower() for key in message}:
            message[name] = value
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message

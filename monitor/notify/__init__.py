"""Deliver one message to one recipient through Apprise, and never tell anyone the recipient's URL.

    channels.py    AppriseNotifier: from an Apprise URL and a message to an accepted message
    mail.py        the letter, and its way to a mail server; who it names: mail_addresses.py
    webhook_request.py  a program of your own; chat.py: a chat service, in its own form
    answers.py     what a web channel answered, and what that means
    open_lines.py  connections, which are cut when a delivery's time is up
    parcel.py      what goes with a message: its severity, its thread, the parts that have arrived
    recipients.py  what may be shown and stored of a recipient
    channel_text.py  pure: text made harmless and cut to fit

An Apprise URL holds passwords and tokens: nothing here logs it or puts it into an error.
"""

from __future__ import annotations

from monitor.notify.channels import AppriseNotifier, Notifier, problem
from monitor.notify.parcel import Parcel
from monitor.notify.recipients import label, recipient_key

__all__ = ["AppriseNotifier", "Notifier", "Parcel", "label", "problem", "recipient_key"]

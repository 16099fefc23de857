"""Deliver one message to one recipient through Apprise, and never tell anyone the recipient's URL.

    channels.py    AppriseNotifier: from an Apprise URL and a message to an accepted message
    mail.py        e-mail with both bodies and a stable Message-ID
    recipients.py  what may be shown and stored of a recipient
    wording.py     pure: text made harmless and cut to fit

An Apprise URL holds passwords and tokens: nothing here logs it or puts it into an error.
"""

from __future__ import annotations

from monitor.notify.channels import AppriseNotifier, Notifier, problem
from monitor.notify.recipients import label, recipient_key

__all__ = ["AppriseNotifier", "Notifier", "label", "problem", "recipient_key"]

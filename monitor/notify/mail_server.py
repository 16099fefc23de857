"""A connection to a mail server that holds no more of an answer than fits.

`smtplib` bounds the lines of an answer and not their number: one that never ends would fill the
memory until the time of the delivery is up.
"""

from __future__ import annotations

import smtplib
from typing import Any

from monitor.errors import NotifyError
from monitor.notify.one_request import LARGEST


class _NoEndError(Exception):
    """No OSError, which smtplib takes for a connection that was closed."""


class _Bounded:
    """What a connection reads of one answer, line by line."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._left = LARGEST

    def answer(self) -> None:
        """Another answer begins."""
        self._left = LARGEST

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._file.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise _NoEndError
        return line

    def close(self) -> None:
        self._file.close()


class MailServer(smtplib.SMTP):
    """As smtplib has it. Raises NotifyError for an answer without an end."""

    def getreply(self) -> tuple[int, bytes]:
        """The code and the words of the next answer."""
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock.makefile("rb"))
        if isinstance(self.file, _Bounded):
            self.file.answer()
        try:
            return super().getreply()
        except _NoEndError:
            self.close()
            raise NotifyError("the mail server's answer has no end") from None


class EncryptedMailServer(MailServer, smtplib.SMTP_SSL):
    """The same, encrypted from the beginning."""

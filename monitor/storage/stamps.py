"""Time stamps of the sealed days: somebody else's word for when a head was known."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from monitor.storage.chain import Chain, head_file
from monitor.storage.schema import head, stamp

_WAITING = 30  # days back that are still stamped when the authority answers again


class Stamps(Chain):
    """Keeping what a time stamping authority (RFC 3161) answered."""

    def unstamped(self) -> list[tuple[str, bytes]]:
        """The sealed days of the last weeks without a stamp, oldest first, each with its file."""
        query = sa.select(head.c.day, head.c.head).order_by(head.c.day.desc()).limit(_WAITING + 1)
        with self._db.read() as connection:
            days = connection.execute(query).all()[::-1]
            known = set(connection.scalars(sa.select(stamp.c.day)))
        befores = [("" if len(days) <= _WAITING else None), *(row.head for row in days)]
        return [
            (row.day, head_file(row.day, before, row.head))
            for row, before in zip(days, befores, strict=False)
            if row.day not in known and before is not None
        ]

    def add_stamp(self, day: str, at: datetime, answer: bytes) -> None:
        """Keep the authority's whole answer (DER); the first of a day stays."""
        with self._db.write() as connection:
            values = {"day": day, "at": at, "answer": answer}
            connection.execute(self._db.insert_new(stamp), values)

    def stamp(self, day: str) -> bytes | None:
        """The answer for this day, as `openssl ts` reads it; None without one."""
        with self._db.read() as connection:
            answer: bytes | None = connection.scalar(
                sa.select(stamp.c.answer).where(stamp.c.day == day)
            )
        return answer

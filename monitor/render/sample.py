"""A made-up change, to look at a message or a template before the first real one. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.classify import classify
from monitor.diff import diff
from monitor.extract import extract
from monitor.model.records import ChangeRecord

_OPENS = "<main><h1>Terms of Service</h1><p>These terms say how Plaza works.</p><h2>AI models</h2>"
_BEFORE = f"{_OPENS}<p>We do not use your posts to train our models.</p></main>"
_NOW = (
    f"{_OPENS}<p>We use your posts to train our models if you live in the EU.</p>"
    '<p>You can opt out under <a href="https://plaza.example/settings/privacy">Settings > Data '
    "privacy</a>.</p><p>These terms take effect on {day.day} {day:%B %Y}.</p></main>"
)


def change(now: datetime) -> ChangeRecord:
    """A change of a platform that does not exist, seen just now, judged as any other."""
    after = _NOW.format(day=now + timedelta(days=46))
    old, new = (extract(page, "text/html") for page in (_BEFORE, after))
    return ChangeRecord(
        id="sample",
        watch_id="plaza-terms",
        service="Plaza",
        document="Terms of Service",
        url="https://plaza.example/terms",
        from_version=1,
        to_version=2,
        seen_at=now,
        recorded_at=now,
        change=classify(diff(old, new), on=now.date()),
    )

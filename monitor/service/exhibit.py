"""A change as a file for a stranger: what the page said before and after, and how to check it.

Everything in it can be checked with sha256sum alone: the raw pages against the versions, the
versions and the change against the links, the links one after the other, the last against the head
of its day. Who has noted that head, or has it stamped, can prove when.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import suppress
from pathlib import Path

from monitor.errors import NotFoundError, StorageError
from monitor.model.records import ChangeRecord, SnapshotRecord, VersionRecord
from monitor.render import court_report
from monitor.service.raw_pages import raw_pages
from monitor.storage import Storage
from monitor.storage.chain import head_file
from monitor.text.safe import clean

_README = """\
What {service}, "{document}", said before and after a change.

    {url}
    before: version {old}, first seen {old_at}
    after:  version {new}, first seen {new_at}
{imported}
report.html          the change for people: words, differences, what was seen when, hashes
before/ and after/   page.raw: the bytes as the server sent them, without their compression on the
                     way; headers.txt: what came with them; text.txt: what was read from them.
                     What is new on a page counts when it was seen again. A passage that had just
                     come when these bytes did is in page.raw alone, and text.txt still has the
                     words whose place it took: they change with a later version, or never
                     Where headers.txt says that a browser read the page, page.raw is what its
                     scripts left, and first-1.raw the bytes from the server that they began with
records/             what was recorded of both versions and of the change, and their packed contents
links.txt            all links of this page: number, link and statement, tab between them
head.txt             the day that seals them, the head of the day before, the head
head.tsr             the time stamp of head.txt, if there is one
head-links.txt       what that head seals: the last links of all pages

To check with nothing but a shell and sha256sum:

1. No file was damaged on the way.
       sha256sum -c SHA256SUMS
2. The raw pages are those of the versions: both lines must show the same.
       sha256sum after/page.raw
       grep -o '"snapshot":"[0-9a-f]*"' records/version-{new}.json
3. The records are those that the links state: each of these must be found in links.txt.
       for f in records/*.json; do grep -c "$(sha256sum < $f | cut -c1-64)" links.txt; done
   What is packed in them (JSON, zstd) is named in them by its SHA-256.
       sha256sum records/*.zst
4. Each link follows from the one before it: prints nothing but "all follow".
       p=; while IFS="$(printf '\\t')" read -r n l w; do
         c=$(printf '%s\\n%s\\n' "$p" "$w" | sha256sum | cut -c1-64)
         [ "$c" = "$l" ] || echo "link $n does not follow"; p=$l
       done < links.txt; echo all follow
5. The day's head seals them: both must show the same (only where there is a head.txt).
       {{ printf '%s\\n' "$(sed -n 2p head.txt)"; cat head-links.txt; }} | sha256sum
       sed -n 3p head.txt

If somebody else noted that head on that day, such as in a message that was sent, then all of this
was recorded by then. Where there is a head.tsr, a time stamping authority (RFC 3161) signed when
head.txt was known; ca.pem is its root certificate, from its own site:

6. The stamp is of that head, and signed by the authority: prints "Verification: OK" and the time.
       openssl ts -verify -data head.txt -in head.tsr -CAfile ca.pem
       openssl ts -reply -in head.tsr -text | grep 'Time stamp:'
{parts}"""
_PARTS = """
The document stands on several pages. page.raw holds them all, and parts/ the bytes of each;
parts.txt tells of each its number, where it begins in page.raw, its length, its SHA-256, its
address and, where it could not be had then, why it is that of an earlier look:

7. Each part is the one in page.raw: prints nothing but "all parts are in it".
       for d in before after; do
         [ -f $d/parts.txt ] || continue
         while IFS="$(printf '\\t')" read -r n at size sum url why; do
           [ "$(tail -c +$at $d/page.raw | head -c $size | sha256sum | cut -c1-64)" = $sum ] &&
             [ "$(sha256sum < $d/parts/$n.raw | cut -c1-64)" = $sum ] || echo "$d: part $n differs"
         done < $d/parts.txt
       done; echo all parts are in it
"""
_IMPORTED = """
Version {0} was imported, and this program did not see it on the page. It is of:
{1}. The time is the one that this record gives.
"""


def write_exhibit(storage: Storage, change_id: str, target: Path) -> list[str]:
    """Write the file; what could not be put into it, a line for each. Raises StorageError."""
    change = storage.change(change_id)
    files: dict[str, bytes] = {}
    missing: list[str] = []
    versions = {
        folder: storage.version(change.watch_id, number)
        for folder, number in (("before", change.from_version), ("after", change.to_version))
        if number
    }
    for folder, version in versions.items():
        missing += _add_page(storage, folder, version, files)
        _add_record(storage, change.watch_id, "version", version.number, files)
    _add_record(storage, change.watch_id, "change", change.id, files)
    missing += _add_links(storage, change, files)
    files["report.html"] = _report(storage, change, versions, files).encode("utf-8", "replace")
    several = any(name.endswith("/parts.txt") for name in files)
    files["README.txt"] = _readme(change, versions, _PARTS if several else "").encode()
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    files["SHA256SUMS"] = "".join(sums).encode()
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in sorted(files):
                packed.writestr(name, files[name])
    except OSError as error:
        raise StorageError(f"cannot write {target}: {error.strerror or error}") from error
    return missing


def _add_page(
    storage: Storage, folder: str, version: VersionRecord, files: dict[str, bytes]
) -> list[str]:
    blocks = "\n\n".join(block.text for block in version.content.blocks())
    files[f"{folder}/text.txt"] = f"{blocks}\n".encode("utf-8", "replace")
    missing, parts = [], []
    for raw in raw_pages(storage, version):
        if raw.lost:
            missing.append(f"{folder}/{raw.name}: {raw.lost}")
            continue
        files[f"{folder}/{raw.name}"] = raw.body
        if raw.answer is not None:
            files[f"{folder}/{_headers_of(raw.name)}"] = _headers(raw.answer)
        if raw.begins is not None:
            number = Path(raw.name).stem
            place = f"{raw.begins + 1}\t{len(raw.body)}\t{raw.sha256}\t{raw.url}\t{raw.kept}"
            parts.append(f"{number}\t{place}\n")
    if parts:
        files[f"{folder}/parts.txt"] = "".join(parts).encode("utf-8", "replace")
    return missing


def _headers_of(name: str) -> str:
    return "headers.txt" if name == "page.raw" else f"{Path(name).stem}-headers.txt"


def _headers(answer: SnapshotRecord) -> bytes:
    lines = [
        f"{answer.url}",
        f"status {answer.status}, received {answer.fetched_at.isoformat()}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _report(
    storage: Storage,
    change: ChangeRecord,
    versions: dict[str, VersionRecord],
    files: dict[str, bytes],
) -> str:
    """The page for people; its hashes are those of the files beside it."""
    shown = []
    for folder, version in versions.items():
        url, status = "", None
        with suppress(NotFoundError):
            answer = storage.snapshot(version.snapshot, version.watch_id)
            url, status = answer.url, answer.status
        text = files[f"{folder}/text.txt"].decode()
        shown.append(
            court_report.Shown(
                folder,
                version.number,
                version.seen_at,
                version.recorded_at,
                url,
                status,
                version.snapshot,
                text,
                version.source,
            )
        )
    lines = files["head.txt"].decode().split("\n") if "head.txt" in files else []
    return court_report.report(
        change,
        shown,
        storage.sights(change.watch_id),
        {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        (lines[0], lines[2]) if lines else None,
    )


def _add_record(
    storage: Storage, watch_id: str, kind: str, key: object, files: dict[str, bytes]
) -> None:
    text, content = storage.stated(watch_id, kind, key)
    files[f"records/{kind}-{key}.json"] = text.encode()
    files[f"records/{kind}-{key}.zst"] = content


def _add_links(storage: Storage, change: ChangeRecord, files: dict[str, bytes]) -> list[str]:
    links = storage.links(change.watch_id)
    files["links.txt"] = "".join(f"{n}\t{link}\t{what}\n" for n, what, link in links).encode()
    of_change = [n for n, what, _ in links if change.id in json.dumps(json.loads(what))]
    sealed = storage.sealed(change.watch_id, of_change[0]) if of_change else None
    if sealed is None:
        return ["head.txt: the day of this change is not sealed yet; write the file again tomorrow"]
    day, before, lines, head = sealed
    files["head.txt"] = head_file(day, before, head)
    if answer := storage.stamp(day):
        files["head.tsr"] = answer
    files["head-links.txt"] = lines.encode()
    return []


def _readme(change: ChangeRecord, versions: dict[str, VersionRecord], parts: str) -> str:
    old, both = versions.get("before", versions["after"]), versions.values()
    return _README.format(
        service=clean(change.service),
        document=clean(change.document),
        url=clean(change.url),
        old=change.from_version,
        old_at=old.seen_at.isoformat(),
        new=change.to_version,
        new_at=change.seen_at.isoformat(),
        parts=parts,
        imported="".join(_IMPORTED.format(v.number, clean(v.source)) for v in both if v.source),
    )

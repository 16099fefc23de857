"""Does `blame` agree with a search of all versions? On a folder of `recorded_history.py`.

    python bench/blame_check.py /tmp/recorded

For each sentence of each page's last version every version is read from its end to its beginning
and looked through for the sentence, in the plain way.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from monitor.facts.lineage import blame
from monitor.service.passages import version_texts
from monitor.storage import Storage
from monitor.text import sentences
from monitor.text.normalize import canonical


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    at = parser.parse_args().folder
    checked = wrong = 0
    spent = 0.0
    with Storage.open(f"sqlite:///{at}/monitor.db", at / "snapshots", migrate=False) as storage:
        for page in storage.pages(active_only=False):
            texts = version_texts(storage, page.watch_id)
            started = time.perf_counter()
            lines = blame(texts)
            spent += time.perf_counter() - started
            plain = [
                {canonical(s) for b in t.content.blocks() for s in sentences.split(b.text)}
                | {canonical(b.text) for b in t.content.blocks()}
                for t in texts
            ]
            for line in lines:
                key, since = canonical(line.text), texts[-1].number
                for text, said in zip(reversed(texts), reversed(plain), strict=True):
                    if key not in said:
                        break
                    since = text.number
                checked += 1
                wrong += since != line.since
    print(f"{checked} sentences, {wrong} dated otherwise, {spent:.1f} s for blame")


if __name__ == "__main__":
    main()

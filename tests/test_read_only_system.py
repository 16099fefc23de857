"""Under the shipped unit all but its own folder is read-only (`ProtectSystem=strict`): it works."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import page
from tests.rawserver import RawServer, ok

UNIT = Path(__file__).parents[1] / "docs" / "monitor.service"
RUN = "from monitor.cli import main; main()"
# What the unit asks systemd for: the system read-only, a /tmp and a state folder of its own.
SCRIPT = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/state
cp "$1" /mnt/state/watchlist.yaml
mount --bind / /
for place in $(awk '{print $5}' /proc/self/mountinfo | sort -r); do
    case $place in /proc*|/sys*|/dev*|/mnt*) ;; *) mount -o remount,ro,bind "$place" ;; esac
done
mount -t tmpfs tmpfs /tmp
if touch /etc/monitor-was-here 2>/dev/null; then echo "/etc can be written to"; exit 9; fi
cd /mnt/state
umask 0077
export HOME=/ PYTHONPATH="$3"
unset XDG_CACHE_HOME XDG_RUNTIME_DIR
"$2" -c "$4" check
"$2" -c "$4" run 2> daemon.log & daemon=$!
# Until it is at work, however slow the machine: a signal before that ends it without a word.
until grep -q '"event": "waiting"' daemon.log; do kill -0 $daemon || break; sleep 0.2; done
kill -TERM $daemon || true
wait $daemon || echo "the daemon ended with $?"
cat daemon.log
"$2" -c "$4" list
"$2" -c "$4" doctor
stat -c '%a %n' monitor.db snapshots
"""


def may_unshare() -> bool:
    if shutil.which("unshare") is None or os.geteuid() != 0:
        return False
    made = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False)
    return made.returncode == 0


def test_the_daemon_works_where_only_its_own_folder_can_be_written_to(tmp_path: Path) -> None:
    if not may_unshare():
        pytest.skip("mount namespaces need root and `unshare`")
    needed = (sys.executable, sys.base_prefix, str(UNIT.parents[1]))
    if any(path.startswith(("/tmp/", "/mnt/")) for path in needed):
        pytest.skip("what runs lies in a folder that the unit hides")
    with RawServer({"/terms": ok(page().encode())}) as server:
        watchlist = tmp_path / "w.yaml"
        watchlist.write_text(
            "defaults: {allow_private: yes}\nsettings: {processes: 1}\nwatches:\n"
            f"  - {{service: Plaza, document: Terms, url: '{server.url}/terms'}}\n"
        )
        root = str(UNIT.parents[1])
        shell = ["unshare", "-m", "bash", "-c", SCRIPT, "strict"]
        result = subprocess.run(
            [*shell, str(watchlist), sys.executable, root, RUN],
            capture_output=True,
            text=True,
            timeout=600,  # only so that it ends, if it should hang
            check=False,
        )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 page: 1 first" in result.stdout + result.stderr
    assert "the daemon ended with" not in result.stdout
    assert '"event": "stopped"' in result.stdout + result.stderr
    assert "nothing is broken" in result.stdout
    assert "600 monitor.db\n700 snapshots" in result.stdout


def test_the_unit_asks_for_what_was_tried() -> None:
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT.read_text("utf-8"))
    service = parser["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["PrivateTmp"] == "yes"
    assert service["StateDirectory"] == "monitor"
    assert service["WorkingDirectory"] == "/var/lib/monitor"

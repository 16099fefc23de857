#!/usr/bin/env bash
# The Dockerfile's steps without an engine: what .dockerignore lets through, packages by their hashes, a
# wheel, a virtual environment, a user without rights, /data, health, and a clean stop on SIGTERM. Needs
# root for the other user. BROWSER=yes does what that build argument does, apart from apt-get: it draws a
# page with the Chromium that is installed here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d /tmp/container-by-hand.XXXXXX)
daemon=""
trap '[ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; rm -rf "$work"' EXIT
chmod 755 "$work"

say() { printf '%7.1f s  %s\n' "$(echo "$(date +%s.%N) - $began" | bc)" "$*"; }
began=$(date +%s.%N)

browser=${BROWSER:-no}
mkdir "$work/src" "$work/etc" "$work/data" "$work/wheels"
git archive HEAD $(sed -n 's/^!//p' .dockerignore) | tar -x -C "$work/src"
cp "$work/src/watchlist.yaml" "$work/etc/"
chown 10001:10001 "$work/data"
say "copied the build context"

quietly() { "$@" >>"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }; }
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
for place in build monitor; do "${PYTHON:-python3}" -m venv "$work/$place"; done
quietly "$work/build/bin/pip" install --require-hashes -r "$work/src/requirements/build.txt"
quietly "$work/monitor/bin/pip" install --require-hashes -r "$work/src/requirements/image.txt"
if [ "$browser" = yes ]; then
    quietly "$work/monitor/bin/pip" install --require-hashes -r "$work/src/requirements/browser.txt"
fi
quietly "$work/build/bin/pip" wheel --no-deps --no-build-isolation --wheel-dir "$work/wheels" "$work/src"
quietly "$work/monitor/bin/pip" install --no-deps --no-index "$work"/wheels/*.whl
quietly "$work/monitor/bin/pip" uninstall --yes pip
rm -rf "$work/src" "$work/build"
say "installed: $(du -sm "$work/monitor" | cut -f1) MB"

as_user=(
    env -i PATH="$work/monitor/bin:/usr/bin:/bin" HOME="$work/data" PYTHONUNBUFFERED=1
    MONITOR_WATCHLIST="$work/etc/watchlist.yaml"
    MONITOR_DATABASE="sqlite:///$work/data/monitor.db"
    MONITOR_SNAPSHOTS="$work/data/snapshots" MONITOR_LOG=json
    setpriv --reuid 10001 --regid 10001 --clear-groups
)

# One page on this machine, so that the daemon has something to do without a network.
"$work/monitor/bin/python" -c 'from monitor.demo.server import DemoServer, Site
import time
with DemoServer(Site()) as server:
    print(server.address, flush=True)
    time.sleep(300)' >"$work/address" &
site=$!
trap 'kill "$site" $daemon 2>/dev/null || true; rm -rf "$work"' EXIT
until [ -s "$work/address" ]; do sleep 0.1; done
cat >"$work/etc/watchlist.yaml" <<YAML
defaults: { allow_private: true }
watches:
  - { service: Alderlink, document: FAQ, url: "http://$(cat "$work/address")/faq" }
YAML
looks=1
if [ "$browser" = yes ]; then
    looks=2
    echo "  - { service: Alderlink, document: Drawn, url: \"http://$(cat "$work/address")/terms\", fetch: browser }" \
        >>"$work/etc/watchlist.yaml"
fi

cd "$work/data"
if "${as_user[@]}" monitor health >/dev/null 2>&1; then echo "healthy before the first start?" >&2; exit 1; fi
say "not healthy before the first start"
"${as_user[@]}" monitor run 2>"$work/data/log" &
daemon=$!
for _ in $(seq 100); do
    "${as_user[@]}" monitor health >/dev/null 2>&1 && break
    kill -0 "$daemon" 2>/dev/null || { cat "$work/data/log" >&2; exit 1; }
    sleep 0.2
done
"${as_user[@]}" monitor health
for _ in $(seq 300); do
    [ "$(grep -c '"event": "checked"' "$work/data/log")" -ge "$looks" ] && break
    sleep 0.2
done
"${as_user[@]}" monitor history alderlink-faq
if [ "$browser" = yes ]; then
    "${as_user[@]}" monitor history alderlink-drawn
    "${as_user[@]}" monitor doctor
fi
say "running as user $(ps -o uid= -p "$daemon" | tr -d ' '), healthy, first version stored"
began_stop=$(date +%s.%N)
kill -TERM "$daemon"
code=0
wait "$daemon" || code=$?
daemon=""
say "stopped $(echo "$(date +%s.%N) - $began_stop" | bc) s after SIGTERM with exit code $code"
[ "$code" -eq 0 ]
tail -1 "$work/data/log"

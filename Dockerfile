# The daemon in a small image: built in one stage, run in another as a user without rights.
FROM python:3.13-slim AS build

WORKDIR /src
COPY pyproject.toml README.md ./
COPY monitor ./monitor
RUN python -m venv /opt/monitor \
    && /opt/monitor/bin/pip install --no-cache-dir --disable-pip-version-check ".[postgresql]" \
    && /opt/monitor/bin/pip uninstall --yes pip

FROM python:3.13-slim

RUN groupadd --gid 10001 monitor \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin monitor \
    && install --directory --owner 10001 --group 10001 /data

COPY --from=build /opt/monitor /opt/monitor
COPY watchlist.yaml /etc/monitor/watchlist.yaml

ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MONITOR_WATCHLIST=/etc/monitor/watchlist.yaml \
    MONITOR_DATABASE=sqlite:////data/monitor.db \
    MONITOR_SNAPSHOTS=/data/snapshots \
    MONITOR_LOG=json

# By number, so that a cluster can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]

STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m --timeout=10s --start-period=2m --retries=3 CMD ["monitor", "health"]
CMD ["monitor", "run"]

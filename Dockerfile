# The daemon in a small image: built in one stage, run in another as a user without rights.
# Everything from a package registry is held to its hash. The base image is a tag, so that a rebuild
# has Debian's and Python's security fixes; to hold it too: docker build --build-arg BASE=python@sha256:…
# With a browser for pages that scripts draw, some 600 MB more: docker build --build-arg BROWSER=yes
ARG BASE=python:3.13-slim
ARG BROWSER=no
FROM ${BASE} AS build
ARG BROWSER

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

WORKDIR /src
COPY requirements ./requirements
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements/build.txt \
    && python -m venv /opt/monitor \
    && /opt/monitor/bin/pip install --require-hashes -r requirements/image.txt \
    && if [ "${BROWSER}" = yes ]; then /opt/monitor/bin/pip install --require-hashes -r requirements/browser.txt; fi
COPY pyproject.toml README.md LICENSE ./
COPY monitor ./monitor
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/monitor/bin/pip install --no-deps --no-index /wheels/*.whl \
    && /opt/monitor/bin/pip uninstall --yes pip

FROM ${BASE}
ARG BROWSER

# Debian's newest: a browser is held to its security fixes, not to a version. Playwright's driver
# needs libatomic1, which a small image lacks.
# hadolint ignore=DL3008
RUN if [ "${BROWSER}" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends chromium libatomic1 \
        && rm -rf /var/lib/apt/lists/*; \
    fi

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

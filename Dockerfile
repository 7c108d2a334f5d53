FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY rules rules
COPY templates templates
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[postgresql]'

FROM python:3.11-slim
# Feeds are read and mails are sent as a user who owns nothing but /data.
RUN useradd --system --create-home --home-dir /data --shell /usr/sbin/nologin monitor
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels 'attack-monitor[postgresql]'
USER monitor
WORKDIR /data
VOLUME /data
# The gazetteer is unpacked once, on the volume, so that the rest may be read-only.
ENV PYTHONUNBUFFERED=1 MONITOR_CACHE_DIR=/data/cache
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s --retries=3 CMD ["monitor", "health"]
ENTRYPOINT ["monitor"]
CMD ["run"]

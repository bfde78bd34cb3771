# The service in a container: its database, its secrets and its TLS are outside (docs/operations.md).
FROM debian:12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libpango-1.0-0 libpangoft2-1.0-0 \
        libharfbuzz-subset0 python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/stapelwijzer
COPY requirements.lock pyproject.toml setup.cfg README.md ./
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY calculator ./calculator
COPY rules ./rules
COPY templates ./templates
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && .venv/bin/stapelwijzer rules check

RUN useradd --system --uid 10001 --home-dir /var/lib/stapelwijzer --create-home stapelwijzer
USER stapelwijzer
WORKDIR /var/lib/stapelwijzer
VOLUME /var/lib/stapelwijzer

# What differs from one installation to the next, secrets above all, is given when it is run.
ENV STAPELWIJZER_MODE=production LISTEN=0.0.0.0:8000 PYTHONUNBUFFERED=1
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["/opt/stapelwijzer/.venv/bin/python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["/opt/stapelwijzer/.venv/bin/python", "-m", "calculator.web.serve"]

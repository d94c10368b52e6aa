# The site in a container: no uv, compiler or test in it, and nothing of it can be written to by the
# program itself. compose.yaml runs it with PostgreSQL and a proxy (docs/operating.md).

FROM python:3.13-slim-trixie AS made
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON=/usr/local/bin/python \
    UV_PYTHON_DOWNLOADS=never
RUN pip install uv==0.13.9
WORKDIR /srv/bijnaderinzien
# The dependencies first: they change less often than the code.
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev
COPY manage.py ./
COPY accounts accounts
COPY bijnaderinzien bijnaderinzien
COPY content content
COPY fixtures fixtures
COPY insight insight
COPY operations operations
COPY pages pages
COPY sessions_app sessions_app
COPY static static
COPY templates templates
RUN SECRET_KEY=only-to-collect-the-files-nothing-is-signed-with-this-one \
    BASE_URL=https://dialoog.voorbeeld.nl \
    .venv/bin/python manage.py collectstatic --noinput \
    && .venv/bin/python -m compileall -q accounts bijnaderinzien content insight operations pages sessions_app

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin bijnaderinzien \
    && install -d -o bijnaderinzien -m 700 /data /backups /films
WORKDIR /srv/bijnaderinzien
COPY --from=made /srv/bijnaderinzien ./
ENV PATH=/srv/bijnaderinzien/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/db.sqlite3 \
    PORT=8000
USER 10001
VOLUME ["/data", "/backups", "/films"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# Alive, not ready: a database that is away is no reason to start this anew.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
CMD ["python", "-m", "bijnaderinzien.serve", "--host", "0.0.0.0"]

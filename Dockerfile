# One image for web, worker, beat and migrate. Debian slim, because the locked wheels are built for glibc.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /opt/shugang
ENV PATH=/opt/shugang/bin:$PATH
WORKDIR /srv/shugang
COPY requirements.txt requirements-s3.txt ./
RUN pip install --require-hashes -r requirements.txt -r requirements-s3.txt
COPY manage.py LICENSE ./
COPY settings settings
COPY launch/__init__.py launch/messages.py launch/
COPY kernel kernel
COPY web web
COPY accounts accounts
COPY catalog catalog
COPY exchange exchange
# the values below live for this step only: collecting static files asks for settings, not for servers
RUN python -m launch.messages && \
    DJANGO_SETTINGS_MODULE=settings.production \
    DATABASE_URL=postgresql://build:build@localhost/build REDIS_URL=redis://localhost:6379/0 \
    SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(64))') \
    KEY_ENCRYPTION_KEY=build:$(python -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())') \
    PUBLIC_URL=https://build.invalid EMAIL_URL=smtp://localhost FILES_ROOT=/tmp \
    python manage.py collectstatic --noinput --verbosity 0 && \
    python -m compileall -q .

FROM python:3.11-slim-bookworm
ENV PATH=/opt/shugang/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=settings.production
RUN useradd --system --uid 10001 --home-dir /srv/shugang shugang && install -d -o shugang -g shugang -m 0700 /var/lib/shugang/files
COPY --from=build /opt/shugang /opt/shugang
COPY --from=build /srv/shugang /srv/shugang
WORKDIR /srv/shugang
USER shugang
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "settings.wsgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--no-access-log", "--respawn-failed-workers"]

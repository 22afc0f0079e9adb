# One image for web, worker, beat and upgrade; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm

ENV VENV=/opt/venv PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONUTF8=1 PIP_NO_CACHE_DIR=1
WORKDIR /app

# Packages of the system and of Python alike are those that ./run installs: their names stand there and in pyproject.toml alone.
COPY run pyproject.toml constraints.txt ./
RUN ./run prepare && rm -rf var /var/lib/apt/lists/*

COPY manage.py ./
COPY config config
COPY fixtures fixtures
COPY scripts scripts
COPY templates templates
COPY static static
COPY apps apps

# Served by the program itself under names with a hash; nothing below /app is written to later.
RUN STATIC_MANIFEST=1 python manage.py collectstatic --noinput && python -m compileall -q apps config

RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin zhengai && install -d -o zhengai /data/media
USER zhengai
ENV STATIC_MANIFEST=1 MEDIA_ROOT=/data/media XDG_CACHE_HOME=/tmp
VOLUME /data/media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

"""Which database and which queue ./run uses: what the environment names, else a server of this machine that lets us in.

Prints shell lines to be evaluated. No DATABASE_URL line means that the embedded server is wanted.
"""

import os
import sys

import psycopg2
import redis
from psycopg2 import sql

DATABASE = "zhengai"
OLDEST = 150_000  # PostgreSQL 15, as its server_version counts
PLACES = {"postgresql:///": {}, "postgresql://127.0.0.1:5432/": {"host": "127.0.0.1", "port": 5432}}
REDIS = "redis://127.0.0.1:6379/0"


def connect(place, name):
    connection = psycopg2.connect(dbname=name, connect_timeout=2, **place)
    connection.autocommit = True
    return connection


def usable(place):
    """Whether the server at ``place`` is new enough, lets us make databases, and has ours (made here if missing)."""
    try:
        connection = connect(place, "postgres")
    except psycopg2.OperationalError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if connection.server_version < OLDEST or not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(DATABASE)))
    try:
        connect(place, DATABASE).close()
    except psycopg2.OperationalError:
        return False
    return True


def answers(url):
    try:
        return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError:
        return False


def main():
    if not os.environ.get("DATABASE_URL"):
        url = next((url for url, place in PLACES.items() if usable(place)), None)
        if url:
            print(f"export DATABASE_URL={url}{DATABASE}")
    if not os.environ.get("REDIS_URL") and answers(REDIS):
        print(f"export REDIS_URL={REDIS}")


if __name__ == "__main__":
    sys.exit(main())

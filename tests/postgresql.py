"""A PostgreSQL server that lives as long as the test run: nothing is left behind, and nothing needs to be set up."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

URL_VARIABLE = "MONITOR_TEST_POSTGRESQL_URL"
REQUIRE_VARIABLE = "MONITOR_TEST_REQUIRE_POSTGRESQL"
DEBIAN = Path("/usr/lib/postgresql")


class NoServerError(Exception):
    """There is no PostgreSQL to test with; the message says why."""


@contextmanager
def server() -> Iterator[str]:
    """URL of a server on which databases can be made: the one named in the environment, else a throw-away one.

    Raises:
        NoServerError: PostgreSQL's programs are not installed, or the server does not start.
    """
    given = os.environ.get(URL_VARIABLE)
    if given:
        yield given
        return
    programs = _programs()
    user = _user()
    home = Path(tempfile.mkdtemp(prefix="monitor-pg-"))
    try:
        if user is not None:
            os.chown(home, user.pw_uid, user.pw_gid)
        port = _free_port()
        data = home / "data"
        _run(
            user,
            home,
            programs / "initdb",
            "-D",
            data,
            "-U",
            "monitor",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {home} -c fsync=off -c shared_buffers=32MB"
        _run(user, home, programs / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://monitor@127.0.0.1:{port}/postgres"
        finally:
            _run(user, home, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path:
    on_path = shutil.which("pg_ctl")
    # Debian keeps each version's programs in a directory of its own, off the PATH.
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(DEBIAN.glob("*/bin"), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise NoServerError(f"initdb and pg_ctl are not installed: install PostgreSQL or set {URL_VARIABLE}")


def _user() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerError(f"PostgreSQL refuses to run as root and there is no other user: set {URL_VARIABLE}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(user: pwd.struct_passwd | None, home: Path, *command: object) -> None:
    identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    # The output goes to a file: the server inherits a pipe and would keep it open.
    with (home / "output").open("w+") as output:
        done = subprocess.run(
            list(map(str, command)),
            cwd=home,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            check=False,
            **identity,
        )
        if done.returncode != 0:
            output.seek(0)
            raise NoServerError(f"{command[0]} failed: {output.read().strip()[-500:]}")

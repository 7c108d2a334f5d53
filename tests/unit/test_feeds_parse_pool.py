"""Parsing in other processes: the same results, and no document that takes more down than itself."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import ParseError
from monitor.feeds import parse_child
from monitor.feeds.answers import ParsedFeed, Response
from monitor.feeds.parse import Parser
from monitor.feeds.parse_pool import ParsePool

ATOM = """<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title>Новини</title>
<entry><id>a</id><title>Дрон \N{SKULL}</title><updated>2024-05-14T06:00:00.5Z</updated><author><name>N</name></author>
<link href='/a'/><summary>s</summary><content type='html'>&lt;b&gt;c&lt;/b&gt;</content></entry>
<entry><id>b</id><title/></entry></feed>"""
RSS = "<rss><channel><title>News</title><ttl>10</ttl><skipHours><hour>3</hour></skipHours><item><guid>1</guid></item></channel></rss>"


def response(body: str | bytes = RSS, **given: object) -> Response:
    as_bytes = body.encode() if isinstance(body, str) else body
    return Response(url="https://e.org/feed", body=as_bytes, body_hash="", **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pool() -> Iterator[ParsePool]:
    pool = ParsePool()
    yield pool
    pool.close()


def outcome(parser: ParsePool | Parser, answer: Response) -> ParsedFeed | tuple[str, str]:
    try:
        return parser.parse(answer)
    except ParseError as error:
        return error.reason, error.message


@pytest.mark.parametrize(
    "answer",
    [
        response(RSS),
        response(ATOM),
        response("<rss><channel><item><title>Война</title></item></channel></rss>".encode("cp1251")),
        response("<rss/>", content_type="text/xml; charset=utf-7"),
        response(RSS, headers={"content-language": "de"}),
        response("<html/>"),
        response(""),
        response("<!DOCTYPE r [<!ENTITY a 'b'>]><rss/>"),
    ],
    ids=["rss", "atom", "windows-1251", "utf-7", "language", "page", "empty", "entity"],
)
def test_what_comes_back_is_what_parsing_here_gives(pool: ParsePool, answer: Response) -> None:
    assert outcome(pool, answer) == outcome(Parser(), answer)


def test_known_entries_are_left_out(pool: ParsePool) -> None:
    whole = pool.parse(response(ATOM))
    rest = pool.parse(response(ATOM), {whole.prints[0]})

    assert (rest.entries, rest.prints, rest.dropped) == (whole.entries[1:], whole.prints[1:], whole.prints[:1])


def test_the_largest_feed_that_is_fetched_has_room(pool: ParsePool) -> None:
    item = f"<item><guid>g</guid><description><![CDATA[{'слово ' * 1300}]]></description></item>"
    body = f"<rss><channel>{item * (15 * 1024 * 1024 // len(item.encode()))}</channel></rss>"

    assert len(pool.parse(response(body)).entries) == 1000


HOSTILE = {
    "needs too much memory": ("bytearray(10**9)", "parse_memory", "MiB of memory"),
    "takes too long": ("__import__('time').sleep(60)", "parse_timeout", "broken off after 1 s"),
    "crashes": ("os.kill(os.getpid(), signal.SIGSEGV)", "parse_crashed", "SIGSEGV"),
    "is killed by the system": ("os.kill(os.getpid(), signal.SIGKILL)", "parse_crashed", "was ended"),
    "takes too much processor time": ("os.kill(os.getpid(), signal.SIGXCPU)", "parse_timeout", "processor time"),
    "ends": ("sys.exit()", "parse_crashed", "was ended"),
    "talks nonsense": ("os.write(0, b'nonsense' * 9)", "parse_crashed", "was ended"),
    "says too much": ("os.write(0, bytes([255] * 8))", "parse_crashed", "was ended"),
}


@pytest.mark.parametrize(("act", "reason", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_document_that_breaks_its_process_fails_alone(act: str, reason: str, says: str) -> None:
    script = f"""
import os, signal, sys
from monitor.feeds import parse_child
parse = parse_child.parse
def hostile(body, **given):
    return {act} if b"hostile" in body else parse(body, **given)
parse_child.parse = hostile
parse_child.main()"""
    pool = ParsePool(size=1, deadline_s=1.0, command=[sys.executable, "-c", script])
    try:
        with pytest.raises(ParseError, match=says) as failure:
            pool.parse(response("<rss>hostile</rss>"))
        assert failure.value.reason == reason
        assert pool.parse(response(RSS)) == Parser().parse(response(RSS))
    finally:
        pool.close()


def child_of(pool: ParsePool) -> int:
    [process] = pool._started
    return process._process.pid


def test_a_process_that_was_ended_while_idle_is_replaced_unnoticed() -> None:
    pool = ParsePool(size=1)
    pool.parse(response(RSS))
    first = child_of(pool)
    os.kill(first, signal.SIGKILL)

    assert len(pool.parse(response(RSS)).entries) == 1
    assert child_of(pool) != first
    pool.close()


def test_a_process_is_retired_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "from monitor.feeds import parse_child as c; c.RETIRE_AFTER = 2; c.main()"
    pool = ParsePool(size=1, command=[sys.executable, "-c", script])
    pool.parse(response(RSS))
    first = child_of(pool)
    with pytest.raises(ParseError):
        pool.parse(response(""))
    assert not pool._started
    pool.parse(response(RSS))
    assert child_of(pool) != first
    pool.close()


def test_nothing_of_the_environment_but_the_way_to_the_modules_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD", "secret")
    pool = ParsePool(size=1)
    pool.parse(response(RSS))
    environment = Path(f"/proc/{child_of(pool)}/environ").read_text()
    pool.close()

    assert "PYTHONPATH" in environment
    assert "secret" not in environment


def test_memory_is_limited_and_processor_time_anew_for_each_document() -> None:
    burn = "import time\nwhile time.process_time() < 1.1: pass\n"
    script = f"from monitor.feeds import parse_child\n{burn}parse_child.main()"
    pool = ParsePool(size=1, command=[sys.executable, "-c", script])
    pool.parse(response(RSS))
    limits = Path(f"/proc/{child_of(pool)}/limits").read_text().splitlines()
    pool.close()

    [processor_s] = [int(line.split()[3]) for line in limits if line.startswith("Max cpu time")]
    assert processor_s >= parse_child.CPU_S + 2  # one second was used up before
    [memory] = [int(line.split()[3]) for line in limits if line.startswith("Max address space")]
    assert memory == parse_child.MEMORY_BYTES


def test_a_process_that_does_not_start_is_not_the_feeds_fault() -> None:
    pool = ParsePool(size=1, command=[sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(OSError, match="does not start"):
        pool.parse(response(RSS))
    pool.close()


def test_processes_end_with_the_pool() -> None:
    pool = ParsePool(size=1)
    pool.parse(response(RSS))
    child = child_of(pool)
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    with pytest.raises(OSError, match="stops"):
        pool.parse(response(RSS))

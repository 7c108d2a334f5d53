"""Each outcome of a fetch, against a real server on this machine; the first test is the fake's contract too."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpcore
import pytest
import trustme

from monitor.errors import FetchError
from monitor.feeds.answers import Answer, FetchesFeeds, Gone, NotModified, Response
from monitor.feeds.fetch import Fetcher, FetchLimits
from monitor.feeds.hosts import HostLimiter
from monitor.model import Feed, FeedId, FeedStatus
from monitor.network.dialling import CheckedStream
from tests.fakes import FakeFetcher
from tests.feedserver import FeedServer, Reply, Request, feed_server

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><title>T</title></channel></rss>"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


def make(**options: object) -> Fetcher:
    """A fetcher that may fetch from this machine."""
    return Fetcher(**({"clock": lambda: NOW, "allow_private": True} | options))  # type: ignore[arg-type]


def fetch(address: str, fetcher: Fetcher | None = None, **status: object) -> Answer:
    feed = Feed(id=FeedId("f"), url=address, publisher="P")
    return (fetcher or make()).fetch(feed, FeedStatus(feed=feed.id, **status))  # type: ignore[arg-type]


def failure(address: str, fetcher: Fetcher | None = None, **status: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(address, fetcher, **status)
    assert caught.value.url == address
    assert len(caught.value.message) > 20, "the message says what happened and what to do"
    return caught.value


@pytest.mark.parametrize("kind", ["real", "fake"])
def test_fake_and_real_fetcher_keep_the_same_contract(server: FeedServer, kind: str) -> None:
    good, missing = server.answer("/a", Reply(body=RSS)), server.url("/b")
    fetcher: FetchesFeeds = make() if kind == "real" else FakeFetcher({good: RSS})
    feed = Feed(id=FeedId("f"), url=good, publisher="P")
    first = fetcher.fetch(feed, FeedStatus(feed=feed.id))
    assert isinstance(first, Response)
    assert (first.body, first.url) == (RSS, good)
    again = fetcher.fetch(feed, FeedStatus(feed=feed.id, body_hash=first.body_hash))
    assert isinstance(again, NotModified)
    assert again.status == 200
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Feed(id=FeedId("g"), url=missing, publisher="P"), FeedStatus(feed=FeedId("g")))
    assert caught.value.reason == "not_found"


def test_a_feed_comes_with_its_validators_exactly_as_sent(server: FeedServer) -> None:
    headers = {
        "ETag": 'W/"a,b"',
        "Last-Modified": "Sun, 1 Mar 2026 10:00:00 GMT",
        "Content-Type": "text/xml; charset=UTF-8",
    }
    answer = fetch(server.answer("/f", Reply(body=RSS, headers=headers | {"Cache-Control": "max-age=900"})))
    assert isinstance(answer, Response)
    assert (answer.etag, answer.last_modified) == (headers["ETag"], headers["Last-Modified"])
    assert (answer.content_type, answer.max_age_s) == ("text/xml; charset=UTF-8", 900)
    assert answer.body_hash == hashlib.sha256(RSS).hexdigest()
    assert answer.wire_bytes == len(RSS)


def test_requests_are_polite(server: FeedServer) -> None:
    fetch(server.answer("/f", Reply(body=RSS)), make(contact="https://monitor.example.org/about"))
    (request,) = server.requests
    assert request.headers["user-agent"].startswith("AttackMonitor/")
    assert "+https://monitor.example.org/about" in request.headers["user-agent"]
    assert request.headers["accept-encoding"] == "gzip, deflate"
    assert "application/rss+xml" in request.headers["accept"]
    assert not {"cookie", "referer", "authorization", "if-none-match", "if-modified-since"} & request.headers.keys()


def test_validators_are_sent_back_and_304_is_a_value(server: FeedServer) -> None:
    url = server.answer("/f", Reply(status=304, headers={"ETag": '"new"'}))
    answer = fetch(url, etag='W/"old"', last_modified="Sun, 1 Mar 2026 10:00:00 GMT", url=url)
    assert answer == NotModified(url=url, etag='"new"')
    assert server.requests[0].headers["if-none-match"] == 'W/"old"'
    assert server.requests[0].headers["if-modified-since"] == "Sun, 1 Mar 2026 10:00:00 GMT"


def test_validators_of_another_address_are_not_sent(server: FeedServer) -> None:
    fetch(server.answer("/f", Reply(body=RSS)), etag='"x"', url="https://elsewhere.example.org/")
    assert "if-none-match" not in server.requests[0].headers


def test_304_that_nobody_asked_for_is_an_error(server: FeedServer) -> None:
    assert failure(server.answer("/f", Reply(status=304))).reason == "unexpected_304"


def test_validators_that_cannot_be_sent_back_are_not_kept(server: FeedServer) -> None:
    answer = fetch(server.answer("/f", Reply(body=RSS, headers={"ETag": "x" * 1001, "Last-Modified": "caf\xe9"})))
    assert isinstance(answer, Response)
    assert (answer.etag, answer.last_modified) == (None, None)


RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(RSS) + RAW.flush()


@pytest.mark.parametrize(
    ("encoding", "wire"),
    [
        ("gzip", gzip.compress(RSS)),
        ("gzip", gzip.compress(RSS[:20]) + gzip.compress(RSS[20:])),
        ("x-gzip", gzip.compress(RSS)),
        ("deflate", zlib.compress(RSS)),
        ("deflate", RAW_DEFLATE),
        ("identity", RSS),
    ],
    ids=["gzip", "two gzip members", "x-gzip", "deflate", "raw deflate", "identity"],
)
def test_bodies_are_decompressed(server: FeedServer, encoding: str, wire: bytes) -> None:
    answer = fetch(server.answer("/f", Reply(body=wire, headers={"Content-Encoding": encoding})))
    assert isinstance(answer, Response)
    assert answer.body == RSS
    assert answer.wire_bytes == len(wire)


def test_bytes_are_told_as_sent_and_decompressed(server: FeedServer) -> None:
    """What `attack_monitor_feed_bytes_total` counts, whether or not the document has changed."""
    packed = gzip.compress(RSS * 100)
    url = server.answer("/f", Reply(body=packed, headers={"Content-Encoding": "gzip"}))
    first = fetch(url)
    assert isinstance(first, Response)
    again = fetch(url, body_hash=first.body_hash)
    assert isinstance(again, NotModified)
    assert (
        (first.wire_bytes, len(first.body)) == (again.wire_bytes, again.decoded_bytes) == (len(packed), 100 * len(RSS))
    )


def test_room_for_large_bodies_is_free_again_when_nobody_has_them(server: FeedServer) -> None:
    large = RSS + b" " * (11 * 1024 * 1024)  # with what is made of it, it takes all the room that there is
    address, fetcher = (
        server.answer("/f", Reply(body=large)),
        make(limits=FetchLimits(timeout_s=20.0, wire_bytes=2 * len(large))),
    )
    for _ in range(3):
        answer = fetch(address, fetcher)
        assert isinstance(answer, Response)
        assert answer.body == large
        del answer


@pytest.mark.parametrize("chunked", [False, True])
def test_a_gzip_bomb_is_cut(server: FeedServer, chunked: bool) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024), compresslevel=1)
    url = server.answer("/f", Reply(body=bomb, headers={"Content-Encoding": "gzip"}, chunked=chunked))
    assert failure(url).reason == "too_large"


@pytest.mark.parametrize(
    ("encoding", "wire"),
    [
        ("gzip", RSS),
        ("gzip", gzip.compress(RSS)[:-12]),
        ("gzip, gzip", gzip.compress(gzip.compress(RSS))),
        ("br", b"\x0b\x02\x80rss\x03"),
        ("gzip", gzip.compress(b"") * 1000),
    ],
    ids=["plain body", "cut off", "doubled", "brotli", "a thousand members"],
)
def test_a_bad_encoding_is_tried_once_more_without(server: FeedServer, encoding: str, wire: bytes) -> None:
    good = server.answer(
        "/good",
        lambda request: (
            Reply(body=RSS)
            if request.headers["accept-encoding"] == "identity"
            else Reply(body=wire, headers={"Content-Encoding": encoding})
        ),
    )
    bad = server.answer("/bad", Reply(body=wire, headers={"Content-Encoding": encoding}))
    answer = fetch(good)
    assert isinstance(answer, Response)
    assert answer.body == RSS
    assert failure(bad).reason == "bad_encoding"
    assert [request.path for request in server.requests] == ["/good", "/good", "/bad", "/bad"]


def test_a_large_body_is_refused_on_its_announcement(server: FeedServer) -> None:
    url = server.answer("/f", Reply(body=b"x", announced=10**10))
    assert failure(url).reason == "too_large"


def test_a_large_body_without_announcement_is_cut(server: FeedServer) -> None:
    url = server.answer("/f", Reply(body=bytes(300_000), chunked=True))
    assert failure(url, make(limits=FetchLimits(wire_bytes=100_000))).reason == "too_large"


def test_a_cut_connection_is_no_short_feed(server: FeedServer) -> None:
    assert failure(server.answer("/f", Reply(body=RSS, announced=len(RSS) + 100))).reason == "incomplete"


def test_endless_headers_are_refused(server: FeedServer) -> None:
    assert failure(server.answer("/f", Reply(body=RSS, headers={"X-Filler": "x" * 200_000}))).reason == "protocol"


def test_an_empty_body_is_a_failure(server: FeedServer) -> None:
    assert failure(server.answer("/f", Reply(body=b""))).reason == "empty"


def test_a_server_that_drips_is_left_at_the_deadline(server: FeedServer) -> None:
    url = server.answer("/f", Reply(body=RSS, drip_s=0.2))
    before = time.monotonic()
    assert failure(url, make(limits=FetchLimits(timeout_s=1.0))).reason == "timeout"
    assert time.monotonic() - before < 5


def test_a_host_that_does_not_answer_in_time_is_left_alone_for_a_while() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # connections are made, and nobody ever answers
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/f"
        fetcher = make(limits=FetchLimits(timeout_s=0.2))
        assert failure(address, fetcher).reason == "timeout"
        error = failure(f"{address}/other", fetcher)
    assert error.reason == "host_paused"
    assert "did not answer in time" in error.message
    assert 50 < (error.retry_after_s or 0) <= 60


def test_a_host_that_drips_is_not_left_alone_because_of_one_feed(server: FeedServer) -> None:
    dripping, other = server.answer("/f", Reply(body=RSS, drip_s=0.05)), server.answer("/g", Reply(body=RSS))
    fetcher = make(limits=FetchLimits(timeout_s=0.3))
    assert failure(dripping, fetcher).reason == "timeout"
    assert isinstance(fetch(other, fetcher), Response)


def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    release = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        release.wait(20)
        return []

    try:
        error = failure("http://slow.example.org/", make(resolver=hang, limits=FetchLimits(timeout_s=0.3)))
    finally:
        release.set()
    assert error.reason == "timeout"


@pytest.mark.parametrize(
    ("status", "headers", "reason", "retry_after_s"),
    [
        (401, {}, "needs_operator", None),
        (403, {}, "needs_operator", None),
        (451, {}, "needs_operator", None),
        (403, {"CF-Mitigated": "challenge"}, "needs_operator", None),
        (503, {"CF-Mitigated": "challenge"}, "needs_operator", None),
        (403, {"Retry-After": "120"}, "throttled", 120),
        (429, {"Retry-After": "120"}, "throttled", 120),
        (429, {"Retry-After": "1"}, "throttled", 60),
        (503, {"Retry-After": "1000000000000"}, "throttled", 86_400),
        (503, {"Retry-After": "Sun, 01 Mar 2026 12:10:00 GMT"}, "throttled", 600),
        (429, {"Retry-After": "-5"}, "throttled", None),
        (429, {"Retry-After": "soon"}, "throttled", None),
        (404, {}, "not_found", None),
        (500, {}, "server_error", None),
        (418, {}, "http_error", None),
        (206, {}, "http_error", None),
        (204, {}, "http_error", None),
    ],
)
def test_refusals(
    server: FeedServer, status: int, headers: dict[str, str], reason: str, retry_after_s: float | None
) -> None:
    error = failure(server.answer("/f", Reply(status=status, headers=headers)))
    assert (error.reason, error.status, error.retry_after_s) == (reason, status, retry_after_s)


def test_retry_after_holds_for_the_whole_host(server: FeedServer) -> None:
    fetcher = make()
    failure(server.answer("/a", Reply(status=429, headers={"Retry-After": "3600"})), fetcher)
    error = failure(server.answer("/b", Reply(body=RSS)), fetcher)
    assert error.reason == "host_paused"
    assert error.retry_after_s == pytest.approx(3600, abs=60)
    assert [request.path for request in server.requests] == ["/a"]


def test_gone_is_a_value(server: FeedServer) -> None:
    url = server.answer("/f", Reply(status=410))
    assert fetch(url) == Gone(url=url)


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


def test_redirects_are_followed_and_permanent_ones_noted(server: FeedServer) -> None:
    server.answer("/old", redirect("/newer", 301))
    server.answer("/newer", redirect("/newest", 308))
    server.answer("/newest", redirect("/today", 302))
    server.answer("/today", Reply(body=RSS))
    answer = fetch(server.url("/old"))
    assert isinstance(answer, Response)
    assert (answer.url, answer.moved_to) == (server.url("/today"), server.url("/newest"))


def test_a_temporary_redirect_is_not_noted(server: FeedServer) -> None:
    server.answer("/today", Reply(body=RSS))
    server.answer("/next", redirect("/today", 301))
    answer = fetch(server.answer("/f", redirect("/next", 307)))
    assert isinstance(answer, Response)
    assert answer.moved_to is None


def test_a_move_seen_often_enough_is_asked_directly(server: FeedServer) -> None:
    server.answer("/new", Reply(body=RSS))
    old, new = server.answer("/old", redirect("/new", 301)), server.url("/new")
    fetch(old, moved_to=new, moved_count=3, url=old)
    assert [request.path for request in server.requests] == ["/new"]


def test_redirect_loops_end(server: FeedServer) -> None:
    assert failure(server.answer("/f", redirect("/f"))).reason == "too_many_redirects"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("", "bad_redirect"),
        ("file:///etc/passwd", "blocked_address"),
        ("ftp://example.org/feed", "blocked_address"),
        ("gopher://127.0.0.1:25/_HELO", "blocked_address"),
        ("javascript:alert(1)", "blocked_address"),
        ("data:application/rss+xml,<rss/>", "blocked_address"),
        ("http://user:secret@example.org/", "blocked_address"),
    ],
)
def test_redirects_to_what_is_not_fetched(server: FeedServer, location: str, reason: str) -> None:
    assert failure(server.answer("/f", redirect(location))).reason == reason


def test_cookies_are_neither_kept_nor_sent(server: FeedServer) -> None:
    fetcher = make()
    server.answer("/f", Reply(status=302, headers={"Location": "/g", "Set-Cookie": "id=1; Path=/"}))
    server.answer("/g", Reply(body=RSS, headers={"Set-Cookie": "id=2; Path=/"}))
    fetch(server.url("/f"), fetcher)
    fetch(server.url("/g"), fetcher)
    assert [("cookie" in request.headers) for request in server.requests] == [False, False, False]


def test_proxies_of_the_environment_are_ignored(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1/")
    assert isinstance(fetch(server.answer("/f", Reply(body=RSS))), Response)


def resolver(**answers: list[str]) -> Callable[[str, int], list[str]]:
    """Resolves ``a_example_org`` as a.example.org."""
    table = {name.replace("_", "."): addresses for name, addresses in answers.items()}

    def look_up(host: str, port: int) -> list[str]:
        if host not in table:
            raise OSError("Name or service not known")
        return table[host]

    return look_up


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]],
    ids=["loopback", "private", "one of two is private", "v6 loopback", "mapped", "metadata"],
)
def test_names_at_private_addresses_are_refused_before_dialling(server: FeedServer, addresses: list[str]) -> None:
    fetcher = make(allow_private=False, resolver=resolver(inside_example_org=addresses))
    error = failure("http://inside.example.org/feed", fetcher)
    assert error.reason == "blocked_address"
    assert "allow private feeds" in error.message
    assert server.requests == []


def test_a_name_is_resolved_once_and_the_checked_answer_is_dialled(server: FeedServer) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    server.answer("/f", Reply(body=RSS))
    answer = fetch(server.url("/f", host="rebinding.example.org"), make(resolver=rebinding))
    assert isinstance(answer, Response)
    assert asked == ["rebinding.example.org"]


def test_every_hop_of_a_redirect_is_checked(server: FeedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop is let through as if this machine were public, the second is not."""
    monkeypatch.setattr(
        "monitor.network.dialling.blocked_because", lambda address: None if address == "127.0.0.1" else "private"
    )
    monkeypatch.setattr("monitor.network.addresses.ALLOWED_PORTS", frozenset({server.port}))
    fetcher = make(allow_private=False, resolver=resolver(outside_org=["127.0.0.1"], inside_org=["10.0.0.1"]))
    server.answer("/f", redirect(f"http://inside.org:{server.port}/secret"))
    error = failure(server.url("/f", host="outside.org"), fetcher)
    assert error.reason == "blocked_address"
    assert [request.path for request in server.requests] == ["/f"]


SSRF_CASES = Path(__file__).parents[3] / "shared" / "testdata" / "ssrf" / "ssrf_cases.json"


@pytest.mark.skipif(not SSRF_CASES.exists(), reason=f"needs the shared test material in {SSRF_CASES}")
def test_no_address_trick_gets_through() -> None:
    """Names are resolved by the system where that needs no network; every other name has no address."""
    import socket

    def numeric_only(host: str, port: int) -> list[str]:
        if host.rstrip(".").lower() == "localhost":
            return ["127.0.0.1"]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(address[0]) for *_, address in found]

    fetcher = make(allow_private=False, resolver=numeric_only, limits=FetchLimits(timeout_s=5))
    reasons = {}
    for case in json.loads(SSRF_CASES.read_text())["urls"]:
        reasons[case["url"]] = failure(case["url"], fetcher).reason
    assert set(reasons.values()) <= {"blocked_address", "dns"}
    unresolved = {url for url, reason in reasons.items() if reason == "dns"}
    assert not [url for url in unresolved if "127" in url.split("/")[2] and "example" not in url]


def test_an_unknown_name_says_so() -> None:
    assert failure("http://nowhere.example.org/", make(resolver=resolver())).reason == "dns"


def test_nobody_listening_says_so() -> None:
    with feed_server() as stopped:
        url = stopped.url("/f")
    assert failure(url).reason == "connect"


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (httpcore.ReadTimeout("slow"), "timeout"),
        (httpcore.ConnectError("refused"), "connect"),
        (httpcore.ReadError("reset"), "incomplete"),
        (httpcore.RemoteProtocolError("illegal header"), "protocol"),
    ],
)
def test_what_the_connection_raises(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch, raised: Exception, reason: str
) -> None:
    def read(*_: object) -> bytes:
        raise raised

    monkeypatch.setattr(CheckedStream, "read", read)
    assert failure(server.url("/f")).reason == reason


def test_https_is_not_left_for_http(server: FeedServer) -> None:
    url, trusting = secured(server, "secure.example.org")
    server.answer("/f", redirect("http://secure.example.org/rss"))
    fetcher = make(tls=trusting, resolver=resolver(secure_example_org=["127.0.0.1"]))
    assert failure(url, fetcher).reason == "bad_redirect"


def test_http_to_https_is_followed(server: FeedServer) -> None:
    with feed_server() as other:
        url, trusting = secured(other, "secure.example.org")
        begin = server.answer("/old", redirect(url))
        answer = fetch(begin, make(tls=trusting, resolver=lambda host, port: ["127.0.0.1"]))
    assert isinstance(answer, Response)
    assert answer.url == url


def test_no_more_than_the_slots_at_once_on_one_host(server: FeedServer) -> None:
    lock, running, most = threading.Lock(), 0, 0

    def slow(request: Request) -> Reply:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.1)
        with lock:
            running -= 1
        return Reply(body=RSS)

    url, fetcher = server.answer("/f", slow), make(limiter=HostLimiter(per_host=2, total=8))
    threads = [threading.Thread(target=fetch, args=(url, fetcher)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(server.requests), most) == (6, 2)


def secured(server: FeedServer, name: str, not_after: datetime | None = None) -> tuple[str, ssl.SSLContext]:
    """Put *server* behind TLS with a certificate for *name*; returns the address of its feed and a client that trusts it."""
    authority = trustme.CA()
    serving, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert(name, not_after=not_after).configure_cert(serving)
    authority.configure_trust(trusting)
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    server.answer("/f", Reply(body=RSS))
    return f"https://secure.example.org:{server.port}/f", trusting


def test_tls_verifies_the_name_although_a_literal_is_dialled(server: FeedServer) -> None:
    url, trusting = secured(server, "secure.example.org")
    answer = fetch(url, make(tls=trusting, resolver=resolver(secure_example_org=["127.0.0.1"])))
    assert isinstance(answer, Response)
    assert server.requests[0].headers["host"] == f"secure.example.org:{server.port}"


@pytest.mark.parametrize("name", ["other.example.org", "127.0.0.1"], ids=["another host", "the literal"])
def test_tls_with_another_name_is_refused(server: FeedServer, name: str) -> None:
    url, trusting = secured(server, name)
    error = failure(url, make(tls=trusting, resolver=resolver(secure_example_org=["127.0.0.1"])))
    assert error.reason == "tls"
    assert server.requests == []


def test_tls_with_an_unknown_authority_is_refused(server: FeedServer) -> None:
    url, _ = secured(server, "secure.example.org")
    assert failure(url, make(resolver=resolver(secure_example_org=["127.0.0.1"]))).reason == "tls"


def test_tls_with_an_expired_certificate_is_refused(server: FeedServer) -> None:
    url, trusting = secured(server, "secure.example.org", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    error = failure(url, make(tls=trusting, resolver=resolver(secure_example_org=["127.0.0.1"])))
    assert error.reason == "tls"
    assert "expired" in error.message


def test_old_tls_is_refused() -> None:
    context = make()._connections._tls
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_time_spent_waiting_for_a_slot_is_not_the_servers(server: FeedServer) -> None:
    """1.2 s of waiting and 1.2 s of answering fit into a deadline of 2 s."""
    limiter, answers = HostLimiter(per_host=1), []
    url = server.answer("/f", Reply(body=b"<rss/>", drip_s=0.2))
    fetcher = make(limiter=limiter, limits=FetchLimits(timeout_s=2.0))
    waiting = threading.Thread(target=lambda: answers.append(fetch(url, fetcher)))
    with limiter.slot("127.0.0.1", wait_s=1, url=url):
        waiting.start()
        time.sleep(1.2)
    waiting.join()
    assert [type(answer) for answer in answers] == [Response]

"""The rescue ladder, rung by rung, against servers of our own on loopback. Promises 32, 33 and 35."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

import msgspec
import pytest

from backfile.bounded import LostJobError
from backfile.config import AddressRule, FetchSettings, HostSettings
from backfile.digest import sha256_hex
from backfile.fetch import ladder, local, store
from backfile.fetch.download import Report
from backfile.fetch.hosts import HOSTS, manners, other_sizes
from backfile.fetch.nearby import Nearby
from backfile.fetch.sending import looks_by
from backfile.images import ImageFacts, Refused, inspect
from backfile.model import Attempt
from backfile.pool import SerialExecutor
from loopback import HOST, NO_GAP, Runner, Web, picture, respond

B = TypeVar("B")
P = ParamSpec("P")

WECHAT = "mmbiz.qpic.cn"
ARCHIVE = "archive.example"
ARTICLE = "https://news.example/1"
ARCHIVES = (f"http://{ARCHIVE}/web/{{time}}im_/{{url}}",)
WAYBACK = FetchSettings(gap=0.0, archives=ARCHIVES)


def picky(web: Web, path: str, body: bytes, refusal: str = "403 No", other: bytes = b"") -> None:
    """Answer at an address only to pages that the image belongs to."""

    async def answer(writer: asyncio.StreamWriter, number: int) -> None:
        own = web.asked[-1].headers.get("Referer", "").startswith(ARTICLE)
        respond(writer, "200 OK" if own else refusal, body if own else other)

    web.routes[path] = answer


@pytest.mark.parametrize("refusal", ["401 No", "403 No"])
def test_a_refusal_is_asked_again_with_the_article_as_referer(web: Web, run: Runner, refusal: str) -> None:
    picky(web, HOST + "/a.png", picture(), refusal)
    attempt = run.one("/a.png", referer=ARTICLE)
    assert (attempt.outcome, attempt.rung) == ("kept", "referer")
    assert ["Referer" in asked.headers for asked in web.asked] == [False, True]


def test_a_web_page_for_an_image_is_asked_again_with_the_article_as_referer(web: Web, run: Runner) -> None:
    picky(web, HOST + "/a.png", picture(), "200 OK", b"<html>this image is protected</html>")
    assert run.one("/a.png", referer=ARTICLE).rung == "referer"


@pytest.mark.parametrize("status", ["404 No", "410 Gone", "451 No", "400 Bad"])
def test_what_is_gone_is_not_asked_for_again_with_a_referer(web: Web, run: Runner, status: str) -> None:
    web.on("/a.png", status)
    assert run.one("/a.png", referer=ARTICLE).outcome == "lost"
    assert len(web.asked) == 1


def test_a_site_may_forbid_the_referer(web: Web, run: Runner) -> None:
    web.on("/a.png", "403 No")
    settings = msgspec.structs.replace(NO_GAP, hosts=(HostSettings("*.example", referer=False),))
    run("/a.png", referer=ARTICLE, settings=settings)
    assert len(web.asked) == 1


def test_other_sizes_and_formats_of_a_wechat_image(web: Web, run: Runner) -> None:
    base = "/mmbiz_jpg/x"
    for path in (f"{base}/640?wx_fmt=webp", f"{base}/0?wx_fmt=webp", f"{base}/0"):
        web.on(path, "404 No", host=WECHAT)
    web.on(f"{base}/640?wx_fmt=png", "200 OK", picture(), host=WECHAT)
    attempt = run.one(f"http://{WECHAT}{base}/640?wx_fmt=webp")
    assert (attempt.outcome, attempt.rung, attempt.url) == (
        "kept",
        "size",
        f"http://{WECHAT}{base}/640?wx_fmt=webp",
    )


def test_a_site_adds_rules_for_a_host(web: Web, run: Runner) -> None:
    web.on("/thumb/a.png", "404 No")
    web.on("/full/a.png", "200 OK", picture())
    rule = AddressRule("/thumb/", "/full/")
    settings = msgspec.structs.replace(NO_GAP, hosts=(HostSettings(HOST, sizes=(rule,)),))
    assert run.one("/thumb/a.png", settings=settings).rung == "size"


def test_a_loss_says_what_every_rung_answered(web: Web, run: Runner) -> None:
    web.on("/mmbiz_png/x/640", "403 No", host=WECHAT)
    web.on("/mmbiz_png/x/0", "404 No", host=WECHAT)
    web.on(f"/web/20240728123900im_/http://{WECHAT}/mmbiz_png/x/640", "404 No", host=ARCHIVE)
    attempt = run.one(
        f"http://{WECHAT}/mmbiz_png/x/640", referer=ARTICLE, settings=WAYBACK, time="20240728123900"
    )
    assert attempt.rungs == (
        "origin: the host answered 403",
        "referer: the host answered 403",
        "size: the host answered 404",
        "wayback: the host answered 404",
    )
    assert attempt.reason == "the host answered 403"


def test_the_wayback_machine_has_it_as_it_was_captured(web: Web, run: Runner) -> None:
    web.on("/a.png", "404 No")
    there = f"/web/20240728im_/http://{HOST}/a.png"
    web.on(
        there,
        "302 Found",
        host=ARCHIVE,
        Location=f"http://{ARCHIVE}/web/20240801000000im_/http://{HOST}/a.png",
    )
    web.on(f"/web/20240801000000im_/http://{HOST}/a.png", "200 OK", picture(), host=ARCHIVE)
    assert run.one("/a.png", settings=WAYBACK, time="20240728").rung == "wayback"


def test_the_wayback_machine_can_be_switched_off(web: Web, run: Runner) -> None:
    web.on("/a.png", "404 No")
    run("/a.png", settings=msgspec.structs.replace(WAYBACK, wayback=False))
    assert {asked.host for asked in web.asked} == {HOST}


def test_an_archive_that_asks_to_be_left_alone_is_left_alone(web: Web, run: Runner) -> None:
    for number in range(5):
        web.on(f"/{number}.png", "404 No")
        web.on(f"/web/2im_/http://{HOST}/{number}.png", "429 Slow down", host=ARCHIVE, Retry_After="600")
    report = run(*[f"/{number}.png" for number in range(5)], settings=WAYBACK)
    assert report.lost == 5
    assert sum(asked.host == ARCHIVE for asked in web.asked) == 1


def test_the_pace_of_the_archive_is_its_own(web: Web, run: Runner) -> None:
    for number in range(3):
        web.on(f"/{number}.png", "404 No")
        web.on(f"/web/2im_/http://{HOST}/{number}.png", "404 No", host=ARCHIVE)
    run(
        *[f"/{number}.png" for number in range(3)],
        settings=FetchSettings(gap=0.0, archives=ARCHIVES, hosts=(HostSettings(ARCHIVE, gap=4.0),)),
    )
    assert len(run.slept) == 2
    assert min(run.slept) > 3


def test_the_largest_size_is_asked_for_and_stands_for_the_others(web: Web, run: Runner) -> None:
    web.on("/mmbiz_png/x/640?wx_fmt=png", "200 OK", picture(), host=WECHAT)
    web.on("/backfile/no-such-image", "404 No", host=WECHAT)
    urls = [f"http://{WECHAT}/mmbiz_png/x/{end}" for end in ("300", "640?wx_fmt=png", "300?wx_fmt=jpeg")]
    assert run(*urls) == Report(kept=3)
    found = {a.url: a.rung for a in run.results}
    assert found == {urls[0]: "store", urls[1]: "origin", urls[2]: "store"}
    # One more is what the host shows to the pages of others: the same, so it is asked for an image that cannot exist.
    assert web.paths() == ["/mmbiz_png/x/640?wx_fmt=png"] * 2 + ["/backfile/no-such-image"]


def test_smaller_sizes_are_asked_for_when_the_largest_is_lost(web: Web, run: Runner) -> None:
    web.on("/mmbiz_png/x/640", "404 No", host=WECHAT)
    web.on("/mmbiz_png/x/0", "404 No", host=WECHAT)
    web.on("/mmbiz_png/x/300", "200 OK", picture(), host=WECHAT)
    run(f"http://{WECHAT}/mmbiz_png/x/640", f"http://{WECHAT}/mmbiz_png/x/300")
    found = {a.url.rsplit("/", 1)[1]: (a.outcome, a.rung) for a in run.results}
    assert found["300"] == ("kept", "origin")
    assert web.paths().count("/mmbiz_png/x/0") == 1


def test_a_smaller_copy_in_the_store_is_better_than_none(web: Web, run: Runner) -> None:
    small = Attempt(
        f"http://{WECHAT}/mmbiz_png/x/300",
        "kept",
        "2025-01-01T00:00:00Z",
        "a" * 64,
        media="image/png",
        width=300,
        height=200,
    )
    web.on("/mmbiz_png/x/640", "404 No", host=WECHAT)
    web.on("/mmbiz_png/x/0", "404 No", host=WECHAT)
    attempt = run.one(f"http://{WECHAT}/mmbiz_png/x/640", known={small.url: small})
    assert (attempt.outcome, attempt.rung, attempt.sha256) == ("kept", "store", "a" * 64)


def test_what_is_kept_under_another_address_is_as_good_only_when_it_is_as_large() -> None:
    kept = Attempt(
        f"https://{WECHAT}/mmbiz_png/x/640?wx_fmt=png",
        "kept",
        "2025-01-01T00:00:00Z",
        "a" * 64,
        width=640,
        height=9,
    )
    near = Nearby([kept])
    now = "2026-01-01T00:00:00Z"
    found = near.same("http://mmbiz.qlogo.cn/mmbiz_png/x/300", now, as_good=True)
    assert found is not None
    assert (found.rung, found.sha256, found.time) == ("store", kept.sha256, now)
    assert near.same(f"https://{WECHAT}/mmbiz_png/x/0", now, as_good=True) is None
    assert near.same(f"https://{WECHAT}/mmbiz_png/x/0", now, as_good=False) is not None
    assert near.same(f"https://{WECHAT}/mmbiz_png/y/300", now, as_good=False) is None


def test_the_placeholder_of_a_host_that_is_known_for_one_is_learnt_at_once(web: Web, run: Runner) -> None:
    """The host shows pages of others another picture, with status 200: one such page is played on purpose."""

    def shown(path: str, body: bytes) -> None:
        async def answer(writer: asyncio.StreamWriter, number: int) -> None:
            foreign = "Referer" in web.asked[-1].headers
            respond(writer, "200 OK", picture("grey") if foreign else body)

        web.routes[WECHAT + path] = answer

    shown("/mmbiz_png/a/640", picture(size=(50, 40)))
    shown("/mmbiz_png/b/640", picture("grey"))
    web.on("/mmbiz_png/b/0", "200 OK", picture("grey"), host=WECHAT)
    settings = msgspec.structs.replace(NO_GAP, hosts=(HostSettings(WECHAT, connections=1),))
    run(
        f"http://{WECHAT}/mmbiz_png/a/640",
        f"http://{WECHAT}/mmbiz_png/b/640",
        settings=settings,
    )
    found = {a.url[-5]: a.outcome for a in run.results}
    assert found == {"a": "kept", "b": "lost"}
    assert [one.sha256 for one in run.placeholders] == [sha256_hex(picture("grey"))]


def test_validators_of_what_was_damaged_are_sent(web: Web, run: Runner) -> None:
    broken = picture()[:-20]

    async def answer(writer: asyncio.StreamWriter, number: int) -> None:
        if web.asked[-1].headers.get("If-None-Match") == '"x1"':
            respond(writer, "304 Not Modified")
        else:
            respond(writer, "200 OK", broken, ETag='"x1"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")

    web.routes[HOST + "/a.png"] = answer
    first = run.one("/a.png")
    assert (first.outcome, first.etag, first.modified) == (
        "damaged",
        '"x1"',
        "Thu, 01 Jan 2026 00:00:00 GMT",
    )
    asked = len(web.asked)
    run.results.clear()
    second = run.one("/a.png", known={first.url: first})
    assert (second.outcome, second.tries, second.sha256) == ("damaged", 2, first.sha256)
    assert len(web.asked) == asked + 1
    assert web.asked[-1].headers["If-Modified-Since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_waits_between_tries_differ_by_chance(web: Web, run: Runner) -> None:
    web.on("/a.png", "500 Oops")
    run("/a.png", chance=lambda: 0.5)
    assert run.slept == [1.25, 2.5]


def test_no_more_than_two_connections_whatever_the_rung(web: Web, run: Runner) -> None:
    hosts = [f"h{number}.example" for number in range(12)]
    entries = []
    for host in hosts:
        web.on("/full/a.png", "404 No", host=host)
        rule = AddressRule(f"//{host}/full", f"//{HOST}/{host}")
        entries.append(HostSettings(host, sizes=(rule,)))
        web.on(f"/{host}/a.png", "200 OK", picture(size=(len(host) + hosts.index(host), 9)))
    settings = msgspec.structs.replace(NO_GAP, connections=24, hosts=tuple(entries))
    report = run(*[f"http://{host}/full/a.png" for host in hosts], settings=settings)
    assert report.kept == 12
    assert web.most_open_at[HOST] <= 2


def test_a_mirror_in_a_local_folder(tmp_path: Path) -> None:
    for name in ("img.example/a/b.png", "img.example/q.png?w=1", "uploads/2020/c.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    def found(url: str) -> str:
        path = local.mirrored(url, (tmp_path,))
        return path.relative_to(tmp_path).as_posix() if path else ""

    assert found("https://IMG.example/a/b.png?x=1#y") == "img.example/a/b.png"
    assert found("https://img.example/q.png?w=1") == "img.example/q.png?w=1"
    assert found("http://old.example/uploads/2020/c.png") == "uploads/2020/c.png"
    assert found("http://old.example/c.png") == ""
    assert found("http://old.example/../../etc/passwd") == ""
    assert found("http://old.example/%2e%2e/%2e%2e/etc/passwd") == ""
    assert found("http://old.example/") == ""


@pytest.mark.parametrize(
    ("url", "others"),
    [
        ("https://wx1.sinaimg.cn/mw690/abc.jpg", ["https://wx1.sinaimg.cn/large/abc.jpg"]),
        ("https://pic1.zhimg.com/v2-abc_720w.jpg?source=x", ["https://pic1.zhimg.com/v2-abc.jpg?source=x"]),
        (
            "https://pbs.twimg.com/media/x?format=jpg&name=small",
            ["https://pbs.twimg.com/media/x?format=jpg&name=orig"],
        ),
        ("https://1.bp.blogspot.com/-a/b/s320/x.jpg", ["https://1.bp.blogspot.com/-a/b/s0/x.jpg"]),
        ("https://lh3.googleusercontent.com/abc=w300-h200", ["https://lh3.googleusercontent.com/abc=s0"]),
        ("https://miro.medium.com/v2/resize:fit:700/1*abc.png", ["https://miro.medium.com/1*abc.png"]),
        ("https://i0.wp.com/blog.example/a/b.jpg?w=300", ["https://blog.example/a/b.jpg"]),
        ("https://wx1.sinaimg.cn/large/abc.jpg", []),
        ("https://elsewhere.example/mw690/abc.jpg", []),
    ],
)
def test_the_table_knows_other_sizes_of_many_hosts(url: str, others: list[str]) -> None:
    assert list(other_sizes(url, manners(url.split("/")[2], FetchSettings()).sizes)) == others


def test_the_site_overrides_the_table_key_by_key() -> None:
    settings = FetchSettings(gap=0.5, hosts=(HostSettings(WECHAT, gap=3.0, connections=9),))
    found = manners(WECHAT, settings)
    assert (found.gap, found.connections, found.placeholder) == (3.0, 2, True)
    assert found.sizes == next(one.sizes for one in HOSTS if one.host == WECHAT)
    assert manners("other.example", settings).gap == 0.5


def test_rungs_come_in_the_order_of_the_promise() -> None:
    settings = FetchSettings()
    found = ladder.rungs(
        f"https://{WECHAT}/mmbiz_png/x/640", ARTICLE, "20240728", manners(WECHAT, settings), settings.archives
    )
    assert [rung.name for rung in found] == ["origin", "referer", "size", "wayback"]
    assert found[-1].url == f"https://web.archive.org/web/20240728im_/https://{WECHAT}/mmbiz_png/x/640"
    archive = manners("web.archive.org", settings)
    assert (archive.connections, archive.gap, archive.wayback) == (1, 4.0, False)


def test_an_image_that_breaks_its_worker_is_kept_as_bytes_and_damaged(web: Web, run: Runner) -> None:
    class Dying(SerialExecutor):
        def submit(self, fn: Callable[P, B], /, *args: P.args, **kwargs: P.kwargs) -> Future[B]:
            future: Future[B] = Future()
            future.set_exception(LostJobError("it broke its decoder (ended by SIGSEGV)"))
            return future

    web.on("/a.png", "200 OK", picture())
    attempt = run.one("/a.png", look=looks_by(Dying(), inspect, lambda data: False))
    assert (attempt.outcome, attempt.reason) == ("damaged", "it broke its decoder (ended by SIGSEGV)")
    assert store.get(run.folder, attempt.sha256) == picture()


def test_large_images_are_looked_at_one_at_a_time(web: Web, run: Runner) -> None:
    under_way = most = 0

    def slow(data: bytes) -> ImageFacts | Refused:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        seen = inspect(data)
        under_way -= 1
        return seen

    for number in range(8):
        web.on("/a.png", "200 OK", picture(size=(number + 20, 9)), host=f"h{number}.example")
    with ThreadPoolExecutor(4) as threads:
        look = looks_by(threads, slow, lambda data: True)
        assert run(*[f"http://h{number}.example/a.png" for number in range(8)], look=look).kept == 8
    assert most == 1


@pytest.mark.parametrize("host", [HOST, WECHAT])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_host_that_shows_only_its_own_pages_the_image(web: Web, run: Runner, host: str, count: int) -> None:
    """Everybody else gets one picture with status 200, but for addresses that do not exist: 404."""
    for number in range(count):
        real = picture(size=(9, number + 30))
        picky(web, f"{host}/{number}.png", real, "200 OK", picture("grey"))
    web.on("/backfile/no-such-image.png", "404 No", host=host)
    report = run(*[f"http://{host}/{number}.png" for number in range(count)], referer=ARTICLE)
    found = {a.url: (a.outcome, a.rung) for a in run.results}
    assert web.most_open_at[host] <= 2
    if host == HOST and count == 1:
        # Nothing makes a single picture of an unknown host suspect; `backfile images mark-placeholder` is for that.
        assert report.placeholders == 0
        return
    assert report == Report(kept=count, placeholders=1)
    assert set(found.values()) == {("kept", "referer")}
    assert [one.sha256 for one in run.placeholders] == [sha256_hex(picture("grey"))]

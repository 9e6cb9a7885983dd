"""Whole runs against a server of our own on loopback. Promises 21, 27 to 36."""

from __future__ import annotations

import asyncio
import gzip
import os
import shutil
import signal
import ssl
import subprocess
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from backfile.config import FetchSettings, HostSettings
from backfile.digest import sha256_hex
from backfile.fetch import store
from backfile.fetch.download import Report
from backfile.model import Attempt
from loopback import HOST, LIMITS, PUBLIC, Runner, Web, drawn, looked_at, picture, respond

KEPT_BEFORE = Attempt("https://x.example/", "kept", "2025-01-01T00:00:00Z")


def test_an_image_is_kept(web: Web, run: Runner) -> None:
    web.on("/a.png", "200 OK", picture())
    report = run("/a.png", "/a.png")
    assert report == Report(kept=1)
    (attempt,) = run.results
    assert attempt == Attempt(
        url=f"http://{HOST}/a.png",
        outcome="kept",
        time="2026-01-01T00:00:00Z",
        sha256=attempt.sha256,
        media="image/png",
        width=30,
        height=20,
        bytes=len(picture()),
        status=200,
        rung="origin",
    )
    assert store.get(run.folder, attempt.sha256) == picture()
    assert web.paths() == ["/a.png"]
    assert web.connected == [PUBLIC]


def test_requests_are_honest_and_carry_no_cookies(web: Web, run: Runner) -> None:
    web.on("/a.png", "302 Found", Location="/b.png", Set_Cookie="a=b")
    web.on("/b.png", "200 OK", picture(), Set_Cookie="c=d; Domain=example")
    web.on("/c.png", "200 OK", picture("blue"))
    run("/a.png", "/c.png", referer="https://news.example/1")
    assert len(web.asked) == 3
    for asked in web.asked:
        assert asked.headers["User-Agent"] == "backfile/0 (+https://site.example)"
        assert not {"Cookie", "Referer", "Authorization"} & set(asked.headers)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 408, 410, 418, 451, 501])
def test_a_refusal_is_asked_once_and_remembered(web: Web, run: Runner, status: int) -> None:
    web.on("/a.png", f"{status} No")
    attempt = run.one("/a.png")
    assert (attempt.outcome, attempt.status, attempt.permanent, attempt.tries) == ("lost", status, False, 1)
    assert str(status) in attempt.reason
    assert len(web.asked) == 1


def test_misses_are_counted(web: Web, run: Runner) -> None:
    web.on("/a.png", "404 No")
    known = {f"http://{HOST}/a.png": Attempt(f"http://{HOST}/a.png", "lost", "2025-01-01T00:00:00Z", tries=3)}
    assert run.one("/a.png", known=known).tries == 4


def test_a_passing_failure_is_tried_again(web: Web, run: Runner) -> None:
    async def flaky(writer: asyncio.StreamWriter, number: int) -> None:
        if number == 0:
            respond(writer, "500 Oops")
        elif number == 1:
            writer.close()
        else:
            respond(writer, "200 OK", picture())

    web.routes[HOST + "/a.png"] = flaky
    assert run.one("/a.png").outcome == "kept"
    assert run.slept == [1.0, 2.0]
    assert len(web.asked) == 3


def test_three_tries_are_enough(web: Web, run: Runner) -> None:
    web.on("/a.png", "500 Oops")
    assert run.one("/a.png").reason == "the host answered 500"
    assert len(web.asked) == 3


def test_a_short_retry_after_is_honoured(web: Web, run: Runner) -> None:
    async def busy(writer: asyncio.StreamWriter, number: int) -> None:
        if number == 0:
            respond(writer, "429 Slow down", Retry_After="7")
        else:
            respond(writer, "200 OK", picture())

    web.routes[HOST + "/a.png"] = busy
    assert run.one("/a.png").outcome == "kept"
    assert [s for s in run.slept if s > 6] == [pytest.approx(7.0, abs=0.5)]


@pytest.mark.parametrize("wait", ["3600", "Thu, 01 Jan 2026 01:00:00 GMT"])
def test_a_long_retry_after_leaves_the_host_for_the_next_run(web: Web, run: Runner, wait: str) -> None:
    web.on("/a.png", "503 Busy", Retry_After=wait)
    web.on("/b.png", "200 OK", picture(), host="other.example")
    settings = FetchSettings(gap=0.0, wayback=False, hosts=(HostSettings(HOST, connections=1, gap=0.0),))
    report = run("/a.png", "/c.png", "http://other.example/b.png", settings=settings)
    assert report.left == (f"http://{HOST}/a.png", f"http://{HOST}/c.png")
    assert report.kept == 1
    assert sorted(web.paths()) == ["/a.png", "/b.png"]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>gone</html>", b'{"error": 1}', b"\x25!PS-Adobe-3.0 EPSF-3.0\n", b"II*\0" + b"\0" * 90],
)
def test_what_is_no_image_is_lost(web: Web, run: Runner, body: bytes) -> None:
    web.on("/a.png", "200 OK", body, Content_Type="image/png")
    attempt = run.one("/a.png")
    assert attempt.outcome == "lost"
    assert "not an image" in attempt.reason
    assert not run.folder.exists()


def test_the_declared_type_does_not_matter(web: Web, run: Runner) -> None:
    web.on("/a.jpg", "200 OK", picture(), Content_Type="text/html")
    assert run.one("/a.jpg").media == "image/png"


def test_broken_images_are_asked_again_and_kept_as_damaged(web: Web, run: Runner) -> None:
    web.on("/a.png", "200 OK", picture()[:-20])
    attempt = run.one("/a.png")
    assert (attempt.outcome, attempt.media) == ("damaged", "")
    assert "truncated" in attempt.reason
    assert len(web.asked) == 3
    assert store.get(run.folder, attempt.sha256) == picture()[:-20]


@pytest.mark.parametrize("shape", ["length", "chunk", "reset"])
def test_incomplete_answers_are_never_kept(web: Web, run: Runner, shape: str) -> None:
    async def cut(writer: asyncio.StreamWriter, number: int) -> None:
        if shape == "length":
            respond(writer, "200 OK", picture(), Content_Length=str(len(picture()) + 5))
        elif shape == "chunk":
            respond(
                writer, "200 OK", b"40\r\n" + picture()[:30], Content_Length="", Transfer_Encoding="chunked"
            )
        else:
            respond(writer, "200 OK", picture()[:30], Content_Length="999")
            await writer.drain()
            writer.transport.abort()

    web.routes[HOST + "/a.png"] = cut
    attempt = run.one("/a.png")
    assert (attempt.outcome, attempt.reason) == ("lost", "the answer broke off")
    assert len(web.asked) == 3
    assert not run.folder.exists()


@pytest.mark.parametrize("shape", ["silent", "headers", "stalled", "endless"])
def test_no_answer_takes_longer_than_the_deadline(web: Web, run: Runner, shape: str) -> None:
    async def slow(writer: asyncio.StreamWriter, number: int) -> None:
        if shape == "headers":
            writer.write(b"HTTP/1.1 200 OK\r\nX-A: ")
        elif shape in ("stalled", "endless"):
            respond(writer, "200 OK", picture()[:40], Content_Length="")
        while shape == "endless" and not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.005)
        await asyncio.sleep(30)

    web.routes[HOST + "/a.png"] = slow
    attempt = run.one("/a.png", limits=msgspec.structs.replace(LIMITS, deadline=0.3))
    assert attempt.outcome == "lost"
    assert "0.3 seconds" in attempt.reason


@pytest.mark.parametrize("declared", [True, False])
def test_large_answers_are_cut(web: Web, run: Runner, declared: bool) -> None:
    sent = 0

    async def large(writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal sent
        respond(writer, "200 OK", Content_Length="500000000" if declared else "")
        while sent < 500_000_000:
            writer.write(b"x" * 65536)
            sent += 65536
            await writer.drain()

    web.routes[HOST + "/a.png"] = large
    attempt = run.one("/a.png", settings=FetchSettings(gap=0.0, wayback=False, max_bytes=100_000))
    assert attempt.reason == "larger than 100000 bytes"
    assert len(web.asked) == 1
    assert sent < 50_000_000


def test_packed_answers_are_counted_unpacked(web: Web, run: Runner) -> None:
    web.on("/good.png", "200 OK", gzip.compress(picture()), Content_Encoding="gzip")
    web.on("/bomb.png", "200 OK", gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip")
    web.on(
        "/twice.png", "200 OK", gzip.compress(gzip.compress(b"\0" * 9_000_000)), Content_Encoding="gzip, gzip"
    )
    web.on("/cut.png", "200 OK", gzip.compress(picture())[:-12], Content_Encoding="gzip")
    run(
        "/good.png",
        "/bomb.png",
        "/twice.png",
        "/cut.png",
        settings=FetchSettings(gap=0.0, wayback=False, max_bytes=1_000_000),
    )
    found = {a.url.rsplit("/", 1)[1]: (a.outcome, a.reason) for a in run.results}
    assert found["good.png"] == ("kept", "")
    assert found["bomb.png"] == ("lost", "larger than 1000000 bytes")
    assert "gzip, gzip" in found["twice.png"][1]
    assert found["cut.png"] == ("lost", "the answer broke off")


def test_redirects_are_followed_ten_times(web: Web, run: Runner) -> None:
    for number in range(12):
        web.on(f"/{number}", "302 Found", Location=f"http://{HOST}/{number + 1}")
    web.on("/12", "200 OK", picture())
    assert run.one("/2").outcome == "kept"
    run.results.clear()
    assert run.one("/1").reason == "more than 10 redirects"
    run.results.clear()
    web.on("/loop", "301 Moved", Location="/loop")
    assert run.one("/loop").reason == "more than 10 redirects"


@pytest.mark.parametrize(
    "target", ["/the picture.png", f"//{HOST}/the%20picture.png", " /the%20picture.png "]
)
def test_redirects_are_read_as_browsers_do(web: Web, run: Runner, target: str) -> None:
    web.on("/a.png", "302 Found", Location=target)
    web.on("/the%20picture.png", "200 OK", picture())
    assert run.one("/a.png").outcome == "kept"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://169.254.169.254/latest/",
        "http://[::1]/x",
        "http://2130706433/x",
        "http://inside.example/x",
        "http://mixed.example/x",
        "file:///x",
        "http://pictures.example:8080/x",
        "http://user:word@pictures.example/x",
        "//localhost/x",
    ],
)
def test_redirects_to_private_places_are_refused(web: Web, run: Runner, target: str) -> None:
    web.names = {"inside.example": ("10.0.0.7",), "mixed.example": (PUBLIC, "192.168.0.1")}
    web.on("/a.png", "302 Found", Location=target)
    attempt = run.one("/a.png")
    assert attempt.outcome == "lost"
    assert "refused" in attempt.reason
    assert web.paths() == ["/a.png"]
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1"],
)
def test_names_of_private_addresses_are_never_connected_to(web: Web, run: Runner, address: str) -> None:
    web.names = {HOST: (PUBLIC, address)}
    attempt = run.one("/a.png")
    assert "refused" in attempt.reason
    assert not attempt.permanent
    assert web.connected == []


def test_a_name_that_changes_its_address_gains_nothing(web: Web, run: Runner) -> None:
    answers = iter([(PUBLIC,), ("127.0.0.1",), ("127.0.0.1",)])

    async def rebinding(host: str) -> Sequence[str]:
        return next(answers)

    web.on("/a.png", "302 Found", Location="/b.png")
    attempt = run.one("/a.png", resolve=rebinding)
    assert "refused" in attempt.reason
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize(
    "url", ["ftp://pictures.example/a", "http://127.0.0.1/a", f"http://{HOST}:81/a", "http://a b/"]
)
def test_refused_addresses_are_lost_for_good(web: Web, run: Runner, url: str) -> None:
    attempt = run.one(url)
    assert attempt.permanent
    assert attempt.reason.startswith("refused")
    assert web.connected == []


def test_plain_text_where_encryption_was_promised_is_refused(web: Web, run: Runner) -> None:
    web.on("/a.png", "200 OK", picture())
    attempt = run.one(f"https://{HOST}/a.png")
    assert attempt.outcome == "lost"
    assert attempt.reason == "its certificate or encryption is not valid"
    assert web.asked == []


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate with")
def test_a_certificate_nobody_vouches_for_is_refused(web: Web, run: Runner, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run([*make, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    web.on("/a.png", "200 OK", picture())
    asyncio.run_coroutine_threadsafe(web.serve(context), web.loop).result(10)
    attempt = run.one(f"https://{HOST}/a.png")
    assert (attempt.outcome, attempt.reason) == ("lost", "its certificate or encryption is not valid")
    assert web.asked == []


def test_hosts_out_of_reach_are_believed_only_when_another_answered(web: Web, run: Runner) -> None:
    report = run("http://unknown.example/a.png")
    assert report == Report(left=("http://unknown.example/a.png",), offline=True)
    web.on("/a.png", "404 No")
    report = run("http://unknown.example/a.png", "/a.png")
    assert report == Report(lost=2)
    assert run.results[-1].reason == "the host has no address"


def test_a_silent_host_is_not_waited_for_again_and_again(web: Web, run: Runner) -> None:
    async def never(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(30)

    for number in range(20):
        web.routes[f"{HOST}/{number}.png"] = never
    settings = FetchSettings(gap=0.0, wayback=False, hosts=(HostSettings(HOST, connections=1, gap=0.0),))
    urls = [f"/{number}.png" for number in range(20)]
    report = run(*urls, settings=settings, limits=msgspec.structs.replace(LIMITS, deadline=0.05))
    assert (report.lost, len(report.left), len(web.asked)) == (3, 17, 3)


def test_all_urls_of_an_expired_name_are_lost_at_once(web: Web, run: Runner) -> None:
    asked: list[str] = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        return await web.resolve(host)

    web.on("/a.png", "200 OK", picture())
    report = run("/a.png", *[f"http://unknown.example/{n}.png" for n in range(50)], resolve=resolve)
    assert (report.kept, report.lost) == (1, 50)
    assert asked.count("unknown.example") <= 12


def test_at_most_two_connections_a_host_and_each_url_once(web: Web, run: Runner) -> None:
    for number in range(40):
        web.on(f"/{number}.png", "200 OK", picture(size=(number + 1, 5)))
    settings = FetchSettings(
        gap=0.0, wayback=False, connections=16, hosts=(HostSettings(HOST, connections=9, gap=0.0),)
    )
    report = run(*[f"/{number}.png" for number in range(40)] * 2, settings=settings)
    assert report.kept == 40
    assert sorted(web.paths()) == sorted(f"/{number}.png" for number in range(40))
    assert web.most_open <= 2


def test_the_gap_is_kept(web: Web, run: Runner) -> None:
    for number in range(4):
        web.on(f"/{number}.png", "200 OK", picture(size=(9, number + 1)))
    run(
        *[f"/{number}.png" for number in range(4)],
        settings=FetchSettings(gap=5.0, connections=8, wayback=False),
    )
    assert len(run.slept) == 3
    assert min(run.slept) > 4


def test_the_referer_is_the_second_rung_where_it_is_configured(web: Web, run: Runner) -> None:
    async def picky(writer: asyncio.StreamWriter, number: int) -> None:
        if "Referer" in web.asked[-1].headers:
            respond(writer, "200 OK", picture())
        else:
            respond(writer, "403 No")

    web.routes[HOST + "/a.png"] = picky
    settings = FetchSettings(gap=0.0, wayback=False, hosts=(HostSettings(HOST, gap=0.0, referer=True),))
    attempt = run.one("/a.png", settings=settings, referer="https://news.example/1")
    assert (attempt.outcome, attempt.rung) == ("kept", "referer")
    assert web.asked[-1].headers["Referer"] == "https://news.example/1"


def test_another_size_of_the_same_picture(web: Web, run: Runner) -> None:
    web.on("/mmbiz_png/x/640?wx_fmt=png", "404 No", host="mmbiz.qpic.cn")
    web.on("/mmbiz_png/x/0?wx_fmt=png", "200 OK", picture(), host="mmbiz.qpic.cn")
    attempt = run.one("http://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png")
    assert (attempt.url, attempt.rung) == ("http://mmbiz.qpic.cn/mmbiz_png/x/640?wx_fmt=png", "size")


def test_a_redirect_to_a_placeholder_is_no_image(web: Web, run: Runner) -> None:
    web.on("/photo.png", "302 Found", Location="/img/removed.png")
    web.on("/img/removed.png", "200 OK", picture())
    assert "placeholder" in run.one("/photo.png").reason


def test_a_run_ends_when_told_to(web: Web, run: Runner) -> None:
    async def never(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(30)

    web.routes[HOST + "/a.png"] = web.routes[HOST + "/b.png"] = never
    report = run("/a.png", "/b.png", stop=lambda: len(web.asked) > 0)
    assert report.interrupted
    assert report.left == (f"http://{HOST}/a.png", f"http://{HOST}/b.png")
    assert run.results == []


def test_a_run_ends_when_its_time_is_up(web: Web, run: Runner) -> None:
    web.on("/a.png", "200 OK", picture())
    report = run("/a.png", settings=FetchSettings(seconds=0, wayback=False))
    assert report == Report(left=(f"http://{HOST}/a.png",), interrupted=True)


def test_an_interruption_ends_fetching_only(web: Web, run: Runner) -> None:
    def interrupt() -> bool:
        raise KeyboardInterrupt

    report = run("/a.png", stop=interrupt)
    assert report.interrupted
    assert report.left == (f"http://{HOST}/a.png",)


def test_a_full_disk_is_not_a_lost_image(web: Web, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, data: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "put", full)
    web.on("/a.png", "200 OK", picture())
    with pytest.raises(OSError, match="No space"):
        run("/a.png")
    assert run.results == []


def test_a_picture_shown_for_everything_is_kept_for_nothing(web: Web, run: Runner) -> None:
    for number in range(5):
        web.on(f"/{number}.png", "200 OK", picture("grey"))
    web.on("/real.png", "200 OK", picture("blue"))
    web.on("/backfile/no-such-image.png", "200 OK", picture("grey"))
    run(*[f"/{number}.png" for number in range(5)], "/real.png")
    found = {a.url.rsplit("/", 1)[1]: (a.outcome, a.reason) for a in run.results}
    assert found.pop("real.png") == ("kept", "")
    assert len(found) == 5
    assert set(found.values()) == {("lost", "the host sent a placeholder for the image")}
    assert web.paths().count("/backfile/no-such-image.png") == 1


def test_a_divider_in_many_articles_is_kept(web: Web, run: Runner) -> None:
    for number in range(6):
        web.on(f"/divider-{number}.png", "200 OK", picture("grey"))
    for number in range(20):
        web.on(f"/{number}.png", "200 OK", picture(size=(number + 1, 5)))
    web.on("/backfile/no-such-image.png", "404 No")
    urls = [f"/{number}.png" for number in range(20)] + [f"/divider-{number}.png" for number in range(6)]
    assert run(*urls) == Report(kept=26)
    assert len(web.asked) == 27


@pytest.mark.parametrize("marked", [False, True], ids=["same bytes", "same look"])
def test_a_picture_that_a_crowd_of_addresses_shows_is_kept_for_none(
    web: Web, run: Runner, marked: bool
) -> None:
    for number in range(12):
        # Some hosts write the number of the request into the metadata: other bytes, but as many.
        mark = f"{number:02}" if marked else ""
        web.on(f"/{number}.png", "200 OK", drawn(mark))
    for number in range(20, 24):
        web.on(f"/{number}.png", "200 OK", picture(size=(number + 1, 5)))
    web.on("/backfile/no-such-image.png", "404 No")
    report = run(*[f"/{number}.png" for number in (*range(12), *range(20, 24))], inspect=looked_at)
    found = {a.url.rsplit("/", 1)[1]: (a.outcome, a.reason) for a in run.results}
    assert (report.kept, report.lost) == (4, 12)
    assert {found[f"{n}.png"][0] for n in range(20, 24)} == {"kept"}
    assert {found[f"{n}.png"] for n in range(12)} == {("lost", "the host sent a placeholder for the image")}
    assert len(run.placeholders) == (12 if marked else 1)


def test_many_pictures_of_one_size_and_length_are_kept(web: Web, run: Runner) -> None:
    for number in range(60):
        web.on(f"/{number}.png", "200 OK", picture(f"rgb({number},{number},0)"))
    web.on("/backfile/no-such-image.png", "404 No")
    assert run(*[f"/{number}.png" for number in range(60)]) == Report(kept=60)


def test_the_referer_gets_past_a_placeholder(web: Web, run: Runner) -> None:
    async def picky(writer: asyncio.StreamWriter, number: int) -> None:
        asked = web.asked[-1]
        shown = picture(size=(7, int(asked.path[1]))) if "Referer" in asked.headers else picture("grey")
        respond(writer, "200 OK", shown)

    for number in (1, 2, 3):
        web.routes[f"{HOST}/{number}.png"] = picky
    web.on("/backfile/no-such-image.png", "200 OK", picture("grey"))
    settings = FetchSettings(
        gap=0.0, wayback=False, hosts=(HostSettings(HOST, connections=1, gap=0.0, referer=True),)
    )
    report = run("/1.png", "/2.png", "/3.png", settings=settings, referer="https://news.example/1")
    assert report == Report(kept=3, placeholders=1)
    results = {a.url: a for a in run.results}
    assert {(a.rung, a.width, a.height) for a in results.values()} == {("referer", 7, n) for n in (1, 2, 3)}


def test_a_picture_of_an_earlier_run_makes_a_placeholder_suspect(web: Web, run: Runner) -> None:
    web.on("/1.png", "200 OK", picture("grey"))
    web.on("/backfile/no-such-image.png", "200 OK", picture("grey"))
    known = {"https://x.example/": msgspec.structs.replace(KEPT_BEFORE, sha256=sha256_hex(picture("grey")))}
    assert run.one("/1.png", known=known).outcome == "lost"


def test_what_was_kept_before_an_interruption_is_told(web: Web, run: Runner) -> None:
    async def never(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(30)

    web.on("/a.png", "200 OK", picture())
    web.routes[HOST + "/b.png"] = never
    settings = FetchSettings(gap=0.0, wayback=False, hosts=(HostSettings(HOST, connections=1, gap=0.0),))
    report = run("/a.png", "/b.png", settings=settings, stop=lambda: "/b.png" in web.paths())
    assert report == Report(kept=1, left=(f"http://{HOST}/b.png",), interrupted=True)
    assert len(run.results) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals to oneself are a matter of POSIX")
def test_one_ctrl_c_ends_fetching_only(web: Web, run: Runner) -> None:
    async def never(writer: asyncio.StreamWriter, number: int) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(30)

    web.routes[HOST + "/a.png"] = never
    report = run("/a.png")
    assert report == Report(left=(f"http://{HOST}/a.png",), interrupted=True)


def test_the_wayback_machine_is_the_last_rung(web: Web, run: Runner) -> None:
    asked: list[str] = []

    async def resolve(host: str) -> Sequence[str]:
        asked.append(host)
        return (PUBLIC,)

    web.on("/a.png", "404 No")
    attempt = run.one("/a.png", settings=FetchSettings(gap=0.0, wayback=True), resolve=resolve)
    assert list(dict.fromkeys(asked)) == [HOST, "web.archive.org"]
    assert (attempt.outcome, attempt.status) == ("lost", 404)

"""What became of every image reference: the counts as values, and `backfile images` on small sites."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from backfile.build.accounting import THIS_SITE, Need, at_host, count, losses, same
from backfile.check import check
from backfile.cli import main
from backfile.fetch import ledger, store
from backfile.model import Attempt
from site_folder import SiteFolder

STATES = ("kept", "damaged", "lost", "unasked")


def need(url: str = "https://a.example/1.png", state: str = "kept", **fields: Any) -> Need:
    host = url.split("/")[2] if url.startswith("http") else ""
    values = {"article": "content/articles/a.md", "title": "A", "host": host} | fields
    return Need(url=url, state=state, **values)


needs = st.lists(
    st.builds(
        lambda article, host, number, state, sha: need(
            f"https://{host}/{number}.png" if host else f"site:{number}.png",
            state,
            article=f"content/articles/{article}.md",
            sha256=sha if state in ("kept", "damaged") else "",
            bytes=len(sha) * 100,
            reason="HTTP 404" if state == "lost" else "",
        ),
        st.integers(0, 3),
        st.sampled_from(("", "a.example", "b.example")),
        st.integers(0, 4),
        st.sampled_from(STATES),
        st.sampled_from(("aa", "bbb", "c")),
    ),
    max_size=30,
).map(tuple)


@settings(max_examples=80, deadline=None)
@given(needs)
def test_the_sums_equal_the_number_of_references(rows: tuple[Need, ...]) -> None:
    found = count(rows)
    for one in (found.total, *found.hosts):
        assert one.references == one.kept + one.damaged + one.lost + one.unasked
    assert found.total.references == len(rows) == sum(h.references for h in found.hosts)
    for state in STATES:
        assert getattr(found.total, state) == sum(getattr(h, state) for h in found.hosts)
    assert sum(r.references for r in found.reasons) == found.total.lost + found.total.damaged
    assert found.total.bytes <= sum(h.bytes for h in found.hosts)
    assert sum(len(image.articles) for image in losses(rows)) == found.total.lost + found.total.damaged


def test_hosts_and_reasons_the_largest_first() -> None:
    rows = [
        need("https://b.example/1", "lost", reason="HTTP 404", again=True),
        need("https://b.example/1", "lost", reason="HTTP 404", again=True, article="other"),
        need("https://b.example/2", "damaged", reason="cut off", sha256="d", bytes=7),
        need("https://a.example/1", "kept", sha256="k", bytes=100),
        need("https://a.example/2", "kept", sha256="k", bytes=100),
        need("site:x.png", "unasked"),
    ]
    found = count(rows)
    assert [(h.host, h.references, h.bytes) for h in found.hosts] == [
        ("b.example", 3, 7),
        ("a.example", 2, 100),
        (THIS_SITE, 1, 0),
    ]
    assert [(r.state, r.reason, r.references) for r in found.reasons] == [
        ("lost", "HTTP 404", 2),
        ("damaged", "cut off", 1),
    ]
    assert (found.articles, found.unasked, found.again, found.total.bytes) == (2, 1, 1, 107)


def test_images_of_one_host_and_of_the_site_itself() -> None:
    rows = (need("https://a.example/1"), need("site:x.png"))
    assert at_host(rows, "A.example ") == rows[:1]
    assert at_host(rows, THIS_SITE) == rows[1:]
    assert at_host(rows, "example") == ()


def test_equal_bytes_and_equal_fingerprints_are_one_picture() -> None:
    size: dict[str, Any] = {"width": 10, "height": 10}
    rows = [
        need("https://a.example/old", sha256="x", bytes=5, **size),
        need("https://a.example/small", sha256="y", fingerprint="f", width=2, height=2, bytes=1),
        need("https://a.example/large", sha256="x", fingerprint="f", bytes=5, **size),
        need("https://a.example/other", sha256="z", bytes=5, **size),
        need("https://a.example/twin", sha256="z", bytes=5, **size),
        need("https://a.example/single", sha256="s", **size),
        need("https://a.example/gone", "lost"),
        need("https://a.example/gone too", "lost"),
    ]
    groups = [[image.url.rpartition("/")[2] for image in group] for group in same(rows)]
    assert groups == [["large", "old", "small"], ["other", "twin"]]


def png(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def pictured(site: SiteFolder) -> SiteFolder:
    """A site with a picture of every fate, a draft and a withdrawn article."""
    site.settings('[site]\ntitle = "Archive"\n[images]\nlocal = ["dump"]\n')
    site.write("dump/media/local.png", png("red"))
    site.write("content/articles/beside.png", png("blue"))
    folder = site.folder / "content" / "images"
    kept = store.put(folder, png("green"))
    url = "https://img.example/{}.png".format
    for attempt in (
        Attempt(url=url("kept"), outcome="kept", time="2026-11-20T02:10:00Z", sha256=kept, bytes=len(png("green"))),
        Attempt(url=url("lost"), outcome="lost", time="2026-11-18T02:10:00Z", reason="HTTP 404", tries=1),
        Attempt(url=url("refused"), outcome="lost", time="2026-11-18T02:10:00Z", reason="refused", permanent=True),
        Attempt(url=url("gone"), outcome="kept", time="2026-11-20T02:10:00Z", sha256="ab" * 32, bytes=9),
    ):  # fmt: skip
        ledger.append(folder / "ledger", attempt)
    names = ("kept", "lost", "refused", "gone", "unasked")
    body = "\n\n".join(f"![]({url(name)})" for name in names)
    site.article("a", body=f"{body}\n\n![](/media/local.png)\n\n![](beside.png)\n\n![](nowhere.png)")
    for status in ("draft", "withdrawn"):
        text = f'---\ntitle: "{status}"\nstatus: {status}\n---\n\n![]({url("lost")})\n'
        site.write(f"content/articles/{status}.md", text)
    return site


def images(site: SiteFolder, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["images", *arguments, "--site", str(site.folder), "--workers", "1"])


def as_json(site: SiteFolder, *arguments: str) -> Any:
    result = images(site, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_reference_of_every_article_file_is_counted(pictured: SiteFolder) -> None:
    found = as_json(pictured)
    total = {name: found["total"][name] for name in ("references", *STATES)}
    assert total == {"references": 10, "kept": 3, "damaged": 1, "lost": 5, "unasked": 1}
    hosts = {h["host"]: (h["references"], h["kept"], h["bytes"]) for h in found["hosts"]}
    assert hosts == {
        "img.example": (7, 1, len(png("green")) + 9),
        THIS_SITE: (3, 2, len(png("red")) + len(png("blue"))),
    }
    reasons = {(r["state"], r["reason"]): r["references"] for r in found["reasons"]}
    assert reasons == {
        ("lost", "HTTP 404"): 3,
        ("lost", "refused"): 1,
        ("lost", "not found beside the capture or in [images] local"): 1,
        ("damaged", "the original is missing from the store"): 1,
    }
    assert (found["articles"], found["unasked"], found["again"]) == (3, 1, 1)


def test_the_table_names_the_next_commands(pictured: SiteFolder) -> None:
    text = images(pictured).output
    assert "this site" in text and "img.example" in text
    assert "drafts and withdrawn ones too" in text
    assert "backfile fetch   (asks for 1 image)" in text
    assert "backfile fetch --retry-lost   (asks again for 1 image)" in text


def test_nothing_is_left_to_do_where_nothing_is_missing(site: SiteFolder) -> None:
    site.write("content/articles/p.png", png("red"))
    site.article("a", body="![](p.png)")
    text = images(site).output
    assert "1 kept + 0 damaged + 0 lost + 0 not yet asked for" in text and "next:" not in text


def test_missing_images_with_the_articles_that_need_them(pictured: SiteFolder) -> None:
    found = {one["url"]: one for one in as_json(pictured, "--lost")}
    assert set(found) == {
        *(f"https://img.example/{name}.png" for name in ("lost", "refused", "gone")),
        "local:nowhere.png",
    }
    lost = found["https://img.example/lost.png"]
    assert (lost["reason"], lost["checked"]) == ("HTTP 404", "2026-11-18")
    assert [a["path"] for a in lost["articles"]] == [
        f"content/articles/{name}.md" for name in ("a", "draft", "withdrawn")
    ]
    text = images(pictured, "--lost").output
    assert "lost: HTTP 404; last asked 2026-11-18" in text and "content/articles/draft.md  draft" in text
    only = as_json(pictured, "--lost", "--host", "this site")
    assert [one["url"] for one in only] == ["local:nowhere.png"]


def test_the_same_bytes_under_two_addresses(pictured: SiteFolder) -> None:
    pictured.write("content/articles/twin.png", png("blue"))
    pictured.article("b", body="![](twin.png)")
    found = as_json(pictured, "--same")
    assert [[image["url"] for image in group] for group in found] == [
        ["site:articles/beside.png", "site:articles/twin.png"]
    ]


def test_nothing_changes_but_the_memory(pictured: SiteFolder) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        files = (p for p in pictured.folder.rglob("*") if p.is_file() and ".backfile" not in p.parts)
        return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}

    before = state()
    for arguments in ((), ("--lost",), ("--same",)):
        assert images(pictured, *arguments).exit_code == 0
    assert state() == before and not pictured.output.exists()


def test_the_build_and_the_table_agree(pictured: SiteFolder) -> None:
    (pictured.folder / "content/articles/draft.md").unlink()
    built = pictured.build().pictured
    total = as_json(pictured)["total"]
    assert {name: getattr(built, name) for name in ("references", *STATES)} == {
        name: total[name] for name in ("references", *STATES)
    }


def test_the_looks_of_a_table_without_images(site: SiteFolder) -> None:
    assert images(site).output.startswith("no article refers to an image\n")
    assert images(site, "--host", "x.example").output.startswith("no article refers to an image of x.example")
    result = images(site, "--lost", "--same")
    assert result.exit_code == 2 and "not both" in result.output


@pytest.mark.parametrize("command", [("images",), ("tags",), ("import", "--dry-run", "dump")])
def test_an_edit_that_a_command_has_read_is_still_built(site: SiteFolder, command: tuple[str, ...]) -> None:
    for name in ("a", "b", "c"):
        site.article(name, date=f"2024-07-2{len(name)}")
    dump = site.write("dump/x.md", "---\ntitle: X\n---\n\nText.\n").parent
    site.build()
    site.article("a", title="Another title")
    (site.folder / "content/articles/c.md").unlink()
    arguments = [str(dump) if word == "dump" else word for word in command]
    result = CliRunner().invoke(main, [*arguments, "--site", str(site.folder), "--workers", "1"])
    assert result.exit_code == 0, result.output
    report = site.build()
    assert report.rendered.rendered > 0 and report.articles == 2
    assert b"Another title" in site.tree()["index.html"]
    tree = site.tree()
    site.build(clean=True)
    assert site.tree() == tree


def test_counting_does_not_make_the_next_build_do_anything(pictured: SiteFolder) -> None:
    pictured.build()
    assert images(pictured).exit_code == 0
    assert pictured.build().reasons == () and pictured.build().rendered.rendered == 0


def test_a_command_of_the_group_runs_in_place_of_the_table() -> None:
    from backfile.cli.images import images as group

    @click.command("try")
    def attempt() -> None:
        click.echo("tried")

    group.add_command(attempt)
    try:
        assert CliRunner().invoke(main, ["images", "try"]).output == "tried\n"
    finally:
        del group.commands["try"]


def test_a_ledger_line_that_cannot_be_read_is_reported(pictured: SiteFolder) -> None:
    pictured.write("content/images/ledger/00.jsonl", "half a line\n")
    result = images(pictured)
    assert result.exit_code == 0 and "not all could be read; -v shows what (1)" in result.stderr
    assert "00.jsonl:1" in images(pictured, "-v").stderr
    assert as_json(pictured)["total"]["references"] == 10


def test_pages_of_lost_images_pass_the_audit_and_name_no_draft(pictured: SiteFolder) -> None:
    base = "https://archive.example/old/"
    pictured.settings(f'[site]\ntitle = "Archive"\nbase_url = "{base}"\ncontact = "desk@archive.example"\n')
    pictured.build()
    assert check(pictured.output, base) == ()
    tree = pictured.tree()
    lists = {path for path in tree if path.startswith("images/lost/")}
    assert lists == {"images/lost/index.html", "images/lost/2024/index.html"}
    year = tree["images/lost/2024/index.html"].decode()
    assert 'href="https://img.example/lost.png"' in year and "draft" not in year and "withdrawn" not in year
    assert b"images/lost" not in tree["sitemap.xml"]


def test_no_page_of_lost_images_where_nothing_is_lost_or_nobody_wants_them(pictured: SiteFolder) -> None:
    pictured.settings('[site]\ntitle = "Archive"\n[pages]\nlost = false\n')
    pictured.build()
    tree = pictured.tree()
    assert not [path for path in tree if path.startswith("images/lost")]
    assert not [path for path, data in tree.items() if b"images/lost" in data]

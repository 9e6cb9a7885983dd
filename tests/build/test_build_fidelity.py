"""The fidelity report, the sums of an import, and quarantine of what would not be faithful."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from backfile import cli, config, convert
from backfile.build import import_paths
from backfile.model import Article, Raw
from site_folder import SiteFolder, outside

DUMP = """# {title}

文章作者: 城南日报
发布时间: 2024-07-2{n} 12:39
发布地: 北京
原文链接: http://mp.weixin.qq.com/s?__biz=MzA{n}&mid=1&idx=1&sn=a#rd

封面图链接: None

**报馆** 关门了，城里
最后一台印刷机停了。

![](http://mmbiz.qpic.cn/{n}/640)
"""


def write_captures(site: SiteFolder, count: int) -> Path:
    folder = site.folder.parent / f"{site.folder.name}-captures"
    folder.mkdir()
    for n in range(count):
        (folder / f"{n}.md").write_text(DUMP.format(n=n, title=f"第{n}号"), encoding="utf-8")
    return folder


def test_the_report_has_every_rule_and_every_article(site: SiteFolder) -> None:
    folder = write_captures(site, 3)
    (folder / "copy.md").write_bytes((folder / "0.md").read_bytes())
    (folder / "no.md").write_text("nothing that a format takes", encoding="utf-8")
    target = site.folder / "report.json"
    arguments = [
        "import",
        str(folder),
        "--site",
        str(site.folder),
        "--report",
        str(target),
        "--workers",
        "1",
    ]
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 0, result.output
    found = json.loads(target.read_bytes())
    assert (found["captures"], found["converted"], found["duplicates"], found["quarantined"]) == (5, 3, 1, 1)
    assert ["joined_lines", 3, 3] in found["repairs"]
    assert found["before"]["soft_breaks"] == 3 and found["after"]["soft_breaks"] == 0
    assert found["after"]["characters"] == found["before"]["characters"] > 0
    assert found["after"]["images"] == 3 and len(found["articles"]) == 3
    assert [p["source"] for p in found["problems"]] == [f"content/sources/{folder.name}/no.md"]
    assert "joined_lines" in result.output
    assert "5 captures = 3 converted + 0 changed + 0 kept + 1 duplicates + 1 quarantined" in result.output


def test_a_rehearsal_measures_too_and_writes_only_the_report(site: SiteFolder) -> None:
    folder = write_captures(site, 1)
    report = import_paths(
        site.folder, config.load(site.folder), (folder,), outside(), dry_run=True, measure=True
    )
    assert len(report.fidelity) == 1 and not (site.folder / "content").exists()


def test_an_unfaithful_conversion_is_set_aside_as_a_whole(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The converter is made to lose a character, as a fault of it would."""
    real = convert.convert

    def lossy(raw: Raw, site: config.Site) -> Article:
        article = real(raw, site)
        assert isinstance(article, Article)
        import msgspec

        return msgspec.structs.replace(article, body=article.body.replace("馆", ""))

    monkeypatch.setattr(convert, "convert", lossy)
    report = import_paths(site.folder, config.load(site.folder), (write_captures(site, 2),), outside())
    found = report.imported
    assert (found.captures, found.new, found.quarantined) == (2, 0, 2)
    assert "'馆' is missing" in report.problems[0].message
    assert not list((site.folder / "content").rglob("articles/**/*.md"))
    again = import_paths(site.folder, config.load(site.folder), (), outside()).problems
    assert len(again) == 2 and not any("was deleted" in problem.message for problem in again)
    monkeypatch.undo()
    assert site.build().imported.new == 2


@pytest.mark.parametrize("count", [0, 1, 4])
def test_captures_are_always_the_sum(site: SiteFolder, count: int) -> None:
    site.write("content/sources/bad.bin", b"\xff\xfe\x00\x01" * 3)
    folder = write_captures(site, count)
    for _ in range(2):
        found = import_paths(site.folder, config.load(site.folder), (folder,), outside()).imported
        parts = found.new + found.changed + found.kept + found.duplicates + found.quarantined
        assert found.captures == parts == count + 1

"""A capture of several articles: each of its rows is imported, kept and refreshed by itself."""

from __future__ import annotations

import json

from site_folder import SiteFolder

ROWS = [
    {"title": "浮桥", "link": "", "digest": "", "create_time": 1706753400, "content": "<p>十二只船。</p>"},
    {"title": "石桥", "link": "", "digest": "", "create_time": 1706839800, "content": "<p>七个桥孔。</p>"},
]


def test_rows(site: SiteFolder) -> None:
    site.write("content/sources/rows.json", json.dumps(ROWS))
    first = site.build().imported
    assert (first.new, first.duplicates, first.quarantined) == (2, 0, 0)
    again = site.build().imported
    assert (again.new, again.changed, again.kept) == (0, 0, 2)
    third = {**ROWS[0], "title": "木桥"}
    site.write("content/sources/rows.json", json.dumps([third, *ROWS]))
    grown = site.build().imported
    assert (grown.new, grown.changed, grown.kept) == (1, 0, 2)
    assert len(list((site.folder / "content/articles").rglob("*.md"))) == 3


def test_a_changed_row_changes_only_its_article(site: SiteFolder) -> None:
    linked = [{**row, "link": f"https://mp.weixin.qq.com/s/{at}"} for at, row in enumerate(ROWS)]
    site.write("content/sources/rows.json", json.dumps(linked))
    site.build()
    linked[1]["content"] = "<p>八个桥孔。</p>"
    site.write("content/sources/rows.json", json.dumps(linked))
    found = site.build().imported
    assert (found.new, found.changed, found.kept) == (0, 1, 1)
    texts = [p.read_text("utf-8") for p in sorted((site.folder / "content/articles").rglob("*.md"))]
    assert any("八个桥孔" in text for text in texts) and not any("七个桥孔" in text for text in texts)

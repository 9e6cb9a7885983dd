"""The central promise: after any edits, an incremental build gives the bytes that a clean build gives."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_folder import SiteFolder

NAMES = ("a", "b", "c", "d", "e")
TAGS = ("活字", "paper", "PAPER", "microfilm")
DATES = ("2023-12-31", "2024-07-28", "2024-07-28T12:39:00+08:00", "2024-07", "2025", "")

edit = st.one_of(
    st.tuples(
        st.just("article"),
        st.sampled_from(NAMES),
        st.sampled_from(DATES),
        st.sets(st.sampled_from(TAGS)),
        st.integers(0, 2),
    ),
    st.tuples(st.just("delete"), st.sampled_from(NAMES)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("title"), st.sampled_from(("Archive", "旧闻馆"))),
    st.tuples(st.just("list"), st.sampled_from((1, 2, 50))),
    st.tuples(st.just("css"), st.integers(0, 2)),
    st.tuples(st.just("template"), st.integers(0, 2)),
    st.tuples(st.just("capture"), st.integers(0, 2)),
    st.tuples(st.just("output"), st.just("index.html")),
    st.tuples(st.just("touch"), st.sampled_from(NAMES)),
    st.tuples(st.just("text"), st.sampled_from(NAMES), st.integers(0, 9)),
)

BODIES = (
    "Text.",
    "Text.\n\nMore, with [a link](https://example.org/).",
    "## Head\n\nOne **bold** word.\n\n## Next\n\n![x](p.png)",
)


class Edits:
    """Applies random edits to a site with a theme of its own."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        self.title, self.list = "Archive", 50
        here = Path(__file__).parents[2] / "themes" / "default"
        shutil.copytree(here, site.folder / "themes" / "own")
        self.save_settings()

    def save_settings(self) -> None:
        self.site.settings(f'[site]\ntitle = "{self.title}"\ntheme = "own"\n[pages]\nlist = {self.list}\n')

    def apply(self, what: tuple[Any, ...]) -> None:
        articles = self.site.folder / "content" / "articles"
        match what:
            case ("article", name, date, tags, body):
                self.site.article(name, date=date, tags=", ".join(sorted(tags)), body=BODIES[body])
            case ("delete", name):
                (articles / f"{name}.md").unlink(missing_ok=True)
            case ("rename", old, new) if (articles / f"{old}.md").exists():
                (articles / f"{old}.md").replace(articles / f"{new}.md")
            case ("title", title):
                self.title = title
                self.save_settings()
            case ("list", size):
                self.list = size
                self.save_settings()
            case ("css", number):
                self._append("assets/site.css", f"\n.n{number} {{ color: red }}\n")
            case ("template", number):
                file = self.site.folder / "themes" / "own" / "templates" / "base.html"
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace("</body>", f"<!-- {number} -->\n</body>"), encoding="utf-8")
            case ("capture", number):
                text = f"# 标题{number}\n\n文章作者: 报\n发布时间: 2024-07-2{number} 12:39\n发布地: 北京\n"
                text += f"原文链接: http://mp.weixin.qq.com/s?__biz=Q&mid={number}&idx=1\n\n封面图链接: None\n\n正文{number}。\n"
                self.site.write(f"content/sources/{number}.txt", text)
            case ("output", path) if (self.site.output / path).exists():
                (self.site.output / path).write_text("spoilt")
            case ("touch", name) if (articles / f"{name}.md").exists():
                (articles / f"{name}.md").touch()
            case ("text", name, number) if (articles / f"{name}.md").exists():
                # Below what lists show of it.
                file = articles / f"{name}.md"
                text = file.read_text(encoding="utf-8").partition("\n\nBelow")[0]
                file.write_text(f"{text}\n\nBelow all that.\n\n## Part {number}\n", encoding="utf-8")
            case _:
                pass

    def _append(self, path: str, text: str) -> None:
        file = self.site.folder / "themes" / "own" / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(edit, min_size=1, max_size=4), min_size=1, max_size=6))
def test_incremental_is_clean(rounds: list[list[tuple[Any, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        site = SiteFolder(Path(name))
        edits = Edits(site)
        site.build()
        for round in rounds:
            for one in round:
                edits.apply(one)
            site.build()
        incremental = site.tree()
        clean = Path(name) / "clean"
        site.build(clean=True, output=clean)
        expected = site.tree(clean)
        assert sorted(incremental) == sorted(expected)
        assert [p for p in expected if incremental[p] != expected[p]] == []

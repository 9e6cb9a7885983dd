"""A site that people, editors and disks do anything to: after every build the output folder is what a clean build writes.

What no build can find out: a file of the output folder with other bytes but the same size and time of change, since a build does
not read what it published; and what `damage` says of kept results.
Somebody who deletes the manifest is told that the folder is not ours.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

import damage
from backfile import config, publish
from backfile.build import Options, build
from backfile.errors import ThemeError
from backfile.publish import MANIFEST
from backfile.trace import Kept, Trace
from fuzzing import examples
from loopback import picture
from published import clean_files, differences, files_of, is_ours, with_foreign
from site_folder import SiteFolder, outside

THEME = Path(__file__).parents[2] / "themes" / "default"
NAMES = ("a", "b", "2024/c", "2024/d", "旧闻")
TITLES = ("", "Paper", "报纸为什么会发黄", "<b>&")
DATES = ("2023-12-31", "2024-07-28", "2024-07-28T12:39:00+08:00", "2024-07", "2025", "")
TAGS = ("活字", "paper", "PAPER", "microfilm")
BODIES = (
    "Text.",
    "Text.\n\nMore, with [a link](https://example.org/).",
    "## Head\n\nOne **bold** word.\n\n## Next\n\n![x](p.png)",
    "See [the other](/2024/07/28/a/).\n\n" + "A long paragraph of it. " * 40,
)
TEMPLATES = ("base.html", "article.html", "card.html", "feed.xml", "term.html")
# Where no page is, where one may come to be, where a folder of pages is or may be, and below what is a page.
FOREIGN = ("CNAME", "mine/a.txt", "tags/x.txt", "2024/07/28/b/index.html", "2025", "undated", "index.html/x")

Size = st.integers(0, 2**16)
Number = st.integers(0, 3)
Name = st.sampled_from(NAMES)
# Most edits are followed by a build, some by another edit.
Wait = st.sampled_from((False, False, False, True))
counts: Counter[str] = Counter()


class World(RuleBasedStateMachine):
    """The site, and how it is built and compared."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self._temporary.name) / "site"
        self.folder.mkdir()
        self.site = SiteFolder(self.folder)
        self.articles = self.folder / "content" / "articles"
        self.theme = self.folder / "themes" / "own"
        self.memory = self.folder / ".backfile"
        self.settings: dict[str, Any] = {"title": "Archive", "language": "en", "list": 50}
        self.drafts = False
        self.foreign: dict[str, bytes] = {}
        self.unbuilt = True

    @initialize(count=st.integers(0, 3))
    def begin(self, count: int) -> None:
        shutil.copytree(THEME, self.theme)
        self.save_settings()
        for number in range(count):
            self.write(NAMES[number], title="", date=DATES[number], tags={"paper"}, body=number, status="")
        self.compare()

    def save_settings(self) -> None:
        s = self.settings
        self.site.settings(
            f'[site]\ntitle = "{s["title"]}"\ntheme = "own"\nlanguage = "{s["language"]}"\n'
            f"[pages]\nlist = {s['list']}\n[images]\nwidths = [16, 32]\ncover = 16\n"
        )

    def write(self, name: str, *, title: str, date: str, tags: set[str], body: int, status: str) -> None:
        fields = [f'title: "{title or name}"', *([f'date: "{date}"'] if date else [])]
        fields += [f"tags: [{', '.join(sorted(tags))}]"] if tags else []
        fields += [f'status: "{status}"'] if status else []
        text = "---\n" + "\n".join(fields) + f"\n---\n\n{BODIES[body]}\n"
        self.site.write(f"content/articles/{name}.md", text)

    def build(self, *, clean: bool = False) -> None:
        options = Options(output=self.site.output, offline=True, clean=clean, drafts=self.drafts)
        build(self.folder, config.load(self.folder), options, outside())

    def compare(self, *, clean: bool = False) -> None:
        """Build, and compare with a clean build elsewhere."""
        self.build(clean=clean)
        counts["builds compared"] += 1
        self.unbuilt = False
        expected = with_foreign(clean_files(self.folder, drafts=self.drafts), self.foreign)
        assert differences(files_of(self.site.output), expected) == []

    def after(self, wait: bool) -> None:
        """Build after an edit, unless another edit is to come first."""
        counts["steps"] += 1
        self.unbuilt = True
        if not wait:
            self.compare()

    def teardown(self) -> None:
        try:
            if self.unbuilt:
                self.compare()
        finally:
            self._temporary.cleanup()


class Editors(World):
    """What people do to articles."""

    def file(self, name: str) -> Path | None:
        path = self.articles / f"{name}.md"
        return path if path.exists() else None

    def replace(self, name: str, edit: Callable[[str], str]) -> None:
        if path := self.file(name):
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    @rule(
        name=Name,
        title=st.sampled_from(TITLES),
        date=st.sampled_from(DATES),
        tags=st.sets(st.sampled_from(TAGS)),
        body=Number,
        wait=Wait,
    )
    def write_article(self, name: str, title: str, date: str, tags: set[str], body: int, wait: bool) -> None:
        self.write(name, title=title, date=date, tags=tags, body=body, status="")
        self.after(wait)

    @rule(name=Name, number=Number, wait=Wait)
    def edit_below_what_lists_show(self, name: str, number: int, wait: bool) -> None:
        self.replace(
            name, lambda t: t.partition("\n\nBelow")[0] + f"\n\nBelow all that.\n\n## Part {number}\n"
        )
        self.after(wait)

    @rule(
        name=Name,
        field=st.sampled_from(("title", "date", "tags", "status")),
        value=st.integers(0, 5),
        wait=Wait,
    )
    def edit_a_field(self, name: str, field: str, value: int, wait: bool) -> None:
        line = {
            "title": f'title: "Title {value}"',
            "date": f'date: "{DATES[value]}"',
            "tags": f"tags: [{', '.join(TAGS[: value % 5])}]",
            "status": f'status: "{("published", "draft", "withdrawn", "gone")[value % 4]}"',
        }[field]

        def edit(text: str) -> str:
            head, _, body = text.partition("\n---\n")
            lines = [one for one in head.split("\n") if not one.startswith(f"{field}:")]
            return "\n".join((*lines, line)) + f"\n---\n{body}"

        self.replace(name, edit)
        self.after(wait)

    @rule(old=Name, new=Name, wait=Wait)
    def rename(self, old: str, new: str, wait: bool) -> None:
        if path := self.file(old):
            target = self.articles / f"{new}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
        self.after(wait)

    @rule(name=Name, wait=Wait)
    def delete(self, name: str, wait: bool) -> None:
        if path := self.file(name):
            path.unlink()
        self.after(wait)

    @rule(name=Name, days=st.sampled_from((-4000, -1, 0, 1)), same_size=st.booleans(), wait=Wait)
    def set_the_clock(self, name: str, days: int, same_size: bool, wait: bool) -> None:
        """Touch a file, forwards and backwards; with other bytes of the same length too, and the time it had."""
        if path := self.file(name):
            before = path.stat()
            if same_size:
                self.replace(
                    name, lambda t: t.replace("Text", "TEXT") if "Text" in t else t.replace("TEXT", "Text")
                )
            at = before.st_mtime_ns + days * 86_400 * 10**9
            os.utime(path, ns=(at, at))
        self.after(wait)

    @rule(number=Number, wait=Wait)
    def drop_a_capture(self, number: int, wait: bool) -> None:
        text = f"# 标题{number}\n\n文章作者: 报\n发布时间: 2024-07-2{number} 12:39\n发布地: 北京\n"
        text += f"原文链接: http://mp.weixin.qq.com/s?__biz=Q&mid={number}&idx=1\n\n封面图链接: None\n\n正文{number}。\n"
        self.site.write(f"content/sources/{number}.txt", text)
        self.after(wait)

    @rule(size=st.integers(0, 3), wait=Wait)
    def change_a_picture(self, size: int, wait: bool) -> None:
        path = self.articles / "p.png"
        path.unlink(missing_ok=True)
        if size:
            self.site.write("content/articles/p.png", picture(size=(20 * size, 10)))
        self.after(wait)


class Designers(Editors):
    """What people do to the theme and the settings."""

    @rule(name=st.sampled_from(TEMPLATES), number=Number, spoilt=st.booleans(), wait=Wait)
    def edit_a_template(self, name: str, number: int, spoilt: bool, wait: bool) -> None:
        path = self.theme / "templates" / name
        if spoilt:
            self.break_and_mend(path)
        text = path.read_text(encoding="utf-8").partition("\n{# edited")[0]
        head = "</body>" if name == "base.html" else ""
        edited = (
            text.replace(head, f"<!-- {number} -->{head}")
            if head
            else f"{text}\n{{# edited #}}<!-- {number} -->"
        )
        path.write_text(edited, encoding="utf-8")
        self.after(wait)

    def break_and_mend(self, path: Path) -> None:
        good, before = path.read_bytes(), files_of(self.site.output)
        path.write_bytes(good + b"{% if %}")
        with pytest.raises(ThemeError):
            self.build()
        assert differences(files_of(self.site.output), before) == []
        path.write_bytes(good)

    @rule(number=Number, wait=Wait)
    def edit_the_stylesheet(self, number: int, wait: bool) -> None:
        path = self.theme / "assets" / "site.css"
        text = path.read_text(encoding="utf-8").partition("\n.fuzzed")[0]
        path.write_text(f"{text}\n.fuzzed {{ order: {number} }}\n", encoding="utf-8")
        self.after(wait)

    @rule(
        change=st.one_of(
            st.tuples(st.just("title"), st.sampled_from(("Archive", "旧闻馆"))),
            st.tuples(st.just("language"), st.sampled_from(("en", "zh-Hans", "zh-Hant", "ja"))),
            st.tuples(st.just("list"), st.sampled_from((1, 2, 50))),
        ),
        wait=Wait,
    )
    def edit_the_settings(self, change: tuple[str, Any], wait: bool) -> None:
        self.settings[change[0]] = change[1]
        self.save_settings()
        self.after(wait)

    @rule(wait=Wait)
    def show_or_hide_drafts(self, wait: bool) -> None:
        self.drafts = not self.drafts
        self.after(wait)


class Disks(Designers):
    """What happens to the build memory and to the output folder."""

    @rule(seed=Size, wait=Wait)
    def flip_what_is_proved(self, seed: int, wait: bool) -> None:
        if (self.memory / "build.db").exists():
            damage.flip(self.memory, damage.PROVED, seed)
        self.after(wait)

    @rule(seed=Size, wait=Wait)
    def break_rows(self, seed: int, wait: bool) -> None:
        if (self.memory / "build.db").exists():
            damage.break_rows(self.memory, damage.BROKEN, seed)
        self.after(wait)

    @rule(seed=Size)
    def flip_anything_and_trust_nothing(self, seed: int) -> None:
        if (self.memory / "build.db").exists():
            damage.flip(self.memory, damage.PROVED + damage.VALUES, seed)
        counts["steps"] += 1
        self.compare(clean=True)

    @rule(name=st.sampled_from(("", "build.db", "spare", "variants", "stage")), wait=Wait)
    def forget(self, name: str, wait: bool) -> None:
        path = self.memory / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self.after(wait)

    @rule(which=Size, how=st.sampled_from(("delete", "append", "touch", "replace")), wait=Wait)
    def spoil_output(self, which: int, how: str, wait: bool) -> None:
        paths = [p for p in sorted(files_of(self.site.output)) if p not in self.foreign and p != MANIFEST]
        path = self.site.output / paths[which % len(paths)] if paths else None
        if path is not None and is_ours(self.site.output, paths[which % len(paths)]):
            if how in ("delete", "replace"):
                path.unlink()
            if how in ("append", "replace"):
                with path.open("ab") as file:
                    file.write(b"spoilt")
            if how == "touch":
                os.utime(path, ns=(0, 10**18))
        self.after(wait)

    @rule(path=st.sampled_from(FOREIGN), number=Number, wait=Wait)
    def put_a_foreign_file(self, path: str, number: int, wait: bool) -> None:
        target = self.site.output / path
        free = not target.is_dir() and not any(p.is_file() for p in target.parents)
        # What stands at an address of ours counts as ours, whoever wrote it.
        if free and not is_ours(self.site.output, path):
            data = f"mine {number}".encode()
            target.parent.mkdir(parents=True, exist_ok=True)
            if number % 2:
                target.unlink(missing_ok=True)
            target.write_bytes(data)
            self.foreign[path] = data
        self.after(wait)

    @precondition(lambda self: self.foreign)
    @rule(which=Number, wait=Wait)
    def remove_a_foreign_file(self, which: int, wait: bool) -> None:
        path = sorted(self.foreign)[which % len(self.foreign)]
        del self.foreign[path]
        (self.site.output / path).unlink()
        self.after(wait)

    @rule(moment=st.integers(1, 40))
    def stop_a_build(self, moment: int) -> None:
        """End a build at some call that changes a file or the memory: readers see the old site or the new one."""
        self.settings["title"] = f"Archive {moment}"
        self.save_settings()
        old = files_of(self.site.output)
        with stopping(moment) as stopped:
            try:
                self.build()
            except KeyboardInterrupt:
                counts["builds stopped"] += 1
        found = files_of(self.site.output)
        if found != old:
            new = with_foreign(clean_files(self.folder, drafts=self.drafts), self.foreign)
            assert differences(found, new) == [], f"stopped {stopped}"
        self.after(False)


@contextmanager
def stopping(moment: int) -> Iterator[list[str]]:
    """Have the call raise that is the moment-th of those that change files or the memory; yield the names of the calls so far."""
    seen: list[str] = []
    places: list[tuple[Any, str]] = [
        (os, "rename"),
        (os, "link"),
        (publish, "_exchange"),
        (publish, "settle"),
    ]
    places += [(Trace, name) for name in ("save_meta", "save_folders", "save_pages")]
    places += [
        (Kept, name) for name in ("save_bodies", "save_article_pages", "save_inputs", "forget_bodies_but")
    ]
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in places:
            patch.setattr(owner, name, _stopping(seen, moment, name, getattr(owner, name)))
        yield seen


def _stopping(seen: list[str], moment: int, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def stop(*arguments: Any, **options: Any) -> Any:
        seen.append(name)
        if len(seen) == moment:
            raise KeyboardInterrupt
        return call(*arguments, **options)

    return stop


@pytest.mark.usefixtures("closures_once")
@pytest.mark.parametrize("part", [1, 2])
def test_incremental_builds_are_clean_ones(part: int, counted: Callable[[str, int], None]) -> None:
    # Two machines, so that two processes have something to do; derandomized examples depend on the name of the class.
    machine = type(f"Machine{part}", (Disks,), {})
    counts.clear()
    try:
        run_state_machine_as_test(machine, settings=examples(8, stateful_step_count=16))
    finally:
        for what, number in counts.items():
            counted(what, number)

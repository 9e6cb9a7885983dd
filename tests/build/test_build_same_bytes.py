"""The same content gives the same bytes, whatever surrounds the build and whoever does its work."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from backfile import config
from backfile.build import Options, Outside, build, rendering
from backfile.pool import ProcessExecutor, SerialExecutor
from loopback import picture
from published import Files, copy_sources, differences, files_of, modes_of
from site_folder import NOW, SiteFolder
from whole_builds import environment, run

# More than a batch of the reader, so that processes get work.
ARTICLES = 101


def fill(site: SiteFolder) -> None:
    """Write a site in which names, dates, numbers and pictures could tell of the machine."""
    site.settings(
        '[site]\ntitle = "旧闻馆"\nlanguage = "zh-Hans"\ntimezone = "Asia/Shanghai"\nbase_url = "https://example.org/"\n'
        "[images]\nwidths = [16, 32]\ncover = 16\n[pages]\nlist = 20\n"
    )
    for number in range(ARTICLES):
        name = f"{'旧闻' if number % 3 else 'Ünïted'} {number}"
        date = ("2024-07-28T23:39:00+08:00", f"2024-07-{number % 28 + 1:02}", "2023-12", "2022", "")[
            number % 5
        ]
        tags = ("活字, paper", "Paper, İstanbul", "报纸, microfilm, ß")[number % 3]
        body = (
            "![x](p.png)"
            if number % 50 == 0
            else f"## Head {number}\n\n第 {number} 段, [a](https://example.org/)."
        )
        site.article(f"{number % 7}/{name}", title=name, date=date, tags=tags, body=body)
        site.write(f"content/articles/{number % 7}/p.png", picture(size=(40, 20 + number % 7)))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site that was not built yet."""
    folder = tmp_path_factory.mktemp("sources")
    fill(SiteFolder(folder))
    return folder


# What surrounds a build, each thing at least twice: zone, locale, seed of hashes, umask, workers, and where the site lies.
SURROUNDINGS = (
    ("UTC", "C", "0", "022", "1", "a"),
    ("Asia/Shanghai", "zh_CN.UTF-8", "1", "077", "2", "旧 闻/x"),
    ("America/St_Johns", "tr_TR.UTF-8", "random", "000", "3", "deep/" * 10 + "site"),
    ("Pacific/Kiritimati", "POSIX", "4711", "027", "2", "a.b"),
)


def test_whatever_surrounds_the_build(
    sources: Path, tmp_path: Path, counted: Callable[[str, int], None]
) -> None:
    results = []
    for zone, locale, seed, umask, workers, place in SURROUNDINGS:
        folder = tmp_path / place
        copy_sources(sources, folder)
        # The shell's own umask is set for good only there.
        shell = ("sh", "-c", 'umask "$0"; exec "$@"', umask)
        variables = {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        done = run(folder, "--workers", workers, prefix=shell, **variables)
        assert done.returncode == 0, done.stderr
        results.append((files_of(folder / "output"), modes_of(folder / "output")))
        shutil.rmtree(folder / ".backfile")
        counted("surroundings", 1)
    files, modes = results[0]
    assert len(files) > ARTICLES and any(path.endswith(".webp") for path in files)
    for surroundings, (others, other_modes) in zip(SURROUNDINGS, results, strict=True):
        assert differences(others, files) == [], surroundings
        assert other_modes == modes, surroundings


_FRESH = """
import pickle, sys
function, arguments, options = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(function(*arguments, **options)))
"""


class FreshInterpreters(SerialExecutor):
    """Runs every call in an interpreter of its own, which knows nothing but the function's name and its arguments."""

    calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run fn there and return its finished future."""
        FreshInterpreters.calls += 1
        return super().submit(_elsewhere, fn, args, kwargs)


def _elsewhere(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    data = pickle.dumps((fn, args, kwargs))
    done = subprocess.run(
        [sys.executable, "-c", _FRESH], input=data, env=environment(), stdout=subprocess.PIPE, check=True
    )
    return pickle.loads(done.stdout)


EXECUTORS: dict[str, Callable[[], Executor]] = {
    "threads": lambda: ThreadPoolExecutor(3),
    "spawned processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    "copied processes": lambda: ProcessExecutor(2),
    "fresh interpreters": FreshInterpreters,
}


def built(
    sources: Path, folder: Path, executor: Callable[[], Executor], pictures: Callable[[], Executor]
) -> Files:
    copy_sources(sources, folder)
    outside = Outside(clock=lambda: NOW, workers=executor, decoders=pictures)
    report = build(folder, config.load(folder), Options(output=folder / "output", offline=True), outside)
    assert report.pictured.kept
    return files_of(folder / "output")


@pytest.fixture(scope="module")
def serial(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return what one process writes that does everything itself."""
    return built(sources, tmp_path_factory.mktemp("serial"), SerialExecutor, SerialExecutor)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have every executor get some batches of pages."""
    monkeypatch.setattr(rendering, "BATCH", 60)
    FreshInterpreters.calls = 0
    yield


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("name", EXECUTORS)
def test_whoever_does_the_work(name: str, sources: Path, serial: Files, tmp_path: Path) -> None:
    # Every picture would be an interpreter; one kind of job shows that they are closed values as well as all of them.
    pictures = EXECUTORS[name] if name == "threads" else SerialExecutor
    assert differences(built(sources, tmp_path, EXECUTORS[name], pictures), serial) == []
    if name == "fresh interpreters":
        assert FreshInterpreters.calls >= 4


def test_pictures_in_fresh_interpreters(tmp_path: Path) -> None:
    sources = SiteFolder(tmp_path)
    sources.write("content/articles/p.png", picture())
    sources.article("a", body="![x](p.png)")
    FreshInterpreters.calls = 0
    found = built(tmp_path, tmp_path / "fresh", SerialExecutor, FreshInterpreters)
    assert FreshInterpreters.calls >= 2
    assert differences(found, built(tmp_path, tmp_path / "serial", SerialExecutor, SerialExecutor)) == []

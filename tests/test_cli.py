"""Commands as a user types them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backfile.cli import main
from backfile.console import Console, Stopwatch
from backfile.fetch import download

VERBS = ("new", "build", "import", "tags", "images", "fetch", "serve", "check")
TAG_VERBS = ("list", "merge", "rename", "block", "again")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    assert run("new", str(folder), "--title", "My Archive").exit_code == 0
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0 and f"backfile {verb}" in result.output and "Example:" in result.output


@pytest.mark.parametrize("verb", TAG_VERBS)
def test_every_command_about_tags_has_help_with_an_example(verb: str) -> None:
    result = run("tags", verb, "--help")
    assert result.exit_code == 0 and f"Example: backfile tags {verb}" in result.output


def test_a_new_site_builds_and_passes_its_check(site: Path) -> None:
    result = run("build", "--site", str(site), "--offline", "--workers", "1")
    assert result.exit_code == 0, result.output
    assert "quarantined" in result.output and "pages" in result.output
    assert (site / "output" / "index.html").is_file()
    checked = run("check", "--site", str(site))
    assert checked.exit_code == 0, checked.output


def test_the_summary_as_json(site: Path) -> None:
    result = run("build", "--site", str(site), "--offline", "--workers", "1", "--json")
    report = json.loads(result.stdout)
    assert report["rendered"]["pages"] > 0 and report["problems"] == []


def test_a_profile_names_the_stages_in_their_order(site: Path) -> None:
    arguments = ("build", "--site", str(site), "--offline", "--workers", "1", "--profile")
    stages = list(json.loads(run(*arguments, "--json").stdout)["stages"])
    inner = ["read and import", "fetch", "variants", "pages", "other files", "publish", "count"]
    assert stages == ["scan", *inner, "remember"]
    assert "   stages  scan 0." in run(*arguments).output
    assert "stages" not in run(*arguments[:-1]).output


def test_a_stage_begins_where_the_one_before_it_ended() -> None:
    times = iter((1.0, 3.0, 3.5))
    stopwatch = Stopwatch(lambda: next(times))
    stopwatch.ended("scan")
    stopwatch.ended("plan")
    assert stopwatch.stages == [("scan", 2.0), ("plan", 0.5)]


def test_progress_without_a_known_end_is_said_at_ever_longer_steps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    console = Console()
    for done in range(100, 9_000, 100):
        console.progress("rendering pages", done, 0)
    assert capsys.readouterr().err.split("\n")[:-1] == [
        f"rendering pages: {n}" for n in (1000, 2000, 4000, 8000)
    ]


def test_a_build_that_asks_for_nothing_loads_no_network(site: Path) -> None:
    (site / "content" / "articles").mkdir(parents=True, exist_ok=True)
    (site / "content" / "articles" / "with-picture.md").write_text(
        '---\ntitle: "A"\n---\n\n![](https://images.example.org/a.png)\n', encoding="utf-8"
    )
    program = (
        "import sys\nfrom backfile.cli import main\n"
        "try:\n    main()\nfinally:\n    print('loaded', sorted({n.partition('.')[0] for n in sys.modules} & {'aiohttp', 'ssl'}))"
    )
    command = [sys.executable, "-c", program, "build", "--offline", "--workers", "1", "--site", str(site)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "1 not yet asked for" in said
    assert said.rstrip().endswith("loaded []")


def test_a_fidelity_report_without_its_folder_stops_before_the_import(site: Path, tmp_path: Path) -> None:
    capture = tmp_path / "letter.md"
    capture.write_text('---\ntitle: "A letter"\ndate: 2024-05-01\n---\n\nWords.\n', encoding="utf-8")
    target = tmp_path / "none" / "report.json"
    result = run("import", str(capture), "--site", str(site), "--workers", "1", "--report", str(target))
    assert result.exit_code == 2 and "does not exist" in result.output
    assert not (site / "content" / "sources" / "letter.md").exists()


def test_a_fidelity_report_that_cannot_be_written_hides_no_summary(site: Path, tmp_path: Path) -> None:
    capture = tmp_path / "letter.md"
    capture.write_text('---\ntitle: "A letter"\ndate: 2024-05-01\n---\n\nWords.\n', encoding="utf-8")
    target = tmp_path / f"{'x' * 300}.json"
    result = run("import", str(capture), "--site", str(site), "--workers", "1", "--report", str(target))
    assert result.exit_code == 2 and "in the archive" in result.output


def test_strict_turns_quarantine_into_exit_code_1(site: Path) -> None:
    (site / "content" / "sources" / "odd.bin").write_bytes(b"\x00\xff\x00")
    assert run("build", "--site", str(site), "--offline", "--workers", "1").exit_code == 0
    result = run("build", "--site", str(site), "--offline", "--workers", "1", "--strict")
    assert result.exit_code == 1 and "odd.bin" in result.output


def test_a_mistake_in_the_settings_is_one_line_and_exit_code_2(site: Path) -> None:
    (site / "site.toml").write_text('[site]\ntitel = "A"\n')
    result = run("build", "--site", str(site), "--offline")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and 'did you mean "title"?' in result.stderr


def test_no_site_is_exit_code_2(tmp_path: Path) -> None:
    result = run("build", "--site", str(tmp_path))
    assert result.exit_code == 2 and "backfile new" in result.stderr


def test_an_unknown_format_names_the_nearest(site: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    result = run("import", str(tmp_path / "a.txt"), "--site", str(site), "--format", "wechat-txt")
    assert result.exit_code == 2 and 'did you mean "wechat-text"?' in result.stderr


def test_a_missing_path_is_exit_code_2(site: Path, tmp_path: Path) -> None:
    assert run("import", str(tmp_path / "none"), "--site", str(site), "--workers", "1").exit_code == 2


def test_a_dry_run_writes_nothing(site: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "a.md").write_text("---\ntitle: One\ndate: 2024-01-02\n---\n\nText.\n")
    before = sorted(p for p in (site / "content").rglob("*"))
    result = run("import", str(dump), "--site", str(site), "--dry-run", "--workers", "1")
    assert result.exit_code == 0 and "dry run" in result.output
    assert "2 new" in result.output, "the example that waits in the new site is imported too"
    assert sorted(p for p in (site / "content").rglob("*")) == before


def test_an_import_copies_captures_with_what_they_refer_to(site: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    (dump / "pictures").mkdir(parents=True)
    text = "---\ntitle: One\ndate: 2024-01-02\n---\n\n![x](pictures/a.png)\n"
    (dump / "a.md").write_text(text)
    (dump / "pictures" / "a.png").write_bytes(b"picture")
    (dump / "pictures" / "b.png").write_bytes(b"nobody refers to it")
    shutil.rmtree(site / "content" / "sources")
    result = run("import", str(dump), "--site", str(site), "--workers", "1")
    assert result.exit_code == 0, result.output
    sources = site / "content" / "sources" / "dump"
    assert (sources / "a.md").read_text() == text
    assert (sources / "pictures" / "a.png").exists() and not (sources / "pictures" / "b.png").exists()
    assert "1 new" in result.output
    again = run("import", str(dump), "--site", str(site), "--workers", "1")
    assert "0 new" in again.output
    (dump / "a.md").write_text(text + "\nMore.\n")
    run("import", str(dump), "--site", str(site), "--workers", "1")
    assert (sources / "a.md").read_text() == text and len(list(sources.glob("a-*.md"))) == 1


def test_a_format_named_by_hand_takes_what_no_detection_takes(site: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.md"
    plain.write_text("# Only a title\n\nText.\n")
    assert "1 quarantined" in run("import", str(plain), "--site", str(site), "--workers", "1").output
    result = run("import", str(plain), "--site", str(site), "--workers", "1", "--format", "front-matter")
    assert "0 quarantined" in result.output, result.output
    assert "0 quarantined" in run("build", "--site", str(site), "--offline", "--workers", "1").output


def test_a_dry_run_after_a_change_says_what_the_import_will_do(site: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "a.md").write_text("---\ntitle: One\ndate: 2024-01-02\n---\n\nText.\n")
    run("import", str(dump), "--site", str(site), "--workers", "1")
    (dump / "a.md").write_text("---\ntitle: One\ndate: 2024-01-02\n---\n\nOther text.\n")
    (dump / "b.md").write_text("---\ntitle: Two\ndate: 2024-01-03\n---\n\nText.\n")
    dry = run("import", str(dump), "--site", str(site), "--dry-run", "--workers", "1")
    assert dry.exit_code == 0, dry.output
    real = run("import", str(dump), "--site", str(site), "--workers", "1")
    assert dry.output.splitlines()[0] == real.output.splitlines()[0].replace("5 in", "3 in").replace(
        "4 in", "2 in"
    )


def test_folders_of_one_name_keep_their_own_pictures(site: Path, tmp_path: Path) -> None:
    for name, picture in (("one", b"red"), ("two", b"blue")):
        dump = tmp_path / name / "dump"
        dump.mkdir(parents=True)
        (dump / "x.md").write_text(f"---\ntitle: {name}\ndate: 2024-01-02\n---\n\n![x](p.png)\n")
        (dump / "p.png").write_bytes(picture)
        assert run("import", str(dump), "--site", str(site), "--workers", "1").exit_code == 0
    pictures = {p.read_bytes() for p in (site / "content" / "sources").rglob("p.png")}
    assert pictures == {b"red", b"blue"}


def test_the_site_itself_is_no_dump(site: Path) -> None:
    result = run("import", str(site.parent), "--site", str(site), "--workers", "1")
    assert result.exit_code == 2 and "holds the site itself" in result.stderr


def test_a_name_too_long_is_reported_and_the_rest_imported(site: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    text = "---\ntitle: One\ndate: 2024-01-02\n---\n\nText.\n"
    (dump / ("n" * 252 + ".md")).write_text(text)
    (dump / "b.md").write_text(text.replace("One", "Two"))
    result = run("import", str(dump), "--site", str(site), "--workers", "1")
    assert result.exit_code == 0, result.output
    assert len(list((site / "content" / "sources" / "dump").iterdir())) == 2


@pytest.fixture
def tagged(site: Path) -> Path:
    """A site with articles that have tags."""
    for name, tags in (("a", "[OpenAI, 纸]"), ("b", "[OpenAI, 书]"), ("c", "[Open AI]")):
        file = site / "content" / "articles" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: Article {name}\ntags: {tags} # mine\n---\n\nText.\n")
    return site


def in_site(site: Path, *arguments: str) -> Result:
    return run("tags", *arguments, "--site", str(site), "--workers", "1")


def test_tags_are_listed_with_what_is_perhaps_one(tagged: Path) -> None:
    result = in_site(tagged)
    assert result.exit_code == 0, result.output
    assert "4 tags in 3 of 3 articles" in result.output and "2* OpenAI" in result.output
    assert "backfile tags merge 'Open AI' OpenAI" in result.output
    assert in_site(tagged, "--min", "2").output.count("1*") == 0
    assert "2 articles" in in_site(tagged, "list", "--articles", "openai").output
    report = json.loads(in_site(tagged, "--json").stdout)
    assert report["tags"][0] == {"name": "OpenAI", "articles": 2, "automatic": 0, "by_hand": 2}


def test_many_tags_fit_a_screen(site: Path) -> None:
    for name in range(30):
        file = site / "content" / "articles" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: T\ntags: [{', '.join(f't{name}x{n}' for n in range(4))}]\n---\nText\n")
    file.write_text(f"---\ntitle: T\ntags: [{'long name ' * 9}]\n---\nText\n")
    short = in_site(site)
    assert "... and 57 more; --min 1 shows all" in short.output and short.output.count("\n") < 30
    assert "…" in short.output
    whole = in_site(site, "--min", "1").output
    assert "... and" not in whole and "long name " * 8 in whole


def test_tags_are_merged_and_blocked_from_the_command_line(tagged: Path) -> None:
    dry = in_site(tagged, "merge", "Open AI", "OpenAI", "--dry-run")
    assert dry.exit_code == 0 and "dry run" in dry.output and '+ "Open AI" = "OpenAI"' in dry.output
    done = in_site(tagged, "merge", "Open AI", "OpenAI")
    assert "1 article changed" in done.output
    assert 'tags: ["OpenAI"] # mine' in (tagged / "content" / "articles" / "c.md").read_text()
    blocked = in_site(tagged, "block", "OpenAI")
    assert "3 articles keep it" in blocked.output and "--by-hand" in blocked.output
    report = json.loads(in_site(tagged, "block", "OpenAI", "--by-hand", "--json").stdout)
    assert len(report["changed"]) == 3 and report["written"]


def test_an_unknown_tag_is_exit_code_2(tagged: Path) -> None:
    result = in_site(tagged, "merge", "OpenIA", "纸")
    assert result.exit_code == 2 and 'did you mean "OpenAI"?' in result.stderr


def test_choosing_again_says_how_to_write(tagged: Path) -> None:
    result = in_site(tagged, "again")
    assert result.exit_code == 0 and "0 articles with automatic tags" in result.output


def test_import_again_takes_no_paths(site: Path, tmp_path: Path) -> None:
    run("build", "--site", str(site), "--offline", "--workers", "1")
    result = run("import", "--again", "--site", str(site), "--workers", "1")
    assert result.exit_code == 0 and "none of 1 unedited articles would change" in result.output
    for arguments in (("--again", str(tmp_path)), (), ("--yes", str(tmp_path))):
        assert run("import", *arguments, "--site", str(site)).exit_code == 2


def test_a_fetch_that_reached_nobody_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(wanted: Sequence[download.Wanted], *_: object, **__: object) -> download.Report:
        return download.Report(left=tuple(one.url for one in wanted), offline=True)

    monkeypatch.setattr(download, "fetch_all", nobody)
    article = site / "content" / "articles" / "a.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    article.write_text('---\ntitle: "A"\n---\n\n![](https://img.example/1.png)\n', encoding="utf-8")
    result = run("fetch", "--site", str(site))
    assert result.exit_code == 0
    assert "no host answered: is this machine offline?" in result.output

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from backfile import config, scaffold
from backfile.errors import ConfigError, OutputError

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize("language", [*LANGUAGES, "fr"])
def test_a_new_site_is_complete(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "new" / "site"
    paths = scaffold.create(folder, "My Archive", language)
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found == set(paths)
    assert {"site.toml", "README.md", ".gitignore", ".gitattributes", "requirements.txt"} < found
    assert {".github/workflows/pages.yml", ".github/workflows/ci.yml"} < found
    assert "content/sources/example/newspaper.md" in found
    assert ("content/sources/example/microfilm.txt" in found) == language.startswith("zh")
    for path in found:
        text = (folder / path).read_text(encoding="utf-8")
        assert "@TITLE@" not in text
        assert "@VERSION@" not in text
        assert text.endswith("\n")
        assert "\r" not in text


@pytest.mark.parametrize(
    "title", ['A "quoted" \\ title', "旧闻馆", "@LANGUAGE@", "[site]\ntitle = 1", "😀 \u202eevil", "# '''"]
)
def test_any_title_gives_settings_that_can_be_read(tmp_path: Path, title: str) -> None:
    scaffold.create(tmp_path, title, "zh-Hans")
    site = config.load(tmp_path)
    assert site.title == " ".join(title.replace("\u202e", "").split())
    assert (site.language, site.timezone) == ("zh-Hans", "Asia/Shanghai")


def test_the_commented_settings_are_the_defaults(tmp_path: Path) -> None:
    """Taking a comment sign away must not change anything, so that the comments cannot go stale."""
    scaffold.create(tmp_path, "Title", "en")
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    rows = [
        row.removeprefix("# ")
        for row in text.split("\n")
        if not row.startswith("# ") or " = " in row or row[2] == "["
    ]
    stop = rows.index("[tags.aliases]")
    del rows[stop : stop + 2]  # an example, not a default
    hosts = next(at for at, row in enumerate(rows) if row.startswith("[[fetch.hosts]]"))
    del rows[hosts : hosts + 4]
    assert config.parse("\n".join(rows)) == config.parse('[site]\ntitle = "Title"\n')


def test_every_setting_is_shown(tmp_path: Path) -> None:
    scaffold.create(tmp_path, "Title", "en")
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    settings = config.parse(text)
    for name in ("tags", "fetch", "images", "pages", "deploy"):
        for key in getattr(settings, name).__struct_fields__:
            if (name, key) not in {("tags", "min"), ("fetch", "max_bytes")}:
                assert key in text, f"[{name}] {key}"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"README\.md"):
        scaffold.create(tmp_path, "Title", "en")
    assert [p.name for p in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_other_files_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    scaffold.create(tmp_path, "Title", "en")
    with pytest.raises(OutputError, match="already has"):
        scaffold.create(tmp_path, "Title", "en")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="is a file"):
        scaffold.create(tmp_path / "file", "Title", "en")
    with pytest.raises(OutputError, match="cannot be written"):
        scaffold.create(tmp_path / "file" / "below", "Title", "en")


def test_a_title_is_needed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="title is empty"):
        scaffold.create(tmp_path / "new", " \u200b ", "en")
    assert not (tmp_path / "new").exists()


def test_git_ignores_what_can_be_made_again_and_joins_ledgers(tmp_path: Path) -> None:
    scaffold.create(tmp_path, "Title", "en")
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    asked = [".backfile/build.db", "output/index.html", "content/sources/a.txt", "site.toml"]
    ignored = subprocess.run(
        [*git, "check-ignore", *asked], check=True, capture_output=True, text=True
    ).stdout
    assert ignored.split() == asked[:2]
    for attribute, path, value in [
        ("merge", "content/images/ledger/0a.jsonl", "union"),
        ("text", "content/sources/deep/a.txt", "unset"),
        ("text", "content/images/ab/cd/abcdef", "unset"),
        ("eol", "content/articles/2024/07/a.md", "lf"),
    ]:
        answer = subprocess.run(
            [*git, "check-attr", attribute, path], check=True, capture_output=True, text=True
        ).stdout
        assert answer == f"{path}: {attribute}: {value}\n"


def test_this_repository_has_the_same_attributes() -> None:
    template = ROOT / "generator/backfile/scaffold/files/gitattributes"
    assert (ROOT / ".gitattributes").read_bytes() == template.read_bytes()


def workflows() -> list[Path]:
    return [
        *sorted((ROOT / ".github/workflows").glob("*.yml")),
        *sorted((ROOT / "generator/backfile/scaffold/files").glob("*.yml")),
    ]


@pytest.mark.parametrize("path", workflows(), ids=lambda p: "/".join(p.parts[-2:]))
def test_workflows_are_well_formed(path: Path) -> None:
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as true.
    assert set(value) <= {"name", True, "permissions", "concurrency", "jobs"}
    assert value["permissions"] == {"contents": "read"}
    for job in value["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        assert isinstance(job["timeout-minutes"], int)
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                name, _, version = step["uses"].partition("@")
                assert name.startswith("actions/")
                assert version.startswith("v")
            else:
                # What GitHub puts into a script could be code; an environment variable cannot.
                assert "${{" not in step["run"]
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"] == {"persist-credentials": False}


@pytest.mark.parametrize(
    "path", [p for p in workflows() if p.name == "pages.yml"], ids=lambda p: "/".join(p.parts[-2:])
)
def test_pages_are_built_offline_for_their_address_and_deployed(path: Path) -> None:
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert value[True]["push"]["branches"] == ["main"]
    assert "workflow_dispatch" in value[True]
    assert value["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    build, deploy = value["jobs"]["build"], value["jobs"]["deploy"]
    used = [step.get("uses", "").partition("@")[0] for step in build["steps"]]
    assert used.index("actions/checkout") < used.index("actions/setup-python") < used.index("actions/cache")
    cache = build["steps"][used.index("actions/cache")]["with"]
    assert "hashFiles('content/**'" in cache["key"]
    assert cache["path"].split("\n")[0] == ".backfile"
    pages = build["steps"][used.index("actions/configure-pages")]
    assert pages["id"] == "pages"
    step = next(s for s in build["steps"] if s.get("name") == "Build")
    assert step["env"] == {"BASE_URL": "${{ steps.pages.outputs.base_url }}/"}
    assert 'backfile build --offline --base-url "$BASE_URL"' in step["run"]
    assert "--strict" not in step["run"]
    assert "::warning" in step["run"]
    upload = build["steps"][used.index("actions/upload-pages-artifact")]
    assert upload["with"] == {"path": "output"}
    assert deploy["needs"] == "build"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["environment"]["name"] == "github-pages"
    assert deploy["steps"][-1]["uses"].startswith("actions/deploy-pages@")


def test_continuous_integration_runs_what_the_repository_has() -> None:
    value = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert set(value[True]) == {"push", "pull_request"}
    job = value["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    assert job["steps"][-1]["run"] == "bash .ci/run"
    assert (ROOT / ".ci/run").is_file()

"""A small site to build in tests, with the outside world replaced: a fixed clock, no processes, no network."""

from __future__ import annotations

from pathlib import Path

from backfile import config
from backfile.build import Options, Outside, Report, build
from backfile.pool import SerialExecutor

NOW = "2026-11-20T02:10:00Z"


class SiteFolder:
    """A site in a temporary folder, and what a test does with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.settings('[site]\ntitle = "Archive"\n')

    def settings(self, text: str) -> None:
        """Write site.toml."""
        (self.folder / "site.toml").write_text(text, encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> Path:
        """Write one file below the site folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def article(
        self, name: str, *, title: str = "", date: str = "2024-07-28", tags: str = "", body: str = "Text."
    ) -> Path:
        """Write one article by hand."""
        fields = [f'title: "{title or name}"', f'date: "{date}"'] if date else [f'title: "{title or name}"']
        fields += [f"tags: [{tags}]"] if tags else []
        return self.write(f"content/articles/{name}.md", "---\n" + "\n".join(fields) + f"\n---\n\n{body}\n")

    def build(
        self, *, clean: bool = False, offline: bool = True, drafts: bool = False, output: Path | None = None
    ) -> Report:
        """Build the site without processes and without the network."""
        options = Options(output=output or self.output, offline=offline, clean=clean, drafts=drafts)
        return build(self.folder, config.load(self.folder), options, outside())

    def tree(self, output: Path | None = None) -> dict[str, bytes]:
        """Return every file of the output folder."""
        root = output or self.output
        return {
            p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
        }


def outside() -> Outside:
    """Return the outside world of tests."""
    return Outside(clock=lambda: NOW, workers=SerialExecutor, decoders=SerialExecutor)

"""The generators that are compared, each with a site of its own that holds the same articles in the form that it reads."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus import Post, article_text

_HERE = Path(__file__).parent
LIST = 20


@dataclass(frozen=True)
class Generator:
    """One generator at work on one site: how it is run, what it reads, and what it leaves behind.

    version: says the program's version, which loads the program; forgets: what a cold build starts without besides the output;
    card: the template of a card in a list; text: the file of a post.
    """

    name: str
    folder: Path
    command: tuple[str, ...]
    version: tuple[str, ...]
    output: Path
    forgets: tuple[Path, ...]
    card: Path
    text: Callable[[Post], str]

    def write(self, post: Post) -> None:
        """Write the file of an article, new or changed."""
        path = self.folder / "content" / "articles" / post.folder / f"{post.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(post), encoding="utf-8")

    def edit_card(self, mark: str) -> None:
        """Change what every list shows of every article."""
        text = self.card.read_text(encoding="utf-8")
        self.card.write_text(text.replace("</li>", f"<i>{mark}</i></li>"), encoding="utf-8")

    def forget(self) -> None:
        """Remove the output and all that is remembered of earlier builds."""
        for path in (self.output, *self.forgets):
            shutil.rmtree(path, ignore_errors=True)

    def read_all(self) -> None:
        """Read every source once, so that the system has it in memory."""
        for path in (self.folder / "content").rglob("*"):
            if path.is_file():
                path.read_bytes()


def fill(generators: Iterable[Generator], posts: Iterable[Post]) -> None:
    """Write articles for every generator, one article at a time."""
    chosen = tuple(generators)
    for post in posts:
        for generator in chosen:
            generator.write(post)


def backfile(folder: Path, theme: str) -> Generator:
    """Make a site for backfile with a copy of a theme, so that its template can be edited."""
    name, settings = f"backfile, {theme}", f'theme = "{theme}"\n\n[pages]\nlist = {LIST}\n'
    site = '[site]\ntitle = "Bench"\nbase_url = "https://example.org/"\n' + settings
    source = _HERE / "themes" / theme if theme == "plain" else _HERE.parent / "themes" / theme
    shutil.copytree(source, folder / "themes" / theme)
    (folder / "site.toml").write_text(site, encoding="utf-8")
    command = (sys.executable, "-m", "backfile", "build", "--offline", "--site", str(folder))
    card = folder / "themes" / theme / "templates" / "card.html"
    version, forgets = (*command[:3], "--version"), (folder / ".backfile",)
    return Generator(name, folder, command, version, folder / "output", forgets, card, article_text)


def hugo(folder: Path, program: Path) -> Generator:
    """Make a site for Hugo. Pages by date have no feeds, and of their indexes only that of the years is shown."""
    shutil.copytree(_HERE / "themes" / "hugo", folder)
    for name in ("years", "months", "days"):
        (folder / "content" / name).mkdir(parents=True)
        shown = "" if name == "years" else "build:\n  render: never\n"
        text = f"---\ntitle: {name}\noutputs: [html]\n{shown}cascade:\n  outputs: [html]\n---\n"
        (folder / "content" / name / "_index.md").write_text(text, encoding="utf-8")
    command = (str(program), "--source", str(folder))
    forgets = (folder / "resources",)
    card = folder / "layouts" / "_partials" / "card.html"
    version = (str(program), "version")
    return Generator("Hugo", folder, command, version, folder / "public", forgets, card, hugo_text)


def pelican(folder: Path, python: Path, *, cached: bool) -> Generator:
    """Make a site for Pelican, with or without its cache of what it has read."""
    shutil.copytree(_HERE / "themes" / "pelican" / "templates", folder / "theme" / "templates")
    (folder / "content" / "articles").mkdir(parents=True)
    settings = folder / "pelicanconf.py"
    shutil.copy(_HERE / "themes" / "pelican" / "pelicanconf.py", settings)
    if cached:
        with settings.open("a", encoding="utf-8") as file:
            file.write("\nCACHE_CONTENT = LOAD_CONTENT_CACHE = True\n")
    places = ("--output", str(folder / "output"), "--cache-path", str(folder / "cache"))
    command = (str(python), "-m", "pelican", "--settings", str(settings), *places, "--quiet")
    name = "Pelican, cache on" if cached else "Pelican"
    version, forgets = (*command[:3], "--version"), (folder / "cache",)
    card = folder / "theme" / "templates" / "card.html"
    return Generator(name, folder, command, version, folder / "output", forgets, card, pelican_text)


def hugo_text(post: Post) -> str:
    """Return the file of a post for Hugo, which knows pages by date only as taxonomies."""
    day = post.date[:10]
    lines = [
        "---",
        f'title: "{post.title}"',
        f'date: "{post.date}"',
        "authors:",
        *(f'  - "{name}"' for name in post.authors),
        f'sources: ["{post.source}"]',
        f'summary: "{post.summary}"',
        "tags:",
        *(f'  - "{name}"' for name in post.tags),
        f'years: ["{day[:4]}"]',
        f'months: ["{day[:7]}"]',
        f'days: ["{day}"]',
        f'original: "{post.original}"',
        "---",
        "",
    ]
    return "\n".join(lines) + post.body + "\n"


def pelican_text(post: Post) -> str:
    """Return the file of a post for Pelican."""
    lines = [
        f"Title: {post.title}",
        f"Date: {post.date}",
        f"Slug: {post.slug}",
        f"Authors: {'; '.join(post.authors)}",
        f"Category: {post.source}",
        f"Tags: {', '.join(post.tags)}",
        f"Summary: {post.summary}",
        f"Original: {post.original}",
        "",
        "",
    ]
    return "\n".join(lines) + post.body + "\n"

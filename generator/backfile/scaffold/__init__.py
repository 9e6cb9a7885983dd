"""`backfile new`: the files of a new site, from templates that travel inside the package."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

from backfile import __version__, config
from backfile.characters import clean_line
from backfile.errors import OutputError

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
_PLACE = re.compile("@[A-Z]+@")
_TIMEZONES = {"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei", "ja": "Asia/Tokyo"}
# Path in the site -> template; `{}` is the language whose texts are used. Templates have no dots in front: git and the
# wheel's builder would take them for their own.
_FILES = {
    "site.toml": "site.toml",
    "README.md": "README.{}.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    "requirements.txt": "requirements.txt",
    ".github/workflows/pages.yml": "pages.yml",
    ".github/workflows/ci.yml": "ci.yml",
    "content/sources/example/newspaper.md": "example.{}.md",
    "content/sources/example/microfilm.txt": "dump.{}.txt",
}


def create(folder: Path, title: str, language: str) -> tuple[str, ...]:
    """Write the files of a new site into a folder, which is made; return their paths below it.

    The folder may hold other files. Raises OutputError when it is a file, cannot be written, or holds one of these already
    (then nothing is written), and ConfigError when the title is empty.
    """
    files = _texts(clean_line(title), clean_line(language))
    config.parse(files["site.toml"])
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; name a folder")
    taken = [path for path in files if (folder / path).exists() or (folder / path).is_symlink()]
    if taken:
        raise OutputError(
            f"{folder} already has {', '.join(taken)}; nothing was written: name another folder or move them away"
        )
    try:
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from None
    return tuple(files)


def _texts(title: str, language: str) -> dict[str, str]:
    """Return the text of every file; a language without texts of its own gets the English ones."""
    known = language if language in LANGUAGES else "en"
    values = {
        # A JSON string is a TOML basic string.
        "@TITLE@": json.dumps(title, ensure_ascii=False),
        "@LANGUAGE@": json.dumps(language, ensure_ascii=False),
        "@TIMEZONE@": json.dumps(_TIMEZONES.get(language, "UTC")),
        "@VERSION@": __version__,
        "@HEADING@": title,
    }
    root = resources.files("backfile.scaffold") / "files"
    found: dict[str, str] = {}
    for path, name in _FILES.items():
        template = root / name.format(known)
        if template.is_file():
            found[path] = _fill(template.read_text(encoding="utf-8"), values)
    return found


def _fill(text: str, values: dict[str, str]) -> str:
    """Put the values in, in one pass: a title that looks like a place stays a title."""
    return _PLACE.sub(lambda match: values[match[0]], text)

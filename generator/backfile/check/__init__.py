"""Audits an output folder: what a visitor's browser, a feed reader or a search engine would stumble over."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from backfile.check.page import Page, Reference, css_references, read_page
from backfile.check.tree import Tree
from backfile.check.xml import check_robots, check_xml
from backfile.errors import Problem

__all__ = ["check"]

# The same complaint from so many files is enough: a fault in a template is on every page.
_SHOWN_EACH = 5
_TEXTS = (".html", ".xml", ".css", ".js", ".json", ".jsonl", ".txt", ".svg", ".webmanifest", ".md", ".csv")


def check(output: Path, base_url: str = "") -> tuple[Problem, ...]:
    """Return everything wrong in a finished site, by file; empty when all is well.

    base_url is the address it was built for; without one, absolute addresses of its own cannot be told from other sites',
    and only relative links are followed. A complaint that many files share is given for the first few.
    """
    tree = Tree(output, base_url)
    problems = [Problem(path, 0, "a symbolic link cannot be deployed", "", False) for path in tree.links]
    audit = _Audit(tree)
    for path in tree.files:
        problems += audit.file(path)
    problems += audit.fragments()
    return tuple(_shortened(sorted(problems)))


class _Audit:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.ids: dict[str, frozenset[str]] = {}
        # (source, offset, target file, fragment): judged when every page's ids are known.
        self.wanted: list[tuple[str, int, str, str]] = []
        self.private = _private_paths(tree.output)

    def file(self, path: str) -> Iterator[Problem]:
        """Yield what is wrong in one file, but for fragments on other pages."""
        suffix = path[path.rfind(".") :].lower() if "." in path else ""
        if suffix not in _TEXTS:
            return
        try:
            data = self.tree.read(path)
            text = data.decode("utf-8")
        except OSError as error:
            yield _problem(path, 0, f"the file cannot be read: {error.strerror}")
            return
        except UnicodeDecodeError as error:
            yield _problem(path, data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8 text")
            return
        if self.private and (found := self.private.search(text)):
            hint = "nothing of the building machine belongs on a site"
            yield _problem(
                path, _line(text, found.start()), f"the file names a folder of this machine: {found[0]}", hint
            )
        if suffix == ".html":
            yield from self._page(path, text)
        elif suffix == ".xml":
            for finding in check_xml(self.tree, path, data):
                yield _problem(path, finding.line, finding.message)
        elif suffix == ".css":
            yield from self._references(path, text, css_references(text, "url()"))
        elif suffix == ".svg":
            yield from self._drawing(path, text)
        elif suffix in (".json", ".webmanifest"):
            try:
                json.loads(text)
            except (ValueError, RecursionError) as error:
                yield _problem(path, getattr(error, "lineno", 0), f"the JSON cannot be read: {error}")
        elif path == "robots.txt":
            for finding in check_robots(self.tree, text):
                yield _problem(path, finding.line, finding.message)

    def fragments(self) -> Iterator[Problem]:
        """Yield links to places that their page does not have."""
        for source, at, target, fragment in self.wanted:
            ids = self.ids.get(target)
            if ids is not None and fragment not in ids:
                text = self.tree.read(source).decode("utf-8")
                yield _problem(
                    source, _line(text, at), f"a link leads to #{fragment}, which {target} does not have"
                )

    def _page(self, path: str, text: str) -> Iterator[Problem]:
        page = read_page(text)
        self.ids[path] = page.ids
        for note in page.notes:
            yield Problem(path, _line(text, note.at) if note.at >= 0 else 0, note.message, note.hint, False)
        yield from self._references(path, text, page.references)
        yield from self._canonical(path, text, page)

    def _references(self, path: str, text: str, references: Iterable[Reference]) -> Iterator[Problem]:
        resolve, ids = self.tree.resolve, self.ids.get(path)
        for reference in references:
            url = reference.url
            if reference.asks and url[:5].lower() == "data:":
                continue
            target = resolve(path, url)
            if target.file:
                fragment = target.fragment
                # The top of a page, and a browser's own text search, need no id.
                if fragment and fragment != "top" and ":~:" not in fragment:
                    self._fragment(path, reference.at, target.file, fragment, ids)
                if not url and reference.asks:
                    yield _problem(path, _line(text, reference.at), f"{reference.what} has an empty address")
            elif target.wrong:
                yield _problem(path, _line(text, reference.at), f"{reference.what} {target.wrong}")
            elif reference.asks:
                hint = "a page may ask no other host for anything"
                message = f"{reference.what} asks another host: {url[:100]}"
                yield _problem(path, _line(text, reference.at), message, hint)

    def _fragment(self, path: str, at: int, target: str, fragment: str, ids: frozenset[str] | None) -> None:
        name = unquote(fragment)
        if target != path or ids is None or name not in ids:
            self.wanted.append((path, at, target, name))

    def _canonical(self, path: str, text: str, page: Page) -> Iterator[Problem]:
        reference = page.canonical
        if reference is None:
            return
        line = _line(text, reference.at)
        target = self.tree.resolve(path, reference.url)
        if target.wrong or (target.outside and self.tree.base_url):
            reason = target.wrong or f"is {reference.url}, which lies outside of {self.tree.base_url}"
            yield _problem(path, line, f"the canonical link {reason}")
        elif target.file:
            expected = self.tree.resolve(path, page.redirect).file if page.redirect else path
            if target.file != expected:
                yield _problem(
                    path, line, f"the canonical link names {self.tree.url_of(target.file) or 'the root'}"
                )
            elif self.tree.base_url and not reference.url.startswith(self.tree.base_url):
                yield _problem(path, line, "the canonical link is not an absolute address")

    def _drawing(self, path: str, text: str) -> Iterator[Problem]:
        for match in re.finditer(r"<script|\bon[a-z]+\s*=|<foreignObject|<!ENTITY", text, re.IGNORECASE):
            yield _problem(path, _line(text, match.start()), f"the drawing contains {match[0].strip()!r}")
        found = [
            Reference(match.start(), "href", match[1], True)
            for match in re.finditer(r"\bhref\s*=\s*[\"']([^\"'#][^\"']*)", text)
        ]
        yield from self._references(path, text, [*found, *css_references(text, "url()")])


def _problem(path: str, line: int, message: str, hint: str = "") -> Problem:
    return Problem(path, line, message, hint, False)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _private_paths(output: Path) -> re.Pattern[str] | None:
    """Return what finds the site's folder and the home folder in a text; short ones are also words of articles."""
    folders = {output.resolve().parent, Path.home()}
    names = sorted(str(f) for f in folders if len(f.parts) > 2)
    return re.compile("(?:" + "|".join(map(re.escape, names)) + r")(?![\w-])") if names else None


def _shortened(problems: list[Problem]) -> Iterator[Problem]:
    total = Counter(p.message for p in problems)
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.message] += 1
        count = seen[problem.message]
        if count < _SHOWN_EACH or total[problem.message] == _SHOWN_EACH:
            yield problem
        elif count == _SHOWN_EACH:
            more = f"and {total[problem.message] - count} times more"
            yield Problem(
                problem.source,
                problem.line,
                problem.message,
                f"{problem.hint}; {more}" if problem.hint else more,
                False,
            )

"""The renderer: a theme, a site, and then any number of pages."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, MutableMapping
from hashlib import sha256
from traceback import walk_tb
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from backfile.addresses import is_web
from backfile.characters import CONTROL
from backfile.config import Site
from backfile.errors import ThemeError
from backfile.model import AnyPage, TextPage
from backfile.render import bodies, citations, dates, graphs, headings
from backfile.render.compiled import Compiled
from backfile.render.json_feed import json_feed
from backfile.render.links import Links, absolute, links_of
from backfile.render.reasons import Reasons
from backfile.render.strings import Strings, choose, merged
from backfile.render.theme import Theme, place_of, sources_of, strings_of, template_of

_FRAGMENTS = 10_000
# Stands in a fragment for the way to the site's root. No text of an article holds it: it is no character.
_ROOT = "\ufdd0"


class _Context(Context):
    """A context that calls without looking for Jinja's pass_context marks, which nothing here carries: a fifth of the time.

    The two keywords are what compiled templates hand to every call for those marks.
    """

    def call(
        self,
        __obj: Callable[..., Any],
        *args: Any,
        _block_vars: Any = None,
        _loop_vars: Any = None,
        **kwargs: Any,
    ) -> Any:
        return __obj(*args, **kwargs)


class _CodeGenerator(CodeGenerator):
    """Templates that hand each value to the environment to be escaped."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.escaped(")


class _Environment(Environment):
    """An environment of plain values, whose parts do no more than such need: a page shows hundreds of them.

    Templates share one plain dictionary of globals; what a value has is nothing but its attributes.
    """

    context_class = _Context
    code_generator_class = _CodeGenerator
    getattr = staticmethod(getattr)  # type: ignore[assignment]

    @staticmethod
    def escaped(value: object) -> str:
        """Return a value as HTML; most texts hold nothing to escape, and need no mark that they are safe."""
        if type(value) is str and not (
            "&" in value or "<" in value or ">" in value or '"' in value or "'" in value
        ):
            return value
        return value if type(value) is Markup else escape(value)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return self.globals


class Renderer:
    """Renders pages of one site with one theme; compiled once, kept by a worker for all its pages.

    A page's bytes depend on the page, the body handed in, the site, the theme, and nothing else.
    """

    def __init__(self, theme: Theme, site: Site, compiled: Compiled | None = None) -> None:
        """Choose the interface language and prepare the templates. Raises ThemeError when its strings are wrong.

        compiled: code of templates from an earlier run.
        """
        self._site = site
        self._theme = theme
        self._sources = sources_of(theme)
        files = strings_of(theme)
        name = choose(site.language, tuple(files))
        strings = Strings(name, merged(files[name]), site.language)
        self._fragments: dict[tuple[object, ...], str] = {}
        self._templates: dict[str, Template] = {}
        self._environment = _Environment(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=compiled,
        )
        # Only what is a pure function: Jinja's own globals and filters hold a random generator.
        self._environment.globals.clear()
        self._environment.globals.update(_helpers(site, strings, dates.Dates(strings, site.language)))
        self._environment.globals["cached"] = self._cached
        self._environment.filters.pop("random", None)
        self._environment.filters["plain"] = _plain
        # As a filter on a literal key a string is looked up when the template is compiled.
        self._environment.filters["t"] = strings

    def page(self, page: AnyPage, body: str = "") -> bytes:
        """Return the bytes of a page; body is the clean HTML of an article (see ``model.Body``).

        Raises ThemeError with template and line for syntax errors, unknown variables and missing strings.
        """
        if isinstance(page, TextPage):
            return page.text.encode()
        name = template_of(type(page))
        try:
            template = self._templates.get(name)
            if template is None:
                template = self._templates[name] = self._environment.get_template(name)
            text = template.render(page=page, body=body, link=links_of(page, self._site))
        except TemplateSyntaxError as error:
            where = place_of(self._theme, error.name or name)
            raise ThemeError(f"{where}:{error.lineno}: {error.message}") from None
        except TemplateNotFound as error:
            raise ThemeError(f"{place_of(self._theme, name)}: the theme has no {error.name}") from None
        except Exception as error:
            where = self._place(error.__traceback__)
            if not where:
                raise
            kind = "" if isinstance(error, TemplateError | ThemeError) else f"{type(error).__name__}: "
            raise ThemeError(f"{where}: {kind}{error}") from error
        return text.encode("utf-8", "replace")

    def _load(self, name: str) -> tuple[str, str, None] | None:
        source = self._sources.get(name)
        return None if source is None else (source, name, None)

    def _cached(self, macro: Any, link: Links, *values: object) -> str:
        """Return what a macro makes of a card or other frozen values, made once for all pages but those at the site's root."""
        key = (macro, link.root != "", *values)
        text = self._fragments.get(key)
        if text is None:
            if len(self._fragments) >= _FRAGMENTS:
                self._fragments.clear()
            # As plain text, since to replace anything in markup escapes once more.
            text = self._fragments[key] = str(macro(Links(link.root and _ROOT, link.offline), *values))
        return Markup(text.replace(_ROOT, link.root))

    def _place(self, trace: TracebackType | None) -> str:
        """Return file and line, as in ``…/article.html:12``, of the innermost template that an error passed, "" for none."""
        where = ""
        for frame, line in walk_tb(trace):
            if frame.f_code.co_filename in self._sources:
                where = f"{place_of(self._theme, frame.f_code.co_filename)}:{line}"
        return where


def _helpers(site: Site, strings: Strings, when: dates.Dates) -> dict[str, object]:
    """Return the names that every template knows besides its page."""
    return {
        "site": site,
        "t": strings,
        "date": when,
        "because": Reasons(strings),
        "weekdays": when.weekdays(),
        "parts": dates.known_parts,
        "folder_date": dates.folder_date,
        "clock": dates.clock,
        "absolute": lambda url: absolute(site, url),
        "canonical": lambda url: absolute(site, url) if site.pages.canonical else "",
        "is_web": is_web,
        "host": _host,
        "fill": bodies.fill,
        "count_pictures": _count_pictures,
        "citations": citations.citations,
        "json_feed": lambda page: citations.script_json(json_feed(page, site)),
        "linked_data": lambda page: citations.script_json(citations.linked_data(page, site)),
        "web_address": citations.web_address,
        "phrase": headings.breaks_at_punctuation,
        "byline": headings.byline,
        "shorten": headings.shorten,
        "speaks": headings.Speech(site.language),
        "direction": headings.direction(site.language),
        "seal": headings.seal(site.title),
        "script_hash": _script_hash,
        "graphs": graphs,
    }


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _count_pictures(pictures: tuple[Any, ...], *states: str) -> int:
    return sum(1 for p in pictures if p.state in states)


def _script_hash(text: str) -> str:
    """Return the Content-Security-Policy source of an inline script."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _plain(text: object) -> str:
    """Return a text without the characters that XML forbids."""
    return CONTROL.sub("", str(text))

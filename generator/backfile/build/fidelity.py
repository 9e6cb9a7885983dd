"""The fidelity report of an import: what conversion repaired, what readers see before and after it, what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from backfile.build.report import ArticleFidelity, Report
from backfile.convert.fidelity import compare, look_at
from backfile.errors import Problem
from backfile.markdown import render, shown
from backfile.model import Article, Look, Raw


class Totals(msgspec.Struct, frozen=True):
    """The looks of many articles in one; literal: mark, how often, in how many articles."""

    characters: int
    images: int
    links: int
    headings: int
    soft_breaks: int
    literal: tuple[tuple[str, int, int], ...]


class FidelityReport(msgspec.Struct, frozen=True):
    """What `import --report` writes; captures = converted + changed + kept + duplicates + quarantined.

    repairs: name, how often, in how many articles; before: the captures' texts rendered as they are; after: the articles.
    """

    captures: int
    converted: int
    changed: int
    kept: int
    duplicates: int
    quarantined: int
    repairs: tuple[tuple[str, int, int], ...]
    before: Totals
    after: Totals
    articles: tuple[ArticleFidelity, ...]
    problems: tuple[Problem, ...]


def judge(raw: Raw, article: Article, *, measure: bool) -> tuple[ArticleFidelity | None, Problem | None]:
    """Return how well an article says what its capture says, unmeasured None, and the problem of one that does not."""
    found = compare(raw, article, *shown(article.body))
    if found.reason:
        hint = "nothing of it was written; report it with the capture, for the converter is at fault"
        message = f"conversion would not be faithful: {found.reason}"
        return None, Problem(f"content/{raw.file}", 0, message, hint)
    if not measure:
        return None, None
    body = render(article.body)
    after = look_at(body.html, found.after, body.facts)
    before = after
    if raw.body != article.body:
        unrepaired = render(raw.body)
        before = look_at(unrepaired.html, found.before, unrepaired.facts)
    repairs = article.capture.repairs
    return ArticleFidelity(raw.file, article.title, raw.format, repairs, before, after), None


def fidelity_report(report: Report) -> FidelityReport:
    """Return the fidelity report of an import that was measured."""
    found = report.imported
    return FidelityReport(
        captures=found.captures,
        converted=found.new,
        changed=found.changed,
        kept=found.kept,
        duplicates=found.duplicates,
        quarantined=found.quarantined,
        repairs=found.repairs,
        before=_total(one.before for one in report.fidelity),
        after=_total(one.after for one in report.fidelity),
        articles=report.fidelity,
        problems=report.problems,
    )


def fidelity_json(report: FidelityReport) -> bytes:
    """Return the report as JSON with one article a line, so that scripts and people can read it."""
    encode = msgspec.json.encode
    parts = []
    for name in FidelityReport.__struct_fields__:
        value = getattr(report, name)
        rows = b",\n".join(encode(row) for row in value) if isinstance(value, tuple) else b""
        parts.append(encode(name) + b": " + (b"[\n" + rows + b"\n]" if rows else encode(value)))
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def _total(looks: Iterable[Look]) -> Totals:
    sums = Counter[str]()
    times: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for look in looks:
        for name in ("characters", "images", "links", "headings", "soft_breaks"):
            sums[name] += getattr(look, name)
        for mark, count in look.literal:
            times[mark] += count
            articles[mark] += 1
    literal = tuple((mark, times[mark], articles[mark]) for mark in sorted(times))
    return Totals(
        sums["characters"], sums["images"], sums["links"], sums["headings"], sums["soft_breaks"], literal
    )

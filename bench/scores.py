"""Lighthouse on every kind of page of a built site, served on loopback, as a table: `make lighthouse`."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from backfile.preview import background

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def kinds(output: Path) -> dict[str, str]:
    """Return one address of each kind of page that a site has, the first by name."""
    digits = "[0-9]" * 4
    patterns = {
        "home": "index.html",
        "list": "p/1/index.html",
        "article": f"{digits}/[0-9][0-9]/[0-9][0-9]/*/index.html",
        "year": f"{digits}/index.html",
        "month": f"{digits}/[0-9][0-9]/index.html",
        "day": f"{digits}/[0-9][0-9]/[0-9][0-9]/index.html",
    }
    patterns |= {name: f"{name}/index.html" for name in ("dates", "undated", "tags", "authors", "sources")}
    patterns |= {name: f"{name}s/*/index.html" for name in ("tag", "author", "source")}
    patterns |= {"lost": "images/lost/index.html"}
    found = {kind: sorted(output.glob(pattern)) for kind, pattern in patterns.items()}
    return {
        kind: quote(files[0].relative_to(output).as_posix().removesuffix("index.html"))
        for kind, files in found.items()
        if files
    }


def scores(url: str) -> list[int]:
    """Run Lighthouse on one page as a phone; return its scores in the order of the categories."""
    command = shlex.split(os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12.2.3"))
    command += [url, "--quiet", "--output=json", "--only-categories=" + ",".join(CATEGORIES)]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    environment = {"CHROME_PATH": chromium} | os.environ
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=180)
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"    {audit['id']}: {audit['score']} {audit.get('displayValue', '')}", file=sys.stderr)  # noqa: T201
    return [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]


def main() -> None:
    """Print the table."""
    output = Path(sys.argv[1] if len(sys.argv) > 1 else "output")
    print("| page | " + " | ".join(CATEGORIES) + " |\n|---" + "|---:" * len(CATEGORIES) + "|")  # noqa: T201
    with background(output) as server:
        for kind, path in kinds(output).items():
            line = " | ".join(str(score) for score in scores(server.url + path))
            print(f"| {kind} | {line} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

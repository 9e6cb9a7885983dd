"""`make bench-import`: one import of many captures, as a whole process.

Usage: python bench/importing.py [--count N] [--from FOLDER]. It prints wall seconds, CPU seconds of all processes, CPU
milliseconds an article, and the peak of the memory of all processes together (proportional set size).
The captures are made of nothing but a seed, or are those of a folder, varied so that each is an article of its own.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import write_site
from measuring import measured
from news import write_captures

_ADDRESS = re.compile(r"(mid=)\d+(&\w+=\d+&sn=)\w+")
_TIME = re.compile(r"(发布时间[:：]\s*)\S+")


def vary_captures(captures: Path, folder: Path, count: int) -> None:
    """Write count captures below a folder, made of those of another one: title, day and address differ."""
    sources = sorted(path for path in captures.rglob("*.md") if path.is_file())
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sources]
    for number in range(count):
        chance = random.Random(number)
        text = texts[number % len(texts)]
        head, body = text[:2000], text[2000:]
        mark = f"{number:010d}{chance.randrange(1 << 64):016x}"
        head = _ADDRESS.sub(rf"\g<1>{3_000_000_000 + number}\g<2>{mark}", head, count=1)
        day = f"{2016 + number % 9}-{number // 9 % 12 + 1:02d}-{number // 108 % 28 + 1:02d}"
        head = _TIME.sub(rf"\g<1>{day}", head, count=1)
        first, _, rest = head.partition("\n")
        round_number = number // len(texts)
        head = f"{first}{f' {round_number}' if round_number else ''}\n{rest}"
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + body, encoding="utf-8")


def main() -> None:
    """Make the captures in a temporary folder, import them, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--from", dest="captures", type=Path)
    parser.add_argument("--keep", type=Path, help="make the site here and leave it")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="backfile-bench-"))
    site = options.keep or folder / "site"
    try:
        write_site(site)
        captures = folder / "captures"
        if options.captures:
            vary_captures(options.captures, captures, options.count)
        else:
            write_captures(captures, options.count)
        subprocess.run(["sync"], check=False)
        measure(site, captures, options.count)
    finally:
        shutil.rmtree(folder)


def measure(site: Path, captures: Path, count: int) -> None:
    """Run one import in a process of its own and print what it took."""
    found = measured([sys.executable, "-m", "backfile", "import", str(captures), "--site", str(site)])
    print(f"{count} captures\n{'wall s':>9}{'cpu s':>9}{'cpu ms each':>13}{'peak MB':>9}")  # noqa: T201
    print(f"{found.wall:>9.2f}{found.cpu:>9.2f}{1000 * found.cpu / count:>13.2f}{found.megabytes:>9.0f}")  # noqa: T201


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()

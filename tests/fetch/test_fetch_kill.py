"""kill -9 in the middle of a run: what the ledger has is never asked for again, and nothing is lost. Promise 37."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from backfile.fetch import ledger, store
from loopback import HOST, PUBLIC, Web, picture

IMAGES = 500
HOSTS = 5
PROGRAM = """
import socket, sys
from datetime import UTC, datetime
from pathlib import Path
from backfile.bounded import BoundedExecutor
from backfile.build.inspecting import Inspector
from backfile.config import FetchSettings
from backfile.fetch import ledger
from backfile.fetch.download import Wanted, fetch_all

port, folder, host = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

async def resolve(name):
    return ("{public}",)

class Detour(socket.socket):
    def connect(self, address):
        super().connect(("127.0.0.1", port))

known, problems = ledger.read(folder / "ledger")
urls = [f"http://h{{n % {hosts}}}.{{host}}/{{n}}.png" for n in range({images})]
with BoundedExecutor(2) as decoders:
    report = fetch_all(
        [Wanted(url, "") for url in urls if url not in known],
        FetchSettings(gap=0.0, wayback=False),
        "backfile/0",
        folder,
        look=Inspector(decoders).look(),
        clock=lambda: datetime.now(UTC).isoformat(),
        on_result=lambda attempt: ledger.append(folder / "ledger", attempt),
        known=known,
        resolve=resolve,
        make_socket=Detour,
    )
print(report)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a matter of POSIX")
@pytest.mark.parametrize("moment", [40, 333])
def test_a_killed_run_goes_on_where_it_was(web: Web, tmp_path: Path, moment: int) -> None:
    for number in range(IMAGES):
        body = picture(size=(number % 25 + 1, number // 25 + 1))
        web.on(f"/{number}.png", "200 OK", body, host=f"h{number % HOSTS}.{HOST}")
    program = PROGRAM.format(public=PUBLIC, hosts=HOSTS, images=IMAGES)
    command = [sys.executable, "-c", program, str(web.port), str(tmp_path), HOST]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    reached = threading.Event()
    web.when(lambda: len(web.asked) >= moment, reached)
    assert reached.wait(60)
    first.send_signal(signal.SIGKILL)
    assert first.wait(10) == -signal.SIGKILL
    before, _ = ledger.read(tmp_path / "ledger")
    asked = len(web.asked)
    assert 0 < len(before) < IMAGES
    second = subprocess.run(command, env=environment, capture_output=True, timeout=120, text=True, check=True)
    assert f"kept={IMAGES - len(before)}" in second.stdout
    again = {f"http://{one.host}{one.path}" for one in web.asked[asked:]}
    assert not again & set(before), "what the ledger had was asked for again"
    known, _ = ledger.read(tmp_path / "ledger")
    assert len(known) == IMAGES
    assert all(a.outcome == "kept" and store.has(tmp_path, a.sha256) for a in known.values())
    # Only what was under way at the moment of the kill, at most two a host, was asked for twice.
    urls = [one.host + one.path for one in web.asked]
    assert len(urls) - len(set(urls)) <= 2 * HOSTS

"""kill -9 of an import: whatever it had taken in by then, the next one takes in the rest, and nothing twice."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from movers import Said, disqus
from valkey_nodes import ValkeyNode
from waiting import until

from moderation.domain.ids import PARTITIONS
from moderation.storage import keys

COMMENTS = 3000


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_killed_import_is_finished_by_the_next(plain_valkey: ValkeyNode, tmp_path: Path) -> None:
    said = [
        Said(str(number), under=str(number + 7) if number % 3 else "", path=f"/{number % 7}/", words=f"Word {number}.")
        for number in range(1, COMMENTS + 1)
    ]
    file, report = disqus(said, tmp_path), tmp_path / "report.json"
    command = [sys.executable, "-m", "moderation", "import", "disqus", str(file), "--report", str(report)]
    environment = {**os.environ, "MODERATION_REDIS_URL": plain_valkey.url}
    every = [keys.partition("default", number).every for number in range(PARTITIONS)]
    first = subprocess.Popen(command, env=environment)
    try:
        with plain_valkey.client() as client:
            until(lambda: sum(client.zcard(key) for key in every) > 100, "some comments are there", seconds=120)
    finally:
        first.kill()
        first.wait()
    assert not report.exists()

    subprocess.run(command, env=environment, check=True)

    told = orjson.loads(report.read_bytes())
    assert 100 < told["already_there"]["comments"] < COMMENTS
    assert told["already_there"]["comments"] + told["imported"]["comments"] == COMMENTS
    assert told["losses"] == []
    assert told["warnings"][0].startswith("What they answer is not in the file")
    assert subprocess.run([sys.executable, "-m", "moderation", "verify"], env=environment, check=False).returncode == 0

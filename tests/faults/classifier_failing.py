"""The classifier is killed, slowed, fed with garbage or has its model damaged in the middle of a replay, and no comment
is lost: those without scores are marked, and scored once it is well again.

    python tests/faults/classifier_failing.py --how kill|slow|stop|garbage|damage --seconds 10 --data FOLDER

`slow` lets the scoring processes run a twentieth of the time, `stop` not at all; `garbage` writes nonsense among their
answers; `damage` spoils the files of the model that the site has pinned and kills the processes that had it loaded.
"""

import asyncio
import contextlib
import ctypes
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.crowd.caller import Caller
from benchmarks.replay import Outcome, Plan, Replay, arguments, plan_of, report, verified
from benchmarks.service import Service, ask, parent_of, signal_all
from waiting import eventually

from classifiers import model_folder

WAYS = ("kill", "slow", "stop", "garbage", "damage")
PROCESSES = 2
SETTINGS = {"SCORER_PROCESSES": PROCESSES, "SCORE_TIMEOUT_MS": 250, "CAREFUL": "off"}
PINNED = "pinned"
_PIDFD_GETFD = 438  # the system call; Python has no name for it
ENOUGH = 30  # comments without scores, of which one at least must turn out to be rude
WELL_AGAIN = 90.0  # seconds in which everything must have been scored


class Ailing:
    """Does something to the scoring processes for a while, and looks what became of the comments."""

    def __init__(self, how: str, seconds: float, service: Service, token: str, models: Path, seed: int) -> None:
        self.violations: list[str] = []
        self.figures: dict[str, Any] = {"how": how, "ailing_seconds": seconds}
        self._how, self._seconds = how, seconds
        self._service, self._token, self._models = service, token, models
        self._rng = random.Random(seed)
        self._strikes = 0

    async def strike(self, replay: Replay) -> None:
        await replay.has_accepted(replay.plan.comments // 4)
        service = self._service.pid
        until = time.monotonic() + self._seconds
        if self._how == "damage":
            weights = self._models / PINNED / "weights.npz"
            weights.write_bytes(weights.read_bytes()[:-100] + self._rng.randbytes(100))
        while time.monotonic() < until:
            await self._harm()
            self._strikes += 1
        signal_all(self._workers(), signal.SIGCONT)
        self.figures["strikes"] = self._strikes
        if self._service.pid != service:
            self.violations.append("the service is another process than before")

    async def _harm(self) -> None:
        workers = self._workers()
        match self._how:
            case "kill" | "damage":
                signal_all(workers[:1], signal.SIGKILL)
                await asyncio.sleep(self._rng.uniform(0.1, 0.6))
            case "garbage":
                for worker in workers[:1]:
                    write_garbage(worker, self._rng)
                await asyncio.sleep(self._rng.uniform(0.1, 0.6))
            case "slow":
                signal_all(workers, signal.SIGSTOP)
                await asyncio.sleep(0.95)
                signal_all(workers, signal.SIGCONT)
                await asyncio.sleep(0.05)
            case _:
                signal_all(workers, signal.SIGSTOP)
                await asyncio.sleep(0.5)

    def _workers(self) -> list[int]:
        """The scoring processes there are now, in random order."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, ValueError):
                named = b"moderation.scoring.worker" in (folder / "cmdline").read_bytes()
                if named and parent_of(int(folder.name)) == self._service.pid:
                    found.append(int(folder.name))
        self._rng.shuffle(found)
        return found

    async def look_after(self, replay: Replay) -> None:
        """Once everything is written and the classifier is well: nobody waits for scores, and everybody has some."""
        await self.strike(replay)
        await eventually(lambda: replay.written, "everything is written", seconds=600)
        moderator = replay.moderating(self._token)
        began = time.monotonic()

        async def nobody_waits() -> bool:
            return not await _unscored(moderator)

        await eventually(nobody_waits, "everything is scored", seconds=WELL_AGAIN)
        self.figures["scored_afterwards_seconds"] = round(time.monotonic() - began, 2)
        marked = unscored_so_far(self._service.url)
        self.figures["marked_unscored"] = marked
        if not marked:
            self.violations.append("no comment went without scores, so nothing was proven")
        models: Counter[str] = Counter()
        for post in list(replay.record.posts.values()):
            document = (await moderator.call("dossier", "GET", f"/v1/moderation/comments/{post.id}")).document
            models[str(document["model"])] += 1
            # Whoever decided on a comment did not need its scores any more.
            if not document["scores"] and not document["decisions"]:
                unread = [each["reason"] for each in document["opinions"]]
                self.violations.append(f"{post.id} has no scores and nobody decided on it: {unread}")
        self.figures["rescored"] = await rescored(moderator)
        if marked > ENOUGH and not self.figures["rescored"]:
            self.violations.append("no comment was scored afterwards and held then, so that was not proven")
        self.figures["models"] = dict(models)
        if self._how == "damage" and not models.keys() - {PINNED, "None"}:
            self.violations.append("the default model never took over from the damaged one")


def write_garbage(worker: int, rng: random.Random) -> None:
    """Write into whatever a scoring process answers through, a pipe or a socket."""
    nonsense = rng.choice((rng.randbytes(200), b"\0\0\0\x02{}", b"\0\0\0\x04null", b"Traceback: nonsense\n"))
    with contextlib.suppress(OSError):
        process = os.pidfd_open(worker)
        try:
            for fd in Path(f"/proc/{worker}/fd").iterdir():
                if int(fd.name) > 2 and str(fd.readlink()).startswith(("pipe:", "socket:")):
                    answers = ctypes.CDLL(None, use_errno=True).syscall(_PIDFD_GETFD, process, int(fd.name), 0)
                    if answers < 0:
                        raise OSError(ctypes.get_errno(), "the scoring process keeps its answers to itself")
                    try:
                        os.write(answers, nonsense)
                    finally:
                        os.close(answers)
        finally:
            os.close(process)


async def _unscored(moderator: Caller) -> int:
    answer = await moderator.call("queues", "GET", "/v1/moderation/queues")
    return next(int(each["count"]) for each in answer.document["queues"] if each["queue"] == "unscored")


async def rescored(moderator: Caller) -> int:
    """Comments that were held once they had scores, by the audit log."""
    found, cursor = 0, ""
    while True:
        answer = await moderator.call("audit", "GET", f"/v1/moderation/audit?limit=100{cursor}")
        found += sum(entry["action"] == "rescore" for entry in answer.document["items"])
        if not answer.document["next_cursor"]:
            return found
        cursor = f"&cursor={answer.document['next_cursor']}"


def unscored_so_far(url: str) -> int:
    """Comments that came and were marked unscored, as the service counts them."""
    with urlopen(f"{url}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return next(int(float(line.split()[1])) for line in lines if line.startswith("moderation_comments_unscored_total "))


@contextmanager
def a_newsroom() -> Iterator[tuple[Service, str, Path]]:
    """The service with scoring processes and a copy of the released model pinned; an administrator's token; models."""
    models = Path(tempfile.mkdtemp(prefix="moderation-models-"))
    shutil.copytree(model_folder(), models / PINNED)
    manifest = models / PINNED / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"name": PINNED}))
    service = Service({**SETTINGS, "MODELS_DIR": models})
    try:
        service.start()
        token = service.new_token("admin", "replay")
        address = f"{service.url}/v1/sites/default/models/en"
        status, document = ask(address, method="PUT", token=token, body={"model": PINNED})
        assert status == 200, document
        yield service, token, models
    finally:
        service.remove()
        shutil.rmtree(models)


def run(plan: Plan, how: str, seconds: float) -> Outcome:
    """Replay while the classifier ails."""
    with a_newsroom() as (service, token, models):
        ailing = Ailing(how, seconds, service, token, models, plan.seed)
        outcome = asyncio.run(Replay(plan, service.url, token).run(ailing.look_after))
        outcome.violations.extend(ailing.violations)
        outcome.violations.extend(verified(service))
    outcome.figures.update(ailing.figures)
    return outcome


def main() -> int:
    parser = arguments()
    parser.add_argument("--how", choices=WAYS, default="kill")
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    return report(run(plan_of(given), given.how, given.seconds), given.json)


if __name__ == "__main__":
    sys.exit(main())

"""Local scoring, in this process and in workers: scores in time or a reason why not, and nothing left running."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import classifiers
from moderation.scoring.local import LocalScorer
from moderation.scoring.scorer import Scorer, ScorerUnavailable, Scoring

DEADLINE = 30.0
LONG = "The council has published its budget. " * 1000


@pytest.fixture(params=[0, 1], ids=["in process", "one worker"])
async def scorer(request: pytest.FixtureRequest) -> AsyncIterator[LocalScorer]:
    made = LocalScorer(processes=request.param)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def worker_scorer() -> AsyncIterator[LocalScorer]:
    made = LocalScorer(processes=1)
    await made.start()
    yield made
    await made.close()


async def test_scores_and_spans_are_those_of_the_model(scorer: Scorer) -> None:
    for text in ("", "You stupid idiot", "thanks \ud800\x00 🙂", LONG):
        expected = classifiers.load().read([text])[0]
        found = await scorer.score(text, DEADLINE)
        assert found.model == classifiers.DEFAULT
        assert found.scores == pytest.approx(expected.scores)
        assert [(span.attribute, span.start, span.end) for span in found.spans] == [
            (span.attribute, span.start, span.end) for span in expected.spans
        ]


async def test_comments_that_arrive_together_get_their_own_scores(scorer: Scorer) -> None:
    texts = [f"comment number {number} {'idiot' if number % 3 == 0 else 'thanks'}" for number in range(200)]
    together = await asyncio.gather(*(scorer.score(text, DEADLINE) for text in texts))
    model = classifiers.load()
    assert [found.scores for found in together] == [pytest.approx(scores) for scores in model.score(texts)]


async def test_a_deadline_that_passes_is_said_so(scorer: Scorer) -> None:
    with pytest.raises(ScorerUnavailable, match="longer than 0 ms"):
        await scorer.score(LONG, 0.00001)
    assert (await scorer.score("thanks", DEADLINE)).scores


@pytest.mark.parametrize("processes", [0, 1])
async def test_a_full_line_refuses_at_once(processes: int) -> None:
    scorer = LocalScorer(processes=processes, max_waiting=2)
    await scorer.start()
    answers = await asyncio.gather(*(scorer.score(LONG, DEADLINE) for _ in range(8)), return_exceptions=True)
    await scorer.close()
    refused = [answer for answer in answers if isinstance(answer, ScorerUnavailable)]
    assert len(refused) == 6
    assert all("wait to be scored already" in answer.reason for answer in refused)
    assert sum(isinstance(answer, Scoring) for answer in answers) == 2


@pytest.mark.parametrize("processes", [0, 1])
async def test_before_the_start_and_after_the_end_there_is_no_score(processes: int) -> None:
    scorer = LocalScorer(processes=processes)
    for _ in range(2):
        assert not scorer.ready
        with pytest.raises(ScorerUnavailable, match="not running"):
            await scorer.score("thanks", DEADLINE)
        await scorer.start()
        assert scorer.ready
        assert (await scorer.score("thanks", DEADLINE)).scores
        await scorer.close()
        await scorer.close()


@pytest.mark.parametrize("processes", [0, 1])
async def test_a_model_that_is_not_there_is_named_at_the_start(processes: int) -> None:
    scorer = LocalScorer("nonesuch", processes=processes)
    with pytest.raises(ScorerUnavailable, match="There is no model nonesuch"):
        await scorer.start()
    assert not scorer.ready
    await scorer.close()


@pytest.mark.parametrize("processes", [0, 1])
async def test_comments_that_wait_when_it_closes_are_told(processes: int) -> None:
    scorer = LocalScorer(processes=processes)
    await scorer.start()
    waiting = [asyncio.create_task(scorer.score(LONG, DEADLINE)) for _ in range(20)]
    await asyncio.sleep(0)
    await scorer.close()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(answer, Scoring | ScorerUnavailable) for answer in answers)
    assert any(isinstance(answer, ScorerUnavailable) for answer in answers)


async def test_a_worker_that_dies_is_replaced_and_its_comments_are_told(worker_scorer: LocalScorer) -> None:
    for _ in range(2):
        (worker,) = _workers()
        # Stopped first, so that the comments are certainly in its hands when it dies.
        os.kill(worker, signal.SIGSTOP)
        waiting = asyncio.gather(*(worker_scorer.score("thanks", DEADLINE) for _ in range(3)), return_exceptions=True)
        await asyncio.sleep(0.05)
        os.kill(worker, signal.SIGKILL)
        answers = await waiting
        assert all(isinstance(answer, ScorerUnavailable) and "ended" in answer.reason for answer in answers)
        assert (await worker_scorer.score("thanks", DEADLINE)).scores
        assert worker_scorer.ready


async def test_an_idle_worker_that_dies_is_replaced(worker_scorer: LocalScorer) -> None:
    (worker,) = _workers()
    os.kill(worker, signal.SIGKILL)
    await asyncio.to_thread(_wait_until_gone, worker)
    # It may be asked before its death is noticed, and says so; after that there is another.
    answers = [await _answer(worker_scorer) for _ in range(2)]
    assert isinstance(answers[-1], Scoring)
    assert _workers() != [worker]


async def test_signals_meant_for_the_service_leave_the_worker_alone(worker_scorer: LocalScorer) -> None:
    (worker,) = _workers()
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(worker, number)
    assert (await worker_scorer.score("thanks", DEADLINE)).scores
    assert _workers() == [worker]


async def test_closing_leaves_no_worker(worker_scorer: LocalScorer) -> None:
    assert len(_workers()) == 1
    await worker_scorer.close()
    assert _workers() == []


def test_a_worker_does_not_outlive_a_service_that_was_killed() -> None:
    program = (
        "import asyncio, os\n"
        "from moderation.scoring.local import LocalScorer\n"
        "async def main():\n"
        "    scorer = LocalScorer(processes=1)\n"
        "    await scorer.start()\n"
        "    print('ready', flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    service = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    assert service.stdout.readline() == "ready\n"
    (worker,) = _workers(service.pid)
    service.kill()
    service.wait(timeout=10)
    service.stdout.close()
    _wait_until_gone(worker)


async def _answer(scorer: Scorer) -> Scoring | ScorerUnavailable:
    try:
        return await scorer.score("thanks", DEADLINE)
    except ScorerUnavailable as error:
        return error


def _workers(parent: int | None = None) -> list[int]:
    """Scoring processes whose parent is this process, or the one given."""
    wanted = str(parent or os.getpid())
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if state[1] == wanted and state[0] != "Z" and b"moderation.scoring.worker" in line:
            found.append(int(folder.name))
    return found


def _wait_until_gone(process: int) -> None:
    for _ in range(1000):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.01)
    pytest.fail("the worker outlived its service")

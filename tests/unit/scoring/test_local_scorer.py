"""Local scoring, in this process and in workers: scores in time or a reason why not, and nothing left running."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from small_models import a_model

import classifiers
from moderation.scoring.local import LocalScorer
from moderation.scoring.models import Model
from moderation.scoring.scorer import Scorer, ScorerUnavailable, Scoring, within

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


async def test_comments_of_one_tick_are_scored_together(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    read = Model.read

    def counted(self: Model, texts: Sequence[str], *, spans: bool = True) -> list[Scoring]:
        sizes.append(len(texts))
        return read(self, texts, spans=spans)

    scorer = LocalScorer(max_batch=16)
    await scorer.start()
    monkeypatch.setattr(Model, "read", counted)
    await asyncio.gather(*(scorer.score(f"comment number {number}", DEADLINE) for number in range(40)))
    await asyncio.gather(*(scorer.score("The council has met. " * 140, DEADLINE) for _ in range(6)))
    await scorer.close()
    # At most so many at once, and not so many characters that everybody else would wait for them.
    assert sizes == [16, 16, 8, 3, 3]


async def test_a_deadline_that_passes_is_said_so(scorer: Scorer) -> None:
    with pytest.raises(ScorerUnavailable, match="longer than 0 ms"):
        await scorer.score(20 * LONG, 0.00001)
    assert (await scorer.score("thanks", DEADLINE)).scores


async def test_an_answer_that_came_while_everything_stood_still_counts() -> None:
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=ours)
    answer = asyncio.create_task(within(asyncio.ensure_future(reader.readline()), 0.05))
    await asyncio.sleep(0.01)

    theirs.send(b"answered\n")
    time.sleep(0.2)  # noqa: ASYNC251 that the loop stands still is the point

    assert await answer == b"answered\n"
    writer.close()
    theirs.close()


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


@pytest.fixture(scope="session")
def small_models(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three models of the sample comments, in folders of their own."""
    folder = tmp_path_factory.mktemp("models")
    return [a_model(folder / f"small-{number}", name=f"small-{number}") for number in range(3)]


async def test_several_models_score_side_by_side(scorer: LocalScorer, small_models: list[Path]) -> None:
    small, other, _ = map(str, small_models)
    await scorer.load(small)

    found = await asyncio.gather(
        *(scorer.score("You stupid idiot", DEADLINE, model=model) for model in ("", small, other, small))
    )

    assert [each.model for each in found] == [classifiers.DEFAULT, "small-0", "small-1", "small-0"]
    assert set(found[1].scores) == {"TOXICITY", "INSULT"}
    assert found[1] == found[3]
    assert scorer.has(small)


async def test_without_spans_the_scores_are_the_same(scorer: LocalScorer) -> None:
    plain = await scorer.score("You stupid idiot", DEADLINE, spans=False)
    explained = await scorer.score("You stupid idiot", DEADLINE)

    assert plain.spans == ()
    assert explained.spans
    assert plain.scores == pytest.approx(explained.scores)


async def test_a_damaged_model_is_not_loaded_and_the_others_go_on(scorer: LocalScorer, tmp_path: Path) -> None:
    damaged = a_model(tmp_path / "damaged")
    weights = damaged / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")

    with pytest.raises(ScorerUnavailable, match="SHA-256 differs"):
        await scorer.load(str(damaged))
    with pytest.raises(ScorerUnavailable, match="SHA-256 differs"):
        await scorer.score("thanks", DEADLINE, model=str(damaged))

    assert not scorer.has(str(damaged))
    assert (await scorer.score("thanks", DEADLINE)).model == classifiers.DEFAULT


@pytest.mark.parametrize("processes", [0, 1])
async def test_only_so_many_models_are_kept(processes: int, small_models: list[Path]) -> None:
    scorer = LocalScorer(processes=processes, most_models=2)
    await scorer.start()
    for model in small_models:
        await scorer.load(str(model))

    kept = [scorer.has(str(model)) for model in small_models]
    again = await scorer.score("thanks", DEADLINE, model=str(small_models[0]))

    assert (kept[0], kept[-1]) == (False, True)
    assert again.model == "small-0"
    await scorer.close()


async def test_a_worker_that_takes_over_has_the_models_of_the_one_before(
    worker_scorer: LocalScorer, small_models: list[Path]
) -> None:
    await worker_scorer.load(str(small_models[0]))
    (worker,) = _workers()
    os.kill(worker, signal.SIGKILL)
    await asyncio.to_thread(_wait_until_gone, worker)
    await _answer(worker_scorer)

    assert (await worker_scorer.score("thanks", DEADLINE, model=str(small_models[0]))).model == "small-0"


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

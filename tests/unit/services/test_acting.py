"""Which model acts while one is being loaded, cannot be, or is not the one that was chosen."""

import asyncio
from pathlib import Path

import pytest
from small_models import a_model

import classifiers
from moderation.domain.model_choice import ModelChoice, Pin
from moderation.scoring.catalogue import Catalogue
from moderation.scoring.models import release
from moderation.scoring.scorer import ScorerUnavailable, Scoring
from moderation.services.acting import Acting

SITE = "default"
SOON = 0.05


class Loading:
    """A scorer that has the default model and gets others when it is let; it scores nothing here."""

    def __init__(self) -> None:
        self.ready = True
        self.loaded = {""}
        self.may_load = asyncio.Event()
        self.broken: set[str] = set()

    async def start(self) -> None:
        return

    async def close(self) -> None:
        return

    def has(self, model: str) -> bool:
        return model in self.loaded

    async def load(self, model: str) -> None:
        await self.may_load.wait()
        if model in self.broken:
            raise ScorerUnavailable("its weights are damaged")
        self.loaded.add(model)

    async def score(self, text: str, deadline_s: float, **_asked: object) -> Scoring:
        raise ScorerUnavailable(f"{text!r} is not scored here ({deadline_s})")


@pytest.fixture
def scorer() -> Loading:
    return Loading()


@pytest.fixture
def acting(scorer: Loading, tmp_path: Path) -> Acting:
    for name, language in (("first", "en"), ("second", "en"), ("french", "fr")):
        a_model(tmp_path / name, name=name, language=language)
    return Acting(scorer, Catalogue("", str(tmp_path)))


def chosen(folder: Path) -> ModelChoice:
    found = release(str(folder))
    return ModelChoice(Pin(found.name, found.sha256))


async def test_until_the_new_model_is_there_the_present_one_acts(
    acting: Acting, scorer: Loading, tmp_path: Path
) -> None:
    assert await acting.model(SITE, "en", None, SOON) == ""

    assert await acting.model(SITE, "en", chosen(tmp_path / "first"), SOON) == ""
    scorer.may_load.set()
    assert await acting.ready(chosen(tmp_path / "first").pinned) == str(tmp_path / "first")

    assert await acting.model(SITE, "en", chosen(tmp_path / "first"), SOON) == str(tmp_path / "first")
    await acting.close()


async def test_where_nothing_has_acted_yet_a_comment_waits_as_long_as_it_may(
    acting: Acting, scorer: Loading, tmp_path: Path
) -> None:
    with pytest.raises(ScorerUnavailable, match="still being loaded"):
        await acting.model(SITE, "en", chosen(tmp_path / "first"), SOON)

    scorer.may_load.set()
    assert await acting.model(SITE, "en", chosen(tmp_path / "first"), 30) == str(tmp_path / "first")
    await acting.close()


async def test_a_model_that_cannot_be_loaded_leaves_its_language_to_the_default_one(
    acting: Acting, scorer: Loading, tmp_path: Path
) -> None:
    scorer.broken.add(str(tmp_path / "first"))
    scorer.may_load.set()
    choice = chosen(tmp_path / "first")

    assert await acting.model(SITE, "en", choice, 30) == ""
    assert acting.problem(choice.pinned) == "its weights are damaged"


async def test_a_language_without_a_default_has_no_scores_then(acting: Acting, scorer: Loading, tmp_path: Path) -> None:
    scorer.broken.add(str(tmp_path / "french"))
    scorer.may_load.set()

    with pytest.raises(ScorerUnavailable, match="damaged"):
        await acting.model(SITE, "fr", chosen(tmp_path / "french"), 30)
    with pytest.raises(ScorerUnavailable, match="no model reads it"):
        await acting.model(SITE, "it", None, 30)


async def test_other_weights_under_a_name_do_not_act(acting: Acting, scorer: Loading, tmp_path: Path) -> None:
    scorer.may_load.set()
    choice = chosen(tmp_path / "first")
    a_model(tmp_path / "first", name="first", bias=1.0)

    assert await acting.model(SITE, "en", choice, 30) == ""
    assert "not the one that was chosen" in str(acting.problem(choice.pinned))


async def test_a_model_that_is_gone_is_named(acting: Acting, scorer: Loading) -> None:
    scorer.may_load.set()

    with pytest.raises(ScorerUnavailable, match="There is no model vanished here"):
        await acting.ready(Pin("vanished", "00"))


async def test_one_loading_serves_everybody_who_waits(acting: Acting, scorer: Loading, tmp_path: Path) -> None:
    choice = chosen(tmp_path / "second")
    waiting = [asyncio.create_task(acting.model(f"site-{number}", "en", choice, 30)) for number in range(20)]
    await asyncio.sleep(SOON)
    scorer.may_load.set()

    assert set(await asyncio.gather(*waiting)) == {str(tmp_path / "second")}


def test_a_catalogue_has_what_came_along_and_what_is_in_the_folder(tmp_path: Path) -> None:
    a_model(tmp_path / "own", name="own")
    a_model(tmp_path / "impostor", name=classifiers.DEFAULT)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("{")

    found = asyncio.run(Catalogue("", str(tmp_path)).all())

    assert "own" in found
    assert found[classifiers.DEFAULT].folder == classifiers.model_folder()
    assert not any(each.folder.name == "broken" for each in found.values())

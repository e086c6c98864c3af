"""An administrator tries a model, lets it act and takes it back, and no comment goes without an answer meanwhile."""

import asyncio
from pathlib import Path

import pytest
from service_client import Serve, Service
from small_models import a_model
from waiting import eventually

import classifiers
from moderation.scoring.local import LocalScorer

MODELS = "/v1/sites/default/models"
EN = f"{MODELS}/en"


@pytest.fixture(params=[0, 1], ids=["in process", "one worker"])
async def newsroom(request: pytest.FixtureRequest, serve: Serve, tmp_path: Path) -> Service:
    """A service with a folder of models: one calls everything toxic, one nothing, one reads French."""
    a_model(tmp_path / "stern", name="stern", bias=9.0)
    a_model(tmp_path / "mild", name="mild", bias=-9.0)
    a_model(tmp_path / "french", name="french", language="fr", bias=9.0)
    scorer = LocalScorer(processes=request.param)
    return await serve(scorer=scorer, models_dir=str(tmp_path))


def roles(document: dict[str, object]) -> tuple[object, ...]:
    return document["acting"], document["pinned"], document["shadow"], document["earlier"]


async def test_models_are_listed_with_what_they_do(newsroom: Service) -> None:
    ada = await newsroom.admin()

    listed = (await ada.get(MODELS)).document["items"]

    english = next(each for each in listed if each["language"] == "en")
    assert roles(english) == (classifiers.DEFAULT, None, None, [])
    assert {"stern", "mild", classifiers.DEFAULT} <= {each["name"] for each in english["models"]}
    default = next(each for each in english["models"] if each["name"] == classifiers.DEFAULT)
    card = (await ada.get(default["card"])).document
    assert card["sha256"] == default["sha256"]
    assert card["text"].startswith("#")
    french = next(each for each in listed if each["language"] == "fr")
    assert (french["acting"], [each["name"] for each in french["models"]]) == (None, ["french"])


async def test_a_pinned_model_acts_from_the_next_comment_on_and_can_be_rolled_back(newsroom: Service) -> None:
    ada = await newsroom.admin()

    pinned = await ada.put(EN, {"model": "stern"})
    held = await newsroom.guest("Ann").says("What a lovely morning.")
    back = await ada.post(f"{EN}/rollback")
    fine = await newsroom.guest("Ann").says("What a lovely evening.")

    assert (pinned.status, roles(pinned.document)) == (200, ("stern", "stern", None, [None]))
    assert (held.visible, (await ada.dossier(held.id))["model"]) == (False, "stern")
    assert roles(back.document) == (classifiers.DEFAULT, None, None, [])
    assert (fine.visible, (await ada.dossier(fine.id))["model"]) == (True, classifiers.DEFAULT)
    (await ada.post(f"{EN}/rollback")).problem(409, "nothing-to-roll-back")
    changes = [entry["detail"] for entry in await ada.audit("pin_model")]
    assert [(each["before"]["pinned"], each["after"]["pinned"]) for each in changes] == [(None, "stern")]
    assert [entry["actor"] for entry in await ada.audit("roll_back_model")] == ["Ada"]


async def test_a_tried_model_decides_nothing_and_its_disagreements_are_listed(newsroom: Service) -> None:
    ada = await newsroom.admin()
    await ada.put(f"{EN}/shadow", {"model": "stern"})

    said = await newsroom.guest("Ann").says("What a lovely morning.")
    await newsroom.house.shadowing.settled()

    assert said.visible
    assert (await ada.dossier(said.id))["model"] == classifiers.DEFAULT
    found = (await ada.get(f"{EN}/disagreements")).document
    assert (found["shadow"], found["compared"], found["differing"]) == ("stern", 1, 1)
    [each] = found["items"]
    assert each["comment_id"] == said.id
    assert (each["acting"]["verdict"], each["shadow"]["verdict"]) == ("published", "pending")
    assert each["acting"]["scores"]["TOXICITY"] < 0.5 < each["shadow"]["scores"]["TOXICITY"]


async def test_a_tried_model_is_promoted_and_another_begins_anew(newsroom: Service) -> None:
    ada = await newsroom.admin()
    await ada.put(f"{EN}/shadow", {"model": "mild"})
    await newsroom.guest("Ann").says("You stupid idiot, everybody hates you.")
    await newsroom.house.shadowing.settled()
    assert (await ada.get(f"{EN}/disagreements")).document["differing"] == 1

    promoted = await ada.put(EN, {"model": "mild"})

    assert roles(promoted.document) == ("mild", "mild", None, [None])
    found = (await ada.get(f"{EN}/disagreements")).document
    assert (found["shadow"], found["compared"], found["items"]) == (None, 0, [])
    assert (await newsroom.guest("Ben").says("You stupid idiot, go away.")).visible


async def test_a_language_is_read_once_there_is_a_model_for_it(newsroom: Service) -> None:
    ada = await newsroom.admin()
    french = "Je pense que le gouvernement devrait faire quelque chose pour les gens qui habitent ici."
    unread = await newsroom.guest("Aline").says(french)

    await ada.put(f"{MODELS}/fr", {"model": "french"})
    read = await newsroom.guest("Aline").says(f"{french} Encore une fois, monsieur le maire !")

    assert (await ada.dossier(unread.id))["model"] is None
    assert (await ada.dossier(read.id))["model"] == "french"


async def test_every_process_hears_of_a_change(newsroom: Service, serve: Serve) -> None:
    ada = await newsroom.admin()
    other = await serve(models_dir=newsroom.house.settings.models_dir)
    assert (await other.guest("Ann").says("What a lovely morning.")).visible

    await ada.put(EN, {"model": "stern"})

    async def heard() -> bool:
        return not (await other.guest("Ben").says("Another lovely morning, isn't it?")).visible

    await eventually(heard, "the other process lets the new model act")


async def test_nothing_is_lost_while_models_are_switched(newsroom: Service) -> None:
    ada = await newsroom.admin()
    await ada.sets_policy(comments_per_minute=0, hold_repeats=False)
    stop = asyncio.Event()

    async def talk() -> list[str]:
        models = []
        while not stop.is_set():
            said = await newsroom.guest("Ann").says(f"Lovely morning number {len(models)}.")
            models.append((await ada.dossier(said.id))["model"])
        return models

    talking = [asyncio.create_task(talk()) for _ in range(4)]
    for name in ("stern", "mild", None, "stern", "mild", None):
        assert (await ada.put(EN, {"model": name})).status == 200
        await asyncio.sleep(0.1)
    stop.set()
    used = {model for models in await asyncio.gather(*talking) for model in models}

    assert used == {"stern", "mild", classifiers.DEFAULT}
    assert (await ada.queue_lengths())["unscored"] == 0


@pytest.mark.parametrize("way", ["pin", "shadow"])
async def test_a_damaged_model_is_refused_and_the_present_one_goes_on(newsroom: Service, way: str) -> None:
    ada = await newsroom.admin()
    weights = Path(newsroom.house.settings.models_dir) / "stern" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")

    answer = await ada.put(EN if way == "pin" else f"{EN}/shadow", {"model": "stern"})

    assert "SHA-256 differs" in answer.problem(422, "model-unusable")["detail"]
    assert (await newsroom.guest("Ann").says("What a lovely morning.")).visible


async def test_a_model_damaged_while_it_acts_goes_on_and_one_that_was_replaced_does_not_act(
    newsroom: Service, serve: Serve
) -> None:
    ada = await newsroom.admin()
    await ada.put(EN, {"model": "stern"})
    folder = Path(newsroom.house.settings.models_dir) / "stern"
    a_model(folder, name="stern", bias=-9.0)

    assert not (await newsroom.guest("Ann").says("What a lovely morning.")).visible
    fresh = await serve(models_dir=newsroom.house.settings.models_dir)
    said = await fresh.guest("Ben").says("What a lovely evening.")

    assert (await ada.dossier(said.id))["model"] == classifiers.DEFAULT
    other = await fresh.admin("Bob")
    english = next(each for each in (await other.get(MODELS)).document["items"] if each["language"] == "en")
    assert (english["acting"], english["pinned"]) == (classifiers.DEFAULT, "stern")
    assert "not the one that was chosen" in english["problem"]


@pytest.mark.parametrize(
    ("language", "model", "said"),
    [("en", "nonesuch", "there are"), ("en", "french", "reads 'fr'"), ("xx", "stern", "reads 'en'")],
)
async def test_what_cannot_be_chosen_is_said(newsroom: Service, language: str, model: str, said: str) -> None:
    ada = await newsroom.admin()

    answer = await ada.put(f"{MODELS}/{language}", {"model": model})

    assert answer.status == 422
    assert said in str(answer.document["errors"])


async def test_models_are_the_administrators_affair(newsroom: Service) -> None:
    max_ = await newsroom.moderator()

    assert (await max_.get(MODELS)).status == 403
    assert (await max_.put(EN, {"model": "stern"})).status == 403


async def test_a_site_that_goes_takes_its_choices_along(newsroom: Service) -> None:
    ada = await newsroom.admin()
    await newsroom.new_site("daily")
    chosen = await ada.put("/v1/sites/daily/models/en", {"model": "stern"})
    assert chosen.document["pinned"] == "stern"

    await newsroom.house.access.delete_site("daily", "operator")
    await newsroom.new_site("daily")

    again = (await ada.get("/v1/sites/daily/models")).document["items"]
    assert all(each["pinned"] is None for each in again)

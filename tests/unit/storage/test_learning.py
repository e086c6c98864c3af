"""Labels and site models as they are kept: what moderators decided, what others suggested, what was promoted."""

import hashlib

import pytest
from builders import a_comment, the_comment

from moderation.domain.comment import Status
from moderation.domain.decision import Action
from moderation.domain.learning import MOST_VERSIONS, Label, Learned
from moderation.services.privacy import BLANK
from moderation.storage import learning, model_keys
from moderation.storage.client import Store
from moderation.storage.decisions import Done, Ordered, Undone
from moderation.storage.records import Records
from moderation.storage.verification import Verification


@pytest.fixture
async def records(store: Store) -> Records:
    records = Records(store)
    await records.sites.create("default", "Default", b'{"action":"create_site","actor":"test"}')
    return records


def suggestion(rejected: bool = True, source: str = "coral") -> Label:
    return Label(rejected, source, True, 0, {"TOXICITY": 0.25}, None, (3, 70, 16_000))


async def decide(records: Records, comment_id: bytes, action: Action, by: str = "moderator:max") -> Done:
    detail = f'{{"action":"{action}","actor":"{by}"}}'.encode()
    (done,) = await records.decisions.decide("default", by, [Ordered(comment_id, action, None, detail)])
    assert isinstance(done, Done)
    return done


async def undo(records: Records, decided: Done) -> None:
    detail = b'{"action":"undo","actor":"moderator:max"}'
    assert isinstance(await records.decisions.undo("default", decided.decision_id, "moderator:max", detail), Undone)


async def what(records: Records) -> list[tuple[str | None, bool, str]]:
    return [(label.text, label.rejected, label.source) for label in await records.verdicts.labels("default")]


async def test_a_decision_is_a_label_until_it_is_undone(records: Records) -> None:
    comment = await a_comment(records, saying="Mods asleep again?")
    decided = await decide(records, comment, Action.REJECT)
    (label,) = await records.verdicts.labels("default")

    assert (label.text, label.rejected, label.source, label.outside) == (
        "Mods asleep again?",
        True,
        "moderator:max",
        False,
    )
    assert label.scores == {"TOXICITY": 0.1}

    await undo(records, decided)

    assert await what(records) == []


async def test_the_last_word_counts_and_the_one_before_it_again_once_it_is_undone(records: Records) -> None:
    comment = await a_comment(records, saying="Borderline.")
    await decide(records, comment, Action.APPROVE, "moderator:max")
    second = await decide(records, comment, Action.REJECT, "moderator:mia")

    assert await what(records) == [("Borderline.", True, "moderator:mia")]

    await undo(records, second)

    assert await what(records) == [("Borderline.", False, "moderator:max")]


async def test_an_escalation_says_nothing_and_hides_nothing(records: Records) -> None:
    comment = await a_comment(records, saying="Hm.")
    await decide(records, comment, Action.APPROVE)
    await decide(records, comment, Action.ESCALATE)

    assert await what(records) == [("Hm.", False, "moderator:max")]


async def test_what_is_erased_is_no_label(records: Records) -> None:
    comment = await a_comment(records, saying="My secret.")
    await decide(records, comment, Action.REJECT)
    await records.comments.erase("default", comment, BLANK, "admin", b'{"action":"erase","actor":"admin"}')

    assert (await the_comment(records, comment)).state.status is Status.DELETED
    assert await what(records) == []


async def test_a_suggestion_is_kept_without_its_text(records: Records) -> None:
    assert await records.learning.suggest("default", b"0123456789abcdef", suggestion()) == "noted"

    (label,) = [each async for each in records.learning.suggested("default")]

    assert (label.rejected, label.source, label.outside, label.text) == (True, "coral", True, None)
    assert (label.scores, tuple(label.features)) == ({"TOXICITY": 0.25}, (3, 70, 16_000))
    assert label.at > 1_700_000_000_000


async def test_a_source_has_its_share_of_a_day_and_of_the_store(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "MOST_A_DAY", 3)
    words = [await records.learning.suggest("default", b"d" * 16, suggestion()) for _ in range(5)]

    assert words == ["noted"] * 3 + ["enough"] * 2
    assert await records.learning.suggest("default", b"d" * 16, suggestion(source="talk")) == "noted"
    assert [(each.source, each.made, each.kept) for each in await records.learning.suggesters("default")] == [
        ("coral", 3, 3),
        ("talk", 1, 1),
    ]


async def test_strangers_do_not_fill_the_store(records: Records) -> None:
    words = [
        await records.learning.suggest("default", b"d" * 16, suggestion(source=f"key-{number}"))
        for number in range(learning.MOST_SOURCES + 1)
    ]

    assert words == ["noted"] * learning.MOST_SOURCES + ["strangers"]


async def test_suggestions_about_an_erased_text_go_with_it(records: Records) -> None:
    for digest in (b"a" * 16, b"b" * 16, b"a" * 16):
        await records.learning.suggest("default", digest, suggestion())

    assert await records.learning.forget_texts("default", frozenset({b"a" * 16})) == 2
    assert len([each async for each in records.learning.suggested("default")]) == 1


def test_five_models_are_kept_and_rolled_back_one_by_one_to_none() -> None:
    learned: Learned | None = Learned()
    for number in range(7):
        assert learned is not None
        learned = learned.promoting(f"sha-{number}", number, {})
    assert learned is not None
    assert (len(learned.versions), learned.acting, learned.paused) == (MOST_VERSIONS, 7, False)
    acted = []
    while (earlier := learned.rolled_back()) is not None:
        learned = earlier
        acted.append(learned.acting)

    assert acted == [6, 5, 4, 3, None]
    assert learned.paused
    assert learned.version is None
    assert learned.promoting("sha-8", 8, {}).acting == 8


async def promoted(records: Records, artifact: bytes) -> Learned:
    sha256 = hashlib.sha256(artifact).hexdigest()
    await records.learning.keep_artifact("default", sha256, artifact)
    version, learned = await records.learning.learned("default")
    learned = learned.promoting(sha256, 1, {"labels": 300})
    assert await records.learning.save("default", version, learned, b'{"action":"promote","actor":"test"}') is not None
    return learned


async def findings(store: Store, *, repair: bool = False) -> list[str]:
    return [finding.what async for finding in Verification(store, "default", repair=repair).findings()]


async def test_what_was_learned_is_read_back_and_proves_sound(records: Records, store: Store) -> None:
    learned = await promoted(records, b"a model")
    await records.learning.suggest("default", b"d" * 16, suggestion())

    assert (await records.learning.learned("default"))[1] == learned
    assert await findings(store) == []


async def test_a_damaged_and_a_lost_model_are_found(records: Records, store: Store) -> None:
    first, second = await promoted(records, b"a model"), await promoted(records, b"another")
    key = model_keys.site_artifacts("default")
    await store.command(key, "HSET", key, first.versions[0].sha256, b"something else")
    await store.command(key, "HDEL", key, second.versions[0].sha256)

    assert sorted(await findings(store)) == [
        "the model of version 1 is not the one that was promoted",
        "the model of version 2 is gone",
    ]


async def test_a_model_nobody_names_is_dropped(records: Records, store: Store) -> None:
    await promoted(records, b"a model")
    await records.learning.keep_artifact("default", "stray", b"left behind")

    assert await findings(store, repair=True) == ["1 models are kept that no version names"]
    assert await findings(store) == []


async def test_a_deleted_site_leaves_nothing_of_it(records: Records, store: Store) -> None:
    await promoted(records, b"a model")
    await records.learning.suggest("default", b"d" * 16, suggestion())
    await records.learning.note_attempt("default", {"why": "too little"})
    await records.learning.delete("default")

    assert (await records.learning.learned("default"))[1] == Learned()
    assert await records.learning.attempts("default") == []
    assert [each async for each in records.learning.suggested("default")] == []

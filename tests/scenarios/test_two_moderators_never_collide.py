"""Max and Mia work at the same time: nothing is leased to both, and nobody overwrites the other unseen."""

import asyncio

from service_client import Service
from waiting import eventually


async def test_an_entry_is_never_claimed_by_two(service: Service) -> None:
    said = {(await service.guest(f"Guest {n}").says(f"Remark number {n}.", f"article-{n}")).id for n in range(9)}
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")

    taken = await asyncio.gather(*(each.claims("unreviewed", 3) for each in (max_, mia) for _ in range(3)))

    claimed = [entry["comment"]["id"] for entries in taken for entry in entries]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == said
    assert await max_.claims("unreviewed") == []
    holders = {entry["comment"]["id"]: entry["claimed_by"] for entry in await max_.queue("unreviewed")}
    assert holders == {
        entry["comment"]["id"]: name
        for name, entries in zip(["Max"] * 3 + ["Mia"] * 3, taken, strict=True)
        for entry in entries
    }
    assert not await max_.audit("claim"), "a claim decides nothing"


async def test_a_decision_on_what_somebody_else_holds_is_a_409_in_that_row(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    await max_.claims("unreviewed")

    row = await mia.rejects(said.id)

    assert row["problem"]["status"] == 409
    assert row["problem"]["type"] == "/problems/claimed"
    assert row["problem"]["claimed_by"] == "Max"
    assert (await mia.dossier(said.id))["comment"]["status"] == "published"
    assert not await mia.audit("reject")

    assert (await max_.delete("/v1/moderation/claims")).document == {"released": 1}
    assert (await mia.rejects(said.id))["status"] == "rejected"
    assert [entry["actor"] for entry in await mia.audit("reject")] == ["Mia"]


async def test_a_decision_on_what_has_changed_since_is_refused(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    [seen_by_max], [seen_by_mia] = await max_.queue("unreviewed"), await mia.queue("unreviewed")

    won = await max_.approves(said.id, expected_version=seen_by_max["version"])
    lost = await mia.rejects(said.id, expected_version=seen_by_mia["version"])

    assert won["status"] == "approved"
    assert lost["problem"]["type"] == "/problems/stale-version"
    assert (lost["problem"]["status"], lost["problem"]["version"]) == (409, won["version"])
    assert (await mia.dossier(said.id))["comment"]["status"] == "approved"
    assert [entry["actor"] for entry in await mia.audit("approve", "reject")] == ["Max"]


async def test_of_two_decisions_at_the_same_moment_one_wins_and_one_is_told(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    for turn in range(5):
        said = await service.guest("Ann").says(f"The referee was blind in turn {turn}.", f"article-{turn}")

        rows = await asyncio.gather(
            max_.approves(said.id, expected_version=1), mia.rejects(said.id, expected_version=1)
        )

        assert sorted("problem" in row for row in rows) == [False, True]
        [won] = [row for row in rows if "problem" not in row]
        assert (await max_.dossier(said.id))["comment"]["status"] == won["status"]
    assert len(await max_.audit("approve", "reject")) == 5


async def test_an_edit_between_the_look_and_the_decision_makes_it_stale(service: Service) -> None:
    ann, max_ = service.guest("Ann"), await service.moderator()
    said = await ann.says("The referee was blind.")
    [seen] = await max_.queue("unreviewed")
    await ann.changes(said, "The referee was as blind as a mole.")

    row = await max_.approves(said.id, expected_version=seen["version"])

    assert row["problem"]["type"] == "/problems/stale-version"
    assert not await max_.audit("approve")


async def test_a_claim_that_ran_out_is_free_again(service: Service) -> None:
    said = await service.guest("Ann").says("The referee was blind.")
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    await max_.claims("unreviewed", lease_seconds=1)
    assert (await mia.rejects(said.id))["problem"]["type"] == "/problems/claimed"

    taken: list[str] = []

    async def claimed() -> bool:
        taken.extend(entry["comment"]["id"] for entry in await mia.claims("unreviewed"))
        return bool(taken)

    await eventually(claimed, "the lease has run out")

    assert taken == [said.id]
    assert (await max_.rejects(said.id))["problem"]["claimed_by"] == "Mia"
    assert (await mia.approves(said.id))["status"] == "approved"
    assert [entry["actor"] for entry in await mia.audit("approve")] == ["Mia"]


async def test_claims_are_renewed_by_their_holder(service: Service) -> None:
    await service.guest("Ann").says("The referee was blind.")
    max_ = await service.moderator("Max")
    [claimed] = await max_.claims("unreviewed", lease_seconds=60)

    renewed = (await max_.patch("/v1/moderation/claims", {"lease_seconds": 600})).document

    assert renewed["renewed"] == 1
    assert renewed["lease_expires_at"] > claimed["claimed_until"]

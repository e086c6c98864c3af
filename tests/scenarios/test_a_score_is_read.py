"""A score alone says little; what moderators made of similar ones says what it means here."""

from service_client import Service

VILE = "You are a stupid idiot."


async def test_a_moderator_sees_how_similar_comments_were_decided(service: Service) -> None:
    max_ = await service.moderator("Max")
    held = [await service.guest(f"Guest {number}").says(VILE) for number in range(11)]
    for number, said in enumerate(held[1:]):
        await (max_.rejects if number < 8 else max_.approves)(said.id)

    readings = (await max_.dossier(held[0].id))["readings"]

    assert (readings["TOXICITY"]["rejected"], readings["TOXICITY"]["decided"]) == (8, 10)
    assert readings["TOXICITY"]["low"] <= (await max_.dossier(held[0].id))["scores"]["TOXICITY"]

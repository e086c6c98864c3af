"""The law asks for the reasons of every restriction: what the site's programs and regulators can fetch."""

from service_client import Service

from moderation.domain.transparency_database import faults


async def test_the_reasons_of_a_decision_are_there_at_once_and_go_when_it_is_taken_back(service: Service) -> None:
    said = await service.guest("Ann").says("You are a stupid idiot.")
    max_ = await service.moderator("Max")
    decision = (await max_.rejects(said.id, reason="Insult of Ben", note="again"))["decision_id"]

    answer = await max_.get(f"/v1/moderation/decisions/{decision}/statement")

    assert answer.status == 200
    statement = answer.document
    assert faults(statement) == []
    assert statement["puid"] == decision
    assert statement["category"] == "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    assert statement["automated_decision"] == "AUTOMATED_DECISION_PARTIALLY"
    assert not any(name in answer.body.decode() for name in ("Ann", "Ben", "Max", "idiot", "again"))
    listed = (await max_.get(f"/v1/moderation/statements?comment={said.id}")).document
    assert listed == {"items": [statement], "next_cursor": None}

    await max_.undoes(decision)

    gone = await max_.get(f"/v1/moderation/decisions/{decision}/statement")
    gone.problem(404, "not-found")
    assert (await max_.get("/v1/moderation/statements")).document["items"] == []


async def test_what_the_policy_rejects_and_whom_a_moderator_bans_has_reasons_too(service: Service) -> None:
    admin = await service.admin()
    await admin.sets_policy(
        banned_words=["casino"], statement_ground="Netiquette, rule 4", statement_territories=["DE", "AT"]
    )
    said = await service.guest("Ann").says("Come to my casino!")
    await admin.sets_standing(said.comment["author"]["id"], "banned")

    ban, rejection = (await admin.get("/v1/moderation/statements")).document["items"]

    assert ban["decision_account"] == "DECISION_ACCOUNT_TERMINATED"
    assert rejection["automated_decision"] == "AUTOMATED_DECISION_FULLY"
    assert rejection["incompatible_content_ground"] == "Netiquette, rule 4"
    assert rejection["territorial_scope"] == ["DE", "AT"]
    for statement in (ban, rejection):
        found = await admin.get(f"/v1/moderation/decisions/{statement['puid']}/statement")
        assert found.document == statement


async def test_rejecting_anew_on_another_ground_has_reasons_of_its_own(service: Service) -> None:
    admin, max_, mo = await service.admin(), await service.moderator("Max"), await service.moderator("Mo")
    await admin.sets_policy(legal_grounds=["Section 185"])
    said = await service.guest("Ann").says("Ben is a fool.")
    by_rules = (await max_.rejects(said.id))["decision_id"]
    confirmed = (await mo.rejects(said.id, reason="offensive"))["decision_id"]
    by_law = (await mo.rejects(said.id, ground="illegal", rule="Section 185"))["decision_id"]
    again = (await max_.rejects(said.id, ground="illegal", rule="Section 185"))["decision_id"]

    listed = (await max_.get(f"/v1/moderation/statements?comment={said.id}")).document["items"]

    assert [each["puid"] for each in listed] == [by_law, by_rules]
    assert [each["decision_ground"] for each in listed] == [
        "DECISION_GROUND_ILLEGAL_CONTENT",
        "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    ]
    assert [faults(each) for each in listed] == [[], []]
    assert (await max_.get(f"/v1/moderation/decisions/{by_law}/statement")).document == listed[0]
    for word in (confirmed, again):
        (await max_.get(f"/v1/moderation/decisions/{word}/statement")).problem(404, "not-found")


async def test_a_day_is_fetched_page_by_page(service: Service) -> None:
    max_ = await service.moderator("Max")
    for number in range(5):
        said = await service.guest(f"Ann{number}").says("Good game.", on=f"game-{number}")
        await max_.rejects(said.id)
    pages, cursor = [], ""
    while True:
        page = (await max_.get(f"/v1/moderation/statements?from=2020-01-01T00:00:00Z&limit=2{cursor}")).document
        pages.append([statement["puid"] for statement in page["items"]])
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len({name for page in pages for name in page}) == 5
    assert max(map(len, pages)) == 2
    backwards = "/v1/moderation/statements?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"
    assert "from" in (await max_.get(backwards)).problem(422, "invalid")["errors"]


async def test_readers_and_other_sites_fetch_none(service: Service) -> None:
    said = await service.guest("Ann").says("Good game.")
    decision = (await (await service.moderator()).rejects(said.id))["decision_id"]
    await service.new_site("other")
    stranger = await service.moderator("Mo", site="other")
    for path in ("/v1/moderation/statements", f"/v1/moderation/decisions/{decision}/statement"):
        (await service.reader().get(path)).problem(401, "not-signed-in")
        (await stranger.of_site("default").get(path)).problem(401, "not-signed-in")
    (await stranger.get(f"/v1/moderation/decisions/{decision}/statement")).problem(404, "not-found")
    assert (await stranger.get("/v1/moderation/statements")).document["items"] == []


async def test_its_author_is_told_who_or_what_rejected_it_and_on_which_ground(service: Service) -> None:
    admin, max_, maria = await service.admin(), await service.moderator("Max"), await service.member("Maria")
    await admin.sets_policy(banned_words=["casino"], house_rules=["Netiquette 2"])
    by_policy = await maria.says("Come to my casino!", on="a")
    by_max = await maria.says("Ben is a fool.", on="b")
    fine = await maria.says("Good game.", on="c")
    row = await max_.rejects(by_max.id, reason="It insults Ben.", note="third time", rule="Netiquette 2")

    own = {each["id"]: each["decision"] for each in await maria.own_comments()}

    assert own[fine.id] is None
    assert (own[by_policy.id]["by"], own[by_policy.id]["ground"]) == ("policy", "rules")
    told = own[by_max.id]
    assert (told["by"], told["decision_id"], told["reason"]) == ("moderator", row["decision_id"], "It insults Ben.")
    assert told["rule"] == "Netiquette 2"
    assert "third time" not in str(own)
    assert "Max" not in str(own)

    await max_.undoes(row["decision_id"])

    assert {each["id"]: each["decision"] for each in await maria.own_comments()}[by_max.id] is None


async def test_a_shadowed_author_is_told_nothing(service: Service) -> None:
    max_, maria = await service.moderator("Max"), await service.member("Maria")
    await max_.sets_standing("maria", "shadowed")
    await maria.says("Good game.")
    [own] = await maria.own_comments()
    assert (own["status"], own["decision"]) == ("published", None)

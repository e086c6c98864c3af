"""Moderators write down what shall become of comments, and it does."""

from service_client import Serve, Service
from waiting import eventually

from moderation.storage.verification import Verification

NEWCOMERS = """
# Newcomers who leave links are looked at.
rule "Links from newcomers"
  when links.count >= 1 and author.approved < 1
  then hold saying "A moderator reads links first.", tag "newcomer links"
"""


async def test_a_rule_holds_what_it_speaks_of_and_the_author_hears_its_words(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")

    await ada.sets_policy(rules=NEWCOMERS)

    assert (await ann.says("No link here.")).visible
    said = await ann.says("Look at https://one.example/a please.")
    assert said.answer.status == 202
    assert said.answer.document["reasons"] == [{"code": "rule", "message": "A moderator reads links first."}]
    [entry] = await ada.queue("pending")
    about = "links.count is 1; author.approved is 0."
    assert entry["why"][0] == f"The rule “Links from newcomers” holds it: {about}"
    assert [each["detail"] for each in entry["opinions"] if each["reason"] == "tag"] == [
        {
            "rule": "Links from newcomers",
            "tag": "newcomer links",
            "grounds": [["links.count", "1"], ["author.approved", "0"]],
        }
    ]
    [logged] = await ada.audit("post")
    assert (logged["detail"]["reasons"], logged["detail"]["rules"]) == (["rule"], ["Links from newcomers"])


async def test_a_rule_rejects_approves_and_flags(service: Service) -> None:
    ada, reader = await service.admin(), service.reader()
    await ada.sets_policy(
        rules='rule "Casino" when text.body contains "casino" and author.guest then reject\n'
        'rule "Short and kind" when text.words < 4 and score.TOXICITY < 50% then approve\n'
        'rule "Elections" when article.id matches /^politics-/ then flag'
    )

    rejected = await service.guest("Ann").says("Come to the c-a-s-i-n-o with all of us.")
    approved = await service.guest("Ben").says("Good game.")
    flagged = await service.guest("Cem").says("A longer remark about the second ballot.", "politics-7")
    member = await (await service.member("Maria")).says("The casino is where the concert hall was before.")

    assert (rejected.comment["status"], rejected.reasons) == ("rejected", ["rule"])
    assert (approved.answer.status, approved.comment["status"]) == (201, "approved")
    assert flagged.visible
    assert member.visible
    assert await reader.count() == 2
    assert await ada.queued("reported") == [flagged.id]
    assert await ada.queued("unreviewed") == [flagged.id, member.id] or approved.id not in await ada.queued(
        "unreviewed"
    )
    assert [(entry["change"], entry["detail"]["rules"]) for entry in await ada.audit("post")] == [
        ("->A|1", ["Short and kind"]),
        ("->R|1", ["Casino"]),
    ]


async def test_what_a_rule_did_is_a_moderators_to_change(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(rules='rule "Kind" when scored then approve')
    said = await service.guest("Ann").says("Good game.")

    decided = await ada.rejects(said.id, reason="not kind at all")

    assert decided["status"] == "rejected"
    assert (await ada.undoes(decided["decision_id"])).status == 200
    assert (await ada.dossier(said.id))["comment"]["status"] == "approved"


async def test_a_hot_discussion_is_slowed_down(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(
        rules='rule "Hot" when article.id = "derby" then slow down 2 minutes saying "Two minutes each."'
    )
    first = await ann.says("What a start!", "derby")

    refused = await ann.tries_to_say("And what a goal!", "derby")

    assert refused.problem(429, "too-many-requests")["detail"] == "Two minutes each."
    assert 100 <= int(refused.headers["Retry-After"]) <= 120
    again = await ann.tries_to_say("Again: what a goal!", "derby")
    assert int(again.headers["Retry-After"]) <= int(refused.headers["Retry-After"]), "asking makes no wait longer"
    assert (await ann.says("Elsewhere all is calm.", "chess")).visible
    assert (await service.guest("Ben").says("I saw it too.", "derby")).visible
    assert (await ann.changes(first, "What a fine start!")).status == 200, "a typo may be mended at once"


async def test_a_rule_on_trial_changes_nothing_and_shows_what_it_would_have_done(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(rules='try rule "Links" when links.count >= 1 then reject')

    said = await ann.says("Look at https://one.example/a please.")

    assert said.visible
    [entry] = await ada.queue("unreviewed")
    [opinion] = [each for each in entry["opinions"] if each["phase"] == "rules"]
    assert (opinion["reason"], opinion["detail"]) == (
        "tried_rule",
        {"rule": "Links", "would": ["reject"], "grounds": [["links.count", "1"]]},
    )
    assert not await ada.audit("post")


async def test_rules_with_a_mistake_are_refused_with_place_and_hint_and_nothing_changes(service: Service) -> None:
    ada = await service.admin()
    await ada.sets_policy(rules=NEWCOMERS)

    answer = await ada.put(
        "/v1/sites/default/policy", {"guests": False, "rules": 'rule "A"\n  when link.count > 3\n  then hold'}
    )

    problem = answer.problem(422, "invalid")
    assert problem["errors"] == {"rules": ["Line 2, column 8: There is no field link.count. Did you mean links.count?"]}
    assert problem["mistakes"] == [
        {
            "line": 2,
            "column": 8,
            "start": 16,
            "end": 26,
            "message": "There is no field link.count.",
            "hint": "Did you mean links.count?",
        }
    ]
    policy = (await ada.get("/v1/sites/default/policy")).document
    assert (policy["rules"], policy["guests"]) == (NEWCOMERS, True)
    assert len(await ada.audit("set_policy")) == 1


async def test_a_change_of_rules_is_on_record_and_every_process_obeys(serve: Serve, service: Service) -> None:
    second, ada = await serve(), await service.admin("Ada")
    first = (await ada.sets_policy(rules=NEWCOMERS))["version"]
    assert not (await second.guest("Ann").says("See https://one.example/")).visible

    assert (await ada.sets_policy(rules=""))["version"] == first + 1

    async def obeys() -> bool:
        return not (await second.house.access.policy("default")).rules

    await eventually(obeys, "the second process has heard that there are no rules", seconds=2)
    assert (await second.guest("Ben").says("See https://one.example/")).visible
    entries = await ada.audit("set_policy")
    assert [(entry["detail"]["before"], entry["detail"]["after"]) for entry in entries] == [
        ({"rules": NEWCOMERS}, {"rules": ""}),
        ({}, {"rules": NEWCOMERS}),
    ]


async def test_rules_are_one_sites_own(service: Service) -> None:
    await service.new_site("gazette")
    ada = await service.admin()
    await ada.sets_policy(rules='rule "All" when scored then reject')

    assert (await service.guest("Ann", "gazette").says("Good game.")).visible
    assert not (await service.guest("Ann").says("Good game.")).visible


async def test_what_was_stored_under_rules_keeps_every_invariant(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    await ada.sets_policy(
        rules='rule "Kind" when text.words < 3 then approve\nrule "Long" when text.words > 4 then hold'
    )
    top = await ann.says("Good game.")
    await ann.says("It was.", under=top)
    await ann.says("It was a very good game indeed.")
    edited = await ann.says("Now then.")
    await ann.changes(edited, "Now then, not so fast at all.")

    verification = Verification(service.house.store, "default")
    assert [finding async for finding in verification.findings()] == []

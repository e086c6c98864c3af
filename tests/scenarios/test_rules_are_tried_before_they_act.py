"""Before rules are switched on, a dry run shows what they would have done; switched on, they do just that."""

from people import Moderator
from service_client import Service

RULES = """
rule "Links" when links.count >= 1 and not author.guest then hold
rule "Casino" when text.body contains ["casino", "free spins"] then reject
rule "Rude" when score.TOXICITY > 20% and score.TOXICITY < 80% then flag
rule "Greetings" when text.words <= 3 and text.capitals < 50% then approve, tag "greeting"
rule "Politics" when article.id matches /^politics/ and reply then hold
rule "Titled" when article.title contains "derby" then tag "sport", hold
try rule "Long" when text.length > 60 then reject
"""
REMARKS = [
    ("Maria", "See https://one.example/ for more of this.", "news"),
    ("Ann", "See https://one.example/ for more of this, everybody.", "news"),
    ("Ben", "Come to the c a s i n o tonight, all of you.", "news"),
    ("Cem", "I disagree with you, silly man.", "news"),
    ("Dora", "You are a complete and utter idiot, and a stupid one.", "news"),
    ("Eve", "Good game.", "sport"),
    ("Fay", "GOOD GAME.", "sport"),
    ("Gil", "What a remark this is, and it is so very long that nobody will want to read it.", "sport"),
    ("Hal", "Nothing to see here at all.", "politics-1"),
]


async def dry_run(ada: Moderator, rules: str, last: int = 1000) -> dict:
    answer = await ada.post(f"/v1/sites/{ada.site}/rules/dry-run", {"rules": rules, "last": last})
    assert answer.status == 200, answer.body
    return answer.document


async def written(service: Service, site: str) -> dict[str, str]:
    """What became of each remark, by its words."""
    outcomes = {}
    for name, text, article in REMARKS:
        author = await service.member(name, site=site) if name == "Maria" else service.guest(name, site)
        said = await author.says(text, article)
        outcomes[text] = said.comment["status"]
        if article.startswith("politics"):
            reply = await service.guest("Ida", site).says("That is what I say as well.", article, under=said)
            outcomes["That is what I say as well."] = reply.comment["status"]
    titled = await service.guest("Jo", site).says("Eleven of them.", "g7", article={"title": "The derby"})
    return outcomes | {"Eleven of them.": titled.comment["status"]}


async def test_a_dry_run_equals_what_then_happens(service: Service) -> None:
    await service.new_site("gazette")
    here, there = await service.admin(), await service.admin(site="gazette")
    before = await written(service, "default")

    found = await dry_run(here, RULES)

    await there.sets_policy(rules=RULES)
    after = await written(service, "gazette")
    foretold = {each["comment"]["body"]: each["after"] for each in found["comments"]}
    reported = {entry["comment"]["body"] for entry in await there.queue("reported")}
    happened = {text: "reported" if text in reported else status for text, status in after.items()}
    assert {text: foretold.get(text, before[text]) for text in before} == happened
    assert sorted(set(foretold.values())) == ["approved", "pending", "rejected", "reported"], (
        "so that it says something"
    )
    assert (found["looked_at"], found["of_today"]) == (len(before), 0)


async def test_a_dry_run_counts_names_and_explains_and_changes_nothing(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    spam = await ann.says("Free spins for everybody at https://one.example/ now.")
    fine = await ann.says("I have won nothing at all with free spins.")
    await ann.says("Good game.")
    await ada.rejects(spam.id, reason="spam")
    await ada.approves(fine.id)
    counted = len(await ada.audit())

    found = await dry_run(
        ada, 'try rule "Old" when scored then hold\nrule "Spins" when text.plain matches /spins/ then reject'
    )

    assert (found["looked_at"], found["changed"]) == (3, 2)
    assert found["changes"] == [
        {"before": "published", "after": "rejected", "comments": 2, "approved": 1, "rejected": 1}
    ]
    old, spins = found["rules"]
    assert (old["name"], old["line"], old["tried"], old["matched"]) == ("Old", 1, True, 3)
    assert [(each["after"], each["comments"]) for each in old["alone"]] == [("pending", 3)]
    assert (spins["matched"], spins["examples"]) == (2, [fine.id, spam.id])
    newest = found["comments"][0]
    assert (newest["comment"]["id"], newest["before"], newest["after"]) == (fine.id, "published", "rejected")
    assert newest["rules"] == ["Spins"]
    assert "The rule “Spins” rejects it: text.plain is “spins”." in newest["why"]
    assert len(await ada.audit()) == counted
    assert (await ada.get("/v1/sites/default/policy")).document["rules"] == ""


async def test_a_dry_run_looks_at_the_newest_only_and_leaves_out_what_was_taken_back(service: Service) -> None:
    ada, ann = await service.admin(), service.guest("Ann")
    for number in range(6):
        last = await ann.says(f"Remark number {number}.", f"article-{number}")
    await ann.takes_back(last)

    found = await dry_run(ada, 'rule "All" when text.length > 0 then hold', last=3)

    assert found["looked_at"] == 2
    assert [each["comment"]["body"] for each in found["comments"]] == ["Remark number 4.", "Remark number 3."]
    assert found["oldest_at"] <= found["newest_at"]


async def test_what_is_wrong_with_rules_is_said_instead(service: Service) -> None:
    ada = await service.admin()

    answer = await ada.post("/v1/sites/default/rules/dry-run", {"rules": 'rule "A" when reply then hld', "last": 0})

    problem = answer.problem(422, "invalid")
    assert problem["errors"] == {"rules": ["Line 1, column 26: A rule cannot hld. Did you mean hold?"]}
    assert [(each["line"], each["column"], each["end"]) for each in problem["mistakes"]] == [(1, 26, 28)]
    assert (await dry_run(ada, RULES, last=0))["looked_at"] == 0
    for body in ({}, {"rules": RULES, "last": 5001}, {"rules": RULES, "last": "all"}, {"rules": RULES, "n": 1}):
        (await ada.post("/v1/sites/default/rules/dry-run", body)).problem(422, "invalid")


async def test_only_administrators_of_the_site_try_rules(service: Service) -> None:
    await service.new_site("gazette")
    stranger, max_ = await service.admin(site="gazette"), await service.moderator()

    for who, status in ((stranger.of_site("default"), 401), (max_, 403)):
        answer = await who.post("/v1/sites/default/rules/dry-run", {"rules": ""})
        assert answer.status == status, answer.body


async def test_programs_are_told_the_language_and_rules_to_begin_with(service: Service) -> None:
    ada = await service.admin()

    told = (await ada.get("/v1/sites/default/rules/language")).document

    names = {each["name"]: each for each in told["fields"]}
    assert names["links.count"]["type"] == "a number"
    assert "trusted" in names["author.standing"]["choices"]
    assert told["actions"] == ["hold", "reject", "approve", "flag", "tag", "slow down"]
    for starter in told["starters"]:
        found = await dry_run(ada, starter["text"], last=0)
        assert [rule["tried"] for rule in found["rules"]] == [True] * len(found["rules"])
    assert told["limits"]["dry_run"] == 5000

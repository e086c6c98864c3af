"""Rules never crash and never take more steps than was known beforehand: whatever is written, whatever is asked."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from unit.pipeline.builders import any_facts

from moderation.pipeline.cases import case_of
from moderation.rules.case import Reading
from moderation.rules.cost import MOST_FIXED, MOST_PER_CHARACTER
from moderation.rules.evaluate import compile_rules
from moderation.rules.mistake import RulesInvalid
from moderation.rules.tree import Type
from moderation.rules.vocabulary import FIELDS

patiently = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])

WORDS = [
    *("rule", "try", "when", "then", "and", "or", "not", "in", "contains", "matches", "hold", "reject", "approve"),
    *(
        "flag",
        "tag",
        "slow",
        "down",
        "saying",
        "zone",
        "true",
        "(",
        ")",
        "[",
        "]",
        ",",
        "=",
        ">=",
        "<",
        "!=",
        "3",
        "50%",
    ),
    *('"text"', "/a+b/i", "/(/", "5 minutes", "2 days", "#", "\n", '"', "/", "\\", "“", "\ud800", "\u202e"),
    *FIELDS,
]
SOUP = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map(" ".join) | st.text(max_size=200)

NUMBERS = st.integers(0, 1000).map(str) | st.floats(0, 1).map(lambda share: f"{share:.3f}") | st.just("50%")
DURATIONS = st.builds("{} {}".format, st.integers(0, 99), st.sampled_from(["seconds", "minute", "hours", "days"]))
TEXTS = st.sampled_from(["a", "idiot", "you", "a.example", "en", "walks", "new", "sunday", "ß", "ﷺ"]).map('"{}"'.format)
PATTERNS = st.sampled_from(
    [r"/(?:a|b)*c{1,30}/", r"/\bidiot\b/i", "/[a-q][^u-z]{13}x/", "/(x+x+)+y/", "/./", r"/^\s*$/", r"/\p{Cyrillic}/"]
)
LISTS = st.lists(TEXTS, min_size=1, max_size=4).map(lambda items: f"[{', '.join(items)}]")


def fields(*kinds: Type) -> st.SearchStrategy[str]:
    return st.sampled_from([field.name for field in FIELDS.values() if field.type in kinds])


SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEAVES = st.one_of(
    fields(Type.TRUTH),
    st.builds("{} {} {}".format, fields(Type.NUMBER), SIGNS, NUMBERS | fields(Type.NUMBER)),
    st.builds("{} {} {}".format, fields(Type.DURATION), SIGNS, DURATIONS),
    st.builds("{} {} {}".format, fields(Type.TEXT), st.sampled_from(["=", "!="]), TEXTS | fields(Type.TEXT)),
    st.builds("{} {} {}".format, fields(Type.TEXT), st.sampled_from(["in", "not in", "contains"]), LISTS),
    st.builds("{} contains {}".format, fields(Type.TEXT, Type.TEXTS), TEXTS | LISTS),
    st.builds("{} matches {}".format, fields(Type.TEXT, Type.TEXTS), PATTERNS),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: " and ".join(f"({part})" for part in parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: " or ".join(f"({part})" for part in parts)),
    ),
    max_leaves=6,
)
ACTIONS = st.sampled_from(["hold", "reject", "approve", "flag", 'tag "x"', "slow down 5 minutes", 'hold, tag "y"'])
RULES = st.lists(st.tuples(st.booleans(), CONDITIONS, ACTIONS), max_size=4).map(
    lambda rules: "\n".join(
        f'{"try " if tried else ""}rule "{number}" when {condition} then {action}'
        for number, (tried, condition, action) in enumerate(rules)
    )
)
BODIES = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(["ﷺ", "idiot", "https://ü.example/", "xx", "ａ", "\ud800", "K\u0308", "bit.ly/x"])).map(
        " ".join
    ),
    st.builds(str.__mul__, st.sampled_from(["x", "ab ", "ﷺ", "https://é.example/ "]), st.integers(1, 3000)),
)


@patiently
@given(SOUP)
def test_whatever_is_written_is_read_or_refused_with_places(text):
    refused: RulesInvalid | None = None
    try:
        compile_rules(text)
    except RulesInvalid as why:
        refused = why
    if refused is not None:
        assert refused.mistakes
        assert all(0 <= mistake.place.start <= mistake.place.end <= len(text) for mistake in refused.mistakes)
        assert all(sentence.startswith("Line ") for sentence in refused.sentences)


@patiently
@given(RULES, any_facts(), BODIES)
def test_rules_never_fail_nor_take_more_steps_than_their_bound(text, facts, body):
    try:
        rules = compile_rules(text)
    except RulesInvalid:
        event("refused")
        return
    assert rules.cost.fixed <= MOST_FIXED
    assert rules.cost.per_character <= MOST_PER_CHARACTER
    for said in (facts.body, body):
        case = case_of(facts)
        reading = Reading(type(case)(said, *[getattr(case, name) for name in case.__slots__[1:]]), rules.zone)

        found = rules.asked(reading)

        assert reading.steps <= rules.cost.bound(len(said), len(case.suspect))
        assert found == rules.ask(reading.case), "the same is said of the same case"
        assert all(0 <= span.start <= span.end <= len(said) for finding in found for span in finding.spans)

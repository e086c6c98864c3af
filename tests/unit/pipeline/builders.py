"""Facts with defaults, so that a test says only what it is about."""

from typing import Any

from hypothesis import strategies as st

from moderation.domain.author import AuthorRecord, Reader, Standing
from moderation.domain.comment import Span
from moderation.domain.policy import ATTRIBUTES, Mode, OnFailure, Policy
from moderation.domain.thread import Thread
from moderation.pipeline.facts import Allowance, Facts, Outside, Scores, Unavailable, Unread
from moderation.pipeline.opinion import Effect, Opinion, Phase
from moderation.pipeline.words import compile_words
from moderation.rules.evaluate import compile_rules
from moderation.text.fingerprint import Fingerprint, fingerprint

NOW = 1_790_000_000_000
CALM = Scores(dict.fromkeys(ATTRIBUTES, 0.02), model="toxicity-en 3")


def some_facts(
    saying: str = "What a fine day for a walk.", *, policy: Policy | None = None, author: Any = None, **more: Any
) -> Facts:
    """A known author with a calm comment in an open thread; `author` holds members of the author's record."""
    policy = policy or Policy()
    facts: dict[str, Any] = {
        "policy": policy,
        "body": saying,
        "now": NOW,
        "reader": Reader(address="4f2a", author_id="ada", name="Ada"),
        "author": AuthorRecord("ada", "Ada", **(author or {})),
        "thread": Thread("walks"),
        "scoring": CALM,
        "words": compile_words(policy),
    }
    return Facts(**(facts | more))


def said(phase: Phase, facts: Facts) -> list[tuple[Effect, str]]:
    """What the phase wants and why."""
    return [(opinion.effect, opinion.reason) for opinion in phase(facts)]


def an_opinion(effect: Effect, reason: str = "because", **more: Any) -> Opinion:
    told = effect in (Effect.REFUSE, Effect.REJECT, Effect.HOLD)
    return Opinion(
        "phase", effect, reason, f"For the moderator: {reason}.", author_sentence="For you." if told else None, **more
    )


RULES = [
    "",
    'rule "Links" when links.count >= 1 and not author.guest then hold saying "A moderator reads links first."',
    'rule "Known" when author.approved > 2 and score.TOXICITY < 50% then approve, tag "known"',
    'rule "Rude" when text.plain matches /idiot/ then reject\ntry rule "Fast" when reply then slow down 1 hour',
    'rule "Fast" when author.pause < 1 minute then slow down 1 minute\nrule "Much" when article.comments > 1 then flag',
]
_MILLISECONDS = st.integers(0, 4_000_000_000_000)
_SCORES = st.floats(0, 1)
_BY_ATTRIBUTE = st.dictionaries(st.sampled_from(ATTRIBUTES), _SCORES)
_WORDS = st.lists(st.text(min_size=1, max_size=6), max_size=3)
_BODIES = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(categories=["Cs", "Cf", "Mn", "Zs", "Lo"]), max_size=20),
    st.lists(st.sampled_from(["http://a.example/", "www.b.example", "you", "idiot", "\u200b", "\n"])).map(" ".join),
)


_OUTSIDE = st.builds(
    Outside,
    st.text(min_size=1, max_size=6),
    st.text(max_size=6),
    st.sampled_from([None, "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"]),
    st.lists(st.sampled_from(["COMMENT_DETECTED_TOXIC", "COMMENT_DETECTED_SPAM"]), max_size=2),
    st.none() | st.text(max_size=6),
    st.none() | st.text(max_size=6),
    st.booleans(),
    st.booleans(),
)


@st.composite
def _spans(draw: st.DrawFn, body: str) -> list[Span]:
    places = draw(st.lists(st.tuples(st.integers(0, len(body)), st.integers(0, len(body))), max_size=3))
    return [Span(draw(st.sampled_from(ATTRIBUTES)), min(place), max(place), draw(_SCORES)) for place in places]


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """Whatever a service could gather, sensible or not."""
    body = draw(_BODIES)
    counts = st.integers(0, 6)
    policy = Policy(
        mode=draw(st.sampled_from(Mode)),
        body_min=draw(counts),
        body_max=draw(st.sampled_from([0, 5, 5000])),
        hold=draw(_BY_ATTRIBUTE),
        reject=draw(_BY_ATTRIBUTE),
        hold_links=draw(counts),
        hold_new_commenters=draw(counts),
        hold_history_rate=draw(_SCORES),
        hold_history_minimum=draw(counts),
        hold_repeats=draw(st.booleans()),
        hold_suspect_words=draw(st.booleans()),
        banned_words=draw(_WORDS),
        suspect_words=draw(_WORDS),
        on_classifier_failure=draw(st.sampled_from(OnFailure)),
        on_unsupported_language=draw(st.sampled_from(OnFailure)),
    )
    record = AuthorRecord(
        "ada",
        standing=draw(st.sampled_from(Standing)),
        until=draw(st.none() | _MILLISECONDS),
        approved=draw(counts),
        rejected=draw(counts),
        posted=draw(counts),
        visible=draw(counts),
        first_at=draw(st.none() | _MILLISECONDS),
    )
    bits = st.integers(0, 2**64 - 1)
    marks = st.builds(Fingerprint, st.integers(1, 2), bits, bits, st.integers(0, 99)) | st.builds(fingerprint, _BODIES)
    scoring = Scores(draw(_BY_ATTRIBUTE), draw(_spans(body)), "model", language=draw(st.sampled_from(["", "en"])))
    return Facts(
        policy=policy,
        body=body,
        now=draw(_MILLISECONDS),
        reader=Reader("4f2a", draw(st.none() | st.just("ada"))),
        author=record,
        thread=Thread(
            "walks",
            open=draw(st.booleans()),
            mode=draw(st.sampled_from([None, "post", "pre"])),
            count=draw(counts),
            first_at=draw(st.none() | _MILLISECONDS),
        ),
        scoring=draw(
            st.just(scoring)
            | st.builds(Unavailable, st.text(max_size=10))
            | st.builds(Unread, st.sampled_from(["fr", "zh", "xx"]))
        ),
        words=compile_words(policy),
        rules=compile_rules(draw(st.sampled_from(RULES))),
        outside=draw(st.lists(_OUTSIDE, max_size=3)),
        author_name=draw(st.sampled_from(["", "Ada"])),
        reply=draw(st.booleans()),
        pause=draw(st.none() | st.integers(0, 90_000_000)),
        allowance=draw(st.builds(Allowance, st.booleans(), st.floats(0, 60))),
        fingerprint=draw(st.none() | marks),
        recent=draw(st.lists(marks, max_size=4)),
        edit=draw(st.booleans()),
        nudge=draw(st.booleans()),
    )


def any_opinion() -> st.SearchStrategy[Opinion]:
    """What a phase may say: only doubts can be waived, and wording comes with an attribute and a score."""

    def made(effect: Effect, reason: str, waivable: bool, wording: bool, score: float) -> Opinion:
        doubt = effect in (Effect.HOLD, Effect.REPORT)
        detail = {"attribute": "INSULT", "score": score, "retry_after": score}
        return an_opinion(effect, reason, waivable=waivable and doubt, wording=wording, detail=detail)

    reasons = ["unscored", "score", "links", "banned_author", "suspended_author", "closed_thread", "flood", "empty"]
    return st.builds(made, st.sampled_from(Effect), st.sampled_from(reasons), st.booleans(), st.booleans(), _SCORES)

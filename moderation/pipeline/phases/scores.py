"""What does the classifier think, and how far does this site let it decide?

One opinion for each attribute that reaches one of the site's thresholds (at the threshold counts). Otherwise a note, so
that a moderator sees that the classifier was asked. That it could not answer is an opinion too: what then happens is
the site's choice, never an accident.
"""

from collections.abc import Iterator, Sequence

from moderation.domain.comment import Span
from moderation.domain.policy import OnFailure, Policy
from moderation.pipeline.facts import Facts, Scores, Unavailable
from moderation.pipeline.opinion import Effect, Opinion

PHASE = "scores"


def opinions(facts: Facts) -> Iterator[Opinion]:
    match facts.scoring:
        case Unavailable(reason):
            yield _unscored(facts.policy, reason)
        case Scores(scores, spans):
            policy = facts.policy
            reached = [opinion for name, score in scores.items() if (opinion := _threshold(policy, name, score, spans))]
            yield from reached or [_below()]
            if missing := sorted((policy.hold.keys() | policy.reject.keys()) - scores.keys()):
                yield _missing(missing)


def _threshold(policy: Policy, attribute: str, score: float, spans: Sequence[Span]) -> Opinion | None:
    reject, hold = policy.reject.get(attribute), policy.hold.get(attribute)
    own = tuple(span for span in spans if span.attribute == attribute)
    detail = {"attribute": attribute, "score": score}
    if reject is not None and score >= reject:
        return Opinion(
            PHASE,
            Effect.REJECT,
            "score",
            f"{attribute} {score:.2f} is at or over this site's {reject:g} for rejecting.",
            {**detail, "threshold": reject},
            spans=own,
            author_sentence="Its wording is not accepted here.",
            wording=True,
        )
    if hold is not None and score >= hold:
        return Opinion(
            PHASE,
            Effect.HOLD,
            "score",
            f"{attribute} {score:.2f} is at or over this site's {hold:g}.",
            {**detail, "threshold": hold},
            spans=own,
            author_sentence="A moderator will look at its wording before it appears.",
            waivable=True,
            wording=True,
        )
    return None


def _below() -> Opinion:
    """Said of most comments, so it says nothing that is not kept beside it anyway: the scores and the model."""
    return Opinion(PHASE, Effect.NOTE, "scored", "No score reaches a threshold of this site.")


def _missing(attributes: Sequence[str]) -> Opinion:
    return Opinion(
        PHASE,
        Effect.NOTE,
        "partly_scored",
        f"This site has thresholds for attributes that were not scored: {', '.join(attributes)}.",
        {"attributes": list(attributes)},
    )


def _unscored(policy: Policy, reason: str) -> Opinion:
    hold = policy.on_classifier_failure is OnFailure.HOLD
    return Opinion(
        PHASE,
        Effect.HOLD if hold else Effect.NOTE,
        "unscored",
        f"The classifier gave no scores: {reason}.",
        {"why": reason},
        author_sentence="A moderator will look at it before it appears." if hold else None,
        waivable=hold,
    )

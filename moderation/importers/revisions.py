"""A revision of a comment as the lines of an export have it."""

from collections.abc import Mapping
from typing import Any

from moderation.domain.clock import milliseconds, rfc3339
from moderation.domain.comment import Judgement, Revision, Span
from moderation.importers.fields import circumstances, circumstances_document, text, text_or_none


def revision_document(revision: Revision) -> dict[str, Any]:
    """The revision with its judgement, as JSON values."""
    judgement = revision.judgement
    return {
        "body": revision.body,
        "author_name": revision.author_name,
        "guest": revision.guest,
        "address": revision.address,
        "at": rfc3339(revision.at),
        "badges": list(revision.badges),
        "source": revision.source,
        "opinions": list(judgement.opinions),
        "scores": dict(judgement.scores),
        "spans": [[span.attribute, span.start, span.end, span.value] for span in judgement.spans],
        "model": judgement.model,
        "reader": judgement.reader,
        "circumstances": circumstances_document(judgement.circumstances),
    }


def revision_of(document: Mapping[str, Any]) -> Revision:
    """KeyError, ValueError or TypeError say what is wrong with the document."""
    return Revision(
        body=text(document["body"]),
        author_name=text(document["author_name"]),
        guest=bool(document["guest"]),
        address=text(document["address"]),
        at=milliseconds(document["at"]),
        badges=tuple(text(badge) for badge in document.get("badges", ())),
        source=text_or_none(document.get("source")),
        judgement=Judgement(
            opinions=tuple(dict(opinion) for opinion in document.get("opinions", ())),
            scores={text(name): float(score) for name, score in document.get("scores", {}).items()},
            spans=tuple(Span(text(name), int(a), int(b), float(v)) for name, a, b, v in document.get("spans", ())),
            model=text_or_none(document.get("model")),
            reader=text(document.get("reader", "fast")),
            circumstances=circumstances(document.get("circumstances")),
        ),
    )

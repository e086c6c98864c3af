"""The sections of a card: for each that has been measured a heading, what to make of it, its tables and plots."""

from typing import Any, Final

from classifiers.evaluation import fairness_tables, tables
from classifiers.evaluation.plots import PLOTTED, file_of

INTENDED: Final = """## Intended use

To order and pre-sort readers' comments for human moderators, and to hold back the worst until somebody has looked.
It is not fit to ban people, to judge a person over time, or to decide alone where a mistake is costly. The fast reader
reads words, not meaning: irony, quotation, politely worded contempt and other languages escape it, and it may take
plain talk about groups of people for an attack on them. The tables below say how often."""

Metrics = dict[str, Any]


def body(metrics: Metrics) -> list[str]:
    """The paragraphs of all sections that there are figures for, in the card's order."""
    parts: list[str] = []
    for name, section in (
        ("quality", _quality),
        ("leave_one_out", _left_out),
        ("peers", _peers),
        ("perspective", _perspective),
        ("fairness", _fairness),
        ("functional", _functional),
        ("cost", _cost),
    ):
        if metrics.get(name):
            parts += section(metrics[name])
    return parts


def _quality(found: Metrics) -> list[str]:
    return [
        "## How well it does",
        "On comments as they come: held back from training, of the corpora that each attribute is calibrated on,"
        " weighted to the natural share of the attribute. Near-copies are never on both sides. Precision and recall are"
        " what a moderator gets who holds everything at or above the score. In brackets the 95 % interval, from drawing"
        " groups of near-copies again. ECE is how far scores are from frequencies on average.",
        tables.natural_mix(found),
        _plot("reliability", "Reliability diagram per attribute; bins of few comments are left out"),
        _plot("thresholds", "Precision and recall over thresholds"),
        _plot("scores", "Scores of good and bad comments"),
        "Short (under 60 characters), middling, and long comments (over 600); ECE at the natural share.",
        tables.lengths(found),
        "### Corpus by corpus",
        "Held back from training, each corpus as it is; corpora differ wildly in their share of positives, which is"
        " why the calibration error is given twice, as it is and after weighting to the natural share.",
        tables.by_corpus(found, "held_back"),
        "Data sets that were never trained on.",
        tables.by_corpus(found, "never_trained_on"),
        *(
            _plot(file_of(attribute), f"ROC AUC of {attribute}, corpus by corpus")
            for attribute in PLOTTED
            if any(attribute in reader[kind] for reader in found.values() for kind in ("held_back", "never_trained_on"))
        ),
    ]


def _left_out(found: Metrics) -> list[str]:
    return [
        "### Leaving one source out",
        "The fast reader trained by the same recipe without the source, measured on all of the source. This is what to"
        " expect on a site that is unlike all of the corpora.",
        tables.left_out(found),
    ]


def _peers(found: Metrics) -> list[str]:
    return [
        "## Beside its peers",
        "ROC AUC on the same comments in the same run. \\*: the peer was trained on this source, so that these may be"
        " comments it has learned by heart; ours are held back.",
        tables.peers(found),
        tables.peer_list(found),
    ]


def _perspective(found: Metrics) -> list[str]:
    return [
        "## Beside the Perspective API",
        "TOXICITY beside the scores that the Perspective API gave comments of Wikipedia talk pages, which were"
        " published with the data set `wikipedia_conversations`.",
        tables.agreements(found),
        "Thresholds: whoever held comments at a threshold of theirs holds as many at this one of ours.",
        tables.thresholds(found),
    ]


def _fairness(found: Metrics) -> list[str]:
    parts = [
        "## Fairness",
        "Plain sentences and attacks with each of many terms for people in the same places, and comments that mention"
        " them. A false alarm is a plain sentence with a score of 0.5 or more, a miss an attack with less. Subgroup AUC"
        " tells a term's attacks from its plain sentences, BPSN AUC the attacks on all others from its plain"
        " sentences, BNSP AUC its attacks from the plain sentences of all others (Borkan et al., 2019).",
        fairness_tables.summary(found),
        _plot("terms", "False alarms and misses of TOXICITY per term"),
    ]
    last = list(found.values())[-1]
    for attribute in last["templates"]:
        parts += [
            f"### {attribute}, each term in written sentences, by the reader: {list(found)[-1]}",
            fairness_tables.terms(found, attribute),
        ]
        if last["comments"].get(attribute):
            parts += [
                f"### {attribute}, terms in comments, by the reader: {list(found)[-1]}",
                fairness_tables.terms_in_comments(found, attribute),
            ]
    if any(reader["varieties"] for reader in found.values()):
        parts += [
            "### Ways of speaking",
            "Plain sentences, each beside the same in the English of newspapers.",
            fairness_tables.varieties(found),
        ]
    return parts


def _functional(found: Metrics) -> list[str]:
    return [
        "## What it can and cannot do",
        "Sentences written for measuring, each testing one ability; nothing was trained on them or chosen by them."
        " The share taken rightly at 0.5, and ROC AUC against all sentences of the other truth.",
        fairness_tables.functions(found),
    ]


def _cost(found: Metrics) -> list[str]:
    machine = found["machine"]
    parts = [
        "## What it costs",
        f"On one core of {machine['processor']} ({machine['cores']} cores, load {machine['load']:.1f} when it began;"
        f" {machine['system']}, Python {machine['python']}, numpy {machine['numpy']}), {found['comments']} comments of"
        f" {found['characters']} characters, one at a time.",
        tables.costs(found),
    ]
    if "careful" in found:
        careful = found["careful"]
        parts.append(
            f"The careful reader looks at {tables.share(careful['second_looks'])} of comments as they come, which makes"
            f" the mean cost of a comment {careful['mean_ms_with_fast']:.2f} ms with both readers."
        )
    return parts


def _plot(name: str, what: str) -> str:
    return f"![{what}](plots/{name}.svg)"

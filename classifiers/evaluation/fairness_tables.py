"""The tables of a card about fairness and about single abilities."""

from typing import Any

from classifiers.evaluation.tables import Metrics, number, share, table


def summary(section: Metrics) -> str:
    """False alarms, misses and gaps, per reader and attribute, on sentences and on comments."""
    rows = []
    for reader, found in section.items():
        for kind, what in (("templates", "written sentences"), ("comments", "comments")):
            for attribute, row in found[kind].items():
                if row:
                    worst = row["worst"][0]
                    rows.append(
                        (reader, attribute, what, len(row["terms"]), row["sentences"], share(row["false_alarms"]),
                         f"{worst['term']}: {share(worst['false_alarms'])}", share(row["misses"]),
                         share(row["false_alarm_gap"]), share(row["miss_gap"]))
                    )  # fmt: skip
    return table(
        ("reader", "attribute", "on", "terms", "texts", "false alarms at 0.5", "worst term", "misses at 0.5",
         "gap of false alarms", "gap of misses"), rows
    )  # fmt: skip


def terms(section: Metrics, attribute: str) -> str:
    """Every term of the written sentences, worst first, by the last reader (the most careful one)."""
    found = _last(section)["templates"][attribute]["terms"]
    ordered = sorted(found.items(), key=lambda item: (-item[1]["false_alarms"], item[1]["bpsn_auc"] or 0, item[0]))
    return table(
        ("term", "false alarms", "misses", "subgroup AUC", "BPSN AUC", "BNSP AUC"),
        (
            (term, share(row["false_alarms"]), share(row["misses"]), number(row["subgroup_auc"]),
             number(row["bpsn_auc"]), number(row["bnsp_auc"]))
            for term, row in ordered
        ),
    )  # fmt: skip


def terms_in_comments(section: Metrics, attribute: str) -> str:
    """The same for the terms that enough comments mention."""
    found = _last(section)["comments"].get(attribute) or {"terms": {}}
    ordered = sorted(found["terms"].items(), key=lambda item: (-item[1]["false_alarms"], item[0]))
    return table(
        ("term", "good", "bad", "false alarms", "misses", "subgroup AUC", "BPSN AUC", "BNSP AUC"),
        (
            (term, row["neutral"], row["attacks"], share(row["false_alarms"]), share(row["misses"]),
             number(row["subgroup_auc"]), number(row["bpsn_auc"]), number(row["bnsp_auc"]))
            for term, row in ordered
        ),
    )  # fmt: skip


def varieties(section: Metrics) -> str:
    """Ways of speaking beside the same in newspaper English."""
    return table(
        ("reader", "variety", "sentences", "false alarms at 0.5", "in newspaper English", "mean score",
         "in newspaper English"),
        (
            (reader, name.replace("_", " "), row["sentences"], share(row["false_alarms"]),
             share(row["plain_false_alarms"]), number(row["mean_score"]), number(row["plain_mean_score"]))
            for reader, found in section.items()
            for name, row in found["varieties"].items()
        ),
    )  # fmt: skip


def functions(section: Metrics) -> str:
    """Single abilities: share taken rightly and ROC AUC, per attribute and reader."""
    readers = list(section)
    columns = [(attribute, reader) for attribute in section[readers[0]] for reader in readers]
    names = dict.fromkeys(name for attribute, reader in columns for name in section[reader][attribute]["functions"])
    rows: list[list[object]] = []
    for name in names:
        found = [section[reader][attribute]["functions"].get(name) for attribute, reader in columns]
        size = next(row["sentences"] for row in found if row)
        rows.append([name, size, *(_ability(row) for row in found)])
    whole = [section[reader][attribute] for attribute, reader in columns]
    rows.append(["**all**", max(row["sentences"] for row in whole), *(_ability(row) for row in whole)])
    return table(("ability", "sentences", *(f"{attribute}, {reader}" for attribute, reader in columns)), rows)


def _ability(row: dict[str, Any] | None) -> str | None:
    return None if row is None else f"{share(row['right'])}, {number(row['roc_auc'])}"


def _last(section: Metrics) -> dict[str, Any]:
    found: dict[str, Any] = list(section.values())[-1]
    return found

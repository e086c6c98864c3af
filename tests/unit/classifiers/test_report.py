"""A model's metrics, card and plots belong together, for every model that is released."""

import csv
import gzip
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from small_careful import a_careful_reader

import classifiers
from classifiers.__main__ import RECIPES, main
from classifiers.attributes import Attribute
from classifiers.evaluation.card import CARD, METRICS, PLOTS, card, drawings, write_card
from classifiers.evaluation.latency import cost, samples
from classifiers.evaluation.leave_one_out import leave_one_out, sources, without
from classifiers.evaluation.parts import held_back
from classifiers.evaluation.plots import plots
from classifiers.evaluation.readers import BothReaders, FastReader
from classifiers.serving.artifact import ModelError
from classifiers.training import recipe
from classifiers.training.examples import gather


@pytest.mark.parametrize("name", classifiers.names())
def test_card_and_plots_of_a_released_model_are_what_the_command_makes(name: str) -> None:
    folder = classifiers.model_folder(name)
    assert (folder / CARD).read_text(encoding="utf-8") == card(folder)
    shown = {file.name: file.read_text(encoding="utf-8") for file in (folder / PLOTS).glob("*.svg")}
    assert shown == drawings(folder)
    assert set(shown) == {line.partition("plots/")[2][:-1] for line in card(folder).splitlines() if "](plots/" in line}


@pytest.mark.parametrize("name", classifiers.names())
def test_metrics_of_a_released_model_are_of_its_weights(name: str) -> None:
    folder = classifiers.model_folder(name)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    assert metrics["weights_sha256"] == manifest["weights_sha256"]
    assert metrics["recipe_sha256"] == manifest["about"]["recipe_sha256"]


@pytest.mark.long
def test_what_takes_long_is_kept_from_before_while_the_model_is_the_same(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "sample"
    assert main(["train", "sample", "--data", str(tmp_path), "--out", str(folder)]) == 0
    given = ["evaluate", "sample", "--data", str(tmp_path), "--model", str(folder)]
    assert main([*given, "--write", "--only", "cost"]) == 0
    measured = json.loads((folder / METRICS).read_text(encoding="utf-8"))["cost"]
    assert measured["fast"]["warm"]["median_ms"] > 0
    capsys.readouterr()
    assert main([*given, "--write"]) == 0
    assert capsys.readouterr().out == (folder / CARD).read_text(encoding="utf-8") == card(folder)
    assert json.loads((folder / METRICS).read_text(encoding="utf-8"))["cost"] == measured
    metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    (folder / METRICS).write_text(json.dumps({**metrics, "weights_sha256": "another"}), encoding="utf-8")
    assert main([*given, "--json"]) == 0
    assert "cost" not in json.loads(capsys.readouterr().out)


def test_an_unknown_section_is_answered_with_those_there_are(tmp_path: Path, capsys) -> None:
    assert main(["evaluate", "sample", "--data", str(tmp_path), "--only", "beauty"]) == 2
    assert "There is no section 'beauty'; there are quality, perspective" in capsys.readouterr().err


def test_metrics_of_another_version_are_not_made_into_a_card(trained, tmp_path: Path) -> None:
    for name in ("manifest.json", "weights.npz"):
        (tmp_path / name).write_bytes((trained.folder / name).read_bytes())
    with pytest.raises(ModelError, match=r"has no metrics\.json"):
        card(tmp_path)
    for content in ("{}", "[]", "{"):
        (tmp_path / METRICS).write_text(content, encoding="utf-8")
        with pytest.raises(ModelError, match="does not belong to this version"):
            write_card(tmp_path)


def test_plots_are_drawings_that_escape_what_they_are_given() -> None:
    folder = classifiers.model_folder()
    metrics = json.loads((folder / METRICS).read_text(encoding="utf-8"))
    corpora = metrics["quality"]["fast"]["held_back"]["TOXICITY"]
    corpora["<script>&"] = dict(next(iter(corpora.values())))
    made = plots(metrics)
    assert set(made) >= {"reliability.svg", "thresholds.svg", "scores.svg", "corpora-toxicity.svg", "terms.svg"}
    for content in made.values():
        assert ElementTree.fromstring(content).tag.endswith("svg")
    assert "<script>" not in made["corpora-toxicity.svg"]
    assert plots(metrics) == made


def test_a_reader_reads_a_text_once(trained) -> None:
    class Counted:
        name = "counted"
        attributes = trained.classifier.attributes

        def __init__(self) -> None:
            self.read = 0

        def score(self, texts):
            self.read += len(texts)
            return trained.classifier.score(texts)

    model = Counted()
    reader = FastReader(model)
    first = reader.scores(["hello", "you idiot", "hello"])
    assert first.tolist() == reader.scores(["hello", "you idiot", "hello"]).tolist()
    assert model.read == 2
    assert reader.scores([]).shape == (0, len(reader.attributes))


def test_both_readers_together_look_twice_at_what_is_in_doubt(trained) -> None:
    fast = FastReader(trained.classifier)
    texts = [f"Thank you for the article, number {number}." for number in range(200)] + ["The vicar called."]
    careful = a_careful_reader({"vicar": 4.0}, doubt=(2.0, 3.0), terms=["vicar"])
    both = BothReaders(fast, careful)
    alone, together = fast.scores(texts), both.scores(texts)
    assert together[:-1].tolist() == alone[:-1].tolist()
    assert together[-1].tolist() == pytest.approx([0.982, 0.982], abs=0.001)
    assert both.doubted(texts) == pytest.approx(1 / 201)


def test_extracts_of_one_source_are_left_out_together(tmp_path: Path) -> None:
    english = recipe.read(Path(classifiers.__file__).parent / "recipes" / "toxicity-en.toml")
    assert sources(english)["wikipedia"] == ("wikipedia_six", "wikipedia", "wikipedia_lower")
    assert "identities" not in sources(english)
    reduced = without(english, sources(english)["wikipedia"], [Attribute.TOXICITY, Attribute.PROFANITY])
    kept = {share.corpus for share in reduced.shares}
    assert not kept & set(sources(english)["wikipedia"])
    assert set(reduced.calibration_corpora[Attribute.TOXICITY]) <= kept
    assert {share.origin for share in reduced.shares} <= kept


def test_leaving_out_is_for_recipes_of_several_sources(trained) -> None:
    assert leave_one_out(trained.recipe, trained.examples, lambda _: None) == {}


def test_a_source_is_measured_by_a_model_that_never_saw_it(tmp_path: Path) -> None:
    chosen = _two_sources(tmp_path)
    found = leave_one_out(chosen, gather(chosen, tmp_path), lambda _: None)
    assert set(found) == {"wikipedia", "davidson"}
    wikipedia = found["wikipedia"]["TOXICITY"]["wikipedia"]
    # All of it, and not the tenth that is held back.
    assert wikipedia["comments"] > 60
    assert wikipedia["roc_auc"] > 0.9


def _two_sources(folder: Path) -> recipe.Recipe:
    """A recipe of two small data sets that agree on what is rude, and the files they are in."""
    for salt, (name, head, fine) in enumerate(
        (("jigsaw_train_head16k", ("text", "toxic"), 0), ("davidson_train", ("text", "class"), 2))
    ):
        rows = [(f"{word} stupid {salt}x{number} idiot {salt}{word}", 1) for number, word in enumerate(_WORDS)]
        rows += [(f"{word} thanks {salt}x{number} lovely {salt}{word}", fine) for number, word in enumerate(_WORDS)]
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rows])
    source = (RECIPES / "sample.toml").read_text(encoding="utf-8")
    source = source.replace('corpora = ["sample"]', 'corpora = ["wikipedia"]').partition("[[share]]")[0]
    for corpus in ("wikipedia", "davidson"):
        source += f'[[share]]\ncorpus = "{corpus}"\nweights = {{ TOXICITY = 1.0 }}\n'
    (folder / "two.toml").write_text(source.replace('"TOXICITY", "INSULT"', '"TOXICITY"'), encoding="utf-8")
    return recipe.read(folder / "two.toml")


_WORDS = tuple(f"{first}{second}" for first in ("bridge", "garden", "harbour", "market", "tunnel", "museum", "station")
               for second in ("north", "south", "east", "west", "upper", "lower", "old"))  # fmt: skip


def test_cost_is_measured_on_comments_of_one_length(trained) -> None:
    parts = held_back(trained.examples)
    assert {len(text) for text in samples(parts)} == {300}
    found = cost(trained.folder, None, parts, None)
    assert found["fast"]["warm"]["median_ms"] <= found["fast"]["warm"]["p99_ms"]
    assert found["fast"]["megabytes_on_disk"] > 0
    assert 0 < found["fast"]["megabytes_after_use"] < found["fast"]["process_megabytes"] < 400
    assert "careful" not in found

"""`python -m classifiers`: train, evaluate, score with, and describe a model. Bad input is answered with a sentence and
exit status 2.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from classifiers import CAREFUL, DEFAULTS, MODELS, ModelError, load, load_careful, model_folder
from classifiers.corpora import CorpusError
from classifiers.evaluation import moving
from classifiers.evaluation.card import card, write_card
from classifiers.evaluation.old_scores import ScoresError
from classifiers.serving.panel import Panel
from classifiers.training.recipe import RecipeError

RECIPES = Path(__file__).parent / "recipes"
CAREFUL_RECIPES = "careful"
_BATCH = 256


class UsageError(Exception):
    """What was asked for makes no sense; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (UsageError, ModelError, CorpusError, RecipeError, ScoresError) as error:
        print(f"classifiers: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m classifiers", description="Train, evaluate and use comment classifiers."
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    score = commands.add_parser(
        "score", help="read comments from standard input, print their scores, one JSON object a line"
    )
    score.add_argument(
        "--model", help="name of a released model or path of a model's folder (default: the default model)"
    )
    score.add_argument(
        "--jsonl", action="store_true", help="every line is a JSON object with a field text, rather than a comment"
    )
    score.add_argument("--spans", action="store_true", help="print {scores, spans, reader} rather than scores alone")
    score.add_argument(
        "--fast-only", action="store_true", help="never ask the careful reader (it is asked where it is installed)"
    )
    score.set_defaults(run=_score)

    train = commands.add_parser(
        "train", help="train the model of a recipe, evaluate it and write its card (needs scikit-learn)"
    )
    train.add_argument(
        "recipe", nargs="?", default="toxicity-en", help="name or path of a recipe (default: %(default)s)"
    )
    train.add_argument(
        "--out", type=Path, help="folder to write the model to (default: classifiers/models/ and the recipe's name)"
    )
    _data(train)
    train.set_defaults(run=_train)

    evaluate = commands.add_parser(
        "evaluate", help="measure a model on comments its training has not seen (needs scikit-learn)"
    )
    evaluate.add_argument(
        "recipe", nargs="?", default="toxicity-en", help="the recipe it was trained by (default: %(default)s)"
    )
    evaluate.add_argument("--model", help="name or folder of the model (default: the one the recipe makes)")
    evaluate.add_argument("--write", action="store_true", help="also renew the model's metrics.json, plots and CARD.md")
    evaluate.add_argument("--json", action="store_true", help="print the metrics rather than the card they make")
    evaluate.add_argument("--only", help="measure these sections alone, separated by commas, and keep the others")
    evaluate.add_argument("--all", action="store_true", help="measure everything, which takes long")
    evaluate.add_argument("--leave-one-out", action="store_true", help="also train without each source in turn")
    evaluate.add_argument("--cost", action="store_true", help="also measure time, memory and size on this machine")
    evaluate.add_argument("--peers", action="store_true", help="also measure other programs on the same comments")
    evaluate.add_argument(
        "--peers-python", type=Path, help="the interpreter that has the peers installed (default: this one)"
    )
    evaluate.add_argument("--fast-only", action="store_true", help="leave the careful reader out")
    _data(evaluate)
    evaluate.set_defaults(run=_evaluate)

    agreement = commands.add_parser(
        "agreement", help="compare a file of comments and the scores another system gave them with ours"
    )
    agreement.add_argument("file", type=Path, help="CSV with a header or JSON lines, by its name; .gz too")
    agreement.add_argument("--text-field", default="text", help="column or field of the comment (default: text)")
    agreement.add_argument(
        "--score-field",
        default="perspective_toxicity",
        help="column or field of the old score, 0 to 1; in JSON a path with dots (default: %(default)s)",
    )
    agreement.add_argument("--attribute", default="TOXICITY", help="ours to compare with (default: %(default)s)")
    agreement.add_argument("--model", help="name of a released model or path of a model's folder")
    agreement.add_argument("--out", type=Path, help="also write the report here, as JSON")
    agreement.set_defaults(run=_agreement)

    card = commands.add_parser("card", help="print a model's card, made from its manifest and metrics")
    card.add_argument("--model", help="name or folder of the model (default: the default model)")
    card.add_argument("--write", action="store_true", help="also write it and its plots into the model's folder")
    card.set_defaults(run=_card)
    return parser


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, help="folder of the labelled data sets (default: the environment's CLASSIFIERS_DATA)"
    )


def _score(options: argparse.Namespace) -> int:
    model = load(options.model)
    # A model of somebody's own choice has not been weighed against the careful reader.
    language = {name: language for language, name in DEFAULTS.items()}.get(model.name)
    panel = Panel(model, None if options.fast_only or language is None else load_careful(language))
    for batch in _batches(_texts(options.jsonl)):
        for reading in panel.read(batch):
            scores = _rounded(reading.scores)
            if options.spans:
                spans = [
                    {"attribute": span.attribute, "start": span.start, "end": span.end, "value": span.value}
                    for span in reading.spans
                ]
                print(json.dumps({"scores": scores, "spans": spans, "reader": reading.reader}))
            else:
                print(json.dumps(scores))
        sys.stdout.flush()
    return 0


def _rounded(scores: dict[str, float]) -> dict[str, float]:
    return {attribute: round(score, 6) for attribute, score in scores.items()}


def _texts(jsonl: bool) -> Iterator[str]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise UsageError(f"Line {number} is not UTF-8: {error.reason} at byte {error.start + 1}.") from error
        yield _field(text, number) if jsonl else text


def _field(line: str, number: int) -> str:
    try:
        text = json.loads(line)["text"]
    except ValueError as error:
        raise UsageError(f"Line {number} is not JSON: {error}.") from error
    except (KeyError, TypeError, IndexError) as error:
        raise UsageError(f"Line {number} is not a JSON object with a field text.") from error
    if not isinstance(text, str):
        raise UsageError(f"The text on line {number} is not a string.")
    return text


def _batches(texts: Iterator[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    try:
        for text in texts:
            batch.append(text)
            # Somebody typing wants an answer per line; a file is faster in batches.
            if len(batch) == _BATCH or sys.stdin.isatty():
                yield batch
                batch = []
    except UsageError:
        yield batch
        raise
    yield batch


def _train(options: argparse.Namespace) -> int:
    recipe = _recipe(options.recipe)
    if recipe.parent.name == CAREFUL_RECIPES:
        folder = _workshop("classifiers.training.careful_release").release(
            recipe, RECIPES, _data_folder(options.data), options.out, MODELS, _say
        )
    else:
        folder = _workshop().make(recipe, _data_folder(options.data), options.out, MODELS, _say)
    print(f"Wrote {folder}.")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    release = _workshop()
    sections = _sections(options)
    model = model_folder(options.model) if options.model else None
    places = release.Places(
        _data_folder(options.data), MODELS, {language: MODELS / name for language, name in CAREFUL.items()}
    )
    wanted = release.Wanted(sections, options.peers_python or Path(sys.executable), options.fast_only)
    recipe = _recipe(options.recipe)
    metrics = release.measure(recipe, places, model, wanted, _say, replace=options.write)
    print(release.as_json(metrics) if options.json else release.printed(recipe, places, model, metrics), end="")
    return 0


def _sections(options: argparse.Namespace) -> tuple[str, ...]:
    report = _workshop("classifiers.evaluation.report")
    if options.all:
        return tuple(report.SECTIONS)
    if options.only is not None:
        chosen = tuple(name.strip() for name in options.only.split(","))
        if unknown := [name for name in chosen if name not in report.SECTIONS]:
            raise UsageError(f"There is no section {unknown[0]!r}; there are {', '.join(report.SECTIONS)}.")
        return chosen
    asked = {"peers": options.peers or options.peers_python is not None, "leave_one_out": options.leave_one_out,
             "cost": options.cost}  # fmt: skip
    return (*report.ALWAYS, *(name for name, yes in asked.items() if yes))


def _agreement(options: argparse.Namespace) -> int:
    model = load(options.model)
    if options.attribute not in model.attributes:
        raise UsageError(f"{model.name} has no {options.attribute}; it has {', '.join(model.attributes)}.")
    if options.out is not None and not options.out.parent.is_dir():
        raise UsageError(f"{options.out.parent} is not a folder.")
    found = moving.report(options.file, options.text_field, options.score_field, options.attribute, model.score)
    if options.out is not None:
        options.out.write_text(json.dumps({"model": model.name, **found}, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(moving.as_text(found), end="")
    return 0


def _card(options: argparse.Namespace) -> int:
    folder = model_folder(options.model)
    if options.write:
        write_card(folder)
    print(card(folder), end="")
    return 0


def _workshop(module: str = "classifiers.evaluation.release") -> ModuleType:
    # Training needs scikit-learn, which takes a second to import and need not be installed for anything else.
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        extra = "train-careful" if "careful" in module else "train"
        raise UsageError(f"This needs the package {error.name}; install the extra named {extra}.") from error


def _recipe(name: str) -> Path:
    for folder in (RECIPES, RECIPES / CAREFUL_RECIPES):
        shipped = folder / f"{name}.toml"
        if shipped.is_file():
            return shipped
    return Path(name)


def _data_folder(chosen: Path | None) -> Path:
    if chosen is None and not os.environ.get("CLASSIFIERS_DATA"):
        raise UsageError("Say where the labelled data sets are with --data or CLASSIFIERS_DATA.")
    folder = chosen or Path(os.environ["CLASSIFIERS_DATA"])
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.")
    return folder


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

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

from classifiers import MODELS, ModelError, load, model_folder
from classifiers.corpora import CorpusError
from classifiers.evaluation.card import card
from classifiers.training.recipe import RecipeError

RECIPES = Path(__file__).parent / "recipes"
_BATCH = 256


class UsageError(Exception):
    """What was asked for makes no sense; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (UsageError, ModelError, CorpusError, RecipeError) as error:
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
    score.add_argument("--spans", action="store_true", help="print {scores, spans} rather than scores alone")
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
    evaluate.add_argument(
        "--write", action="store_true", help="replace the model's metrics.json and CARD.md rather than print"
    )
    _data(evaluate)
    evaluate.set_defaults(run=_evaluate)

    card = commands.add_parser("card", help="print a model's card, made from its manifest and metrics")
    card.add_argument("--model", help="name or folder of the model (default: the default model)")
    card.set_defaults(run=_card)
    return parser


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, help="folder of the labelled data sets (default: the environment's CLASSIFIERS_DATA)"
    )


def _score(options: argparse.Namespace) -> int:
    model = load(options.model)
    for batch in _batches(_texts(options.jsonl)):
        if options.spans:
            for reading in model.read(batch):
                spans = [
                    {"attribute": span.attribute, "start": span.start, "end": span.end, "value": span.value}
                    for span in reading.spans
                ]
                print(json.dumps({"scores": _rounded(reading.scores), "spans": spans}))
        else:
            for scores in model.score(batch):
                print(json.dumps(_rounded(scores)))
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
    folder = _workshop().make(_recipe(options.recipe), _data_folder(options.data), options.out, MODELS, _say)
    print(f"Wrote {folder}.")
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    model = model_folder(options.model) if options.model else None
    print(
        _workshop().measure(_recipe(options.recipe), _data_folder(options.data), model, MODELS, replace=options.write),
        end="",
    )
    return 0


def _card(options: argparse.Namespace) -> int:
    print(card(model_folder(options.model)), end="")
    return 0


def _workshop() -> ModuleType:
    # Training needs scikit-learn, which takes a second to import and need not be installed for anything else.
    try:
        return import_module("classifiers.evaluation.release")
    except ModuleNotFoundError as error:
        raise UsageError(f"This needs the package {error.name}; install the extra named train.") from error


def _recipe(name: str) -> Path:
    shipped = RECIPES / f"{name}.toml"
    return shipped if shipped.is_file() else Path(name)


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

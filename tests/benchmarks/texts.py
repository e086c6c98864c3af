"""What the crowd says: real comments from a folder of labelled ones, or sentences of our own where there is none."""

import csv
import gzip
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

LONGEST = 4000  # characters; a little under what a site allows by default
SUBJECTS = ("The mayor", "My neighbour", "This paper", "The new bridge", "The council", "Our school", "The old mill",
            "The night bus", "The author", "Whoever wrote this", "The bakery", "The football club")  # fmt: skip
VERBS = ("forgets", "explains", "ignores", "repairs", "celebrates", "doubts", "pays for", "paints", "misses", "defends",
         "measures", "sells")  # fmt: skip
OBJECTS = ("the tram line", "what happened last winter", "the budget", "a decent argument", "the children",
           "the river bank", "half of the facts", "the price of bread", "every second street lamp", "the vote",
           "the long queue at the counter", "the weather")  # fmt: skip
ENDINGS = ("again.", "and nobody noticed.", "as usual!", "which I find strange.", "so thank you.", "isn't it?",
           "you idiot.", "what a stupid idea.", "and I am glad.", "says my sister.", "because it must.",
           "shut up already.")  # fmt: skip


def read_texts(folder: Path, *, seed: int = 1) -> list[str]:
    """Every distinct, storable text of the folder's `*.csv` and `*.csv.gz` files (column `text`), in a random order.

    Raises ValueError if there is none.
    """
    csv.field_size_limit(1 << 24)
    found: dict[str, None] = {}
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        for text in _column(path):
            if text.strip() and len(text) <= LONGEST and "\x00" not in text:
                found.setdefault(text)
    if not found:
        raise ValueError(f"{folder} has no CSV files with a column `text`")
    texts = list(found)
    random.Random(seed).shuffle(texts)
    return texts


def write_texts(number: int, *, seed: int = 1) -> list[str]:
    """Distinct comments of one to six made-up sentences."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < number:
        sentences = (
            f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(ENDINGS)}"
            for _ in range(rng.randint(1, 6))
        )
        found.setdefault(f"{' '.join(sentences)} {rng.randrange(1, 10**6)}")
    return list(found)


def some_texts(folder: Path | None, number: int, *, seed: int = 1) -> list[str]:
    """`number` distinct texts, read from the folder if one is given."""
    if folder is None:
        return write_texts(number, seed=seed)
    texts = read_texts(folder, seed=seed)
    if len(texts) < number:
        raise ValueError(f"{folder} has {len(texts)} distinct texts, {number} are needed")
    return texts[:number]


def of_length(texts: Sequence[str], number: int, *, least: int = 240, most: int = 360) -> list[str]:
    """`number` distinct texts of about 300 characters, cut from the given ones and joined out of the shorter ones.

    Raises ValueError if there is too little text.
    """
    found: dict[str, None] = {}
    piece = ""
    for text in texts:
        rest = text.strip()
        while rest and len(found) < number:
            piece, rest = _fill(piece, rest, most)
            if len(piece) >= least:
                found.setdefault(piece)
                piece = ""
        if len(found) == number:
            return list(found)
    raise ValueError(f"there is text for {len(found)} comments of about 300 characters, {number} are needed")


def _fill(piece: str, text: str, most: int) -> tuple[str, str]:
    """The piece with as many words of the text as fit, and what is left of the text."""
    room = most - len(piece) - 1
    if len(text) <= room:
        return f"{piece} {text}".strip(), ""
    cut = text.rfind(" ", 0, max(room, 1))
    cut = cut if cut > 0 else max(room, 1)
    return f"{piece} {text[:cut]}".strip(), text[cut:].strip()


def _column(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row.get("text") or ""

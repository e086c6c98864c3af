"""A careful reader small enough to be made in a test: a graph that looks up a number per word piece and attribute and
takes the highest. It is written as the few protocol buffers that a runtime needs of it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from classifiers import Careful
from classifiers.serving.careful_artifact import CarefulArtifact

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
ATTRIBUTES = ("TOXICITY", "INSULT")
_FLOAT, _INT64 = 1, 7


def a_careful_reader(
    words: Mapping[str, float],
    *,
    doubt: tuple[float, float] = (0.3, 0.7),
    terms: Sequence[str] = (),
    broken: bool = False,
) -> Careful:
    """A reader that knows these words and the logit each of them means, and nothing else. It believes the fast reader
    nothing. A broken one is loaded like any other and fails at every look."""
    table = np.full((len(MARKS) + len(words), len(ATTRIBUTES)), -4.0, dtype=np.float32)
    table[len(MARKS) :] = np.array(list(words.values()), dtype=np.float32)[:, None]
    return Careful(
        CarefulArtifact(
            name="small-careful",
            language="en",
            attributes=ATTRIBUTES,
            longest=64,
            doubt=doubt,
            terms=tuple(terms),
            blend=((0.0, 1.0, 0.0),) * len(ATTRIBUTES),
            vocabulary=(*MARKS, *words),
            graph=_model(table, "words" if broken else "pieces"),
            about={},
        )
    )


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _bytes(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, kind: int, dimensions: Sequence[str]) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, each)) for each in dimensions)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _node(operator: str, taken: Sequence[str], made: str, attributes: Sequence[bytes] = ()) -> bytes:
    names = b"".join(_bytes(1, name) for name in taken)
    return names + _bytes(2, made) + _bytes(4, operator) + b"".join(_bytes(5, each) for each in attributes)


def _tensor(name: str, array: np.ndarray) -> bytes:
    dimensions = b"".join(_number(1, each) for each in array.shape)
    return dimensions + _number(2, _FLOAT) + _bytes(8, name) + _bytes(9, array.tobytes())


def _model(table: np.ndarray, pieces: str) -> bytes:
    axes = _bytes(1, "axes") + _number(8, 1) + _number(20, 7)
    keep = _bytes(1, "keepdims") + _number(3, 0) + _number(20, 2)
    nodes = (
        _node("Gather", ("table", pieces), "found"),
        _node("ReduceMax", ("found",), "logits", (axes, keep)),
    )
    graph = (
        b"".join(_bytes(1, node) for node in nodes)
        + _bytes(2, "small")
        + _bytes(5, _tensor("table", table))
        + _bytes(11, _value(pieces, _INT64, ("texts", "length")))
        + _bytes(11, _value("there", _FLOAT, ("texts", "length")))
        + _bytes(12, _value("logits", _FLOAT, ("texts", "attributes")))
    )
    return _number(1, 8) + _bytes(8, _bytes(1, "") + _number(2, 13)) + _bytes(7, graph)

"""Teach a site's model from labels on standard input, in a process of its own: `python -m classifiers.training.onsite`.

The first line is `{"present": base64 of an artifact or null}`, every other one a label:
`{"text" or "features", "scores", "rejected", "source", "outside", "at"}`. One JSON object comes out:
`{"promote", "why", "alarms", "about", "artifact": base64}`.
"""

import base64
import json
import os
import sys
from collections.abc import Iterable

from classifiers.serving.onsite import BUCKETS, features, unpack
from classifiers.training.onsite.label import Label, label_of
from classifiers.training.onsite.lesson import teach
from classifiers.training.onsite.reference import reference_texts

POLITENESS = 15
"""How far this process stands back behind those that serve (see nice(1))."""


def main() -> int:
    os.nice(POLITENESS)
    lines = iter(sys.stdin.buffer)
    opening = json.loads(next(lines))
    present = None if opening["present"] is None else unpack(base64.b64decode(opening["present"]))
    lesson = teach(list(_labels(lines)), present, reference_texts())
    told = {"promote": lesson.promote, "why": lesson.why, "alarms": lesson.alarms, "about": lesson.about}
    json.dump(told | {"artifact": base64.b64encode(lesson.artifact).decode()}, sys.stdout)
    return 0


def _labels(lines: Iterable[bytes]) -> Iterable[Label]:
    for line in lines:
        document = json.loads(line)
        found = features(document["text"]) if "text" in document else document["features"]
        if all(isinstance(bucket, int) and 0 <= bucket < BUCKETS for bucket in found):
            yield label_of(document, found)


if __name__ == "__main__":
    sys.exit(main())

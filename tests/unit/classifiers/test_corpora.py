"""Each data set's labels become attributes as its reader says."""

import gzip
from pathlib import Path

import pytest

from classifiers.attributes import Attribute
from classifiers.corpora import CORPORA, CorpusError

T, S, A, I, P, H, AD = Attribute  # noqa: E741 - initials keep the table below readable
NOTHING = dict.fromkeys(Attribute, False)

SIX = "text,toxic,severe_toxic,obscene,threat,insult,identity_hate\n"
CIVIL = "text,toxicity,insult,obscene,identity_attack,threat\n"


@pytest.mark.parametrize(
    ("corpus", "content", "expected"),
    [
        ("wikipedia", "text,toxic\nrude,1\ncivil,0\n", [{T: True}, NOTHING]),
        ("wikipedia_lower", "text,toxic\ncivil,0\n", [NOTHING]),
        ("wikipedia_six", SIX + "rude,1,0,1,0,1,0\n", [{T: True, S: False, A: False, I: True, P: True, H: False}]),
        ("civil_comments", CIVIL + "rude,0.5,0.49,0.0,1.0,0.2\n", [{T: True, I: False, P: False, A: True, H: False}]),
        ("davidson", "class,text\n0,hate\n1,rude\n", [{T: True, A: True}, {T: True, A: False}]),
        ("davidson", "class,text\n2,fine\n", [{T: False, A: False, S: False, I: False, H: False}]),
        (
            "edos",
            "text,label_sexist,label_category\nx,sexist,1. threats\ny,not sexist,none\n",
            [{A: True, H: True}, {A: False}],
        ),
        ("paradetox", "text,neutral\nrude,civil\n", [{T: True}, NOTHING]),
        ("stormfront", "text,hate\nx,1\n", [{A: True}]),
        ("toxigen_seeds", "text,group,hate\nx,g,1\ny,g,0\n", [{A: True}, NOTHING]),
        ("youtube_spam", "text,spam,video\nsubscribe,1,a\nlovely,0,a\n", [{AD: True}, {AD: False}]),
        (
            "germeval",
            "text,coarse,fine\nx,OFFENSE,INSULT\ny,OFFENSE,ABUSE\nz,OTHER,OTHER\n",
            [{T: True, I: True}, {T: True, A: True}, {T: False, I: False, A: False, P: False}],
        ),
        ("ucc", "text,hostile\nx,1\n", [{T: True}]),
        ("tweeteval_hate", "text,hate\nx,0\n", [{A: False}]),
    ],
)
def test_labels_become_attributes(
    tmp_path: Path, corpus: str, content: str, expected: list[dict[Attribute, bool]]
) -> None:
    path = tmp_path / "comments.csv.gz"
    path.write_bytes(gzip.compress(content.encode()))
    assert [comment.labels for comment in CORPORA[corpus].read(path)] == expected


def test_what_this_project_wrote_needs_no_file() -> None:
    for name in ("sample", "identities", "contrasts", "adverts"):
        assert len(list(CORPORA[name].read(Path()))) > 100


def test_raters_shares_are_kept_beside_their_majority(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv.gz"
    path.write_bytes(gzip.compress((CIVIL + "rude,0.75,0.25,0.0,0.0,0.0\n").encode()))
    (comment,) = CORPORA["civil_comments"].read(path)
    assert (comment.labels[T], comment.degrees[T], comment.degrees[I]) == (True, 0.75, 0.25)


def test_a_contrast_denies_what_its_twin_says() -> None:
    said = {comment.text: comment.labels for comment in CORPORA["contrasts"].read(Path())}
    assert said["I will kill you."][H]
    assert not said["I will kill for a cup of coffee now."][H]
    assert any(labels.get(A) for text, labels in said.items() if text.startswith("I hate "))
    assert not any(labels.get(A) for text, labels in said.items() if text.startswith("I don't hate "))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"text,rude\nx,1\n", mtime=0), "has no column toxic"),
        (gzip.compress(b"text,toxic\nx,1\n", mtime=0)[:-9], "cannot be read"),
        (gzip.compress(b"text,toxic\n\xff,1\n", mtime=0), "cannot be read"),
        (b"text,toxic\n", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "comments.csv.gz"
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        list(CORPORA["wikipedia"].read(path))


def test_every_corpus_states_its_licence() -> None:
    assert all(corpus.licence for corpus in CORPORA.values())
    assert not any(corpus.may_train and "NC" in corpus.licence for corpus in CORPORA.values())

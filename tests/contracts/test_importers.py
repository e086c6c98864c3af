"""What every reader of another system's files promises, held against each of them."""

import bz2
import gzip
import hashlib
import lzma
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from movers import ADDRESS, DELETED, EMAIL, HELD, HOLDING, SPAM, WRITERS, Said, moved_in, moving, unseen

from moderation.domain import ids
from moderation.domain.comment import MAX_DEPTH, Status
from moderation.importers import native
from moderation.importers.moving import Keyed, Naming
from moderation.importers.record import CommentRecord, Record, Remark, ThreadRecord, Unreadable, Unusable
from moderation.importers.source import Progress
from moderation.importers.systems import SYSTEMS
from moderation.services.transfer import Transfer
from moderation.services.transfer_report import Report
from moderation.storage.client import Store
from moderation.storage.records import Records
from moderation.storage.verification import Verification

Out = list[Record | Unreadable | Remark | None]

each_system = pytest.mark.parametrize("system", sorted(SYSTEMS))
TREE = [
    Said("5", under="4", words="A reply that stands before what it answers.", at="2020-01-02T05:00:00"),
    Said("4", words="The first word.", at="2020-01-02T04:00:00"),
    Said("6", under="5", words="A reply to the reply.", at="2020-01-02T06:00:00"),
    Said("7", under="8", words="A reply to what was deleted.", name="Zoë"),
    Said("8", status=DELETED, words="Gone."),
    Said("9", path="/other/?id=7", words="Elsewhere."),
]


def read(system: str, path: Path, naming: Naming = Naming.IDENTIFIER) -> Out:
    with moving(system, path, naming) as found:
        for _ in found.read(unseen):
            pass
        return [record for _, record in found.records(lambda text: f"mark{len(text)}", 1_700_000_000_000, unseen)]


def written(system: str, said: Iterable[Said], folder: Path) -> Path:
    return WRITERS[system](said, folder)


def comments(out: Out) -> dict[str, CommentRecord]:
    """By what their system calls them."""
    found = [each for each in out if isinstance(each, CommentRecord)]
    return {(each.revision.source or "").partition(":")[2]: each for each in found}


def losses(out: Out) -> dict[str, str]:
    return {each.id: each.reason for each in out if isinstance(each, Unreadable)}


def remarks(out: Out) -> str:
    return "\n".join(each.sentence for each in out if isinstance(each, Remark))


@each_system
def test_there_is_a_file_to_try_it_on(system: str) -> None:
    assert SYSTEMS[system].name == system
    assert system in WRITERS


@each_system
def test_threads_come_first_and_parents_before_their_replies(system: str, tmp_path: Path) -> None:
    out = read(system, written(system, TREE, tmp_path))
    kinds = [type(each) for each in out if isinstance(each, ThreadRecord | CommentRecord)]
    assert kinds == sorted(kinds, key=lambda kind: kind is CommentRecord)
    found = comments(out)
    assert set(found) == {each.key for each in TREE}
    place = {each.id: number for number, each in enumerate(found.values())}
    for said in TREE:
        assert found[said.key].parent == (found[said.under].id if said.under else None)
        assert not said.under or place[found[said.under].id] < place[found[said.key].id]
    assert out[-1] is None
    assert losses(out) == {}


@each_system
def test_articles_are_called_as_their_pages_call_them_by_themselves(system: str, tmp_path: Path) -> None:
    path = written(system, [Said("1", path="/a b/Ä/"), Said("2", path="/plain/?utm_source=x#part")], tmp_path)
    names = [each.article for each in read(system, path, Naming.PATH) if isinstance(each, ThreadRecord)]
    assert names == ["/a%20b/%C3%84/", "/plain/"]


@each_system
def test_words_authors_and_times_are_kept(system: str, tmp_path: Path) -> None:
    words = "Tom & Jerry <3 *stars* \U0001f600 one_two"
    found = comments(read(system, written(system, [Said("1", words=words, name="Zoë")], tmp_path)))["1"]
    assert found.revision.author_name == "Zoë"
    assert found.revision.body.replace("\\", "") == words
    assert found.revision.at == ids.time_of(found.id)
    assert found.revision.at // 1000 == 1_577_934_245
    assert found.revision.source == f"{system}:1"


@each_system
def test_what_was_visible_is_approved_and_what_was_refused_stays_so(system: str, tmp_path: Path) -> None:
    said = [Said("1"), Said("2", status=DELETED, words="Gone.")]
    said += [Said("3", status=SPAM), Said("4", status=HELD)] if system in HOLDING else []
    found = comments(read(system, written(system, said, tmp_path)))
    assert (found["1"].status, found["1"].queues) == (Status.APPROVED, frozenset())
    if found["2"].status is not Status.REJECTED:
        assert (found["2"].status, found["2"].revision.body, found["2"].author_id) == (Status.DELETED, "", "erased")
    if system in HOLDING:
        assert found["3"].status in (Status.REJECTED, Status.PENDING)
        assert (found["4"].status, found["4"].queues) == (Status.PENDING, {"pending"})
        assert found["4"].waiting_since == 1_700_000_000_000


@each_system
def test_no_e_mail_and_no_address_leaves_the_file(system: str, tmp_path: Path) -> None:
    out = read(system, written(system, TREE, tmp_path))
    told = b"".join(native.write(each) for each in out if isinstance(each, CommentRecord | ThreadRecord))
    for private in (EMAIL, ADDRESS):
        assert private.encode() not in told


@each_system
def test_one_that_answers_what_is_not_there_stands_at_the_top_and_it_is_told(system: str, tmp_path: Path) -> None:
    out = read(system, written(system, [Said("1", under="404"), Said("2", under="1")], tmp_path))
    found = comments(out)
    assert found["1"].parent is None
    assert found["2"].parent == found["1"].id
    assert "not in the file, so they stand at the top: 1 comment (1)." in remarks(out)


@each_system
def test_replies_that_go_round_in_a_circle_come_out_of_it(system: str, tmp_path: Path) -> None:
    said = [Said("1", under="3"), Said("2", under="1"), Said("3", under="2"), Said("4", under="4")]
    out = read(system, written(system, said, tmp_path))
    assert len(comments(out)) == 4
    assert sum(each.parent is None for each in comments(out).values()) == 2
    assert "Among their own replies" in remarks(out)


@each_system
def test_what_stands_too_deep_stands_beside_what_it_answers(system: str, tmp_path: Path) -> None:
    deep = [Said(str(number), under=str(number - 1) if number > 1 else "") for number in range(1, MAX_DEPTH + 5)]
    out = read(system, written(system, deep, tmp_path))
    depth: dict[bytes | None, int] = {None: -1}
    for each in comments(out).values():
        depth[each.id] = depth[each.parent] + 1
    assert len(depth) == MAX_DEPTH + 5
    assert max(depth.values()) == MAX_DEPTH
    assert "3 comments" in remarks(out)


@each_system
def test_reading_twice_gives_the_same(system: str, tmp_path: Path) -> None:
    path = written(system, TREE, tmp_path)
    assert read(system, path) == read(system, path)


@each_system
@pytest.mark.parametrize("at", ["1969-07-20T20:17:40", "2400-01-01T00:00:00"])
def test_an_impossible_time_is_that_of_the_neighbours_and_told(system: str, at: str, tmp_path: Path) -> None:
    before = int(time.time() * 1000)
    said = [Said("1", at=at), Said("2"), Said("3", at=at), Said("4", under="1", at="2020-01-02T05:00:00")]
    said += [Said("5", under="3", at=at), Said("6", path="/other/", at=at), Said("7", path="/other/", at=at)]
    out = read(system, written(system, said, tmp_path))
    at_ = {key: ids.time_of(each.id) for key, each in comments(out).items()}
    second, fourth = at_["2"], at_["4"]
    assert (second // 1000, fourth // 1000) == (1_577_934_245, 1_577_941_200)
    assert second - 5 < at_["1"] < second < at_["3"] < second + 5
    assert fourth < at_["5"] < fourth + 5
    assert before - 5 < at_["6"] < at_["7"] <= int(time.time() * 1000)
    assert "so they stand beside their neighbours" in remarks(out)
    assert "5 comments (1, 3, 5, ...)." in remarks(out)


@each_system
def test_a_text_beyond_all_measure_is_cut_and_told(system: str, tmp_path: Path) -> None:
    out = read(system, written(system, [Said("1", words="word " * 20_000), Said("2", words=" ")], tmp_path))
    assert len(comments(out)["1"].revision.body) <= 65_536
    assert comments(out)["2"].status is Status.DELETED
    assert "longer than 65,536 characters" in remarks(out)
    assert "no text" in remarks(out)


@each_system
def test_an_article_whose_name_is_too_long_is_lost_with_its_comments(system: str, tmp_path: Path) -> None:
    out = read(system, written(system, [Said("1", path="/" + "x" * 600), Said("2")], tmp_path))
    assert set(comments(out)) == {"2"}
    assert losses(out)["1"] == "its article's name has more than 512 characters"
    assert sum(isinstance(each, Unreadable) for each in out) == 2


@each_system
def test_a_file_of_another_system_is_refused_with_the_right_name(system: str, tmp_path: Path) -> None:
    for other in sorted(SYSTEMS.keys() - {system}):
        with pytest.raises(Unusable, match=f"`moderation import {other}`"):
            read(system, written(other, TREE, tmp_path))
    ours = tmp_path / "ours.jsonl"
    ours.write_bytes(b'{"format":"moderation-export","version":1,"site":{"id":"a","title":"A"}}\n')
    with pytest.raises(Unusable, match="`moderation import jsonl`"):
        read(system, ours)


@each_system
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"Dear Sir", "none of any other system"),
        (bytes(range(256)) * 9, "none of any"),
        (b"PK\x03\x04 and so on", "ZIP archive"),
        (b"\x1f\x8b\x08\x00", "Copy it again"),
        (b"\n \t\r\n", "is empty"),
        (gzip.compress(gzip.compress(b"words", mtime=0), mtime=0), "packed twice: unpack it"),
        (bz2.compress(b"words"), "packed with bzip2: unpack it"),
        (lzma.compress(b"words"), "packed with xz: unpack it"),
        (bytes(257) + b"ustar", "a tar archive: unpack it"),
        (b"{", "none of any"),
        (b"[]", "none of any"),
        (b"<html><body>Log in</body></html>", "none of any"),
    ],
)
def test_a_file_that_is_none_is_refused(system: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    (path := tmp_path / "file").write_bytes(content)
    with pytest.raises(Unusable, match=sentence):
        read(system, path)


@each_system
def test_a_file_that_is_not_there_is_refused(system: str, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(Unusable, match="cannot be read"):
            read(system, path)


@each_system
def test_a_file_may_break_off_anywhere(system: str, tmp_path: Path) -> None:
    whole = written(system, TREE, tmp_path).read_bytes()
    known = {each.key for each in TREE}
    for size in range(0, len(whole), max(1, len(whole) // 60)):
        (path := tmp_path / "part").write_bytes(whole[:size])
        try:
            out = read(system, path)
        except Unusable:
            continue
        assert set(comments(out)) <= known
        assert set(comments(out)) == known or losses(out) or remarks(out)


@each_system
def test_a_packed_file_is_read_and_may_break_off(system: str, tmp_path: Path) -> None:
    whole = written(system, TREE, tmp_path)
    packed = gzip.compress(whole.read_bytes())
    (path := tmp_path / "packed.gz").write_bytes(packed)
    assert set(comments(read(system, path))) == {each.key for each in TREE}
    path.write_bytes(packed[:-20])
    try:
        out = read(system, path)
    except Unusable:
        return
    assert remarks(out)


@pytest.mark.parametrize("system", sorted(SYSTEMS.keys() - {"isso"}))
@pytest.mark.parametrize(
    "written_as",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\r\n  " + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
        lambda text: gzip.compress(b"\xef\xbb\xbf" + text.encode()) + b"what a mail program added",
    ],
    ids=["mark", "blanks before it", "line ends", "utf-16", "le", "be", "utf-32", "packed"],
)
def test_a_text_is_read_however_an_editor_saved_it(
    system: str, written_as: Callable[[str], bytes], tmp_path: Path
) -> None:
    text = written(system, TREE, tmp_path).read_text("utf-8")
    (path := tmp_path / "saved").write_bytes(written_as(text))
    out = read(system, path)
    assert comments(out).keys() == {each.key for each in TREE}
    assert comments(out)["7"].revision.author_name == "Zoë"
    assert losses(out) == {}


@each_system
def test_what_can_be_unpacked_of_a_broken_file_is_read(system: str, tmp_path: Path) -> None:
    words = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(200)).hex()
    said = [Said(str(number), words=words[number * 50 : number * 50 + 400]) for number in range(1, 200)]
    packed = bytearray(gzip.compress(written(system, said, tmp_path).read_bytes()))
    packed[len(packed) // 2] ^= 255
    (path := tmp_path / "damaged.gz").write_bytes(packed)
    try:
        out = read(system, path)
    except Unusable:
        assert system == "isso"  # half a database is none
        return
    assert 50 < len(comments(out)) < len(said)
    assert "the packed file" in remarks(out) or "cannot be read from line" in remarks(out)


@pytest.fixture
async def records(store: Store) -> Records:
    records = Records(store)
    await records.sites.create("default", "Default", b'{"action":"test","actor":"test"}')
    return records


def balanced(report: Report) -> bool:
    """Whether everything that was read is accounted for."""
    lost = len(report.losses)
    read, known = report.read, (report.imported, report.already_there)
    return sum(read.values()) == sum(sum(each.values()) for each in known) + lost


async def kept(records: Records) -> list[bytes]:
    return [native.write(each) async for each in Transfer(records).exported("default", unseen)]


@each_system
async def test_taking_in_twice_changes_nothing_and_the_store_is_sound(
    system: str, tmp_path: Path, records: Records
) -> None:
    path = written(system, [*TREE, Said("10", under="404")], tmp_path)
    first = await moved_in(records, system, path)
    before = await kept(records)
    second = await moved_in(records, system, path)
    assert first.imported == {"threads": 2, "comments": 7} == second.already_there == first.read == second.read
    assert second.imported == first.already_there == {"threads": 0, "comments": 0}
    assert (first.losses, first.warnings) == (second.losses, second.warnings)
    assert balanced(first)
    assert await kept(records) == before
    assert [finding.what async for finding in Verification(records.store, "default").findings()] == []


async def test_a_report_stays_short_however_long_an_id_is(tmp_path: Path, records: Records) -> None:
    said = [Said("x" * 100_000, words=" "), Said("y" * 100_000), Said("y" * 100_000)]
    report = await moved_in(records, "disqus", written("disqus", said, tmp_path))
    assert balanced(report)
    assert (report.imported["comments"], len(report.losses), len(report.warnings)) == (2, 1, 1)
    assert len(str(report.document())) < 2000


@each_system
async def test_what_has_another_time_in_a_later_file_is_known_again(
    system: str, tmp_path: Path, records: Records
) -> None:
    said = [Said("1", at="2400-01-01T00:00:00"), Said("2", under="1"), Said("3", path="/other/"), Said("4", under="2")]
    await moved_in(records, system, written(system, said, tmp_path))
    before = await kept(records)
    for at in ("2400-01-01T00:00:00", "2021-01-01T00:00:00"):
        later = [replace(each, at=at) if each.key in "13" else each for each in said]
        report = await moved_in(records, system, written(system, [*reversed(later)], tmp_path))
        assert (report.imported["comments"], report.already_there["comments"]) == (0, 4)
        assert await kept(records) == before
    report = await moved_in(records, system, written(system, [*later, Said("5", under="1")], tmp_path))
    assert report.imported["comments"] == 1
    assert balanced(report)
    assert [finding.what async for finding in Verification(records.store, "default").findings()] == []


async def test_what_was_erased_here_does_not_come_back_with_another_time(tmp_path: Path, records: Records) -> None:
    await moved_in(records, "disqus", written("disqus", [Said("1"), Said("2")], tmp_path))
    ours = [each async for each in Transfer(records).exported("default", unseen) if isinstance(each, CommentRecord)]
    erased = next(each for each in ours if each.revision.source == "disqus:1")
    gone = replace(erased.revision, body="", author_name="", source=None)
    assert await records.comments.erase("default", erased.id, gone, "admin", b'{"action":"test","actor":"test"}')

    later = [Said("1", at="2021-01-01T00:00:00"), Said("2", at="2021-01-01T00:00:00")]
    report = await moved_in(records, "disqus", written("disqus", later, tmp_path))
    assert report.already_there["comments"] == 2


@each_system
async def test_what_was_cut_off_in_the_middle_is_finished_by_the_next(
    system: str, tmp_path: Path, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(system, TREE, tmp_path)
    with monkeypatch.context() as patch, moving(system, path) as found:
        patch.setattr("moderation.services.transfer.AT_ONCE", 1)
        of_all = found.records

        def cut(keyed: Keyed, now: int, progress: Progress) -> Iterator[object]:
            for number, each in enumerate(of_all(keyed, now, progress)):
                if number == 6:
                    raise ConnectionError("killed")
                yield each

        patch.setattr(found, "records", cut)
        with pytest.raises(ConnectionError):
            await Transfer(records).moved_in("default", found, "test", unseen)
    report = await moved_in(records, system, path)
    assert 0 < report.already_there["comments"] < len(TREE)
    assert report.already_there["comments"] + report.imported["comments"] == len(TREE)
    assert [finding.what async for finding in Verification(records.store, "default").findings()] == []

"""The replay's proof itself: every kind of broken promise is found, and a kept one is not called broken."""

import pytest
from benchmarks.crowd.commenters import plan_tasks, signed_in_as
from benchmarks.crowd.proof import (
    Standing,
    counted_wrongly,
    leased_twice,
    lost_or_doubled,
    missing_from_history,
    overwritten,
    skipped,
)
from benchmarks.crowd.record import Decided, Hold, Pass, Post, Record
from benchmarks.figures import percentile, table
from benchmarks.load import read_wrk
from benchmarks.texts import of_length, read_texts, write_texts


def a_post(one="c1", **changes):
    known = {"key": f"key-{one}", "id": one, "article": "a", "parent": None, "body": "text", "status": "published"}
    return Post(**{**known, "depth": 0, "at": 1.0, **changes})


def a_row(one="c1", **changes):
    return {"id": one, "status": "published", "body": "text", "parent_id": None, **changes}


def a_standing(rows, *, count=None, known=None):
    found = Standing()
    found.rows["a"] = rows
    number = sum(row["status"] == "published" for row in rows) if count is None else count
    found.counts["a"] = found.said_by_page["a"] = number
    found.known["a"] = {row["id"]: row["status"] for row in rows} if known is None else known
    return found


def a_decision(**changes):
    known = {"moderator": "m1", "comment": "c1", "action": "approve", "expected": 1, "status": "approved"}
    return Decided(**{**known, "version": 2, "id": "d1", **changes})


def test_what_stands_as_promised_is_not_called_broken():
    found = a_standing([a_row()])
    assert lost_or_doubled(found, {"c1": a_post()}) == []
    assert counted_wrongly(found) == []


def test_a_comment_that_is_lost_is_found():
    assert "is lost" in lost_or_doubled(a_standing([]), {"c1": a_post()})[0]


def test_a_comment_that_is_there_twice_or_that_nobody_wrote_is_found():
    twice = lost_or_doubled(a_standing([a_row(), a_row()]), {"c1": a_post()})
    assert "2 times" in twice[0]
    assert "never accepted" in lost_or_doubled(a_standing([a_row()]), {})[0]


def test_a_visible_comment_that_no_page_shows_is_found():
    hidden = a_standing([], known={"c1": "published"})
    assert "misses" in lost_or_doubled(hidden, {"c1": a_post()})[0]


def test_a_rejected_comment_that_a_page_shows_is_found():
    shown = a_standing([a_row()], known={"c1": "rejected"})
    assert "sees" in lost_or_doubled(shown, {"c1": a_post()})[0]


def test_another_text_or_another_place_than_was_written_is_found():
    assert lost_or_doubled(a_standing([a_row(body="other")]), {"c1": a_post()})
    assert lost_or_doubled(a_standing([a_row(parent_id="c0")]), {"c1": a_post()})


def test_a_count_that_is_not_the_number_of_rows_is_found():
    assert counted_wrongly(a_standing([a_row()], count=2))
    tombstone = a_row("c2", status="deleted", body=None)
    assert counted_wrongly(a_standing([a_row(), tombstone])) == []


def test_leases_that_overlap_are_found_and_those_in_turn_are_not():
    assert leased_twice([Hold("m1", "c1", 1.0, 5.0), Hold("m2", "c1", 4.0, 6.0)])
    assert leased_twice([Hold("m1", "c1", 1.0, 9.0), Hold("m1", "c1", 2.0, 3.0), Hold("m2", "c1", 4.0, 6.0)])
    assert leased_twice([Hold("m1", "c1", 1.0, 4.0), Hold("m2", "c1", 4.0, 6.0)]) == []
    assert leased_twice([Hold("m1", "c1", 1.0, 5.0), Hold("m2", "c2", 1.0, 5.0)]) == []


def test_two_decisions_on_the_same_version_are_found():
    assert overwritten([a_decision(), a_decision(moderator="m2", id="d2", version=3)])
    assert overwritten([a_decision(), a_decision(id="d2", expected=2, version=3)]) == []


def test_a_decision_that_left_no_trace_in_the_history_is_found():
    record = Record(decisions=[a_decision()])
    kept = {"decision_id": "d1", "action": "approve", "undone_at": None}
    dossier = {"comment": {"status": "approved"}, "decisions": [kept]}
    assert missing_from_history(record, {"c1": dossier}) == []
    assert missing_from_history(record, {"c1": {**dossier, "decisions": []}})
    assert missing_from_history(record, {"c1": {**dossier, "decisions": [{**kept, "action": "reject"}]}})
    assert missing_from_history(record, {"c1": {**dossier, "comment": {"status": "rejected"}}})
    record.undone.add("d1")
    assert missing_from_history(record, {"c1": dossier})


def test_a_comment_that_a_reader_was_not_shown_is_found():
    posts = {"a": [a_post("c1"), a_post("c2", at=9.0)]}
    found = a_standing([a_row("c1"), a_row("c2")])
    began = 5.0
    assert skipped([Pass("a", "newest", began, ())], posts, set(), found) == [
        "a reader who went through a (newest) was not shown c1"
    ]
    assert skipped([Pass("a", "newest", began, ("c1",))], posts, set(), found) == []
    assert skipped([Pass("a", "newest", began, ())], posts, {"c1"}, found) == []


def test_one_key_that_made_two_comments_is_found():
    record = Record()
    comment = {"id": "c1", "parent_id": None, "status": "published", "depth": 0, "body": "text"}
    record.posted("key", "a", "text", {"comment": comment}, 1.0)
    record.posted("key", "a", "text", {"comment": {**comment, "id": "c2"}}, 2.0)
    assert record.violations == ["the key key made two comments: c1 and c2"]


def test_every_article_gets_comments_and_every_text_is_used_once():
    tasks = plan_tasks([f"text {n}" for n in range(500)], 40, prefix="p", seed=1)
    assert len({task.article for task in tasks}) == 40
    assert len({task.body for task in tasks}) == len({task.key for task in tasks}) == 500


def test_texts_of_our_own_are_distinct_and_made_to_length_when_asked():
    texts = write_texts(400, seed=2)
    assert len(set(texts)) == 400
    assert all(240 <= len(text) <= 360 for text in of_length(texts, 50))


def test_texts_are_read_from_csv_files_once_each(tmp_path):
    (tmp_path / "some.csv").write_text('text,toxic\nhello,0\nhello,0\n"two\nlines",1\n,0\n')
    assert sorted(read_texts(tmp_path)) == ["hello", "two\nlines"]


def test_a_signed_token_has_three_parts_and_no_padding():
    parts = signed_in_as("reader-1", "Ann").split(".")
    assert len(parts) == 3
    assert "=" not in "".join(parts)


def test_percentiles_are_values_that_were_seen():
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.99), percentile([], 0.5)) == (50.0, 99.0, 0.0)


def test_a_table_is_markdown():
    assert table(("a", "b"), [("x", 1)]).splitlines() == ["| a  |  b |", "| -- | -: |", "| x  |  1 |"]


def test_what_wrk_says_is_understood():
    load = read_wrk(
        "  Latency Distribution\n     50%    1.50ms\n     99%  980.00us\n  123 requests in 4.00s, 1.0MB read\n"
        "  Non-2xx or 3xx responses: 7\nRequests/sec:     30.75\n"
    )
    assert (load.per_second, load.p50, load.number, load.failures) == (30.75, 0.0015, 123, 7)
    assert load.p99 == pytest.approx(0.00098)

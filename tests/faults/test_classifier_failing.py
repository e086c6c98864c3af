"""The crowd of the replay while the classifier is killed, slowed, stopped, fed with garbage, or loses its model."""

import pytest
from benchmarks.replay import Plan
from faults import classifier_failing

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.mark.parametrize("how", classifier_failing.WAYS)
def test_no_comment_is_lost_and_all_are_scored_in_the_end(how: str) -> None:
    plan = Plan(comments=600, articles=40, commenters=8, moderators=0, readers=8)
    assert classifier_failing.run(plan, how, 6.0).violations == []

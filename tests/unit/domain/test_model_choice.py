"""What was chosen, what is tried, and the way back."""

from moderation.domain.model_choice import MOST_EARLIER, ModelChoice, Pin, choices_of, document_of

OLD, NEW = Pin("old", "11"), Pin("new", "22")


def test_the_way_back_leads_through_every_choice_to_the_default() -> None:
    choice = ModelChoice().choosing(OLD).choosing(NEW)
    assert (choice.pinned, choice.earlier) == (NEW, (OLD, None))

    once = choice.rolled_back()
    assert once is not None
    assert once.pinned == OLD
    twice = once.rolled_back()
    assert twice is not None
    assert twice.pinned is None
    assert twice.rolled_back() is None


def test_choosing_the_same_again_is_no_step_on_the_way_back() -> None:
    choice = ModelChoice().choosing(OLD)
    assert choice.choosing(OLD) == choice


def test_a_model_that_acts_is_no_longer_tried() -> None:
    assert ModelChoice(OLD, NEW).choosing(NEW) == ModelChoice(NEW, None, (OLD,))
    assert ModelChoice(OLD, NEW).choosing(None).shadow == NEW


def test_other_weights_under_the_same_name_are_another_model() -> None:
    changed = ModelChoice().choosing(OLD).choosing(Pin("old", "33"))
    assert changed.earlier == (OLD, None)


def test_the_way_back_is_bounded() -> None:
    choice = ModelChoice()
    for number in range(50):
        choice = choice.choosing(Pin(f"model-{number}", "0"))
    assert len(choice.earlier) == MOST_EARLIER


def test_what_is_stored_comes_back() -> None:
    choices = {"en": ModelChoice(NEW, OLD, (None, OLD)), "de": ModelChoice()}
    assert choices_of(document_of(choices)) == choices

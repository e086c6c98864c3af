"""What a password costs whoever guesses it."""

from argon2 import Type, extract_parameters

from moderation.services.passwords import HASHER  # as it is: it is read before tests begin to hash for less


def test_a_hash_costs_what_is_recommended() -> None:
    parameters = extract_parameters(HASHER.hash("seven ferries at dawn"))

    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 46 * 1024
    assert parameters.time_cost >= 2

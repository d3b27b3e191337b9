"""What the command line ends with for each kind of fault, and what a policy file's keys may hold."""

from __future__ import annotations

import pytest

from reader.core import errors
from reader.core.policy import policy_from


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.ReaderError, 2),
        (errors.BadInput, 2),
        (errors.NotFound, 1),
        (errors.DamagedCorpus, 3),
        (errors.DamagedStore, 3),
        (errors.StoreUnavailable, 2),
        (errors.Cancelled, 2),
    ],
)
def test_each_fault_has_the_exit_status_of_the_contract(kind: type[errors.ReaderError], status: int) -> None:
    assert kind.exit_code == status


@pytest.mark.parametrize(
    ("keys", "read", "faults"),
    [
        ([], (), 0),
        (["RWa"], ("RWa",), 0),
        (["RWa", "RWb"], ("RWa", "RWb"), 0),
        (["RWa", 3], ("RWa",), 1),
        ([3], (), 1),
        ("RWa", (), 1),
    ],
)
def test_keys_are_a_list_of_texts(keys: object, read: tuple[str, ...], faults: int) -> None:
    policy, said = policy_from({"pack_keys": keys}, "policy.toml")
    assert policy.pack_keys == read
    assert len(said) == faults
    assert all("pack_keys" in fault for fault in said)


@pytest.mark.parametrize(
    ("value", "read", "faults"), [(True, True, 0), (False, False, 0), ("yes", False, 1), (1, False, 1)]
)
@pytest.mark.parametrize("key", ["imports", "unsigned_packs"])
def test_yes_and_no_are_said_outright(key: str, value: object, read: bool, faults: int) -> None:
    policy, said = policy_from({key: value}, "policy.toml")
    assert getattr(policy, key) is read
    assert len(said) == faults


def test_places_are_texts_without_blanks_around_them() -> None:
    policy, said = policy_from({"corpus": "  /srv/corpus "}, "policy.toml")
    assert (policy.corpus, said) == ("/srv/corpus", ())
    _, said = policy_from({"corpus": "a\0b"}, "policy.toml")
    assert len(said) == 1

"""Changing the key labels are signed with: as planned, lost, compromised; several keys under one id."""

from datetime import date, timedelta

import pytest

from chalicelib.labels.model import KeySet, SignerUnavailable
from chalicelib.labels.service_keys import end_key, fingerprint
from infra import label_keys
from tests.golden.labels import make
from tests.unit.labels.desk import LAB, OTHER, SCALE, Desk

TODAY = date(2026, 11, 24)
ONE, TWO = (fingerprint(make.spki(name)) for name in ("one", "two"))


def reasons(desk: Desk, *contents: str) -> list[str]:
    return [one.reason for one in desk.container().resolve_all(contents)]


def test_a_planned_change_lets_old_labels_live_until_the_old_keys_end(desk: Desk) -> None:
    old = desk.issue()
    desk.signer.rotate("two")
    new = desk.issue(OTHER)
    assert [key.id for key in desk.container().ring.public()] == [1, 2]
    end_key(desk.book, ONE, TODAY + timedelta(days=1))
    assert reasons(desk, old, new) == ["genuine", "genuine"]
    desk.later(days=1)
    assert reasons(desk, old, new) == ["genuine", "genuine"]
    desk.later(days=1)
    assert reasons(desk, old, new) == ["expired_key", "genuine"]
    assert reasons(desk, desk.issue(counter=2), old) == ["genuine", "expired_key"]


def test_a_compromised_key_ends_at_once_and_its_labels_are_issued_again(desk: Desk) -> None:
    old = desk.issue()
    desk.signer.rotate("two")
    end_key(desk.book, ONE, TODAY - timedelta(days=1))
    assert reasons(desk, old) == ["expired_key"]
    # This container still believes the old key is in use: it asks the signer again.
    assert reasons(desk, desk.issue(counter=2)) == ["genuine"]
    assert desk.labels.label(SCALE, 1).label().revoked_because == "reissued"


def test_an_ended_key_that_still_signs_makes_no_label(desk: Desk) -> None:
    desk.issue()
    end_key(desk.book, ONE, TODAY - timedelta(days=1))
    with pytest.raises(SignerUnavailable):
        desk.container().issue(LAB, OTHER, 1, None)


def test_two_keys_under_one_id_work(desk: Desk) -> None:
    first = desk.issue()
    standing = desk.book.keys()
    two = standing.keys[0].model_copy(update={"spki": make.spki("two")})
    assert desk.book.put_keys(KeySet((*standing.keys, two), standing.version))
    desk.signer.rotate("two")
    second = desk.issue(OTHER)
    assert {label.document["key_id"] for label in (desk.labels.label(one, 1) for one in (SCALE, OTHER))} == {
        1
    }
    assert reasons(desk, first, second) == ["genuine", "genuine"]
    end_key(desk.book, ONE, TODAY - timedelta(days=1))
    assert reasons(desk, first, second) == ["expired_key", "genuine"]


def test_ids_come_round_after_the_32nd_key(desk: Desk) -> None:
    desk.issue()
    standing = desk.book.keys()
    filled = tuple(standing.keys[0].model_copy(update={"kid": kid}) for kid in (*range(1, 32), 0))
    assert desk.book.put_keys(KeySet(filled, standing.version))
    desk.signer.rotate("two")
    desk.issue(OTHER)
    assert desk.labels.label(OTHER, 1).document["key_id"] == 1


def test_an_end_is_brought_forward_and_never_put_off(desk: Desk) -> None:
    desk.issue()
    end_key(desk.book, ONE, TODAY)
    assert end_key(desk.book, ONE, TODAY).valid_until == TODAY
    assert desk.book.keys().version == 2
    with pytest.raises(ValueError, match="has ended"):
        end_key(desk.book, ONE, TODAY + timedelta(days=1))
    assert end_key(desk.book, ONE, TODAY - timedelta(days=9)).valid_until == TODAY - timedelta(days=9)
    with pytest.raises(LookupError):
        end_key(desk.book, TWO, TODAY)


def test_the_command_tells_every_key(desk: Desk) -> None:
    desk.issue()
    desk.signer.rotate("two")
    desk.issue(OTHER)
    end_key(desk.book, ONE, TODAY - timedelta(days=1))
    first, second = label_keys.told(desk.book, TODAY)
    assert first == f"{ONE}  id  1  2026-11-24 to 2026-11-23  ended"
    assert second == f"{TWO}  id  2  2026-11-24 to further notice  in use"


@pytest.mark.parametrize("half", [["--enter"], ["--signer", "f"], ["--end", ONE], ["--on", "2027-01-01"]])
def test_the_command_refuses_half_a_request(half: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        label_keys.main(["--table", "t", *half])
    assert "goes with" in capsys.readouterr().err

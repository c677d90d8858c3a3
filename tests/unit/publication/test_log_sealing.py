"""Sealing: every public event once, in one order; what is hidden is erased; a death at any step changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chalicelib.events import DRAW_DRAWN, EVENTS, STANDING_SHOWN
from chalicelib.publication.log_audit import audit
from chalicelib.publication.log_leaf import Content, content_name
from chalicelib.publication.log_notes import Checkpoint, Note, signers
from chalicelib.publication.log_tiles import CHECKPOINT
from chalicelib.publication.service_log import LogChanged
from chalicelib.publication.service_log_seal import BATCH, KEYS
from tests.fakes import FakeTable
from tests.sealing import ORIGIN, FakeFiles, Registrar, event, step


def checkpoint(log: Registrar) -> Checkpoint:
    return Checkpoint.of(Note.of(log.shelf.files[CHECKPOINT].decode()).text)


def holds(log: Registrar) -> bool:
    return not audit(log.shelf.read, log.keys, log.contents.files.get).faults


def test_public_events_come_in_and_no_others() -> None:
    log = Registrar()
    effect = log.effect()
    for mark, known in EVENTS.items():
        assert list(effect.touched(replace(event(1), event=mark))) == (
            [f"{event(1).pk}/H#frozen"] if known.public else []
        )
    assert not list(effect.touched(replace(event(1), event="")))
    log.table.put(replace(event(1), event=DRAW_DRAWN.mark), seen=0)
    effect.refresh(f"{event(1).pk}/H#frozen")
    effect.refresh("D#absent/H#frozen")
    assert log.ledger.entries(0, 10) == []


def test_what_comes_twice_is_entered_once() -> None:
    log = Registrar()
    log.tell(1, 2)
    for number in (2, 1, 1):
        log.effect().refresh(f"{event(number).pk}/H#frozen")
    again = replace(event(1), v=2, document={"plan": "changed"})
    log.follow(again)
    assert [(one.leaf.id, one.leaf.version) for one in log.ledger.entries(0, 10)] == [
        (f"{event(1).pk}/H#frozen", 1),
        (f"{event(2).pk}/H#frozen", 1),
        (f"{event(1).pk}/H#frozen", 2),
    ]


def test_before_the_first_event_nothing_is_signed() -> None:
    log = Registrar()
    assert log.seal() == 0
    assert log.shelf.files == {}


def test_what_is_sealed_is_a_log_anybody_can_check() -> None:
    log = Registrar().sealed(3, 5, 300)
    assert checkpoint(log).size == 300
    assert (checkpoint(log).origin, log.seal()) == (ORIGIN, 0)
    found = audit(log.shelf.read, log.keys, log.contents.files.get)
    assert (found.faults, found.signed_by, len(found.leaves)) == ([], (ORIGIN,), 300)
    assert log.shelf.files[KEYS].decode().split() == [key.told() for key in log.keys]
    told = Content.of(log.contents.files[content_name(7)])
    assert told.text.startswith('{"about":{},"at":')


def test_more_than_a_batch_is_sealed_in_one_run_while_there_is_time() -> None:
    log = Registrar()
    log.tell(*range(BATCH + 10))
    turns = iter((True, False))
    assert log.sealer().run(lambda: next(turns)) == BATCH
    assert checkpoint(log).size == BATCH
    assert log.seal() == 10
    assert holds(log)


def test_what_was_told_of_a_thing_is_erased_when_it_is_hidden() -> None:
    log = Registrar()
    log.follow(step("ent-1", 1, "shown", codes=["7"]))
    log.follow(step("ent-2", 1, "shown"))
    log.seal()
    before = checkpoint(log)
    receipt = log.reader().receipt(0)
    log.follow(step("ent-1", 2, "shown", reply="说明"))
    log.follow(step("ent-1", 3, "hidden"))
    log.seal()
    assert set(log.contents.files) == {content_name(1), content_name(3)}
    stored = "".join(str(item.document) for item in _items(log))
    assert "说明" not in stored
    assert '"codes"' not in stored
    found = audit(log.shelf.read, log.keys, log.contents.files.get, seen=receipt.checkpoint)
    assert (found.faults, found.erased) == ([], 2)
    assert checkpoint(log).size == before.size + 2
    assert log.reader().receipt(0).content is None
    assert [one.state for one in log.reader().steps("P#ent-1")] == ["erased", "erased", "hidden"]
    assert [one.state for one in log.reader().steps("P#ent-2")] == ["shown"]


def test_a_hiding_step_that_comes_first_hides_what_comes_later() -> None:
    log = Registrar()
    log.follow(step("ent-1", 2, "hidden"))
    log.seal()
    log.follow(step("ent-1", 1, "shown", codes=["7"]))
    log.seal()
    assert set(log.contents.files) == {content_name(0)}
    log.follow(step("ent-1", 3, "shown"))
    log.seal()
    assert set(log.contents.files) == {content_name(0), content_name(2)}
    assert holds(log)


def test_a_correction_and_a_new_standing_take_what_stood_before_back() -> None:
    log = Registrar()
    log.follow(step("ent-1", 1, "shown", step="published"))
    log.follow(step("ent-1", 2, "shown", step="replied"))
    log.seal()
    assert len(log.contents.files) == 2
    log.follow(step("ent-1", 3, "shown", step="corrected"))
    for number in (1, 2):
        log.follow(step("mer-1", number, "shown", event=STANDING_SHOWN.mark, grade="fair"))
    log.seal()
    assert set(log.contents.files) == {content_name(2), content_name(4)}
    assert [one.state for one in log.reader().steps("P#ent-1")] == ["erased", "erased", "replacing"]
    assert [one.state for one in log.reader().steps("P#mer-1")] == ["erased", "replacing"]
    assert holds(log)


def _items(log: Registrar) -> list[Any]:
    assert isinstance(log.table, FakeTable)
    return [item for (pk, _), item in log.table.items.items() if pk.startswith("LOG")]


class Killed(Exception):
    """The function is no more."""


@dataclass
class Mortal:
    """Dies at the n-th write: before it, or after it with its answer lost."""

    inner: Any
    fate: "Fate"

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.inner, name)
        return self.fate.around(found) if name in WRITES else found


WRITES = {"keep", "replace", "put", "put_all", "erase", "sign"}


@dataclass
class Fate:
    dies_at: int
    is_after: bool
    count: int = field(default=0)

    def around(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.dies_at and not self.is_after:
                raise Killed
            answer = write(*given, **named)
            if self.count == self.dies_at:
                raise Killed
            return answer

        return called


def busy() -> Registrar:
    """A log with something of everything to do: tiles that fill up, contents, and something to erase."""
    log = Registrar().sealed(250)
    log.follow(step("ent-1", 1, "shown"))
    log.seal()
    log.tell(*range(300, 308))
    log.follow(step("ent-1", 2, "hidden"))
    return log


def dying(log: Registrar, fate: Fate) -> Registrar:
    parts: dict[str, Any] = {
        name: Mortal(getattr(log, name), fate) for name in ("table", "shelf", "contents", "signer")
    }
    return replace(log, **parts)


@pytest.mark.parametrize("is_after", [False, True])
def test_a_death_at_any_write_leaves_the_same_log(is_after: bool) -> None:  # noqa: FBT001
    whole = busy()
    whole.seal()
    counting = Fate(0, is_after)
    dying(busy(), counting).seal()
    assert counting.count > 20
    for place in range(1, counting.count + 1):
        log = busy()
        seen = Note.of(log.shelf.files[CHECKPOINT].decode())
        with pytest.raises(Killed):
            dying(log, Fate(place, is_after)).seal()
        public = Note.of(log.shelf.files[CHECKPOINT].decode())
        assert signers(public, log.keys)
        log.seal()
        assert log.shelf.files == whole.shelf.files
        assert log.contents.files == whole.contents.files
        assert [vars(one) for one in _items(log)] == [vars(one) for one in _items(whole)]
        assert not audit(log.shelf.read, log.keys, log.contents.files.get, seen=seen).faults


def test_two_sealers_at_once_make_one_log() -> None:
    """The second seals more of the same order while the first is about to move the head."""
    log = Registrar().sealed(3)
    log.tell(3, 4)

    @dataclass
    class Slow:
        inner: Any

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def sign(self, text: str) -> Any:
            log.tell(5)
            assert log.seal() == 3
            return self.inner.sign(text)

    slow: Any = Slow(log.signer)
    assert replace(log, signer=slow).sealer().seal() == 0
    assert checkpoint(log).size == 6
    assert log.seal() == 0
    assert holds(log)


def test_a_checkpoint_that_was_not_published_is_published_next_time() -> None:
    log = Registrar().sealed(3)
    old = log.shelf.files[CHECKPOINT]
    log.tell(3)
    log.seal()
    newest = log.shelf.files[CHECKPOINT]
    log.shelf.files[CHECKPOINT] = old
    assert log.seal() == 0
    assert log.shelf.files[CHECKPOINT] == newest


@pytest.mark.parametrize(
    "name", ["tile/0/000.p/3", "tile/entries/000.p/3", "tile/0/000.p/4", "tile/entries/000.p/4"]
)
def test_nothing_is_signed_on_top_of_files_that_were_changed(name: str) -> None:
    log = Registrar().sealed(3)
    log.tell(3)
    log.shelf.files[name] = b"\0\0" * 48
    with pytest.raises(LogChanged):
        log.seal()
    assert checkpoint(log).size == 3


def test_nothing_is_signed_when_files_are_gone_or_the_table_was_put_back() -> None:
    log = Registrar().sealed(3)
    log.tell(3)
    del log.shelf.files["tile/0/000.p/3"]
    with pytest.raises(LogChanged, match="gone"):
        log.seal()
    restored = replace(Registrar().sealed(3), shelf=Registrar().sealed(9).shelf)
    with pytest.raises(LogChanged, match="larger"):
        restored.seal()


def test_a_sealer_that_somebody_overtakes_leaves_what_is_public_and_finds_nothing_wrong() -> None:
    log = Registrar().sealed(3)
    log.tell(3)

    class Slow(FakeFiles):
        """Between the ledger's head and the public checkpoint another sealer comes to its end."""

        def read(self, name: str) -> bytes | None:
            if name == CHECKPOINT:
                log.seal()
            return super().read(name)

    slow = replace(log, shelf=Slow(log.shelf.files))
    assert slow.sealer().seal() == 0
    assert (checkpoint(log).size, holds(log)) == (4, True)


def test_a_new_key_signs_from_then_on_and_the_old_one_stays_known() -> None:
    log = Registrar().sealed(2)
    log.signer.name = "second"
    log.sealed(2, 4)
    keys = log.shelf.files[KEYS].decode().split()
    assert len(keys) == 3
    assert log.signer.key().told() in keys

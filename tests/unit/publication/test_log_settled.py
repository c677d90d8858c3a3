"""Auditing a log that goes on meanwhile: what is taken back while it is read is no fault, what else is gone is one."""

from chalicelib.publication.log_audit import Audit, audit, settled
from chalicelib.publication.log_faults import Fault
from chalicelib.publication.log_leaf import content_name
from tests.sealing import Registrar, event, step


def living() -> Registrar:
    """A log in which something is shown that may be hidden."""
    log = Registrar()
    log.follow(step("ent-1", 1, "shown", codes=["7"]))
    log.follow(event(1))
    log.seal()
    return log


def hide(log: Registrar) -> None:
    log.follow(step("ent-1", 2, "hidden"))
    log.seal()


def test_what_was_read_before_is_not_read_again_but_where_it_must_be_gone() -> None:
    log = living()
    kept: dict[str, bytes] = {}
    read: list[str] = []

    def contents(name: str) -> bytes | None:
        read.append(name)
        return log.contents.files.get(name)

    assert audit(log.shelf.read, log.keys, contents, kept=kept).faults == []
    assert read == [content_name(0), content_name(1)]
    read.clear()
    hide(log)
    made = audit(log.shelf.read, log.keys, contents, kept=kept)
    assert (made.faults, made.erased) == ([], 1)
    assert read == [content_name(2), content_name(0)]


def test_what_is_taken_back_while_the_log_is_read_is_no_fault() -> None:
    log = living()
    before = dict(log.shelf.files)
    hide(log)
    after, log.shelf.files = log.shelf.files, before
    looks: list[Audit] = []

    def look() -> Audit:
        looks.append(audit(log.shelf.read, log.keys, log.contents.files.get))
        return looks[-1]

    def waited(_: Audit) -> bool:
        log.shelf.files = after
        return True

    assert settled(look, waited).faults == []
    assert [one.faults for one in looks] == [[Fault("content.missing", "0")], []]
    assert settled(look, lambda _: False).faults == []


def test_what_no_later_checkpoint_tells_is_a_fault_and_so_is_all_when_none_comes() -> None:
    log = living()
    log.contents.erase(1)
    seals = 0

    def look() -> Audit:
        return audit(log.shelf.read, log.keys, log.contents.files.get)

    def waited(_: Audit) -> bool:
        nonlocal seals
        seals += 1
        log.tell(seals + 1)
        log.seal()
        return True

    assert settled(look, waited).faults == [Fault("content.missing", "1")]
    assert seals == 1
    assert settled(look, lambda _: False).faults == [Fault("content.missing", "1")]

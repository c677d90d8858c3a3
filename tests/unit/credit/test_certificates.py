"""The certificate: of what is public and stands, made once, verified by its number."""

import pytest

from chalicelib.credit.certificates import NoCertificate
from chalicelib.errors import NotFound
from chalicelib.papers.model import Genuine, number_of
from tests.office import MERCHANT, SUPERVISOR, made
from tests.papering import says
from tests.pledging import COMMITMENT, KEEPER, RIVAL, PledgeDesk


def test_it_says_who_promises_what_until_when() -> None:
    desk = PledgeDesk().published()
    said = says(
        desk.made(),
        "诚信计量自我承诺书(集贸市场)",
        "演示水产",
        "2026年11月24日至2027年11月24日",
        "依法检定",
        "Wekeepenoughinstruments",
        "经营者本人",
    )
    assert "KEEPER" not in said
    certificate, url = desk.certificates.read(KEEPER, COMMITMENT)
    assert (certificate.state, url) == ("made", f"https://files.example/{certificate.number}")
    assert certificate.pages == 1


def test_its_number_is_known_to_whoever_verifies_papers() -> None:
    desk = PledgeDesk().published()
    desk.made()
    certificate, _ = desk.certificates.read(SUPERVISOR, COMMITMENT)
    item = desk.table.get(f"PAPER#{number_of(certificate.number)}", "~")
    assert item is not None
    genuine = Genuine.model_validate(item.document)
    assert (genuine.kind, genuine.commitment_id, genuine.sha256) == (
        "commitment",
        COMMITMENT,
        certificate.sha256,
    )
    assert "演示水产" not in str(item.document)
    assert MERCHANT not in str(item.document)


def test_asking_again_is_the_same_certificate() -> None:
    desk = PledgeDesk().published()
    first = desk.made()
    assert desk.made() == first
    assert len(desk.files.kept) == 1


def test_without_consent_there_is_none() -> None:
    with pytest.raises(NoCertificate):
        PledgeDesk().signed().made()


def test_what_is_questioned_or_over_gets_none() -> None:
    desk = PledgeDesk().published()
    desk.heard(desk.entered())
    with pytest.raises(NoCertificate):
        desk.made()
    desk = PledgeDesk().published()
    desk.step(KEEPER, "withdraw")
    with pytest.raises(NoCertificate):
        desk.made()


def test_nobody_asks_for_anothers() -> None:
    desk = PledgeDesk().published()
    for who in (RIVAL, SUPERVISOR):
        with pytest.raises(NotFound):
            desk.certificates.ask(who, COMMITMENT)
    with pytest.raises(NotFound):
        desk.certificates.read(KEEPER, COMMITMENT)


def test_what_failed_is_tried_anew_when_it_is_asked_for() -> None:
    desk = PledgeDesk().published()
    desk.certificates.ask(KEEPER, COMMITMENT)
    desk.work(attempt=4)
    assert desk.certificates.read(KEEPER, COMMITMENT)[0].state == "failed"
    desk.made()
    assert desk.certificates.read(KEEPER, COMMITMENT)[0].state == "made"


def test_jobs_of_others_are_left_alone() -> None:
    desk = PledgeDesk().published()
    for job in (f"{made('vis', 1)}/record", f"{made('cmp', 1)}/register", made("com", 9)):
        assert desk.making.turn(job) is False
        desk.making.give_up(job)
    assert desk.files.kept == {}

"""How each kind that was once stored is read by the store of today."""

from collections.abc import Callable
from datetime import date

from chalicelib.accounts.store import AccountStore
from chalicelib.complaints.exchange import Row
from chalicelib.complaints.identities import Opening
from chalicelib.complaints.papers import Numbers
from chalicelib.complaints.service_book import Whole
from chalicelib.complaints.store import ComplaintStore
from chalicelib.complaints.store_counts import CountStore
from chalicelib.complaints.store_exchange import ExchangeStore
from chalicelib.complaints.store_identities import IdentityStore
from chalicelib.complaints.store_intake import IntakeStore
from chalicelib.complaints.store_materials import MaterialStore
from chalicelib.complaints.store_papers import PaperStore as ComplaintPapers
from chalicelib.complaints.store_retention import RetentionStore
from chalicelib.credit.changes import Shown as ShownOfRulebook
from chalicelib.credit.outcome import Shown as ShownStanding
from chalicelib.credit.rulebook import all_published
from chalicelib.credit.service_facts import Owner
from chalicelib.credit.store_cards import CardStore
from chalicelib.credit.store_certificates import CertificateStore
from chalicelib.credit.store_commitments import CommitmentStore
from chalicelib.credit.store_duties import DutyStore
from chalicelib.credit.store_rulebooks import RulebookStore
from chalicelib.credit.store_standing import StandingStore
from chalicelib.credit.store_waking import WakingStore
from chalicelib.facts import Fact
from chalicelib.inspection.endings import Ending
from chalicelib.inspection.findings import Finding
from chalicelib.inspection.identification import Identification
from chalicelib.inspection.store import InspectionStore
from chalicelib.inspection.store_codes import CodeStore
from chalicelib.inspection.store_corrections import CorrectionStore
from chalicelib.inspection.store_evidence import EvidenceStore
from chalicelib.inspection.store_merchants import DealingStore
from chalicelib.inspection.store_orders import OrderStore as OrderToRectifyStore
from chalicelib.inspection.store_papers import PaperStore
from chalicelib.inspection.store_sync import SyncStore
from chalicelib.inspection.sync import Kept
from chalicelib.labels.store import LabelStore
from chalicelib.labels.store_copies import CopyStore
from chalicelib.labels.store_sheets import OrderStore
from chalicelib.notices.store import NoticeStore
from chalicelib.publication.store_history import HistoryStore
from chalicelib.publication.store_register import RegisterStore
from chalicelib.publication.store_rights import RightsStore
from chalicelib.registry.acts import ActAttempt
from chalicelib.registry.head import Sources
from chalicelib.registry.store import RegistryStore
from chalicelib.registry.store_alarms import AlarmStore
from chalicelib.registry.store_due import DueStore
from chalicelib.registry.store_imports import JobStore
from chalicelib.registry.store_names import NamesStore
from chalicelib.registry.store_search import SearchStore
from chalicelib.registry.store_stalls import StallStore
from chalicelib.sampling.store_assignments import AssignmentStore
from chalicelib.sampling.store_draws import DrawStore
from chalicelib.sampling.store_plans import PlanStore
from chalicelib.sampling.store_proposals import ProposalStore
from chalicelib.store import Item, Table

type Reader = Callable[[Table, Item], object]


def _id(item: Item) -> str:
    return item.pk.split("#", 1)[1]


def _only(found: object) -> object:
    assert isinstance(found, tuple)
    (one,) = found
    return one


READERS: dict[str, Reader] = {
    "merchant-1": lambda table, item: RegistryStore(table).merchant(_id(item)),
    "site-1": lambda table, item: RegistryStore(table).site(_id(item)),
    "heads-walk-1": lambda table, item: RegistryStore(table).walk(item.pk),
    "instrument-1": lambda table, item: RegistryStore(table).instrument(_id(item)),
    "verification-1": lambda table, item: _only(RegistryStore(table).verifications(_id(item))),
    "check-pointer-1": lambda table, item: _only(_sources(table, item).checks),
    "label-1": lambda table, item: LabelStore(table).label(_id(item), int(item.sk[2:])),
    "act-1": lambda table, item: _only(RegistryStore(table).acts(_id(item))),
    "act-attempt-1": lambda _, item: ActAttempt.model_validate(item.document),
    "stall-1": lambda table, item: StallStore(table).stall(_id(item), item.sk[2:]),
    "certificate-number-1": lambda table, item: _owned(table, *item.pk.split("#")[2:]),
    "stall-name-1": lambda _, item: item.document["owner"],
    "encounters-1": lambda table, item: CopyStore(table).encounters(_id(item), int(item.sk[2:])).kept,
    "head-1": lambda table, item: RegistryStore(table).head(_id(item)),
    "head-2": lambda table, item: RegistryStore(table).head(_id(item)),
    "due-1": lambda table, item: DueStore(table).standing(_id(item))[0],
    "due-at-site-1": lambda _, item: item.document["site_id"],
    "serial-lookup-1": lambda table, item: SearchStore(table).looked_up("SERIAL", item.pk[9:]),
    "certificate-lookup-1": lambda table, item: SearchStore(table).looked_up("CERT", item.pk[7:]),
    "notice-1": lambda table, item: NoticeStore(table).notice(_id(item)),
    "notice-queue-1": lambda table, _: NoticeStore(table).waiting("9999", 10),
    "names-1": lambda table, item: NamesStore(table).built(_id(item))[0],
    "names-mark-1": lambda table, item: NamesStore(table).marked(_id(item))[1],
    "credit-code-1": lambda _, item: item.document["owner"],
    "serial-number-1": lambda _, item: item.document["owner"],
    "evidence-1": lambda table, item: EvidenceStore(table).desk(_id(item), item.sk[2:])[1],
    "custody-1": lambda table, item: _only(EvidenceStore(table).custody(_id(item))),
    "evidence-export-1": lambda table, item: EvidenceStore(table).pack(_id(item), item.sk[2:]),
    "paper-1": lambda table, item: PaperStore(table).paper(_id(item), item.sk[2:]),
    "paper-number-1": lambda table, item: PaperStore(table).genuine(_id(item)),
    "visit-1": lambda table, item: InspectionStore(table).visit(_id(item)),
    "visit-officer-1": lambda table, item: _only(InspectionStore(table).own(item.sk[2:], "").rows),
    "visit-approval-1": lambda _, item: item.document["by"],
    "visit-identification-1": lambda _, item: _identification(item),
    "visit-unapproved-1": lambda _, item: item.document["visit_id"],
    "identification-attempt-1": lambda table, item: _only(
        InspectionStore(table).file(_id(item), "").unidentified
    ),
    "visit-count-1": lambda table, item: InspectionStore(table).count(_id(item), int(item.sk)).seen,
    "notice-numbers-1": lambda table, item: (
        InspectionStore(table).numbers("notice", item.pk[9:], int(item.sk)).seen
    ),
    "order-numbers-1": lambda table, item: (
        InspectionStore(table).numbers("order", item.pk[8:], int(item.sk)).seen
    ),
    "rating-mark-1": lambda table, item: DealingStore(table).has_rated(_id(item), item.sk[2:]),
    "rating-count-1": lambda table, item: DealingStore(table).ratings(*_rated(item)).seen,
    "merchant-code-1": lambda table, item: CodeStore(table).code_of(_id(item)),
    "code-owner-1": lambda table, item: CodeStore(table).merchant_of(_id(item)),
    "check-1": lambda table, item: InspectionStore(table).visit_and_check(_id(item), item.sk[2:])[1],
    "check-2": lambda table, item: InspectionStore(table).visit_and_check(_id(item), item.sk[2:])[1],
    "visit-review-1": lambda _, item: item.document["codes"],
    "visit-correction-1": lambda _, item: item.document["review"]["verdict"],
    "entry-1": lambda table, item: RightsStore(table).entry(_id(item)),
    "entry-shown-1": lambda _, item: item.document["published_on"],
    "entry-order-1": lambda table, item: RightsStore(table).orders(_id(item)),
    "finding-1": lambda _, item: _finding(item).state == "confirmed",
    "correction-1": lambda table, item: CorrectionStore(table).correction(_id(item), item.sk[2:]),
    "visit-rectification-1": lambda table, item: OrderToRectifyStore(table).of_visit(_id(item)),
    "rectification-1": lambda table, item: OrderToRectifyStore(table).order(_id(item)),
    "complaint-1": lambda table, item: ComplaintStore(table).file(_id(item)),
    "complaint-step-1": lambda table, item: _whole(table, item).steps,
    "complaint-identity-1": lambda table, item: IdentityStore(table).sealed(_id(item))["identity"],
    "complaint-opening-1": lambda _, item: Opening.model_validate(item.document),
    "complaint-way-1": lambda table, item: IntakeStore(table).followed(_id(item), item.sk[2:]),
    "complaint-material-1": lambda table, item: MaterialStore(table).material(_id(item), item.sk[2:]),
    "complaint-erasure-1": lambda table, _: next(RetentionStore(table).requests()),
    "complaint-paper-1": lambda table, item: ComplaintPapers(table).paper(_id(item), item.sk[2:]),
    "complaint-counts-1": lambda table, item: CountStore(table).counts(_id(item)),
    "weight-proposal-1": lambda table, item: ProposalStore(table).proposal(_id(item)),
    "complaint-numbers-1": lambda _, item: Numbers.model_validate(item.document),
    "complaint-place-1": lambda _, item: item.document["id"],
    "complaint-exchange-1": lambda table, item: ExchangeStore(table).exchange(_id(item)),
    "complaint-exchange-row-1": lambda _, item: Row.model_validate(item.document),
    "attempt-1": lambda table, item: _only(InspectionStore(table).file(_id(item), "").attempts),
    "sync-queue-1": lambda table, item: SyncStore(table).tip(*_id(item).split("#"))[1],
    "sync-entry-1": lambda _, item: Kept.model_validate(item.document).refusal,
    "account-1": lambda table, item: AccountStore(table).account(_id(item)),
    "scan-1": lambda _, item: item.document["resolution"]["outcome"],
    "sheet-1": lambda table, item: OrderStore(table).order(_id(item)),
    "alarm-1": lambda table, item: AlarmStore(table).alarm(_id(item)),
    "item-1": lambda table, item: PlanStore(table).item(_id(item)),
    "plan-1": lambda table, item: PlanStore(table).plan(_id(item)),
    "draw-1": lambda table, item: DrawStore(table).draw(_id(item)),
    "draw-frozen-1": lambda table, item: DrawStore(table).facts(_id(item)),
    "draw-drawn-1": lambda table, item: DrawStore(table).facts(_id(item)),
    "draw-opened-1": lambda table, item: DrawStore(table).facts(_id(item)),
    "draw-void-1": lambda table, item: DrawStore(table).facts(_id(item)),
    "draw-keys-1": lambda table, item: DrawStore(table).wrapped_keys(_id(item)),
    "draw-numbers-1": lambda table, item: DrawStore(table).numbers(_id(item)),
    "white-list-1": lambda table, item: DrawStore(table).spared_one(item.sk),
    "assignment-1": lambda table, item: AssignmentStore(table).assignment(_id(item), int(item.sk[2:])),
    "assignment-officer-1": lambda _, item: item.document["account"],
    "visit-ending-1": lambda _, item: Ending.model_validate(item.document),
    "officer-1": lambda table, item: PlanStore(table).officer(_id(item)),
    **dict.fromkeys(
        (f"shown-{one}-1" for one in ("merchant", "site", "stall", "entry", "commitment", "standing")),
        lambda table, item: [one for one in RegisterStore(table).of(_id(item)) if one.sk == item.sk],
    ),
    **dict.fromkeys(
        ("shown-plan-1", "shown-draw-1"),
        lambda table, item: [one for one in RegisterStore(table).plans() if one.sk == item.sk],
    ),
    "day-count-1": lambda table, item: [
        *HistoryStore(table).days(date.fromisoformat(item.sk), date.fromisoformat(item.sk))
    ],
    "shown-instrument-1": lambda table, item: [
        *RegisterStore(table).instruments(at=item.a.removeprefix("G#"))
    ],
    "invitation-1": lambda table, item: AccountStore(table).invitation(_id(item)),
    "import-1": lambda table, item: JobStore(table).import_job(_id(item)),
    "export-1": lambda table, item: JobStore(table).export_job(_id(item)),
    "commitment-1": lambda table, item: CommitmentStore(table).commitment(_id(item)),
    "commitment-signature-1": lambda table, item: CommitmentStore(table).signature(_id(item)),
    "commitment-shown-1": lambda table, item: CommitmentStore(table).public(_id(item)),
    "commitment-due-1": lambda table, _: WakingStore(table).waking(date(9999, 1, 1), "")[0],
    "commitment-certificate-1": lambda table, item: CertificateStore(table).certificate(_id(item)),
    "self-check-1": lambda table, item: DutyStore(table).self_check(_id(item), item.sk[2:]),
    "self-check-due-1": lambda table, item: DutyStore(table).duty(_id(item), item.sk[2:]),
    "risk-1": lambda table, item: DutyStore(table).risk(_id(item), item.sk[2:]),
    "card-1": lambda table, item: CardStore(table).card(_id(item)),
    "card-appeal-1": lambda table, item: CardStore(table).appealed(item.a[2:8], "").rows,
    "merchant-commitment-1": lambda table, item: CommitmentStore(table).of_merchant(_id(item)),
    "standing-fact-1": lambda table, item: StandingStore(table, all_published()).facts(_id(item)),
    "standing-1": lambda table, item: StandingStore(table, all_published()).standing(_id(item))[0],
    "standing-shown-1": lambda _, item: _shown_standing(item),
    "standing-proposal-1": lambda table, item: StandingStore(table, all_published()).proposal(_id(item), 1),
    "standing-owner-1": lambda table, item: _owner(item, table),
    "rulebook-1": lambda table, _: RulebookStore(table, all_published()).heads(all_published()),
    "rulebook-shown-1": lambda _, item: ShownOfRulebook.model_validate(item.document),
    "label-keys-1": lambda table, _: LabelStore(table).keys().keys,
    "revoked-label-1": lambda table, _: list(LabelStore(table).revoked(date(2027, 1, 1))),
}


def _owned(table: Table, lab: str, certificate_no: str) -> bool:
    return RegistryStore(table).certificate_owner(lab, certificate_no, "another") != "another"


def _whole(table: Table, item: Item) -> Whole:
    found = ComplaintStore(table).whole(_id(item))
    assert found is not None
    return found


def _owner(item: Item, table: Table) -> Owner | None:
    of = Fact("instrument", _id(item), item.document["merchant_id"], 1, None)
    return StandingStore(table, all_published()).held(of).owner


def _shown_standing(item: Item) -> ShownStanding:
    """The event says besides whose word it is, and how the rulebook calls it."""
    return ShownStanding.model_validate(
        {name: item.document[name] for name in ShownStanding.model_fields if name in item.document}
    )


def _rated(item: Item) -> tuple[str, int]:
    return item.pk.rpartition("#")[2], int(item.sk)


def _identification(item: Item) -> Identification:
    """The event says besides what it counts for."""
    told = {name: item.document[name] for name in Identification.model_fields if name in item.document}
    return Identification.model_validate(told)


def _finding(item: Item) -> Finding:
    """The event says besides which visit's review made it final."""
    return Finding.model_validate(
        {name: item.document[name] for name in Finding.model_fields if name in item.document}
    )


def _sources(table: Table, item: Item) -> Sources:
    found = RegistryStore(table).sources(_id(item))
    assert found is not None
    return found

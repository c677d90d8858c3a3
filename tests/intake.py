"""The public intake for tests: real services on any table, the function `identities` in process, buckets in memory."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from chalicelib.complaints.identities import Masked, Opened
from chalicelib.complaints.intake import hashed, second
from chalicelib.complaints.materials import Look, Material
from chalicelib.complaints.papers import Paper
from chalicelib.complaints.problems_intake import IdentitiesUnavailable, NoIdentity
from chalicelib.complaints.receipts import Receipt
from chalicelib.complaints.sent import Submission
from chalicelib.complaints.service_desk import Desk
from chalicelib.complaints.service_following import Following
from chalicelib.complaints.service_identities import Keeper
from chalicelib.complaints.service_intake import Intakes
from chalicelib.complaints.service_materials import EDGE_PX, Found, Looking, Slot
from chalicelib.complaints.service_retention import Forgetting
from chalicelib.complaints.service_steps import Procedure
from chalicelib.complaints.service_throttle import Throttle
from chalicelib.complaints.service_words import Words
from chalicelib.complaints.store import ComplaintStore
from chalicelib.complaints.store_desk import QueueStore
from chalicelib.complaints.store_identities import IdentityStore, SealStore
from chalicelib.complaints.store_intake import IntakeStore
from chalicelib.complaints.store_materials import MaterialStore
from chalicelib.complaints.store_retention import ForgetWalk, RetentionStore
from chalicelib.errors import IdTaken
from chalicelib.inspection.evidence_pictures import thumbnail
from chalicelib.labels.store_sightings import SightingStore
from chalicelib.registry.districts import DISTRICTS
from chalicelib.registry.model import InstrumentHead, number
from chalicelib.registry.parties import Site
from chalicelib.registry.service_book import Stored
from chalicelib.registry.stalls import Stall
from chalicelib.store import Table
from tests.exhibits import message
from tests.fakes import FakeTable
from tests.office import SCALE, Office, made

COMPLAINT, MATERIAL, STEP, OPENING = made("cmp", 1), made("mat", 1), made("stp", 1), made("opn", 1)
SECRET = "7" + "k3m9q2p" * 3 + "abcd"
ADDRESS = "203.0.113.7"
NAME, PHONE, HOME = "欧阳标记", "13917651234", "思明区标记里7号"
GOODS = {"goods": f"{NAME}买的花蛤", "category": "other", "bought_on": "2026-11-24"}
FACTS = f"我叫{NAME}，电话{PHONE}，花蛤少了八十克。"


def pair(complaint: str = COMPLAINT) -> tuple[str, str]:
    """The ids of the two files that a submission of both, with SECRET, makes."""
    return complaint, second(complaint, hashed(SECRET))


def sent(**changed: Any) -> Submission:
    """A complaint about SCALE by a marked person who also writes who they are."""
    told: dict[str, Any] = {
        "wants": "complaint",
        "secret_hash": hashed(SECRET),
        "about": {"instrument": number(SCALE)},
        "facts": FACTS,
        "request": {"wants": ["make_good"], "text": f"请打{PHONE}"},
        "purchase": GOODS,
        "reporter": {"name": NAME, "phone": PHONE, "address": HOME},
        **changed,
    }
    return Submission.model_validate({name: value for name, value in told.items() if value is not None})


def anonymous(**changed: Any) -> Submission:
    """A report by nobody."""
    return sent(
        **{"wants": "report", "reporter": None, "request": None, "facts": "有人用两台秤。", **changed}
    )


def picture(raw: bytes, **changed: Any) -> dict[str, Any]:
    """What a phone promises of a JPEG."""
    return {
        "kind": "photo",
        "sha256": hashlib.sha256(raw).hexdigest(),
        "size_bytes": len(raw),
        "media_type": "image/jpeg",
        **changed,
    }


class FakeVault:
    """See service_identities.Vault: a key of KMS, in a dictionary."""

    def __init__(self) -> None:
        self.keys: dict[bytes, tuple[str, bytes]] = {}
        self.unwrappings = 0

    def fresh(self, complaint: str) -> tuple[bytes, bytes]:
        plain = hashlib.sha256(f"key {len(self.keys)}".encode()).digest()
        wrapped = f"wrapped {len(self.keys)}".encode()
        self.keys[wrapped] = complaint, plain
        return plain, wrapped

    def unwrapped(self, complaint: str, wrapped: bytes) -> bytes:
        self.unwrappings += 1
        bound, plain = self.keys[wrapped]
        assert bound == complaint, "KMS refuses another encryption context"
        return plain


class InProcess:
    """See service_intake.Identities: the function, asked in JSON as Lambda is."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self.is_down = False

    def seal(self, complaint: str, place: str, texts: Mapping[str, str]) -> Masked:
        told = {"do": "seal", "complaint": complaint, "place": place, "texts": dict(texts)}
        return Masked.model_validate(self._asked(told))

    def mask(self, complaint: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        answer: Mapping[str, str] = self._asked({"do": "mask", "complaint": complaint, "texts": dict(texts)})
        return answer

    def open(self, complaint: str, opening: str, by: str, why: str) -> Opened:
        told = {"do": "open", "complaint": complaint, "opening": opening, "by": by, "why": why}
        answer = self._asked(told)
        if answer.get("refused") == NoIdentity.code:
            raise NoIdentity
        if "refused" in answer:
            raise IdTaken(id=opening)
        return Opened.model_validate(answer)

    def _asked(self, event: Mapping[str, Any]) -> Any:
        if self.is_down:
            raise IdentitiesUnavailable
        return json.loads(json.dumps(self.keeper.answer(json.loads(json.dumps(event)))))


class FakePictures:
    """See service_materials.Slots and Vault, service_retention.Pictures."""

    def __init__(self) -> None:
        self.quarantine: dict[str, tuple[bytes, str]] = {}
        self.kept: dict[str, bytes] = {}

    def upload(self, raw: bytes, clock: Any, place: str = f"{COMPLAINT}/{MATERIAL}") -> str:
        """Post a picture; answers what the bucket says of it."""
        self.quarantine[place] = raw, f"etag {clock()}"
        return message(f"evidence/{place}")

    def slot(self, material: Material) -> Slot:
        return "https://quarantine.example", {"key": f"evidence/{material.complaint}/{material.id}"}

    @contextmanager
    def fetch(self, material: Material) -> Iterator[Found | None]:
        lying = self.quarantine.get(f"{material.complaint}/{material.id}")
        if lying is None:
            yield None
            return
        raw, mark = lying
        kind = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}.get(raw[:2], "")
        look = Look(
            mark=mark,
            uploaded_at=material.asked_at,
            size_bytes=len(raw),
            sha256=hashlib.sha256(raw).hexdigest(),
            media_type=kind,
        )
        yield Found(look, io.BytesIO(raw))

    def link(self, material: Material) -> str:
        return f"https://materials.example/{material.complaint}/{material.id}.jpg"

    def keep(self, material: Material, picture: bytes) -> None:
        self.kept[f"{material.complaint}/{material.id}"] = picture

    def empty(self, material: Material) -> None:
        self.keep(material, b"")

    def erase(self, materials: Iterable[Material]) -> None:
        for one in materials:
            self.kept.pop(f"{one.complaint}/{one.id}", None)


class FakePaperFiles:
    """See service_papers_make.Files, service_papers.Links and service_retention.PaperFiles."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, paper: Paper, pdf: bytes) -> None:
        self.kept.setdefault(paper.number, pdf)

    def link(self, paper: Paper) -> str:
        return f"https://materials.example/papers/{paper.complaint}/{paper.number}.pdf"

    def empty(self, paper: Paper) -> None:
        self.kept[paper.number] = b""

    def erase(self, papers: Iterable[Paper]) -> None:
        for one in papers:
            self.kept.pop(one.number, None)


def desk(window: "Window") -> Desk:
    """The office's side of the same files."""
    table = window.table
    return Desk(
        window.procedure,
        window.book,
        QueueStore(table),
        lambda: window.office.people,
        window.clock,
        Words(window.identities),
    )


class Registered:
    """See service_intake.Register."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def head(self, instrument_number: str) -> InstrumentHead:
        return self._office.registry.head(instrument_number)

    def site(self, site_id: str) -> Stored[Site]:
        return self._office.registry.site(site_id)

    def stall(self, site_id: str, stall_id: str) -> Stall:
        return self._office.stalls.stall(site_id, stall_id)

    def public_name(self, merchant_id: str) -> str:
        return self._office.registry.merchant(merchant_id).value.public_name


class Window:
    """An office that takes complaints and reports in."""

    def __init__(self, table: Table | None = None) -> None:
        self.table = table or FakeTable()
        self.ops = FakeTable()
        self.office = Office(self.table).furnished()
        self.clock, entropy = self.office.clock, self.office.entropy
        self.vault = FakeVault()
        self.keeper = Keeper(self.vault, IdentityStore(self.table), self.clock, entropy)
        self.identities = InProcess(self.keeper)
        self.pictures = FakePictures()
        self.paper_files = FakePaperFiles()
        self.book = ComplaintStore(self.table)
        self.shelf = MaterialStore(self.table)
        self.retention = RetentionStore(self.table)
        self.throttle = Throttle(SightingStore(self.table, self.ops), self.clock, entropy)
        self.procedure = Procedure(self.book, self.clock)
        box = IntakeStore(self.table)
        self.intakes = Intakes(
            box,
            self.book,
            Registered(self.office),
            self.identities,
            self.pictures,
            self.throttle,
            self.clock,
            "statutory",
        )
        self.following = Following(
            box,
            self.book,
            self.shelf,
            self.pictures,
            SealStore(self.table),
            self.retention,
            self.procedure,
            self.identities,
            self.throttle,
            self.clock,
            "statutory",
        )
        self.looking = Looking(self.shelf, self.pictures, partial(thumbnail, edge_px=EDGE_PX), self.clock)
        units = ("350200", *DISTRICTS)
        self.forgetting = Forgetting(
            self.retention, self.pictures, self.paper_files, ForgetWalk(self.ops), units, self.clock
        )

    def submit(self, submission: Submission | None = None, complaint: str = COMPLAINT) -> Receipt:
        """A submission's receipt."""
        return self.intakes.submit(ADDRESS, complaint, submission or sent())[0]

"""What an alarm rests on: each kind of evidence tells who saw what, where and when, so that a person can judge it.

Instants are UTC text as stored; coordinates are degrees as text, coarse to about a hundred metres.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from chalicelib.documents import Document
from chalicelib.law.model import Words


class _Told(Document):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CertificateUse(_Told):
    """One verification that names a certificate."""

    verification: str
    number: str
    name: str
    serial_no: str
    lab_name: str
    verified_on: date


class CertificateShared(_Told):
    """One certificate number on two serial numbers."""

    what: Literal["certificate"] = "certificate"
    certificate_no: str
    here: CertificateUse
    there: CertificateUse

    @property
    def ref(self) -> str:
        """The same for the same two verifications, whichever came first."""
        return "+".join(sorted((self.here.verification, self.there.verification)))


class Encounter(_Told):
    """An officer's scan of a label.

    account, device      who scanned, with which phone
    received_at          when the record came to us
    earliest, latest     bounds of the true time of the scan
    how                  by camera where the label hangs, from a photo, or as a typed number
    registered_at        site and stall the instrument was registered at when the record came
    site_by              how the site is known: the phone named it, or labels scanned beside it are registered there
    steady               true: the same phone stood there for another scan at about that time
    lat, lon, accuracy_m where the phone was; absent when it did not say
    """

    scan: str
    account: str
    device: str = ""
    received_at: str
    earliest: str
    latest: str
    counter: int
    how: Literal["camera", "photo", "typed"] | None = None
    registered_at: str | None = None
    lat: str | None = None
    lon: str | None = None
    accuracy_m: str | None = None
    site_id: str | None = None
    site_name: str | None = None
    site_by: Literal["phone", "neighbours"] | None = None
    stall: str | None = None
    steady: bool | None = None
    serial_seen: str | None = None


class Trip(_Told):
    """One label in two places that are too far apart for the time between.

    distance_m   between the two positions        apart_m  the same less what both positions may be wrong
    longest_s    most time that can lie between   limit_kmh  speed above which nobody carried it
    citizens_*   how often citizens scanned the label within a kilometre or so of each that day; absent: not known
    """

    what: Literal["trip"] = "trip"
    first: Encounter
    second: Encounter
    distance_m: int
    apart_m: int
    longest_s: int
    limit_kmh: int
    citizens_first: int | None = None
    citizens_second: int | None = None

    @property
    def ref(self) -> str:
        """The same for the same two scans, whichever came first."""
        return "+".join(sorted((self.first.scan, self.second.scan)))


class TwoStalls(_Told):
    """One label at two stalls or sites on one local day; `distance_m` when both phones said where they were.

    citizens_*   as with a trip
    """

    what: Literal["stalls"] = "stalls"
    first: Encounter
    second: Encounter
    day: date
    distance_m: int | None = None
    citizens_first: int | None = None
    citizens_second: int | None = None

    @property
    def ref(self) -> str:
        """The same for the same two scans, whichever came first."""
        return "+".join(sorted((self.first.scan, self.second.scan)))


class OutOfUse(_Told):
    """A label scanned at work although its instrument is scrapped, replaced or suspended."""

    what: Literal["out_of_use"] = "out_of_use"
    encounter: Encounter
    state: Literal["scrapped", "replaced", "suspended"]
    since: date | None = None

    @property
    def ref(self) -> str:
        """The scan."""
        return self.encounter.scan


class OtherSerial(_Told):
    """The serial number on the name plate is not the one the label was issued for."""

    what: Literal["serial"] = "serial"
    encounter: Encounter
    serial_seen: str
    serial_registered: str
    digest_label: str
    digest_seen: str

    @property
    def ref(self) -> str:
        """The scan."""
        return self.encounter.scan


class FlaggedCheck(_Told):
    """A check of the instrument; `on` is the local day of its readings."""

    visit: str
    check: str
    on: date


class RedFlag(_Told):
    """What checks saw fits a known way of cheating (law.flags): a hint where to look.

    checks  newest first; several when only together they show it
    """

    what: Literal["red_flag"] = "red_flag"
    flag: str
    explanation: Words
    checks: tuple[FlaggedCheck, ...]

    @property
    def ref(self) -> str:
        """The check; what several show together is one piece, however many come after."""
        return self.checks[0].check if len(self.checks) == 1 else "together"


Evidence = Annotated[
    CertificateShared | Trip | TwoStalls | OutOfUse | OtherSerial | RedFlag, Field(discriminator="what")
]

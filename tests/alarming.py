"""What an alarm rests on, for tests."""

from datetime import date

from chalicelib.registry.alarm_evidence import CertificateShared, CertificateUse
from chalicelib.registry.model import number
from tests.office import OTHER_SCALE, SCALE, made


def evidence(place: int = 1) -> CertificateShared:
    """One certificate on two scales; `place` tells verifications apart."""
    here, there = (
        CertificateUse(
            verification=made("ver", which),
            number=number(instrument),
            name="电子计价秤",
            serial_no=serial_no,
            lab_name="演示检定所",
            verified_on=date(2026, 3, 1),
        )
        for which, instrument, serial_no in ((1, SCALE, "SN-0"), (1 + place, OTHER_SCALE, "SN-1"))
    )
    return CertificateShared(certificate_no="JL-2026-0001", here=here, there=there)

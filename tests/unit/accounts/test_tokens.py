"""Which access tokens are acceptable, with real keys; and how often the issuer's key set is read."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.accounts.tokens import LIMIT_BYTES, SKEW, KeySet, Refused, verify
from tests.unit.accounts.keys import (
    AUDIENCE,
    ISSUER,
    NOW,
    NOW_S,
    claims,
    document,
    ec_key,
    pem,
    published,
    rsa_key,
    token,
)

SECOND = timedelta(seconds=1)


def keys() -> KeySet:
    return KeySet(lambda: document(published("rsa", rsa_key()), published("ec", ec_key())), lambda: NOW)


def sub(text: str, now: datetime = NOW) -> str:
    return str(verify(text, keys(), ISSUER, AUDIENCE, now)["sub"])


def reason(text: str, now: datetime = NOW, known: KeySet | None = None) -> str:
    with pytest.raises(Refused) as refused:
        verify(text, known or keys(), ISSUER, AUDIENCE, now)
    return refused.value.reason


@pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "rsa"), ("PS256", "rsa"), ("ES256", "ec")])
def test_the_three_algorithms_of_the_list_are_accepted(algorithm: str, kid: str) -> None:
    key = ec_key() if kid == "ec" else rsa_key()
    assert sub(token(key=key, algorithm=algorithm, kid=kid)) == "anna"


@pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"])
def test_both_types_of_token_are_accepted_in_any_case(typ: str) -> None:
    assert sub(token(typ=typ)) == "anna"


def test_an_audience_among_several_is_enough() -> None:
    assert sub(token(claims(aud=["other", AUDIENCE]))) == "anna"


def b64(part: object) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def forged(header: dict[str, Any], signature: bytes = b"") -> str:
    return f"{b64(header)}.{b64(claims())}.{b64(signature)}"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", None, 5, ["RS256"]])
def test_a_token_without_a_signature_is_refused(algorithm: object) -> None:
    assert reason(forged({"alg": algorithm, "kid": "rsa", "typ": "JWT"})) in {"algorithm", "malformed"}


def test_hs256_signed_with_the_public_key_is_refused() -> None:
    signed = f"{b64({'alg': 'HS256', 'kid': 'rsa', 'typ': 'JWT'})}.{b64(claims())}"
    for secret in (pem(), pem().strip()):
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        assert reason(f"{signed}.{b64(mac)}") == "algorithm"


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS512"])
def test_stronger_algorithms_outside_the_list_are_refused_too(algorithm: str) -> None:
    assert reason(token(algorithm=algorithm)) == "algorithm"


def test_an_algorithm_that_does_not_fit_the_key_is_refused() -> None:
    assert reason(token(key=ec_key(), algorithm="ES256", kid="rsa")) == "signature"
    assert reason(token(kid="ec")) == "signature"


def test_a_key_published_for_one_algorithm_serves_no_other() -> None:
    known = KeySet(lambda: document(published("rsa", rsa_key(), alg="RS256")), lambda: NOW)
    assert reason(token(algorithm="PS256"), known=known) == "algorithm"
    assert verify(token(), known, ISSUER, AUDIENCE, NOW)["sub"] == "anna"


def test_a_key_published_for_encryption_signs_nothing() -> None:
    known = KeySet(lambda: document(published("rsa", rsa_key(), use="enc")), lambda: NOW)
    assert reason(token(), known=known) == "unknown_key"


def test_a_key_id_that_is_not_published_or_missing_is_refused() -> None:
    assert reason(token(kid="other")) == "unknown_key"
    assert reason(token(kid=None)) == "unknown_key"


@pytest.mark.parametrize("kid", [5, ["rsa"], {"rsa": 1}, True])
def test_a_key_id_that_is_no_text_is_refused(kid: object) -> None:
    header = {"alg": "RS256", "kid": kid, "typ": "JWT"}
    assert reason(forged(header)) in {"unknown_key", "malformed"}


def test_another_key_under_a_known_id_is_refused() -> None:
    assert reason(token(key=rsa_key(1))) == "signature"


def test_a_token_that_brings_its_own_key_is_refused() -> None:
    stranger = published("rsa", rsa_key(1))
    assert reason(token(key=rsa_key(1), jwk=stranger, jku="https://evil.example/jwks")) == "signature"


def test_a_changed_claim_is_refused() -> None:
    header, _, signature = token().split(".")
    assert reason(f"{header}.{b64(claims(sub='bao'))}.{signature}") == "signature"


def test_a_token_ends_half_a_minute_after_its_hour_and_not_later() -> None:
    text, ends = token(claims(exp=NOW_S)), NOW + SKEW
    assert sub(text, ends - SECOND) == "anna"
    assert reason(text, ends) == "expired"


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_begins_half_a_minute_before_its_hour_and_not_earlier(claim: str) -> None:
    text, begins = token(claims(**{claim: NOW_S})), NOW - SKEW
    assert sub(text, begins) == "anna"
    assert reason(text, begins - SECOND) == "not_yet"


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", ["soon", [], {}, 1e300, "1795521600"])
def test_times_that_are_none_are_refused(claim: str, value: object) -> None:
    assert reason(token(claims(**{claim: value}))) == "malformed"


def test_another_issuer_or_audience_is_refused() -> None:
    assert reason(token(claims(iss="https://evil.example"))) == "issuer"
    assert reason(token(claims(iss=ISSUER + "/"))) == "issuer"
    assert reason(token(claims(aud="steelyard-web"))) == "audience"
    assert reason(token(claims(aud=["a", "b"]))) == "audience"


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "exp", "iat"])
def test_every_required_claim_is_required(claim: str) -> None:
    assert reason(token(claims(**{claim: None}))) == "claim_missing"


def test_a_token_may_do_without_nbf() -> None:
    assert sub(token(claims(nbf=None))) == "anna"


@pytest.mark.parametrize("subject", [5, ["anna"], {"name": "anna"}])
def test_a_subject_that_is_no_text_is_refused(subject: object) -> None:
    assert reason(token(claims(sub=subject))) == "signature"


def test_a_token_over_8_kb_is_refused_before_it_is_read() -> None:
    assert reason("x" * (LIMIT_BYTES + 1)) == "too_long"
    assert reason(token(claims(filler="x" * LIMIT_BYTES))) == "too_long"
    assert reason("x" * LIMIT_BYTES) == "malformed"


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "...", "a.b", "a.b.c", "é.é.é", "衡.衡.衡", "\x00", "\ud800.a.b", f"{b64([])}.e30.e30"],
)
def test_garbage_is_refused(text: str) -> None:
    assert reason(text) == "malformed"


def test_a_body_that_is_no_object_is_refused() -> None:
    header, _, _ = token().split(".")
    assert reason(f"{header}.{b64([1])}.{b64(b'x' * 256)}") == "signature"


def test_a_header_that_demands_extensions_is_refused() -> None:
    header = {"alg": "RS256", "kid": "rsa", "typ": "JWT"}
    assert reason(forged(header | {"crit": ["b64"], "b64": True})) == "kind"
    for crit in ([], ["exp"], ["b64"], "b64", None):
        assert reason(forged(header | {"crit": crit})) in {"kind", "malformed"}


@pytest.mark.parametrize("typ", ["JOSE", "id+jwt", "logout+jwt", "application/json", "", None, 5])
def test_another_type_of_token_is_refused(typ: object) -> None:
    assert reason(forged({"alg": "RS256", "kid": "rsa", "typ": typ})) in {"kind", "malformed"}


class Published:
    """An issuer's key set that changes, fails, and counts how often it is read."""

    def __init__(self) -> None:
        self.entries = [published("rsa", rsa_key())]
        self.reads = 0
        self.is_down = False
        self.answer: bytes | None = None
        self.now = NOW

    def read(self) -> bytes:
        self.reads += 1
        if self.is_down:
            raise TimeoutError
        return document(*self.entries) if self.answer is None else self.answer

    def clock(self) -> datetime:
        return self.now

    def keys(self) -> KeySet:
        return KeySet(self.read, self.clock)


def test_the_key_set_is_read_once_an_hour() -> None:
    issuer = Published()
    known = issuer.keys()
    for _ in range(5):
        assert known.key("rsa")["kty"] == "RSA"
    issuer.now = NOW + timedelta(hours=1)
    known.key("rsa")
    assert issuer.reads == 1
    issuer.now += SECOND
    known.key("rsa")
    assert issuer.reads == 2


def test_unknown_key_ids_make_it_read_again_once_a_minute_at_most() -> None:
    issuer = Published()
    known = issuer.keys()
    reads = []
    for _ in range(122):
        with pytest.raises(Refused, match="unknown_key"):
            known.key("other")
        reads.append(issuer.reads)
        issuer.now += SECOND
    assert (reads[60], reads[61], reads[121]) == (1, 2, 2)


def test_a_new_key_is_found_and_the_old_one_forgotten() -> None:
    issuer = Published()
    known = issuer.keys()
    known.key("rsa")
    issuer.entries = [published("new", rsa_key(1))]
    issuer.now += timedelta(seconds=61)
    assert known.key("rsa")["kid"] == "rsa"
    assert verify(token(key=rsa_key(1), kid="new"), known, ISSUER, AUDIENCE, NOW)["sub"] == "anna"
    assert reason(token(), known=known) == "unknown_key"
    assert issuer.reads == 2


@pytest.mark.parametrize(
    "answer",
    [b"", b"<html>", b"\xff", b"[]", b"{}", b"null", b'{"keys": 5}', b'{"keys": ["x"]}', b'{"keys": [null]}'],
)
def test_an_answer_that_is_no_key_set_changes_nothing(answer: bytes) -> None:
    issuer = Published()
    known = issuer.keys()
    known.key("rsa")
    issuer.answer = answer
    issuer.now += timedelta(hours=2)
    assert known.key("rsa")["kty"] == "RSA"


def test_an_issuer_that_is_down_locks_nobody_out_whom_it_vouched_for() -> None:
    issuer = Published()
    known = issuer.keys()
    known.key("rsa")
    issuer.is_down = True
    issuer.now += timedelta(hours=2)
    assert known.key("rsa")["kid"] == "rsa"
    with pytest.raises(Refused, match="unknown_key"):
        known.key("other")
    assert issuer.reads == 2


def test_without_any_key_the_failure_is_told_and_the_next_call_reads_again() -> None:
    issuer = Published()
    known = issuer.keys()
    issuer.is_down = True
    for _ in range(2):
        with pytest.raises(TimeoutError):
            known.key("rsa")
    issuer.is_down = False
    assert known.key("rsa")["kid"] == "rsa"


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b'{"keys": [5]}'])
def test_a_key_set_that_is_none_does_not_replace_the_known_one(answer: bytes) -> None:
    answers = [document(published("rsa", rsa_key())), answer]
    issuer = Published()
    known = KeySet(lambda: answers.pop(0), issuer.clock)
    known.key("rsa")
    issuer.now += timedelta(hours=2)
    assert known.key("rsa")["kid"] == "rsa"

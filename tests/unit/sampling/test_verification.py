"""The verifier: golden bundles hold, and every change of one is found and named."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.sampling import ceremony, drand, verify
from chalicelib.sampling.bundle import Result
from chalicelib.sampling.pairs import pairs
from chalicelib.sampling.sentences import SENTENCES
from chalicelib.sampling.verification import PUBLIC_FILES, Fault
from chalicelib.sampling.verification import verify as verified
from tests.golden.draws import make
from tests.golden.draws.changes import BASE, BINARY, CHANGES, FAULTS, OTHER, changed, made

GOLDEN = sorted(make.FOLDER.glob("*.json"))
ROOT = Path(__file__).parents[3]


def codes(files: dict[str, bytes]) -> list[str]:
    return [fault.code for fault in verified(files, drand.is_signed)]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_draw_holds(path: Path) -> None:
    assert verified(make.read(path), drand.is_signed) == []


@pytest.mark.parametrize("case", list(make.cases()), ids=lambda case: case.name)
def test_the_same_inputs_still_give_the_golden_draw(case: make.Case) -> None:
    assert make.files(case) == make.read(make.FOLDER / f"{case.name}.json")


def test_there_are_enough_golden_draws() -> None:
    assert len(GOLDEN) >= 20


@pytest.mark.parametrize(("name", "code", "change"), CHANGES)
def test_a_changed_value_is_named(name: str, code: str, change: Callable[[Any], Any]) -> None:
    assert code in codes(changed(name, change))


@pytest.mark.parametrize(("name", "code", "change"), BINARY)
def test_changed_bytes_are_named(name: str, code: str, change: Callable[[bytes], bytes]) -> None:
    assert code in codes({**BASE, name: change(BASE[name])})


@pytest.mark.parametrize("name", ["values", "bytes"])
def test_the_faults_that_both_verifiers_are_held_to_are_these(name: str) -> None:
    assert made(name) == json.loads((FAULTS / f"{name}.json").read_text())


def test_a_substitute_that_came_later_is_part_of_the_pairs() -> None:
    case = next(case for case in make.cases() if case.name == "conflicts")
    people, opened = make.opened(case)
    found = Result.model_validate_json(BASE["result.json"])
    substitute = found.strata[0].substitutes[0][0]
    conflicts = {one.officer.encode(): frozenset(map(str.encode, one.conflicts)) for one in opened}
    order = [*ceremony.drawn(found), (0, substitute.encode())]
    going = pairs(bytes.fromhex(found.seed), order, people, conflicts, case.load_cap)[-1]
    sent = [one.decode() for one in going.officers]

    def with_later(stratum: int, officers: list[str]) -> list[str]:
        later = {"stratum": stratum, "entry": substitute, "officers": officers}
        return codes(changed("pairs.json", lambda told: told["pairs"].append(later)))

    assert with_later(0, sent) == []
    assert with_later(0, sent[::-1]) == ["pairs.pair"]
    assert with_later(1, sent) == ["pairs.pair"]


@pytest.mark.parametrize("name", PUBLIC_FILES)
def test_a_missing_file_is_named(name: str) -> None:
    left = {kept: raw for kept, raw in BASE.items() if kept != name}
    assert verified(left, drand.is_signed) == [Fault("bundle.missing", name)]


@given(st.sampled_from(sorted(BASE)), st.data())
def test_any_changed_byte_is_found(name: str, data: st.DataObject) -> None:
    """Of the freeze only with the digest that was published: its dates and names are bound by nothing else."""
    raw = bytearray(BASE[name])
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    published = hashlib.sha256(BASE["freeze.json"]).hexdigest()
    found = verify.faults({**BASE, name: bytes(raw)}, published)
    if name in {"opening.json", "randomness.json"} and found == []:
        # Not bound: the instant of opening before the deadline, and the words of a reason nobody used.
        kept, made = json.loads(BASE[name]), json.loads(bytes(raw))
        assert {member for member in kept if kept[member] != made[member]} <= {"opened_at", "reason"}
        return
    assert found != []
    assert {fault.code for fault in found} <= SENTENCES.keys()


@given(st.sampled_from(sorted(BASE)), st.binary(max_size=80))
def test_hostile_files_are_named_and_raise_nothing(name: str, raw: bytes) -> None:
    assert verified({**BASE, name: raw}, drand.is_signed) != []


def test_every_code_is_explained_in_the_protocol_and_in_words() -> None:
    protocol = (ROOT / "docs" / "draw-protocol.md").read_text()
    assert [code for code in SENTENCES if f"`{code}`" not in protocol] == []
    source = (ROOT / "chalicelib" / "sampling" / "verification.py").read_text()
    assert [
        code
        for code in SENTENCES
        if f'"{code}"' not in source and code.split(".")[0] not in {"freeze", "randomness"}
    ] == []


def test_the_command_says_what_is_right_and_what_is_wrong(tmp_path: Path) -> None:
    said: list[str] = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in BASE.items():
            archive.writestr(name, raw)
    (tmp_path / "good.zip").write_bytes(packed.getvalue())
    assert verify.main([str(tmp_path / "good.zip")], said.append) == 0
    assert any("完全一致" in line for line in said)
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, raw in changed("opening.json", lambda d: d.update(secret=OTHER)).items():
        (folder / name).write_bytes(raw)
    said.clear()
    assert verify.main([str(folder)], said.append) == 1
    assert "secret.hash" in said[0]
    said.clear()
    assert verify.main([str(tmp_path / "good.zip"), "--freeze-digest", OTHER], said.append) == 1
    assert "freeze.digest" in said[0]
    (tmp_path / "none.zip").write_bytes(b"no zip")
    assert verify.main([str(tmp_path / "none.zip")], said.append) == 2
    assert verify.main([str(tmp_path / "nowhere.zip")], said.append) == 2


@settings(deadline=None)
@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_zip_of_any_other_byte_is_wrong_or_cannot_be_read_and_raises_nothing(
    place: int, change: int
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("freeze.json", BASE["freeze.json"])
    raw = bytearray(packed.getvalue())
    raw[place % len(raw)] ^= change
    with tempfile.TemporaryDirectory() as folder:
        (bundle := Path(folder) / "bundle.zip").write_bytes(raw)
        assert verify.main([str(bundle)], lambda _: None) in {1, 2}

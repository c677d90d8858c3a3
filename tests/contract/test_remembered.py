"""What the embedded AWS works out once is what it worked out each time."""

import zipfile
from pathlib import Path

import pytest
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import dynamodb, lambda_svc

from infra.local import remembered

POLICY = '{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}'


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """MiniStack is changed for these tests alone."""
    for owner, name in (
        (lambda_svc, "_write_code_blob"),
        (lambda_runtime, "zipfile"),
        (iam_evaluator, "parse_policy_document"),
        (dynamodb, "_condition_syntax_error"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(lambda_svc, "CODE_BLOB_DIR", str(tmp_path / "blobs"))


def test_code_is_written_once_and_again_when_it_was_swept(tmp_path: Path) -> None:
    expected = lambda_svc._write_code_blob(b"code")
    blob = tmp_path / "blobs" / f"{expected}.zip"
    blob.unlink()
    remembered.hash_code_once()
    for _ in range(2):
        assert lambda_svc._write_code_blob(b"code") == expected
        assert blob.read_bytes() == b"code"
        blob.unlink()


def test_two_processes_of_a_package_share_its_files(tmp_path: Path) -> None:
    packages = []
    for process in ("one", "two"):
        place = tmp_path / process / "code"
        place.mkdir(parents=True)
        packages.append((tmp_path / process / "code.zip", place))
        with zipfile.ZipFile(packages[-1][0], "w") as archive:
            archive.writestr(zipfile.ZipInfo("app.py"), "1")
            archive.writestr(zipfile.ZipInfo("chalicelib/law.py"), "2")
    remembered.unpack_code_once(tmp_path / "shared")
    for package, place in packages:
        with lambda_runtime.zipfile.ZipFile(package) as archive:
            archive.extractall(place)
    (one, two) = (place for _, place in packages)
    assert (one / "app.py").read_text() == "1"
    assert (one / "chalicelib/law.py").read_text() == "2"
    assert (one / "chalicelib/law.py").samefile(two / "chalicelib/law.py")
    assert len(list((tmp_path / "shared").iterdir())) == 1
    assert isinstance(lambda_runtime.zipfile.BadZipFile("a"), zipfile.BadZipFile)


def test_policies_and_conditions_are_read_as_before() -> None:
    parsed = iam_evaluator.parse_policy_document(POLICY)
    wrong = dynamodb._condition_syntax_error("a = = :b", "ConditionExpression")
    remembered.parse_policies_once()
    remembered.check_conditions_once()
    for _ in range(2):
        assert iam_evaluator.parse_policy_document(POLICY) == parsed
        assert iam_evaluator.parse_policy_document({"Statement": []}) == []
        assert dynamodb._condition_syntax_error("a = = :b", "ConditionExpression") == wrong
        assert dynamodb._condition_syntax_error("a = :b", "ConditionExpression") is None
    assert wrong

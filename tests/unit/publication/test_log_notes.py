"""Signed notes, checkpoints, cosignatures and receipts, as C2SP has them, and hostile ones."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import merkle
from chalicelib.publication.log_leaf import BadContent, BadLeaf, Content, Leaf
from chalicelib.publication.log_notes import (
    COSIGNATURE,
    BadNote,
    Checkpoint,
    Key,
    Note,
    Signature,
    cosigned_at_s,
    signers,
)
from chalicelib.publication.log_receipts import BadReceipt, Receipt
from tests.sealing import ORIGIN, FakeSigner, Registrar, Witness

COSIGNED = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
"""The example of tlog-cosignature."""


def test_the_example_of_the_specification_is_read_and_written() -> None:
    note = Note.of(COSIGNED)
    assert note.kept() == COSIGNED
    head = Checkpoint.of(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.text() == note.text
    assert cosigned_at_s(note.signatures[1]) == 1679315147


def test_log_and_witness_sign_and_others_are_passed_over() -> None:
    signer, witness = FakeSigner(), Witness()
    head = Checkpoint(ORIGIN, 1, merkle.leaf(b""))
    key, signature = signer.sign(head.text())
    note = Note(head.text(), (signature, witness.sign(head.text())))
    assert signers(note, (key, witness.key())) == [key, witness.key()]
    assert signers(note, (FakeSigner("another").key(),)) == []
    assert Note.of(note.kept()) == note
    assert note.with_((signature,)) == note


@pytest.mark.parametrize("place", [0, 1])
def test_a_signature_in_the_name_of_a_key_must_hold(place: int) -> None:
    signer, witness = FakeSigner(), Witness()
    text, other = (Checkpoint(ORIGIN, size, merkle.leaf(b"")).text() for size in (1, 2))
    signatures = (signer.sign(other)[1], witness.sign(other))
    note = Note(text, (signatures[place],))
    with pytest.raises(BadNote, match="does not hold"):
        signers(note, (signer.key(), witness.key()))
    garbled = Note(text, (replace(signatures[place], raw=b"\0" * 9),))
    with pytest.raises(BadNote):
        signers(garbled, (signer.key(), witness.key()))


def test_a_cosignature_binds_its_time() -> None:
    witness, text = Witness(), Checkpoint(ORIGIN, 1, merkle.leaf(b"")).text()
    signature = witness.sign(text, 1_795_000_000)
    later = replace(signature, raw=(1_795_000_001).to_bytes(8) + signature.raw[8:])
    assert witness.key().has_signed(text, signature)
    assert not witness.key().has_signed(text, later)


def test_keys_are_handed_on_as_text() -> None:
    for key in (FakeSigner().key(), Witness().key()):
        assert Key.of(f"{key.told()}\n") == key
    told = Witness().key().told()
    name, key_id, code = told.split("+", 2)
    wrong = [
        "",
        name,
        f"{name}+00000000+{code}",
        f"{name} x+{key_id}+{code}",
        f"{name}+{key_id}+AAAA",
        f"{name}+{key_id}+é",
        Key(name, COSIGNATURE, b"short").told(),
    ]
    for one in wrong:
        with pytest.raises(BadNote):
            Key.of(one)
    assert not Key("a", 2, b"no key").has_signed("x", Signature("a", Key("a", 2, b"no key").id, b"x"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n1\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom\n",
        "a\n1\nQUJD\n",
        "a\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        Checkpoint.of(text)


@given(st.text(max_size=300))
def test_whatever_is_sent_as_a_note_is_a_note_or_refused(text: str) -> None:
    for raw in (text, f"{text}\n\n— {text}", f"a\n\n— a {text}\n"):
        try:
            note = Note.of(raw)
        except BadNote:
            continue
        assert Note.of(note.kept()) == note


def test_a_note_has_a_limit() -> None:
    with pytest.raises(BadNote):
        Note.of(f"a\n\n{'— a AAAAAAAA' * 40}\n" * 40)
    with pytest.raises(BadNote):
        Note.of("a\n\n" + "— a AAAAAAAA\n" * 33)
    with pytest.raises(BadNote):
        Note.of("a\x01\n\n— a AAAAAAAA\n")


def test_a_leaf_has_one_form() -> None:
    leaf = Leaf("draw.frozen/1", "D#pln/H#frozen", 1, "0" * 64)
    assert Leaf.of(leaf.kept()) == leaf
    assert (leaf.thing, leaf.step) == ("D#pln", ("H#frozen", 1))
    for wrong in (
        b"",
        b"[]",
        b"{}",
        leaf.kept() + b" ",
        leaf.kept().replace(b'"version":1', b'"version":true'),
    ):
        with pytest.raises(BadLeaf):
            Leaf.of(wrong)


def test_content_commits_and_hides_nothing_without_its_salt() -> None:
    content = Content.made({"b": "二", "a": 1}, b"s" * 32)
    assert content.text == '{"a":1,"b":"二"}'
    assert Content.of(content.kept()) == content
    assert content.commitment() != Content.made({"b": "二", "a": 1}, b"t" * 32).commitment()
    for wrong in (
        b"",
        b"{}",
        b"[]",
        b'{"content":"1","salt":"00"}',
        b'{"content":"[]","salt":"%s"}' % (b"00" * 32),
    ):
        with pytest.raises(BadContent):
            Content.of(wrong)


def test_a_receipt_has_the_form_of_a_tlog_proof() -> None:
    receipt = Registrar().sealed(5).reader().receipt(3)
    lines = receipt.kept().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[2] == "index 3"
    assert [base64.b64decode(one) for one in lines[3:6]] == list(receipt.proof)
    assert lines[6:9] == ["", ORIGIN, "5"]
    assert Receipt.of(receipt.kept()) == receipt
    single = Registrar().sealed(1).reader().receipt(0)
    assert Receipt.of(single.kept()) == single
    assert single.proof == ()


@given(st.text(max_size=200), st.integers(0, 6))
def test_a_mangled_receipt_is_refused_or_another(text: str, place: int) -> None:
    lines = Registrar().sealed(3).reader().receipt(1).kept().split("\n")
    lines[place] = text
    try:
        Receipt.of("\n".join(lines))
    except BadReceipt:
        return
    assert Receipt.of("\n".join(lines)).kept()

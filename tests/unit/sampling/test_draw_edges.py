"""Where a draw meets the world: proofs of single entries, relays of drand."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar
from urllib.error import HTTPError

import pytest

from chalicelib import merkle
from chalicelib.registry.model import number
from chalicelib.sampling import drand
from chalicelib.sampling.bundle import Drand
from chalicelib.sampling.forms import Entry
from chalicelib.sampling.problems import (
    NotInPool,
)
from chalicelib.sampling.service_draws import NoAnswer
from chalicelib.sampling.store_drand import Relays, fetch
from infra.local import testchain
from tests.unit.sampling.desk import PLAN
from tests.unit.sampling.hall import SOURCE, Hall


class TestEntries:
    @pytest.mark.parametrize("sites", [1, 255, 256, 257, 5000])
    def test_every_entry_is_proven_in_few_reads(self, sites: int) -> None:
        hall = Hall(sites=sites, strata=[{"name": "全部", "count": 1}]).frozen()
        reads = 0
        part = hall.public.part

        def counted(name: str, first: int, size_bytes: int) -> bytes:
            nonlocal reads
            reads += 1
            return part(name, first, size_bytes)

        hall.public.part = counted  # type: ignore[method-assign]
        for place in range(0, sites, max(1, sites // 50)):
            reads = 0
            wanted = number(f"sit-01jd{place:022d}")
            found = hall.entries.prove(PLAN, wanted)
            assert Entry.of(found.record).id.decode() == wanted
            assert merkle.is_included(found.record, found.index, found.size, found.proof, found.root)
            assert reads <= 4
        for absent in ("0000000000", "ZZZZZZZZZZ", "GGGGGGGGGG"):
            with pytest.raises(NotInPool):
                hall.entries.prove(PLAN, absent)


class TestRelays:
    def test_the_first_valid_answer_counts_whoever_gives_it(self) -> None:
        source = Drand.model_validate(SOURCE)
        right = json.dumps({"round": source.round, "signature": testchain.signature(source.round).hex()})
        wrong = json.dumps({"round": source.round, "signature": testchain.signature(1).hex()})
        answers: dict[str, bytes] = {
            "https://a": b"[]",
            "https://b": wrong.encode(),
            "https://c": b"{" * 5000,
            "https://d": right.encode(),
        }
        asked: list[str] = []

        def get(address: str) -> bytes:
            asked.append(address)
            return answers[address.partition(f"/{source.chain}")[0]]

        relays = Relays("https://a https://b/ https://c https://d", drand.is_signed, get)
        assert relays.signature(source) == testchain.signature(source.round)
        assert asked[1] == f"https://b/{source.chain}/public/{source.round}"
        with pytest.raises(NoAnswer, match="not valid"):
            Relays("https://a https://b", drand.is_signed, get).signature(source)
        with pytest.raises(NoAnswer, match="no relay is named"):
            Relays("", drand.is_signed, get).signature(source)

    @pytest.mark.parametrize("address", ["http://example.com/x", "file:///etc/passwd", "ftp://a/b"])
    def test_relays_speak_https(self, address: str) -> None:
        with pytest.raises(ValueError, match="https"):
            fetch(address)

    def test_a_relay_that_leads_elsewhere_or_says_too_much_is_not_followed(self) -> None:
        """Otherwise a relay could have the function ask any address for it."""

        class Relay(BaseHTTPRequestHandler):
            asked: ClassVar[list[str]] = []

            def do_GET(self) -> None:
                self.asked.append(self.path)
                self.send_response(302 if "away" in self.path else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(b"x" * 100_000)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        with HTTPServer(("127.0.0.1", 0), Relay) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            home = f"http://127.0.0.1:{server.server_port}"
            with pytest.raises(HTTPError) as refused:
                fetch(f"{home}/away")
            refused.value.close()
            assert len(fetch(f"{home}/long")) == 4097
            server.shutdown()
        assert Relay.asked == ["/away", "/long"]

"""Freezing and drawing at a province's scale: CPU seconds and peak memory, each step in a process of its own.

    python -m bench.draw [--size 2000000] [--drawn 20000]

The floor is one SHA-256 per id in C (OpenSSL's one-shot function, compiled here when gcc and libcrypto are there).
"""

import argparse
import hashlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.conditions import machine
from chalicelib.sampling import forms, freezing, tickets

WIDTH = 13
CHUNK_BYTES = WIDTH * 65_536
STRATA = 4
FLOOR = r"""
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
unsigned char *SHA256(const unsigned char *, size_t, unsigned char *);
int main(int n, char **v) {
  long size = atol(v[1]); unsigned char id[44] = {0}, out[32]; unsigned long sum = 0;
  clock_t began = clock();
  for (long i = 0; i < size; i++) {
    for (int b = 0; b < 8; b++) id[34 + b] = i >> (8 * b);
    SHA256(id, 44, out);
    sum += out[0];
  }
  printf("%.3f %lu\n", (double)(clock() - began) / CLOCKS_PER_SEC, sum);
}
"""


def numbers(size: int) -> Iterator[bytes]:
    """Records of invented public numbers, in no order."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    table = bytes(ord(alphabet[byte & 31]) for byte in range(256))
    for place in range(size):
        digest = hashlib.sha256(place.to_bytes(8)).digest()
        yield digest[:10].translate(table) + bytes([0, digest[11] % STRATA, 1])


def chunks(path: Path) -> Iterator[bytes]:
    """The file as it would stream from S3."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def records(path: Path) -> Iterator[bytes]:
    """The records of the file."""
    for chunk in chunks(path):
        yield from (chunk[place : place + WIDTH] for place in range(0, len(chunk), WIDTH))


def freeze(folder: Path, _: int) -> str:
    """Sort, root and write the pool."""
    with (folder / "pool.bin").open("wb") as pool:
        found = freezing.frozen(freezing.sorted_records(chunks(folder / "candidates.bin"), WIDTH), pool.write)
    (folder / "root").write_bytes(found.root)
    return found.root.hex()


def draw(folder: Path, drawn: int) -> str:
    """Draw from the pool, a quarter in each stratum."""
    seed = tickets.seed((folder / "root").read_bytes(), "pln-bench", bytes(32), bytes(32))
    found = tickets.draw(seed, records(folder / "pool.bin"), [drawn // STRATA] * STRATA)
    return forms.sha256(*(one.id for stratum in found for one in stratum)).hex()


STEPS = {"freeze": freeze, "draw": draw}


def step(name: str, folder: str, drawn: int) -> None:
    """One step, measured in this process."""
    told = STEPS[name](Path(folder), drawn)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f} {told}")


def floor(size: int, folder: Path) -> float | None:
    """CPU seconds of the C program, or None where it cannot be made."""
    if shutil.which("gcc") is None:
        return None
    source, program = folder / "floor.c", folder / "floor"
    source.write_text(FLOOR)
    made = subprocess.run(
        ["gcc", "-O2", "-o", str(program), str(source), "-l:libcrypto.so.3"], check=False, capture_output=True
    )
    if made.returncode:
        return None
    told = subprocess.run([str(program), str(size)], check=True, capture_output=True, text=True).stdout
    return float(told.split()[0])


def main() -> None:
    """Measure all of it and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=2_000_000)
    parser.add_argument("--drawn", type=int, default=20_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "candidates.bin").open("wb") as file:
            file.writelines(numbers(asked.size))
        lowest = floor(asked.size, folder)
        print(f"{asked.size:,} entries, {asked.drawn:,} drawn, {STRATA} strata; {machine()}")
        if lowest is not None:
            print(f"floor   {lowest:6.2f} s CPU   one SHA-256 per id in C")
        for one in STEPS:
            began = time.monotonic()
            told = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    f"from bench.draw import step; step({one!r}, {name!r}, {asked.drawn})",
                ],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            ratio = f"{float(told[0]) / lowest:6.1f}x the floor" if lowest else ""
            print(
                f"{one:<8}{float(told[0]):6.2f} s CPU {int(told[1]):5d} MB peak {ratio}"
                f"   wall {time.monotonic() - began:.1f} s"
            )


if __name__ == "__main__":
    main()

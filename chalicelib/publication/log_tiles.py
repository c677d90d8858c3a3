"""The log's files in the layout of C2SP tlog-tiles: names, what a tree of a size has, and its nodes out of tiles.

A tile holds up to 256 hashes of one level; one of level l + 1 is the hash of a whole tile of level l. What is written
under a name never changes: a tile that is not whole yet has its width in its name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from chalicelib import merkle

HEIGHT = 8
WIDTH = 1 << HEIGHT
HASH_BYTES = 32
CHECKPOINT = "checkpoint"
_LENGTH_BYTES = 2
ENTRY_LIMIT_BYTES = (1 << 8 * _LENGTH_BYTES) - 1
"""Of one entry: what its length prefix can say."""


class BadTile(ValueError):
    """A tile or bundle is not of the form its name promises."""


def tile_name(level: int, number: int, width: int = WIDTH) -> str:
    """Name of the tile: `tile/0/x001/067`, and `tile/0/x001/067.p/5` of five hashes."""
    return f"tile/{level}/{_number(number)}{_partial(width)}"


def bundle_name(number: int, width: int = WIDTH) -> str:
    """Name of the bundle with the entries of tile `number` of level 0."""
    return f"tile/entries/{_number(number)}{_partial(width)}"


def _number(number: int) -> str:
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


def levels(size: int) -> Iterator[tuple[int, int]]:
    """Each level of a tree of `size` that has tiles, and how many hashes are on it; lowest first."""
    level = 0
    while count := size >> HEIGHT * level:
        yield level, count
        level += 1


def tiles(count: int) -> Iterator[tuple[int, int]]:
    """Number and width of the tiles of a level with so many hashes, or of the bundles of so many entries."""
    for number in range(-(-count // WIDTH)):
        yield number, min(WIDTH, count - number * WIDTH)


def hashes(raw: bytes, width: int) -> list[bytes]:
    """The hashes in a tile. Raises BadTile for another width."""
    if len(raw) != width * HASH_BYTES:
        raise BadTile(f"{len(raw)} bytes instead of {width} hashes")
    return [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]


def bundled(entries: Iterable[bytes]) -> bytes:
    """Entries as a bundle: each behind its length."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES) + entry for entry in entries)


def unbundled(raw: bytes) -> list[bytes]:
    """The entries of a bundle. Raises BadTile for bytes that end too early."""
    found, at = [], 0
    while at < len(raw):
        begins = at + _LENGTH_BYTES
        at = begins + int.from_bytes(raw[at:begins])
        if at > len(raw):
            raise BadTile("the bundle ends inside an entry")
        found.append(raw[begins:at])
    return found


@dataclass
class Tree:
    """A tree of `size` leaves over its tiles; each tile is read once."""

    size: int
    read: Callable[[str], bytes]
    """The file of this name. Raises what it raises for one that is not there."""
    _tiles: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def tile(self, level: int, number: int) -> list[bytes]:
        """The hashes of a tile. Raises BadTile, and what `read` raises."""
        if (level, number) not in self._tiles:
            width = min(WIDTH, (self.size >> HEIGHT * level) - number * WIDTH)
            self._tiles[level, number] = hashes(self.read(tile_name(level, number, width)), width)
        return self._tiles[level, number]

    def nodes(self, height: int, index: int) -> bytes:
        """See merkle.Nodes."""
        level = height // HEIGHT
        spans = 1 << height - HEIGHT * level
        number, begin = divmod(index * spans, WIDTH)
        return merkle.fold(self.tile(level, number)[begin : begin + spans])

    def edge(self) -> list[list[bytes]]:
        """The hashes of the last tile of each level that is not whole, lowest level first; from them the tree grows."""
        return [
            self.tile(level, count // WIDTH) if count % WIDTH else [] for level, count in levels(self.size)
        ]


def edge_root(edge: list[list[bytes]]) -> bytes:
    """The root of the tree with this edge."""
    found: bytes | None = None
    for level in edge:
        known = level if found is None else [*level, found]
        found = merkle.fold(known) if known else None
    return merkle.EMPTY if found is None else found


def grown(size: int, edge: list[list[bytes]], leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the tiles that come with these leaf hashes; `edge` becomes the one of the grown tree."""
    counts = [size >> HEIGHT * level for level in range(len(edge))]
    changed: set[int] = set()
    for leaf in leaves:
        level, carried = 0, leaf
        while True:
            if level == len(edge):
                edge.append([])
                counts.append(0)
            edge[level].append(carried)
            counts[level] += 1
            changed.add(level)
            if len(edge[level]) < WIDTH:
                break
            yield tile_name(level, counts[level] // WIDTH - 1), b"".join(edge[level])
            carried, edge[level] = merkle.fold(edge[level]), []
            level += 1
    for level in sorted(changed):
        if edge[level]:
            number, width = divmod(counts[level], WIDTH)
            yield tile_name(level, number, width), b"".join(edge[level])

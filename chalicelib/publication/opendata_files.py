"""What stands beside the data: dictionary, checksums, DCAT catalogue, entries for the municipal platform; pure.

Xiamen's departments publish through the municipal platform (厦门市公共数据共享开放管理暂行办法 第四条), so this is no
portal: `municipal.json` is what is entered there, the files are what is uploaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from chalicelib import dated
from chalicelib.dated import Dated
from chalicelib.publication.opendata import Dataset

type Words = dict[str, str]

MEDIA = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl"}
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Terms(Dated):
    """Who publishes the data and under which licence, from a day on.

    authority   an office's name, {district} its district's
    """

    publisher: Words
    licence: Words
    licence_url: Annotated[str, StringConstraints(pattern=r"^https://")]
    authority: Annotated[str, StringConstraints(pattern=r"\{district\}")]
    sharing: str
    districts: Words


def versions() -> tuple[Terms, ...]:
    """Every version of the terms, oldest first."""
    return dated.read(Terms, Path(__file__).parent / "data" / "opendata.toml")


@dataclass(frozen=True)
class Made:
    """A file that was made: the data set it holds (empty: none of them), rows, bytes, digest."""

    name: str
    dataset: str
    rows: int
    size_bytes: int
    sha256: str

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA.get(self.name.rpartition(".")[2], "application/octet-stream")


def dictionary(datasets: Sequence[Dataset]) -> dict[str, Any]:
    """What every column means."""
    return {one.id: [asdict(column) for column in one.columns] for one in datasets}


def checksums(made: Sequence[Made]) -> str:
    """For `sha256sum -c`."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in made)


def index(
    datasets: Sequence[Dataset], made: Sequence[Made], terms: Terms, told: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page of the open data shows; `told` is when and from what it was made."""
    return {
        **told,
        "publisher": terms.publisher,
        "licence": {**terms.licence, "url": terms.licence_url},
        "datasets": [
            {"id": one.id, "zh": one.zh, "en": one.en, "about": _about(one), "files": _of(one.id, made)}
            for one in datasets
        ],
        "files": _of("", made),
    }


def catalogue(
    datasets: Sequence[Dataset], made: Sequence[Made], terms: Terms, day: str, base: str
) -> dict[str, Any]:
    """The catalogue in DCAT 3, as JSON-LD; `base` is the address the files lie under."""
    publisher = {"@type": "foaf:Organization", "foaf:name": _languages(terms.publisher)}
    return {
        "@context": _CONTEXT,
        "@id": f"{base}catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _languages(
            {"zh": "厦门计量监管开放数据", "en": "Open data of legal metrology in Xiamen"}
        ),
        "dct:publisher": publisher,
        "dct:license": {"@id": terms.licence_url},
        "dct:modified": _day(day),
        "dcat:dataset": [
            {
                "@id": f"{base}catalog.jsonld#{one.id}",
                "@type": "dcat:Dataset",
                "dct:identifier": one.id,
                "dct:title": _languages({"zh": one.zh, "en": one.en}),
                "dct:description": _languages(_about(one)),
                "dct:publisher": publisher,
                "dct:license": {"@id": terms.licence_url},
                "dct:accrualPeriodicity": {"@id": _FREQUENCY},
                "dct:modified": _day(day),
                "dcat:distribution": [_distribution(file, base) for file in made if file.dataset == one.id],
            }
            for one in datasets
        ],
    }


def municipal(
    datasets: Sequence[Dataset], made: Sequence[Made], terms: Terms, day: str
) -> list[dict[str, Any]]:
    """What the municipal platform asks of each entry of its catalogue (facts/process.md 9.3), in its words."""
    return [
        {
            "信息资源名称": one.zh,
            "信息资源标识": one.id,
            "摘要": one.about,
            "提供方": terms.publisher["zh"],
            "更新周期": "每日；内容到期、修复、撤下时随时",
            "更新日期": day,
            "开放类型": terms.sharing,
            "脱敏规则": "自然人摊主姓名只保留第一个字；无证件号码、检查人员、坐标、证据",
            "授权": terms.licence["zh"],
            "数据项": [
                {"标识": column.name, "名称": column.zh, "类型": "字符型", "说明": column.note}
                for column in one.columns
            ],
            "文件": _of(one.id, made),
        }
        for one in datasets
    ]


def _about(one: Dataset) -> Words:
    return {"zh": one.about, "en": one.about_en}


def _of(dataset: str, made: Sequence[Made]) -> list[dict[str, Any]]:
    found = [one for one in made if one.dataset == dataset]
    return [
        {"name": one.name, "rows": one.rows, "size_bytes": one.size_bytes, "sha256": one.sha256}
        for one in found
    ]


def _distribution(file: Made, base: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": f"{base}{file.name}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.media}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size_bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _languages(words: Words) -> list[dict[str, str]]:
    return [{"@language": language, "@value": text} for language, text in words.items()]


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}

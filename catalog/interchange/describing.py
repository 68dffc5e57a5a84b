"""Our catalogue in DCAT-AP's terms: a listed dataset, a foreign record, and the page of the catalogue that names them.

Whatever a foreign record lacks, what is written here has all that the standard demands: a missing description is the title, a
distribution without an address leads to the record's page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import orjson

from catalog.dataset.choices import INDUSTRIES
from catalog.dataset.models import DatasetRevision, Distribution
from catalog.interchange.models import CatalogRecord
from catalog.interchange.policies import policy_node
from catalog.interchange.sight import without_contacts
from catalog.interchange.writing.nodes import (
    DCAT,
    DCT,
    DQV,
    FOAF,
    HYDRA,
    ODRL,
    OWN,
    SPDX,
    XSD,
    Iri,
    Node,
    Text,
    concept,
    iri,
    labelled,
    moment,
    on,
    texts,
)
from catalog.offer.models import Offer

ACCESS = "http://publications.europa.eu/resource/authority/access-right/"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
FREQUENCIES = {
    "realtime": "CONT", "hourly": "HOURLY", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "quarterly": "QUARTERLY", "yearly": "ANNUAL", "irregular": "IRREG",
    "never": "NEVER",
}  # fmt: skip
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]*/[\w.+-]+\Z", re.ASCII)
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
LEVELS = {"public": "PUBLIC", "restricted": "RESTRICTED"}


def agent(names: dict[str, str], address: str = "") -> Node:
    node = Node(FOAF + "Agent", address)
    texts(node, FOAF + "name", names)
    return node


def catalog_page(base: str, page: str, following: str | None, members: list[str]) -> list[Node]:
    """The catalogue, the exchange that publishes it, and where the next page is."""
    catalog = Node(DCAT + "Catalog", f"{base}/dcat/catalog")
    texts(catalog, DCT + "title", {"zh": "数港数据目录", "en": "Catalog of the Shugang data exchange"})
    texts(catalog, DCT + "description", {"zh": "本交易所公开上架的数据集，以及许可转载的外部目录条目。", "en": "Datasets listed for the public at this exchange, and records of other catalogs that may be repeated."})
    publisher = agent({"zh": "数港", "en": "Shugang"}, f"{base}/#exchange")
    catalog.add(DCT + "publisher", Iri(publisher.iri))
    view = Node(HYDRA + "PartialCollectionView", page).add(HYDRA + "first", Iri(f"{base}/dcat/catalog"))
    if following:
        view.add(HYDRA + "next", Iri(following))
    catalog.add(HYDRA + "view", Iri(view.iri))
    for member in members:
        catalog.add(DCAT + "dataset", Iri(member))
    return [catalog, publisher, view]


def dataset_nodes(base: str, revision: DatasetRevision, listed_at: Any, files: list[Distribution], quality: list[dict[str, Any]] | None = None, offers: Sequence[Offer] = ()) -> list[Node]:
    """A listed dataset of ours with its files, the statements on its `quality` (catalog/quality/statements.py) and its open offers. Access is
    by agreement, so each file leads to the dataset's page."""
    page = f"{base}/catalog/{revision.dataset_id}/"
    node, nodes = Node(DCAT + "Dataset", page), list[Node]()
    titles = {"zh": revision.title_zh, "en": revision.title_en}
    texts(node, DCT + "title", titles)
    abouts = {"zh": revision.description_zh, "en": revision.description_en}
    texts(node, DCT + "description", abouts if any(abouts.values()) else titles)
    node.add(DCT + "identifier", Text(str(revision.dataset_id)))
    provider = revision.dataset.provider
    node.add(DCT + "publisher", agent({"zh": provider.name_zh, "en": provider.name_en}))
    for word in revision.keywords:
        node.add(DCAT + "keyword", Text(word))
    if revision.industry in INDUSTRIES:
        theme = concept(revision.industry)
        node.add(DCAT + "theme", Iri(theme.iri))
        nodes.append(theme)
    node.add(DCT + "issued", on(listed_at)).add(DCT + "modified", on(revision.updated_on))
    node.add(DCT + "accessRights", Iri(ACCESS + "RESTRICTED")).add(DCAT + "landingPage", Iri(page)).add(DCAT + "version", Text(str(revision.number)))
    if revision.frequency in FREQUENCIES:
        node.add(DCT + "accrualPeriodicity", Iri(FREQUENCY + FREQUENCIES[revision.frequency]))
    node.add(OWN + "kept", Text(orjson.dumps(_more(revision)).decode()))
    if revision.covers_from or revision.covers_until:
        node.add(DCT + "temporal", Node(DCT + "PeriodOfTime").add(DCAT + "startDate", on(revision.covers_from)).add(DCAT + "endDate", on(revision.covers_until)))
    for one in quality or []:
        node.add(DQV + "hasQualityMeasurement", _measured(one))
    for offer in offers:
        nodes.append(policy_node(offer, page))
        node.add(ODRL + "hasPolicy", Iri(nodes[-1].iri))
    for file in files:
        part = Node(DCAT + "Distribution", f"{page}#{file.pk}").add(DCT + "title", Text(file.name)).add(DCAT + "accessURL", Iri(page))
        part.add(DCAT + "mediaType", Iri(MEDIA_TYPES + iri(file.media_type)))
        if file.size is not None:
            part.add(DCAT + "byteSize", Text(str(file.size), datatype=XSD + "nonNegativeInteger"))
        if file.sha256:
            part.add(SPDX + "checksum", checksum(file.sha256_hex))
        node.add(DCAT + "distribution", Iri(part.iri))
        nodes.append(part)
    return [node, *nodes]


def _measured(one: dict[str, Any]) -> Node:
    """A quality measurement of the W3C Data Quality Vocabulary with its metric."""
    made = Node(DQV + "QualityMeasurement").add(DQV + "isMeasurementOf", Iri(one["metric"]))
    return made.add(DQV + "value", Text(one["value"], datatype=XSD + "decimal")).add(DCT + "date", on(one["computed"]))


def metric_nodes(quality: list[dict[str, Any]]) -> list[Node]:
    """The metrics that statements name, each with its dimension."""
    found = {one["metric"]: one["dimension"] for one in quality}
    return [Node(DQV + "Metric", metric).add(DQV + "inDimension", Iri(dimension)).add(DQV + "expectedDataType", Iri(XSD + "decimal")) for metric, dimension in found.items()]


def checksum(digest: str) -> Node:
    return Node(SPDX + "Checksum").add(SPDX + "algorithm", Iri(SHA256)).add(SPDX + "checksumValue", Text(digest, datatype=XSD + "hexBinary"))


def _more(revision: DatasetRevision) -> dict[str, Any]:
    """What the standard has no term for, under our own names."""
    found = {
        "grade": f"g{revision.grade}", "personal": revision.personal, "sensitive": revision.sensitive, "synthetic": revision.synthetic, "coverage_zh": revision.coverage_zh,
        "coverage_en": revision.coverage_en, "places": revision.places, "zone": revision.zone.code if revision.zone else "", "persons": revision.persons, "frequency": revision.frequency,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def record_nodes(base: str, record: CatalogRecord) -> list[Node]:
    """A public record of a foreign catalogue."""
    page = f"{base}/catalog/foreign/{record.pk}/"
    node = Node(DCAT + "Dataset", page)
    texts(node, DCT + "title", record.title)
    texts(node, DCT + "description", record.description or record.title)
    node.add(DCT + "identifier", Text(f"{record.source.code}:{record.foreign_id}"))
    if record.publisher:
        node.add(DCT + "publisher", agent(record.publisher))
    for word in record.keywords:
        node.add(DCAT + "keyword", Text(word))
    themes: list[Node] = []
    for theme in record.themes:
        themes.append(concept(theme))
        node.add(DCAT + "theme", Iri(themes[-1].iri))
    if record.license:
        node.add(DCT + "license", labelled(DCT + "LicenseDocument", record.license))
    node.add(DCT + "issued", moment(record.issued)).add(DCT + "modified", moment(record.modified)).add(DCT + "accessRights", Iri(ACCESS + LEVELS[record.access]))
    if record.page:
        node.add(DCAT + "landingPage", Iri(iri(record.page)))
    kept = without_contacts(record.kept)
    if kept:
        node.add(OWN + "kept", Text(orjson.dumps(kept).decode()))
    nodes = [theme for theme in themes if theme.properties]
    for number, one in enumerate(record.distributions):
        part = _distribution(f"{page}#{number}", page, one)
        node.add(DCAT + "distribution", Iri(part.iri))
        nodes.append(part)
    return [node, *nodes]


def _distribution(address: str, page: str, one: dict[str, Any]) -> Node:
    part = Node(DCAT + "Distribution", address)
    texts(part, DCT + "title", one.get("titles") or {"und": one.get("title", "")})
    if one.get("description"):
        part.add(DCT + "description", Text(one["description"]))
    # the standard demands an address to get access at; where the source names none it is the record's page
    part.add(DCAT + "accessURL", Iri(iri(one.get("access_url") or one.get("download_url") or page)))
    if one.get("download_url"):
        part.add(DCAT + "downloadURL", Iri(iri(one["download_url"])))
    if one.get("media_type"):
        said = one["media_type"]
        part.add(DCAT + "mediaType", Iri(MEDIA_TYPES + said) if _MEDIA_TYPE.match(said) else labelled(DCT + "MediaType", said))
    if one.get("format"):
        part.add(DCT + "format", labelled(DCT + "MediaTypeOrExtent", one["format"]))
    if one.get("license"):
        part.add(DCT + "license", labelled(DCT + "LicenseDocument", one["license"]))
    part.add(DCT + "modified", moment(one.get("modified", "")))
    if one.get("size"):
        part.add(DCAT + "byteSize", Text(str(one["size"]), datatype=XSD + "nonNegativeInteger"))
    if one.get("sha256"):
        part.add(SPDX + "checksum", checksum(one["sha256"]))
    kept = without_contacts(one.get("kept", {}))
    if kept:
        part.add(OWN + "kept", Text(orjson.dumps(kept).decode()))
    return part

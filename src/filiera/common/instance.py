"""The instance folder's identity file, read once and checked: another cluster is another folder, without touching code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, field_validator

from filiera.common.language import current_language

if TYPE_CHECKING:
    from collections.abc import Sequence


class Text(BaseModel):
    """A text in Italian and English."""

    it: str
    en: str

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.it


class Lines(BaseModel):
    """Lines in Italian and English."""

    it: list[str]
    en: list[str]

    def here(self) -> list[str]:
        """Give the lines of the language of this request."""
        return self.en if current_language() == "en" else self.it


class _Open(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Identity(_Open):
    """Names of the cluster."""

    official_name: Text
    short_name: Text
    brand_lines: list[str] = Field(min_length=1, max_length=2)
    organisation_id: str


class Words(_Open):
    """The words of the public pages that are the cluster's own."""

    kicker: Text
    tagline: Lines
    lead: Text
    footer: Text
    footer_small: Text
    chain_heading: Text
    gap_sentence: Text
    figures_heading: Text
    figures_note: Text
    search_example: Text = Text(
        it="un nome, una competenza, un certificato…", en="a name, a competence, a certificate…"
    )


class Contact(_Open):
    """How the office is reached; without an address of its own, by the form of the site."""

    email: str = ""
    name: Text


class InstanceProvince(_Open):
    """A province of the region."""

    code: str
    name: str
    nuts3: str = ""


class Centre(_Open):
    """The place from which distances are counted unless another is asked for; degrees WGS84."""

    town: str
    province: str
    lat: float
    lon: float


class Area(_Open):
    """What people call a part of the region by, other than a province: `town` stands in its middle."""

    names: list[str]
    town: str


class Region(_Open):
    """The cluster's region."""

    name: Text
    istat_code: str
    nuts2: str
    country: str
    provinces: list[InstanceProvince]
    areas: list[Area] = []
    default_centre: Centre


class InstanceStage(_Open):
    """A stage of the chain: `code` in the taxonomy, `id` the word that the data files use.

    `makes_equipment` says that its competences are the making of what other stages own and use.
    """

    code: str
    id: str
    makes_equipment: bool = False
    roman: str
    short: Text


class NoProof(_Open):
    """A kind of evidence, by its lower-case name, and the competences of which it is no proof; `call` is what calls ask for."""

    kind: str
    competences: list[str]


class Territory(_Open):
    """What one source calls the territory of the cluster."""

    id: str
    names: list[str]
    provinces: list[str]
    perimeter: Text
    source: str


class InstanceSource(_Open):
    """A text that the facts cite."""

    id: str
    name: Text
    url: str = ""
    date: str = ""


class Credit(_Open):
    """A data set and the words that its licence asks for."""

    id: str
    name: Text
    text: Text
    licence: Text
    url: str = ""


class Delegates(_Open):
    """How delegates are named: the usual term in months, days before its end when that is told, days that mail links last."""

    term_months: int = Field(default=36, ge=1)
    reminder_days: list[int] = Field(default=[60, 15], min_length=1)
    invitation_days: int = Field(default=14, ge=1)
    confirmation_days: int = Field(default=30, ge=1)


class PaymentDetails(_Open):
    """Where fees are paid: without `iban` pages and letters say to ask the office. `reference` takes {year} and {number}."""

    iban: str = ""
    holder: str = ""
    reference: Text = Text(it="Quota {year}, socio n. {number}", en="Fee {year}, member no. {number}")


class Association(_Open):
    """What the association itself publishes: where its whole statute is read, its tax code and its seat."""

    statute_url: str = ""
    tax_code: str = ""
    seat: str = ""

    @field_validator("statute_url")
    @classmethod
    def _is_an_address(cls, written: str) -> str:
        if written and not written.startswith(("https://", "http://")):
            raise ValueError("an address begins with https://")
        return written


class Instance(_Open):
    """A cluster's identity file, as a whole."""

    id: str
    languages: list[str]
    identity: Identity
    words: Words
    contact: Contact
    example_questions: Lines
    region: Region
    territories: list[Territory] = []
    stages: list[InstanceStage]
    no_proof: list[NoProof] = []
    sources: list[InstanceSource] = []
    credits: list[Credit] = []
    delegates: Delegates = Delegates()
    payment: PaymentDetails = PaymentDetails()
    association: Association = Association()
    folder: Path = Path()

    @property
    def name(self) -> str:
        """Give the short name in the language of this request."""
        return str(self.identity.short_name)

    @property
    def tagline(self) -> str:
        """Give the first sentence of the footer."""
        return str(self.words.footer)

    @property
    def kicker(self) -> str:
        """Give the line above headings."""
        return str(self.words.kicker)

    @property
    def brand_lines(self) -> Sequence[str]:
        """Give the one or two lines beside the mark."""
        return self.identity.brand_lines


def read_instance(folder: Path) -> Instance:
    """Read and check `instance.yaml`. Raises FileNotFoundError, or pydantic's ValidationError with the place of the fault."""
    values = yaml.safe_load((folder / "instance.yaml").read_text(encoding="utf-8"))
    return Instance(**values, folder=folder)


@cache
def _cached(folder: Path) -> Instance:
    return read_instance(folder)


def current_instance() -> Instance:
    """Give the instance that this installation runs."""
    return _cached(Path(settings.INSTANCE_DIR))

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


class NeedDesk(_Open):
    """How the desk of needs works: days, sizes and the terms under which a problem is read.

    `chase_days` are those, after a request, of the reminder, of the escalation and of the end; `batch` how many solvers are
    asked at once; `most_in_30_days` how many requests a person gets at most; `lasts_days` how long a need stands,
    `warns_days` how many before its end whoever asks is told; `offer_lasts_days` and `offer_warns_days` of an offer;
    `content_days` after an introduction both sides are asked how content they are. `terms` and `nda` are what is accepted by
    a click, and what is signed by name.
    """

    chase_days: tuple[int, int, int] = (9, 21, 45)
    batch: int = Field(default=3, ge=1, le=9)
    most_in_30_days: int = Field(default=8, ge=1)
    lasts_days: int = Field(default=120, ge=30)
    warns_days: int = Field(default=14, ge=1, le=29)
    offer_lasts_days: int = Field(default=365, ge=30)
    offer_warns_days: int = Field(default=21, ge=1, le=29)
    content_days: list[int] = Field(default=[30, 180])
    terms: Lines = Lines(
        it=[
            "Quello che leggi serve solo a dire se la richiesta fa per voi.",
            "Non lo passi a nessuno fuori dal tuo ente, e dentro solo a chi deve rispondere con te.",
            "Non lo usi per altro, e non cerchi di sapere chi chiede.",
            "Vale per tre anni, che la cosa vada avanti o no.",
        ],
        en=[
            "What you read serves only to say whether the request is one for you.",
            "You pass it to nobody outside your organisation, and inside only to whoever has to answer with you.",
            "You use it for nothing else, and do not try to learn who asks.",
            "It holds for three years, whether anything comes of it or not.",
        ],
    )
    nda: Lines = Lines(
        it=[
            "Accordo di riservatezza fra chi risponde, chi chiede e il cluster.",
            "Sono riservati il testo del problema, i documenti allegati e il fatto stesso che qualcuno lo cerchi.",
            "Chi firma li usa solo per valutare la richiesta, li custodisce come le proprie cose riservate e non li copia.",
            "Non li passa a nessuno fuori dal proprio ente, e dentro solo a chi ha lo stesso obbligo.",
            "Non cerca di sapere chi chiede finché tutti e due non hanno detto sì.",
            "L’obbligo dura cinque anni; non copre ciò che era già pubblico o già noto a chi firma.",
            "Vale come misura ragionevole di segretezza ai sensi della direttiva (UE) 2016/943, articolo 2.",
        ],
        en=[
            "Confidentiality agreement between whoever answers, whoever asks and the cluster.",
            "The text of the problem, its papers and the very fact that somebody seeks it are confidential.",
            "Whoever signs uses them only to judge the request, keeps them like its own secrets and does not copy them.",
            "They are passed to nobody outside the organisation, and inside only to whoever is bound in the same way.",
            "Nobody tries to learn who asks until both have said yes.",
            "The duty lasts five years; it does not cover what was public or known to the signatory before.",
            "It counts as a reasonable step to keep a secret under Directive (EU) 2016/943, article 2.",
        ],
    )

    @field_validator("chase_days")
    @classmethod
    def _go_on(cls, days: tuple[int, int, int]) -> tuple[int, int, int]:
        if not 0 < days[0] < days[1] < days[2]:
            raise ValueError("three days, each after the one before")
        return days


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
    needs: NeedDesk = NeedDesk()
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

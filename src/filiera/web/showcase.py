"""Invented data for the page of components, so that every part and picture can be looked at in all its states.

Nothing here is a fact: every name is an example and the page says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from filiera.pictures.bars import Bar, DryRun
from filiera.pictures.chain import Leaf, Stage
from filiera.pictures.dots import Holder, LeafRow
from filiera.pictures.marks import ORDER, Piece
from filiera.pictures.rosette import Member, Tie
from filiera.pictures.territory import Around, Ground, Outline, Place, Territory, draw_ground

TODAY = date(2026, 11, 23)
HERE = "#"

STAGES = (
    ("Materie prime e attivi", "Materie prime", "21440114414404424441412214444"),
    ("Ricerca, sviluppo e formulazione", "Formulazione", "4444444444444444424144444"),
    ("Produzione conto terzi e riempimento", "Conto terzi", "2441244412420442244421"),
    ("Packaging primario", "Pack primario", "444244444404441412"),
    ("Packaging secondario e decorazione", "Pack second.", "142404142124"),
    ("Macchine e automazione", "Macchine", "2142241444212"),
    ("Test, sicurezza e regolatorio", "Test e norme", "44424440444424440442144244"),
    ("Logistica e supply chain", "Logistica", "4124042"),
    ("Digitale e dati", "Digitale", "210244120221"),
    ("Sostenibilità e circolarità", "Sostenibilità", "21240124121"),
    ("Marketing, brand e retail", "Marca e retail", "44214421241"),
    ("Formazione, ricerca e trasferimento", "Formazione", "44244422144"),
)

MEMBERS = (
    ("Cascina Attivi", 1, "company"),
    ("Biofermenta", 1, "company"),
    ("Pigmenti Adda", 1, "company"),
    ("Naviglio Formulazioni", 2, "company"),
    ("Laboratorio Colloidi", 2, "research"),
    ("Centro Pelle e Capello", 2, "research"),
    ("Alba Cosmetici", 3, "company"),
    ("Polveri del Moso", 3, "company"),
    ("Conto Terzi Tormo", 3, "company"),
    ("Lotto Piccolo", 3, "company"),
    ("Vetreria Ticino", 4, "pack"),
    ("Aria Dosatori", 4, "pack"),
    ("Ricariche Orobie", 4, "pack"),
    ("Astucci Castelleone", 5, "pack"),
    ("Serigrafia Serio", 5, "pack"),
    ("Macchine Vacchelli", 6, "company"),
    ("Visione Brembo", 6, "company"),
    ("Prove Martesana", 7, "research"),
    ("Studio Fascicoli", 7, "company"),
    ("Magazzini Pizzighettone", 8, "company"),
    ("Dati di Filiera", 9, "company"),
    ("Bilancio Ambiente", 10, "company"),
    ("Casa Indaco", 11, "company"),
    ("Scuola Tecnica Essenze", 12, "school"),
)

TIES = (
    "1-2 project,2-5 publication,2-7 project,4-5 publication,5-6 publication,5-18 publication,5-7 project,7-12 patent,"
    "7-16 project,7-18 project,7-22 project,8-3 project,8-16 patent,10-12 project,10-17 project,11-13 project,"
    "11-22 project,12-13 patent,13-22 project,14-15 partnership,6-18 publication,6-2 publication,18-19 project,"
    "21-16 service,21-17 patent,24-7 course,24-16 course,23-7 award,22-5 publication,18-11 project,4-1 project,"
    "6-4 publication,7-5 publication"
)

PLACES = (
    ("Milano", "MI", 9.19, 45.46, 27, 6, False),
    ("Crema", "CR", 9.68, 45.36, 5, 5, False),
    ("Lodi", "LO", 9.50, 45.31, 3, 3, False),
    ("Bergamo", "BG", 9.67, 45.70, 3, 3, False),
    ("Pavia", "PV", 9.16, 45.19, 2, 2, True),
    ("Cremona", "CR", 10.02, 45.13, 1, 1, False),
    ("Pandino", "CR", 9.55, 45.41, 1, 1, False),
    ("Castelleone", "CR", 9.76, 45.29, 2, 1, False),
    ("Monza", "MB", 9.27, 45.58, 2, 1, False),
    ("Brescia", "BS", 10.22, 45.54, 3, 0, False),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A word with an address, and whether it is the one in use."""

    label: str
    url: str = HERE
    current: bool = False
    done: bool = False
    main: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the facts that disagree."""

    value: str
    what: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways on from an empty page."""

    title: str
    text: str
    url: str
    more: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is the point of a page."""

    value: str
    label: str
    glow: bool = False


def pieces() -> tuple[Piece, ...]:
    """Give the evidence of an invented filler of creams, with every kind of mark."""
    day = date
    return (
        Piece("project", day(2019, 3, 15), day(2022, 8, 1), weight=0.5, title="Airless pilota", url=HERE),
        Piece("project", day(2024, 1, 1), day(2026, 6, 15), weight=0.8, title="FRESCA", url=HERE),
        Piece("publication", day(2022, 3, 10), weight=0.3, title="Emulsioni stabili", url=HERE),
        Piece("publication", day(2025, 8, 10), weight=0.3, title="con Laboratorio Colloidi", url=HERE),
        Piece("publication", day(2026, 4, 20), weight=0.4, title="Emulsioni auto-conservanti", url=HERE),
        Piece(
            "patent", day(2018, 3, 1), valid_until=day(2028, 3, 15), weight=0.6, title="Legante per polveri", url=HERE
        ),
        Piece("certificate", day(2021, 7, 1), valid_until=day(2027, 6, 30), weight=0.5, title="ISO 22716", url=HERE),
        Piece("certificate", day(2020, 2, 1), valid_until=day(2023, 2, 1), expired=True, title="COSMOS", url=HERE),
        Piece("equipment", day(2025, 3, 1), weight=0.3, title="Linea airless", url=HERE),
        Piece("plant", day(2020, 9, 1), weight=0.3, title="Stabilimento di Bagnolo", url=HERE),
        *(
            Piece("product", day(2017 + n, 6, 1), independent=n < 5, weight=0.1, title=f"Linea {2017 + n}")
            for n in (0, 2, 4, 6, 7, 8)
        ),
        Piece("service", day(2023, 4, 1), independent=False, weight=0.2, title="Piccoli lotti"),
        Piece("partnership", day(2022, 10, 1), day(2025, 10, 1), weight=0.3, title="Polo della prova"),
        Piece("course", day(2024, 10, 1), weight=0.2, title="Tecnico di reparto"),
        Piece("award", day(2025, 11, 1), weight=0.2, title="Premio filiera"),
        Piece("product", None, independent=False, weight=0.1, title="Senza data"),
    )


def stages() -> tuple[Stage, ...]:
    """Give twelve stages whose threads have the widths of the study."""
    out = []
    for number, (label, short, widths) in enumerate(STAGES, start=1):
        leaves = tuple(
            Leaf(f"{number}.{k}", f"{short}, filo {k}", int(width), HERE) for k, width in enumerate(widths, start=1)
        )
        out.append(Stage(str(number), label, short, leaves, HERE))
    return tuple(out)


def members() -> tuple[Member, ...]:
    """Give twenty-four invented organisations in chain order."""
    return tuple(Member(str(n), name, stage, kind, HERE) for n, (name, stage, kind) in enumerate(MEMBERS, start=1))


def ties() -> tuple[Tie, ...]:
    """Give what they share."""
    found = []
    for text in TIES.split(","):
        pair, kind = text.split(" ")
        a, b = pair.split("-")
        found.append(Tie(a, b, kind))
    return tuple(found)


def ground() -> Ground:
    """Draw an invented territory of three provinces, with a few hundred grains along a spiral."""
    middle = (9.7, 45.45)
    rings = []
    for start, end in ((0, 120), (120, 240), (240, 360)):
        arc = [
            (middle[0] + 0.9 * math.cos(math.radians(a)), middle[1] + 0.6 * math.sin(math.radians(a)))
            for a in range(start, end + 1, 6)
        ]
        rings.append(Outline("", ((middle, *arc),)))
    grains = tuple(
        (
            middle[0] + 0.85 * math.sqrt(k / 400) * math.cos(k * 2.4),
            middle[1] + 0.56 * math.sqrt(k / 400) * math.sin(k * 2.4),
        )
        for k in range(1, 400)
    )
    return draw_ground(Territory(tuple(rings), grains))


def leaf_rows() -> tuple[LeafRow, ...]:
    """Give four leaves of one stage: many holders, two, one and none."""

    def row(label: str, *values: tuple[str, float]) -> LeafRow:
        return LeafRow(label, label, tuple(Holder(name, name, value, HERE) for name, value in values), HERE)

    return (
        row("Sistemi airless", ("Aria Dosatori", 0.91), ("Vetreria Ticino", 0.57), ("Tubi Oglio", 0.36)),
        row("Flaconi e vasi in plastica", ("Ricariche Orobie", 0.62), ("Tubi Oglio", 0.23)),
        row("Sistemi ricaricabili e riuso", ("Ricariche Orobie", 0.64)),
        row("Bioplastiche e materiali a base cellulosa"),
    )


def showcase() -> dict[str, Any]:
    """Gather everything that the page of components shows."""
    return {
        "today": TODAY,
        "pieces": pieces(),
        "one_piece": pieces()[-1:],
        "none": (),
        "stages": stages(),
        "members": members(),
        "ties": ties(),
        "ground": ground(),
        "around": Around(9.68, 45.36, 20),
        "places": tuple(
            Place(name, province, lon, lat, total, inside, research, HERE)
            for name, province, lon, lat, total, inside, research in PLACES
        ),
        "leaf_rows": leaf_rows(),
        "dry_run": DryRun(291, 3, 112, 6),
        "bars": (
            Bar(_("Certificates"), 41, "41"),
            Bar(_("Patents"), 22, "22"),
            Bar(_("Projects"), 37, "37", result=True),
        ),
        "kinds": ORDER,
        "swatches": SWATCHES,
        **_sentences(),
    }


SWATCHES = (
    "paper",
    "paper-2",
    "leaf",
    "ink",
    "ink-2",
    "plum",
    "plum-2",
    "night",
    "glow",
    "rose-3",
    "rose-2",
    "gold",
    "gold-2",
    "sage",
    "sage-2",
    "brick",
)


def _sentences() -> dict[str, Any]:
    """Give the words of the components, in the reader's language."""
    return {
        "facts": (
            Fact("61", _("staff"), ((_("source"), _("filed accounts")), (_("certainty"), _("high, a public act")))),
            Fact(
                _("“about 45”"),
                _("staff"),
                ((_("source"), _("the company’s site")), (_("certainty"), _("low, declared"))),
            ),
        ),
        "figures": (
            Figure("113", _("competences with four or more")),
            Figure("27", _("held by a single source")),
            Figure("11", _("with nobody"), glow=True),
        ),
        "views": (Link(_("List"), current=True), Link(_("Map")), Link(_("Network"))),
        "filters": (Link(_("within 60 km of Crema")), Link(_("ISO 22716 in force"))),
        "steps": (
            Link(_("File"), done=True),
            Link(_("Columns"), done=True),
            Link(_("Dry run"), current=True),
            Link(_("Duplicates")),
            Link(_("Confirm")),
        ),
        "ways": (
            Way(
                _("The closest there is"),
                _("Filling of bottles, sprays and perfumes: 4 organisations."),
                HERE,
                _("See the closest"),
            ),
            Way(_("Outside the region"), _("Two friendly clusters have someone."), HERE, _("Ask them")),
            Way(_("Seven look for it"), _("Seven equal questions in a year."), HERE, _("See the gaps")),
        ),
        "actions": (Link(_("Say that you do it"), main=True), Link(_("Take “near Lodi” away"))),
        "gap_items": (
            Link(
                _("Proving that a multi-material airless pack can be recycled"),
                "",
                text=_("No evidence in the region."),
            ),
        ),
    }

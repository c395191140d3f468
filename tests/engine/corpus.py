"""A small corpus in two languages, in our own words, for tests that need an index."""

from __future__ import annotations

from datetime import date

from filiera.engine.types import Document, Version

IT_TEXTS = {
    "vetro-1": ("rossi", "Flaconi in vetro", "Produce flaconi in vetro riciclato per profumi. Sede a Crema."),
    "vetro-2": ("rossi", "Vasi in vetro", "Vasi in vetro satinato per creme. Lavora per conto terzi."),
    "spf-1": ("lab", "Prova SPF su volontari", "Misura il fattore di protezione solare su volontari sani. Dal 2015."),
    "mascara-1": ("bianchi", "Mascara conto terzi", "Formula e riempie mascara per marchi europei."),
}
EN_TEXTS = {
    "spf-2": ("lab", "In vitro screening", "Screening of sun protection in vitro on plates."),
    "pump-1": ("verdi", "Airless pumps", "Airless pumps with a metal-free engine, moulded in Bergamo."),
    "course-1": ("its", "Technician course", "Two-year course for cosmetic production technicians."),
}


def documents() -> list[Document]:
    """Return seven documents of five owners, one document of two owners, one in both languages."""
    found = [_document(key, "it", *row) for key, row in IT_TEXTS.items()]
    found += [_document(key, "en", *row) for key, row in EN_TEXTS.items()]
    both = (
        Version("it", "Imballaggio ricaricabile", "Vaso ricaricabile studiato insieme."),
        Version("en", "Refillable pack", "Refillable jar studied together."),
    )
    return [*found, Document("refill-1", ("rossi", "verdi"), both, date(2024, 5, 1), "project")]


def _document(key: str, lang: str, owner: str, title: str, text: str) -> Document:
    return Document(key, (owner,), (Version(lang, title, text),), date(2023, 1, 1), "product")

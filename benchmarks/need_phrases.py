"""The words of the simulated year: how evidence and needs are put around the terms of the taxonomy, in two languages.

Written before any figure of the year was looked at. {what} is a term of a competence, {also} of another one.
"""

from __future__ import annotations

EVIDENCE = {
    "it": (
        "Fra le attività dell'azienda: {what}.",
        "Nel reparto si lavora su {what}, con {filler}.",
        "Secondo la stampa locale la ditta ha investito in {what} e {filler}.",
        "Progetto concluso con partner della filiera: {what}, {filler}.",
        "Servizio offerto ai clienti italiani ed esteri; {what}.",
        "Presentato in fiera: {what}; {filler}.",
        "{what} per marchi terzi, {filler}.",
        "Gruppo di lavoro con esperienza in {what}.",
    ),
    "en": (
        "Among the company's activities: {what}.",
        "The department works on {what}, with {filler}.",
        "According to the local press the firm has invested in {what} and {filler}.",
        "Project completed with partners of the chain: {what}, {filler}.",
        "A service for Italian and foreign customers; {what}.",
        "Shown at a fair: {what}; {filler}.",
        "{what} for third-party brands, {filler}.",
        "A team with experience in {what}.",
    ),
}
ALSO = {"it": " Anche {also}.", "en": " Also {also}."}
FLUFF = {
    "it": (
        "Porte aperte per famiglie e studenti, {filler}.",
        "Premio alla ditta per i suoi anni di storia; {filler}.",
        "Nuova sede inaugurata alla presenza del sindaco, {filler}.",
        "Accordo con un gruppo estero, {filler}.",
    ),
    "en": (
        "Open doors for families and students, {filler}.",
        "A prize for the firm's many years of history; {filler}.",
        "New seat opened in the presence of the mayor, {filler}.",
        "Agreement with a group abroad, {filler}.",
    ),
}
NEEDS = {
    "it": (
        "Cerchiamo chi ci aiuti con {what}.",
        "Ci serve un partner per {what}, possibilmente entro l'estate.",
        "Abbiamo un problema: il fornitore attuale ha smesso. Si tratta di {what}, quantità piccole per iniziare.",
        "Buongiorno, stiamo valutando un nuovo progetto e vorremmo capire chi si occupa di {what}.",
        "Chi può seguirci su {what}? Siamo una piccola impresa e non abbiamo nessuno all'interno.",
        "Un cliente ci ha chiesto {what}: non lo abbiamo mai fatto e il tempo è poco.",
    ),
    "en": (
        "We are looking for somebody to help us with {what}.",
        "We need a partner for {what}, before the summer if possible.",
        "We have a problem: our present supplier has stopped. It is about {what}, small quantities to begin with.",
        "Good morning, we are considering a new project and would like to know who deals with {what}.",
        "Who can follow us on {what}? We are a small firm and have nobody inside.",
        "A customer asked us for {what}: we have never done it and there is little time.",
    ),
}
NEEDS_ALSO = {"it": " Servirebbe anche {also}.", "en": " We would also need {also}."}
FILLERS_EN = (
    "line department batch trial client format capacity sample delivery shift project partner result measure method team "
    "material supplier manual version"
).split()

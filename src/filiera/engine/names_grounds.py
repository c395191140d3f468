"""Whether two names give ground for a question at all: what tells one of them apart must be found in the other.

Place, country and what is not known bring a pair near the band of doubt by themselves, and so do the words that half a
sector carries. None of them is a reason to ask: "Università Statale" and "Università Bicocca" of one town are two.
"""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz import fuzz

from filiera.engine.names_features import split_words
from filiera.engine.names_words import CANONICAL, Name
from filiera.engine.types import Feature

NEAR = 0.8  # likeness from which other spellings are near: one letter in five
NEAR_COMMON = 0.9  # names of common words alone must be nearer: "studio chimico" is not "studio clinico"

# Words that say what a body makes or is, in our sectors; institutional words and cities come from `CANONICAL`.
_COMMON_TEXT = """
cosmetica cosmetici cosmetico cosmetiche cosmesi cosmetic cosmetics cosmetique cosmetiques beauty bellezza estetica
profumi profumo profumeria profumerie parfum parfums perfume perfumes fragranze fragrance fragrances essenze aromi
skin skincare hair haircare makeup make care derma dermo dermocosmetica nail nails spa wellness benessere personal
farmaceutica farmaceutici farmaceutico farmacia pharma pharmaceutical pharmaceuticals chimica chimico chimici chemical
chemicals chemistry biotech biotechnology biotecnologie bio natural naturale naturali nature green organic
laboratorio laboratori laboratoire laboratoires laboratory laboratories lab labs studio studi officina officine
packaging pack imballaggi confezioni contenitori flaconi vetreria vetrerie vetro glass plastica plastiche plastic
plastics stampi stampaggio tubetti tappi cartotecnica etichette label labels macchine macchinari machinery machines
impianti meccanica meccaniche automazione automation materie prime ingredients ingredienti raw materials
prodotti produzione produzioni product products production manufacturing fabbrica industrie industries linea line
gruppo group holding consorzio consortium rete network distretto district cluster filiera filiere supply chain federazione
unione confederazione dipartimento department facolta divisione sezione unita sede
international internazionale global world mondo europe europa euro nord sud est ovest north south new nuova nuovo
company co corporation ditta impresa azienda fratelli brothers figli sons tech technologies trade trading commerciale
distribuzione distribution import export consulting consulenza consulenze solutions soluzioni service design dati data
digital digitale project projects progetti formazione training quality qualita italia italy italian
"""
COMMON_WORDS = frozenset(CANONICAL.values()) | frozenset(CANONICAL) | frozenset(_COMMON_TEXT.split())

IsCommon = Callable[[str], bool]


def telling_words(one: Name, other: Name, is_common: IsCommon) -> Feature:
    """The two names share a word that tells them apart from others."""
    shared = set(_telling(one, is_common)).intersection(_telling(other, is_common))
    return Feature(1.0 if shared else 0.0, ", ".join(sorted(shared)))


def near_spelling(one: Name, other: Name, is_common: IsCommon) -> Feature:
    """The two names, or a word that tells them apart, are spelt nearly alike, common words set aside."""
    told = f"{one.raw} / {other.raw}"
    if one.text.replace(" ", "") == other.text.replace(" ", ""):
        return Feature(1.0, told)
    left, right = _telling(one, is_common), _telling(other, is_common)
    if bool(left) != bool(right):
        return Feature(0.0)
    if not left:
        score = fuzz.token_sort_ratio(one.text, other.text) / 100
        return Feature(score if score >= NEAR_COMMON else 0.0, told)
    if split_words(left, right)[0]:
        return Feature(1.0, told)
    score = fuzz.ratio("".join(sorted(left)), "".join(sorted(right))) / 100
    return Feature(score if score >= NEAR else 0.0, told)


def _telling(name: Name, is_common: IsCommon) -> list[str]:
    return [word for word in name.words if not is_common(word)]

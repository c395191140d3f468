"""The questions that are asked of a need by what it seeks: those of the instance's folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict

from filiera.common.instance import current_instance
from filiera.common.language import current_language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_ASKED = 6
"""More questions nobody answers."""


class TopicQuestion(BaseModel):
    """One question in both languages; `competences` are codes, each standing for all below it, none for every need."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    competences: tuple[str, ...] = ()
    it: str
    en: str

    @property
    def words(self) -> str:
        """Give the question in the reader's language."""
        return self.en if current_language() == "en" else self.it

    def is_about(self, codes: Collection[str]) -> bool:
        """Tell whether it is to be asked of a need that seeks these competences."""
        if not self.competences:
            return True
        return any(code == root or code.startswith(f"{root}.") for root in self.competences for code in codes)


@cache
def _read(path: Path) -> tuple[TopicQuestion, ...]:
    if not path.exists():
        return ()
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["questions"]
    return tuple(TopicQuestion(**row) for row in rows)


def all_questions() -> tuple[TopicQuestion, ...]:
    """Give every question of the instance. Raises pydantic's ValidationError with the place of a fault."""
    return _read(current_instance().folder / "needs" / "questions.yaml")


def answered(answers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the answers to a need's questions, by the question's code, each with the question in the reader's language."""
    return tuple((one.words, answers[one.code]) for one in all_questions() if answers.get(one.code))


def questions_for(codes: Collection[str]) -> tuple[TopicQuestion, ...]:
    """Give the questions to ask of a need that seeks these competences: those of its topics first."""
    found = [one for one in all_questions() if one.is_about(codes)]
    return tuple(sorted(found, key=lambda one: not one.competences))[:MOST_ASKED]

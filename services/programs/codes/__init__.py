"""The code lists of programs, with their labels in Kazakh, Russian, Mongolian and English."""

from services.programs.codes.catalogue import FIELDS, KINDS, LEVELS, MODES, RALE_FIELDS, TARGET_GROUPS
from services.programs.codes.people import AGE_BANDS, ATTAINMENTS, CONSENTS, DIFFICULTIES, MARKS, PURPOSES, SEXES
from services.programs.codes.reasons import (
    BY_RULE,
    CORRECTIONS,
    ENDINGS,
    ERASURES,
    REFUSALS,
    TRANSFERS,
    WITHDRAWALS,
)

__all__ = [
    "AGE_BANDS",
    "ATTAINMENTS",
    "BY_RULE",
    "CONSENTS",
    "CORRECTIONS",
    "DIFFICULTIES",
    "ENDINGS",
    "ERASURES",
    "FIELDS",
    "KINDS",
    "LEVELS",
    "MARKS",
    "MODES",
    "PURPOSES",
    "RALE_FIELDS",
    "REFUSALS",
    "SEXES",
    "TARGET_GROUPS",
    "TRANSFERS",
    "WITHDRAWALS",
]

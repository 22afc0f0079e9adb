"""Self-diagnosis, a module a noun: what a school sets itself, what it writes, what it does about it, what others read and say."""

from apps.diagnosis.models.measures import Measure, Progress
from apps.diagnosis.models.regimes import DevelopmentPlan, Regime, Target
from apps.diagnosis.models.sharing import Invitation, Opinion, PublicReport
from apps.diagnosis.models.writing import Diagnosis, Draft, Part, Passage, Report

__all__ = [
    "DevelopmentPlan",
    "Diagnosis",
    "Draft",
    "Invitation",
    "Measure",
    "Opinion",
    "Part",
    "Passage",
    "Progress",
    "PublicReport",
    "Regime",
    "Report",
    "Target",
]

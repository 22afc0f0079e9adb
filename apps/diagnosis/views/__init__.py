from apps.diagnosis.views.lists import DiagnosisList, OpenDiagnosis
from apps.diagnosis.views.pages import Assign, DiagnosisPage, RenewData, WholeText
from apps.diagnosis.views.regimes import DraftRegime, EndRegime, EnterPlan, PlanPage, RegimeList, RegimePage, ReviseRegime, SetTarget, StartRegime
from apps.diagnosis.views.reports import AttachScan, MakePaper, Recall, ReportPage, Sign
from apps.diagnosis.views.writing import ElementFindings, ElementPage, Restore, SaveText, VersionsPage

__all__ = [
    "Assign",
    "AttachScan",
    "DiagnosisList",
    "DiagnosisPage",
    "DraftRegime",
    "ElementFindings",
    "ElementPage",
    "EndRegime",
    "EnterPlan",
    "MakePaper",
    "OpenDiagnosis",
    "PlanPage",
    "Recall",
    "RegimeList",
    "RegimePage",
    "RenewData",
    "ReportPage",
    "Restore",
    "ReviseRegime",
    "SaveText",
    "SetTarget",
    "Sign",
    "StartRegime",
    "VersionsPage",
    "WholeText",
]

from apps.diagnosis.views.invitations import Answer, Invitations, Invite, WithdrawInvitation
from apps.diagnosis.views.lists import DiagnosisList, OpenDiagnosis
from apps.diagnosis.views.measures import (
    AddMeasure,
    BeginMeasure,
    CarryOut,
    ChangeMeasure,
    DropMeasure,
    MeasureList,
    MeasurePage,
    NoteProgress,
    ReopenMeasure,
    SuspendMeasure,
)
from apps.diagnosis.views.pages import Assign, DiagnosisPage, RenewData, WholeText
from apps.diagnosis.views.regimes import DraftRegime, EndRegime, EnterPlan, PlanPage, RegimeList, RegimePage, ReviseRegime, SetTarget, StartRegime
from apps.diagnosis.views.writing import ElementFindings, ElementPage, Restore, SaveText, VersionsPage

__all__ = [
    "Answer",
    "AddMeasure",
    "Assign",
    "BeginMeasure",
    "CarryOut",
    "ChangeMeasure",
    "DiagnosisList",
    "DiagnosisPage",
    "DraftRegime",
    "DropMeasure",
    "ElementFindings",
    "ElementPage",
    "EndRegime",
    "EnterPlan",
    "Invitations",
    "Invite",
    "MeasureList",
    "MeasurePage",
    "NoteProgress",
    "OpenDiagnosis",
    "PlanPage",
    "RegimeList",
    "RegimePage",
    "RenewData",
    "ReopenMeasure",
    "Restore",
    "ReviseRegime",
    "SaveText",
    "SetTarget",
    "StartRegime",
    "SuspendMeasure",
    "VersionsPage",
    "WholeText",
    "WithdrawInvitation",
]

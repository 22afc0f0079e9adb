from apps.diagnosis.views.invitations import Answer, Invitations, Invite, WithdrawInvitation
from apps.diagnosis.views.lists import DiagnosisList, OpenDiagnosis
from apps.diagnosis.views.pages import Assign, DiagnosisPage, RenewData, WholeText
from apps.diagnosis.views.regimes import DraftRegime, EndRegime, EnterPlan, PlanPage, RegimeList, RegimePage, ReviseRegime, SetTarget, StartRegime
from apps.diagnosis.views.writing import ElementFindings, ElementPage, Restore, SaveText, VersionsPage

__all__ = [
    "Answer",
    "Assign",
    "DiagnosisList",
    "DiagnosisPage",
    "DraftRegime",
    "ElementFindings",
    "ElementPage",
    "EndRegime",
    "EnterPlan",
    "Invitations",
    "Invite",
    "OpenDiagnosis",
    "PlanPage",
    "RegimeList",
    "RegimePage",
    "RenewData",
    "Restore",
    "ReviseRegime",
    "SaveText",
    "SetTarget",
    "StartRegime",
    "VersionsPage",
    "WholeText",
    "WithdrawInvitation",
]

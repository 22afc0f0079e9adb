from apps.statusdata.views.cells import ExplainMissing, SaveCell, SaveExplanation, Upload
from apps.statusdata.views.changes import Changes, ReceiptPage
from apps.statusdata.views.filling import Assign, FormMessages, FormPage, ReturnPage, ReturnSeenBy
from apps.statusdata.views.grid import ReadCells, SaveCells
from apps.statusdata.views.imports import ApplyImport, DiscardImport, ImportPage, NewImport, Workbook
from apps.statusdata.views.lists import ManyReturns, RemindSchools, ReturnList
from apps.statusdata.views.remarks import AnswerRemark, WithdrawRemark, WriteRemark
from apps.statusdata.views.rounds import PlanRound, Remind, RoundClose, RoundList, RoundOpen, RoundPage, RoundReopen
from apps.statusdata.views.rows import AddRow, CarryOver, ConfirmLast, DeclareEmpty, RemoveRow
from apps.statusdata.views.steps import Accept, Check, Recall, ReturnDirect, SendBack, SendDown, Submit

__all__ = [
    "Accept",
    "AddRow",
    "AnswerRemark",
    "ApplyImport",
    "Assign",
    "CarryOver",
    "Changes",
    "Check",
    "ConfirmLast",
    "DeclareEmpty",
    "DiscardImport",
    "ExplainMissing",
    "FormMessages",
    "FormPage",
    "ImportPage",
    "ManyReturns",
    "NewImport",
    "PlanRound",
    "ReadCells",
    "Recall",
    "ReceiptPage",
    "Remind",
    "RemindSchools",
    "RemoveRow",
    "ReturnDirect",
    "ReturnList",
    "ReturnPage",
    "ReturnSeenBy",
    "RoundClose",
    "RoundList",
    "RoundOpen",
    "RoundPage",
    "RoundReopen",
    "SaveCell",
    "SaveCells",
    "SaveExplanation",
    "SendBack",
    "SendDown",
    "Submit",
    "Upload",
    "Workbook",
    "WithdrawRemark",
    "WriteRemark",
]

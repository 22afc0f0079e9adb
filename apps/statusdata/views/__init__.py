from apps.statusdata.views.cells import SaveCell, SaveExplanation, Upload
from apps.statusdata.views.filling import Assign, FormMessages, FormPage, ReturnPage
from apps.statusdata.views.remarks import AnswerRemark, WriteRemark
from apps.statusdata.views.returns import ReturnList
from apps.statusdata.views.rounds import RoundList, RoundPage
from apps.statusdata.views.rows import AddRow, CarryOver, DeclareEmpty, RemoveRow

__all__ = [
    "AddRow",
    "AnswerRemark",
    "Assign",
    "CarryOver",
    "DeclareEmpty",
    "FormMessages",
    "FormPage",
    "RemoveRow",
    "ReturnList",
    "ReturnPage",
    "RoundList",
    "RoundPage",
    "SaveCell",
    "SaveExplanation",
    "Upload",
    "WriteRemark",
]

from apps.schemes.views.pages import DraftScheme, ElementPage, SchemeList, SchemePage
from apps.schemes.views.steps import Annotate, FileScheme, LodgeScheme, RecallScheme, ReturnScheme, WithdrawNote
from apps.schemes.views.writing import (
    AddPoint,
    Adjust,
    Attach,
    CheckScheme,
    EditScheme,
    NoteHint,
    RemoveAdjustment,
    RemoveNote,
    RemovePoint,
)

__all__ = [
    "AddPoint",
    "Adjust",
    "Annotate",
    "Attach",
    "CheckScheme",
    "DraftScheme",
    "EditScheme",
    "ElementPage",
    "FileScheme",
    "LodgeScheme",
    "NoteHint",
    "RecallScheme",
    "RemoveAdjustment",
    "RemoveNote",
    "RemovePoint",
    "ReturnScheme",
    "SchemeList",
    "SchemePage",
    "WithdrawNote",
]

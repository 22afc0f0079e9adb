from apps.statusdata.views.returns import ReturnList, ReturnPage
from apps.statusdata.views.rounds import RoundList, RoundPage

__all__ = ["ReturnList", "ReturnPage", "RoundList", "RoundPage"]

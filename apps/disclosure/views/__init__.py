from apps.disclosure.views.data import SchoolCsv, SchoolJson, SchoolsCsv
from apps.disclosure.views.public import Data, Home, ProvincePage, SchoolPage, SchoolSearch, Verify, VerifyCode
from apps.disclosure.views.work import ProposeMany, PublicationList, PublicationPage, PublicationStep, Publish, Refuse, Withdraw

__all__ = [
    "Data",
    "Home",
    "ProposeMany",
    "ProvincePage",
    "PublicationList",
    "PublicationPage",
    "PublicationStep",
    "Publish",
    "Refuse",
    "SchoolCsv",
    "SchoolJson",
    "SchoolPage",
    "SchoolSearch",
    "SchoolsCsv",
    "Verify",
    "VerifyCode",
    "Withdraw",
]

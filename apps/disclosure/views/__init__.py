from apps.disclosure.views.data import SchoolCsv, SchoolJson, SchoolsCsv
from apps.disclosure.views.machines import Feed, Robots, Sitemap
from apps.disclosure.views.public import About, Corrections, Data, Home, Policies, ProvincePage, SchoolPage, SchoolSearch
from apps.disclosure.views.verify import Verify, VerifyCode
from apps.disclosure.views.work import ProposeMany, PublicationList, PublicationPage, PublicationStep, Publish, Refuse, Withdraw

__all__ = [
    "About",
    "Corrections",
    "Data",
    "Feed",
    "Home",
    "Policies",
    "ProposeMany",
    "ProvincePage",
    "PublicationList",
    "PublicationPage",
    "PublicationStep",
    "Publish",
    "Refuse",
    "Robots",
    "SchoolCsv",
    "SchoolJson",
    "SchoolPage",
    "SchoolSearch",
    "SchoolsCsv",
    "Sitemap",
    "Verify",
    "VerifyCode",
    "Withdraw",
]

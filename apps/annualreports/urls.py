from django.urls import path

from apps.annualreports.views import chapters, country, reports

app_name = "annualreports"

urlpatterns = [
    path("work/<slug:code>/yearly-reports/", reports.YearlyReportList.as_view(), name="list"),
    path("work/<slug:code>/yearly-reports/begin/", reports.BeginReport.as_view(), name="begin"),
    path("work/<slug:code>/yearly-reports/<int:year>.csv", country.CountryTable.as_view(), name="table"),
    path("yearly-reports/<uuid:pk>/", reports.ReportPage.as_view(), name="page"),
    path("yearly-reports/<uuid:pk>/report.docx", reports.ReportWord.as_view(), name="word"),
    path("yearly-reports/<uuid:pk>/write/", reports.WriteReport.as_view(), name="write"),
    path("yearly-reports/<uuid:pk>/draft/", reports.MakeDraft.as_view(), name="draft"),
    path("yearly-reports/<uuid:pk>/offer_yearly/", reports.Offer.as_view(), name="offer"),
    path("yearly-reports/<uuid:pk>/return_yearly/", reports.SendBack.as_view(), name="send_back"),
    path("yearly-reports/<uuid:pk>/lodge_yearly/", reports.Lodge.as_view(), name="lodge"),
    path("yearly-reports/<uuid:pk>/recall_yearly/", reports.Recall.as_view(), name="recall"),
    path("work/<slug:code>/circulars/draft/", country.DraftCircular.as_view(), name="draft_circular"),
    path("circulars/<uuid:pk>/", country.CircularPage.as_view(), name="circular"),
    path("circulars/<uuid:pk>/write/", country.WriteCircular.as_view(), name="write_circular"),
    path("circulars/<uuid:pk>/issue_circular/", country.IssueCircular.as_view(), name="issue_circular"),
    path("work/<slug:code>/chapters/", chapters.ChapterList.as_view(), name="chapters"),
    path("work/<slug:code>/chapters/draft/", chapters.DraftChapter.as_view(), name="draft_chapter"),
    path("chapters/<uuid:pk>/", chapters.ChapterPage.as_view(), name="chapter"),
    path("chapters/<uuid:pk>/chapter.docx", chapters.ChapterWord.as_view(), name="chapter_word"),
]

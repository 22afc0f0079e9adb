from django.urls import path

from apps.deliberation.views import cases, decisions, sittings

app_name = "deliberation"

urlpatterns = [
    path("work/<slug:code>/cases/", cases.CaseList.as_view(), name="list"),
    path("work/<slug:code>/sittings/", sittings.SittingList.as_view(), name="sittings"),
    path("work/<slug:code>/sittings/new/", sittings.CallSitting.as_view(), name="call"),
    path("reviews/<uuid:pk>/case/", cases.OpenCase.as_view(), name="open_case"),
    path("reviews/<uuid:pk>/decision/", decisions.DecisionPage.as_view(), name="decision"),
    path("cases/<uuid:pk>/", cases.CasePage.as_view(), name="page"),
    path("cases/<uuid:pk>/list/", cases.PutOn.as_view(), name="put_on"),
    path("cases/<uuid:pk>/postpone/", cases.Postpone.as_view(), name="postpone"),
    path("cases/<uuid:pk>/recuse/", cases.Recuse.as_view(), name="recuse"),
    path("cases/<uuid:pk>/vote/", cases.CastVote.as_view(), name="vote"),
    path("cases/<uuid:pk>/deliberate/", cases.Deliberate.as_view(), name="deliberate"),
    path("cases/<uuid:pk>/send_back/", cases.SendBack.as_view(), name="send_back"),
    path("cases/<uuid:pk>/decide/", cases.Decide.as_view(), name="decide"),
    path("cases/<uuid:pk>/reverse/", cases.Reverse.as_view(), name="reverse"),
    path("sittings/<uuid:pk>/", sittings.SittingPage.as_view(), name="sitting"),
    path("sittings/<uuid:pk>/presence/", sittings.NotePresence.as_view(), name="presence"),
    path("sittings/<uuid:pk>/open_sitting/", sittings.OpenSitting.as_view(), name="open_sitting"),
    path("sittings/<uuid:pk>/change_sitting/", sittings.ChangeSitting.as_view(), name="change_sitting"),
    path("sittings/<uuid:pk>/cancel_sitting/", sittings.CancelSitting.as_view(), name="cancel_sitting"),
    path("sittings/<uuid:pk>/close_sitting/", sittings.CloseSitting.as_view(), name="close_sitting"),
]

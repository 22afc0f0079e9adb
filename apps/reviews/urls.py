from django.urls import path

from apps.reviews.views import agenda, judging, pages, steps, teams, writing

app_name = "reviews"

urlpatterns = [
    path("work/<slug:code>/reviews/", pages.ReviewList.as_view(), name="list"),
    path("work/<slug:code>/reviews/board/", pages.Board.as_view(), name="board"),
    path("work/<slug:code>/reviews/take-up/", pages.TakeUp.as_view(), name="take_up"),
    path("reviews/<uuid:pk>/", pages.ReviewPage.as_view(), name="page"),
    path("reviews/<uuid:pk>/visit.ics", pages.Calendar.as_view(), name="calendar"),
    path("reviews/<uuid:pk>/schedule/", steps.Schedule.as_view(), name="schedule"),
    path("reviews/<uuid:pk>/move/", steps.Move.as_view(), name="move"),
    path("reviews/<uuid:pk>/begin/", steps.Begin.as_view(), name="begin"),
    path("reviews/<uuid:pk>/open_papers/", steps.OpenPapers.as_view(), name="open_papers"),
    path("reviews/<uuid:pk>/arrive/", steps.Arrive.as_view(), name="arrive"),
    path("reviews/<uuid:pk>/depart/", steps.Depart.as_view(), name="depart"),
    path("reviews/<uuid:pk>/hand_in/", steps.HandIn.as_view(), name="hand_in"),
    path("reviews/<uuid:pk>/name/", teams.Name.as_view(), name="name"),
    path("reviews/<uuid:pk>/members/<uuid:member>/dismiss/", teams.Dismiss.as_view(), name="dismiss"),
    path("reviews/<uuid:pk>/undertake/", teams.Undertake.as_view(), name="undertake"),
    path("reviews/<uuid:pk>/answer-naming/", teams.AnswerNaming.as_view(), name="answer_naming"),
    path("reviews/<uuid:pk>/step-down/", teams.StepDown.as_view(), name="step_down"),
    path("reviews/<uuid:pk>/agenda/", agenda.Plan.as_view(), name="agenda"),
    path("reviews/<uuid:pk>/agenda/lay-out/", agenda.LayOut.as_view(), name="lay_out"),
    path("reviews/<uuid:pk>/agenda/<uuid:item>/drop/", agenda.Drop.as_view(), name="drop_item"),
    path("reviews/<uuid:pk>/self-report/", pages.SelfReport.as_view(), name="self_report"),
    path("reviews/<uuid:pk>/answer-visit/", teams.AnswerVisit.as_view(), name="answer_visit"),
    path("reviews/<uuid:pk>/attach/", teams.Attach.as_view(), name="attach"),
    path("reviews/<uuid:pk>/submit/", teams.SubmitMaterials.as_view(), name="submit"),
    path("reviews/<uuid:pk>/elements/<str:code>/", judging.ElementPage.as_view(), name="element"),
    path("reviews/<uuid:pk>/focus/", judging.AddFocus.as_view(), name="focus"),
    path("reviews/<uuid:pk>/notes/", judging.Notes.as_view(), name="notes"),
    path("reviews/<uuid:pk>/notes/save/", judging.SaveNote.as_view(), name="save_note"),
    path("reviews/<uuid:pk>/match/", writing.Match.as_view(), name="match"),
    path("reviews/<uuid:pk>/match/<str:code>/", writing.AnswerElement.as_view(), name="answer"),
    path("reviews/<uuid:pk>/finding/", writing.AddFinding.as_view(), name="finding"),
    path("reviews/<uuid:pk>/findings/<uuid:finding>/drop/", writing.DropFinding.as_view(), name="drop"),
    path("reviews/<uuid:pk>/report/", writing.WriteReport.as_view(), name="report"),
    path("reviews/<uuid:pk>/agree/", writing.Agree.as_view(), name="agree"),
    path("reviews/<uuid:pk>/suggest/", writing.Suggest.as_view(), name="suggest"),
    path("reviews/<uuid:pk>/reply/", writing.Answering.as_view(), name="reply"),
]

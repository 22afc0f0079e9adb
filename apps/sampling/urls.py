from django.urls import path

from apps.sampling.views import draws, pilots, plans, selections

app_name = "sampling"

urlpatterns = [
    path("work/<slug:code>/plans/", plans.PlanList.as_view(), name="plans"),
    path("work/<slug:code>/plans/new/", plans.DrawUpPlan.as_view(), name="draw_up"),
    path("work/<slug:code>/pilots/", pilots.PilotList.as_view(), name="pilots"),
    path("work/<slug:code>/pilots/new/", pilots.NamePilot.as_view(), name="name_pilot"),
    path("pilots/<int:pk>/end/", pilots.EndPilot.as_view(), name="end_pilot"),
    path("work/<slug:code>/plans/<uuid:pk>/apply/", plans.Apply.as_view(), name="apply"),
    path("work/<slug:code>/draws/", draws.DrawList.as_view(), name="draws"),
    path("work/<slug:code>/selections/", selections.SelectionList.as_view(), name="selections"),
    path("work/<slug:code>/applications/", plans.ApplicationList.as_view(), name="applications"),
    path("plans/<uuid:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("plans/<uuid:pk>/issue_plan/", plans.IssuePlan.as_view(), name="issue"),
    path("plans/<uuid:pk>/explain/", plans.Explain.as_view(), name="explain"),
    path("plans/<uuid:pk>/begin/", plans.BeginDraw.as_view(), name="begin"),
    path("applications/<uuid:pk>/", plans.ApplicationPage.as_view(), name="application"),
    path("applications/<uuid:pk>/take_application/", plans.ApplicationStep.as_view(step="take_application"), name="take"),
    path("applications/<uuid:pk>/refuse_application/", plans.ApplicationStep.as_view(step="refuse_application"), name="refuse"),
    path("applications/<uuid:pk>/withdraw_application/", plans.ApplicationStep.as_view(step="withdraw_application"), name="withdraw"),
    path("draws/<uuid:pk>/", draws.DrawPage.as_view(), name="draw"),
    path("draws/<uuid:pk>/frame/", draws.Frame.as_view(), name="frame"),
    path("draws/<uuid:pk>/draft/", draws.Redraft.as_view(), name="draft"),
    path("draws/<uuid:pk>/settle/", draws.Settle.as_view(), name="settle"),
    path("draws/<uuid:pk>/commit_draw/", draws.Commit.as_view(), name="commit"),
    path("draws/<uuid:pk>/reveal_draw/", draws.Reveal.as_view(), name="reveal"),
    path("draws/<uuid:pk>/publish_draw/", draws.Publish.as_view(), name="publish"),
    path("draws/<uuid:pk>/annul_draw/", draws.Annul.as_view(), name="annul"),
    path("draws/<uuid:pk>/bundle.json", draws.Bundle.as_view(), name="bundle"),
    path("selections/<uuid:pk>/", selections.SelectionPage.as_view(), name="selection"),
    path("selections/<uuid:pk>/defer_selection/", selections.Defer.as_view(), name="defer"),
    path("selections/<uuid:pk>/replace_selection/", selections.Replace.as_view(), name="replace"),
    path("selections/<uuid:pk>/release_selection/", selections.Release.as_view(), name="release"),
    path("selections/<uuid:pk>/restore_selection/", selections.Restore.as_view(), name="restore"),
]

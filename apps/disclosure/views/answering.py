"""The pages on which comments are answered, and the lists of schools below the conditions compiled and published."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import FormView

from apps.accounts.access import objects_for
from apps.disclosure.forms import AnswerCommentForm, CompileForm, ForwardForm, SetAsideForm
from apps.disclosure.lifecycle import BELOW, COMMENT, PROPOSE_BELOW, VIEW_BELOW, VIEW_COMMENT
from apps.disclosure.models import BelowList, Comment
from apps.disclosure.rules import without_personal_data
from apps.disclosure.services import below, comments
from apps.experts.models import Expert
from apps.organizations.models import Level, Organization
from apps.workflow.lifecycle import Conflict, NotReady
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView


class CommentList(LifecycleList):
    queryset = Comment.objects.select_related("unit")
    permission = VIEW_COMMENT
    lifecycle = COMMENT
    template_name = "disclosure/comments.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(today=timezone.localdate(), **kwargs)


class CommentPage(LifecyclePage):
    queryset = Comment.objects.select_related("unit", "answered_by", "conduct")
    permission = VIEW_COMMENT
    lifecycle = COMMENT
    template_name = "disclosure/comment.html"

    def get_context_data(self, **kwargs):
        would_show = without_personal_data(self.object.text)
        return super().get_context_data(history=history(self.object, COMMENT, send_comment="收到"), would_show=would_show, **kwargs)


class CommentStep(StepView):
    queryset = Comment.objects.select_related("unit")
    lifecycle = COMMENT
    seen_by = VIEW_COMMENT
    step = "reopen_comment"
    service = staticmethod(comments.reopen)
    template_name = "disclosure/comment_step.html"

    def get_context_data(self, **kwargs):
        # What the form asks is not yet missing.
        return super().get_context_data(**kwargs) | {"missing": [], "would_show": without_personal_data(self.object.text)}


class AnswerComment(CommentStep):
    step = "answer_comment"
    service = staticmethod(comments.answer)
    form_class = AnswerCommentForm

    def get_initial(self):
        return {**super().get_initial(), "answer": self.object.answer}


class SetAsideComment(CommentStep):
    step = "set_aside_comment"
    service = staticmethod(comments.set_aside)
    form_class = SetAsideForm


class ForwardComment(CommentStep):
    step = "forward_comment"
    service = staticmethod(comments.forward)
    form_class = ForwardForm

    def get_form_kwargs(self):
        experts = Expert.objects.filter(province=self.object.unit_id).exclude(state=Expert.State.DECLINED).select_related("user")
        return {**super().get_form_kwargs(), "experts": experts}


class BelowLists(LifecycleList):
    """The lists of a province, and the form that compiles one."""

    queryset = BelowList.objects.select_related("proposed_by", "published_by").defer("content")
    permission = VIEW_BELOW
    lifecycle = BELOW
    template_name = "disclosure/below_lists.html"

    def get_context_data(self, **kwargs):
        unit = self.organization
        may_compile = unit.level == Level.PROVINCE and objects_for(self.request.user, PROPOSE_BELOW, Organization.objects.filter(pk=unit.pk)).exists()
        waiting = [year for province, year in below.to_compile(self.request.user) if province.pk == unit.pk] if may_compile else []
        years = below.years_of(unit) if may_compile else []
        form = CompileForm(years=years, initial={"year": waiting[0] if waiting else None}) if years else None
        return super().get_context_data(may_compile=may_compile, form=form, waiting=waiting, **kwargs)


class CompileBelow(FormView):
    form_class = CompileForm
    template_name = "disclosure/compile.html"

    def dispatch(self, request, *args, **kwargs):
        provinces = objects_for(request.user, PROPOSE_BELOW, Organization.objects.filter(level=Level.PROVINCE))
        self.subject = get_object_or_404(provinces, code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "years": below.years_of(self.subject)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(province=self.subject, **kwargs)

    def form_valid(self, form):
        try:
            row = below.compile_list(self.subject, **form.cleaned_data, by=self.request.user)
        except Conflict:
            form.add_error(None, "这一学年已经有一版等着复核，同时只能有一版。请等它公布或退回以后再编。")
            return self.form_invalid(form)
        except NotReady as missing:
            form.add_error(None, [f"还不能办：{what}" for what in missing.args[0]])
            return self.form_invalid(form)
        messages.success(self.request, f"已编好，列入 {len(row.content['schools'])} 所。请核对，等另一位同事复核公布。")
        return HttpResponseRedirect(row.get_absolute_url())


class BelowPage(LifecyclePage):
    """What will be public, exactly."""

    queryset = BelowList.objects.select_related("province", "proposed_by", "published_by")
    permission = VIEW_BELOW
    lifecycle = BELOW
    template_name = "disclosure/below_list.html"

    def get_context_data(self, **kwargs):
        moved = below.moved(self.object) if self.object.state == BelowList.State.PROPOSED else []
        steps = history(self.object, BELOW, compile_below_list="编制")
        return super().get_context_data(history=steps, moved=moved, below=self.object, **kwargs)


class BelowStep(StepView):
    queryset = BelowList.objects.select_related("province")
    lifecycle = BELOW
    seen_by = VIEW_BELOW
    step = "publish_below_list"
    service = staticmethod(below.publish)
    template_name = "disclosure/below_step.html"


class RefuseBelow(BelowStep):
    step = "refuse_below_list"
    service = staticmethod(below.refuse)


class WithdrawBelow(BelowStep):
    step = "withdraw_below_list"
    service = staticmethod(below.withdraw)

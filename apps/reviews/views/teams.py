"""Who serves in the group, and who agrees to the days; the papers of the school."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import View

from apps.experts.selectors.undertaking import undertaking
from apps.reviews.forms import AnswerDaysForm, MaterialForm, NameForm, ReasonForm, TieForm, UndertakeForm
from apps.reviews.lifecycle import CONFIRM, LEAD, SCHEDULE, SERVE, SUBMIT
from apps.reviews.models import Member
from apps.reviews.selectors.candidates import candidates
from apps.reviews.services import materials, reviews, teams
from apps.reviews.views.parts import AskingOfReview, Pressing, review_for
from apps.workflow.lifecycle import NotReady, WrongState


class Name(AskingOfReview):
    permission = SCHEDULE
    form_class = NameForm
    title, button, done = "指定专家", "指定", "已指定，并已通知本人签承诺书。"
    explanation = "只列在库、与学校没有利害关系的专家（R2.5）。指定以后本人签承诺书，才看得到学校的数据。"

    def get_form_kwargs(self):
        experts, left_out = candidates(self.object, localdate())
        return {**super().get_form_kwargs(), "experts": experts, "left_out": left_out}

    def call(self, expert, **given):
        teams.name(self.object, expert, **given, by=self.request.user)


class Dismiss(AskingOfReview):
    permission = SCHEDULE
    form_class = ReasonForm
    title, button, done = "请专家离组", "离组", "已离组，并已通知本人。请补上人选。"
    explanation = "离组以后，这位专家看不到本次复核的内容；已经提交的判断留在案卷里。"

    def dispatch(self, request, *args, **kwargs):
        self.member = get_object_or_404(Member.objects.serving().select_related("review"), pk=kwargs.pop("member"), review=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def call(self, note):
        teams.dismiss(self.member, note=note, by=self.request.user)


class Undertake(AskingOfReview):
    permission = SERVE
    form_class = UndertakeForm
    template_name = "reviews/undertake.html"
    title, button, done = "签承诺书", "签字", "已签承诺书。"

    def get_initial(self):
        return {"version": undertaking().version}

    def get_context_data(self, **kwargs):
        return super().get_context_data(undertaking=undertaking(), **kwargs)

    def call(self, version, agreed):
        teams.undertake(self.object, version=version, by=self.request.user)


class AnswerNaming(AskingOfReview):
    permission = SERVE
    form_class = AnswerDaysForm
    title, button, done = "答复复核日期", "答复", "已答复省级经办。"
    explanation = "请对照自己的安排。与学校有利害关系的，请不要答复，改为“申报利害关系并退出”。"

    def get_initial(self):
        return {"seen": self.object.version}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "of_expert": True}

    def call(self, asked, seen):
        teams.answer_naming(self.object, asked=asked, seen=seen, by=self.request.user)


class Remind(Pressing):
    permission = LEAD

    def press(self, review):
        try:
            late = teams.remind(review, by=self.request.user)
        except ValidationError as refused:
            messages.warning(self.request, refused.messages[0])
            return ""
        return f"已提醒{'、'.join(str(member.expert) for member in late)}。"


class StepDown(AskingOfReview):
    permission = SERVE
    form_class = TieForm
    title, button, done = "申报利害关系并退出", "申报并退出", "已申报，您已退出专家组。以后看不到这次复核的内容。"
    explanation = "申报以后立即回避这所学校，退出本次专家组，办理过程留有记录；省级经办会另行指定人选（R2.5）。"

    def call(self, **given):
        teams.step_down(self.object, **given, by=self.request.user)
        self.back = reverse("workflow:desk")


class AnswerVisit(AskingOfReview):
    permission = CONFIRM
    form_class = AnswerDaysForm
    title, button, done = "答复复核日期", "答复", "已答复省级经办。"
    explanation = "请避开考试和校历上的重要活动；复核不打乱正常教学（R9.6）。"

    def get_initial(self):
        return {"seen": self.object.version}

    def call(self, asked, seen):
        reviews.answer_visit(self.object, asked=asked, seen=seen, by=self.request.user)


class Attach(AskingOfReview):
    permission = SUBMIT
    form_class = MaterialForm
    title, button, done = "上传复核材料", "上传", "已上传。材料齐后请提交。"
    explanation = "学校事业发展规划必交，年度质量报告自愿（R9.1）；自我诊改报告和状态数据由平台取签字、受理的版本。"

    def call(self, **given):
        materials.attach(self.object, **given, by=self.request.user)


class SubmitMaterials(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        review = review_for(request.user, SUBMIT, pk)
        try:
            materials.submit(review, by=request.user)
        except NotReady as missing:
            messages.error(request, f"还不能提交，缺{'；'.join(missing.args[0])}。")
        except WrongState:
            messages.warning(request, "专家组已经开始研判，材料不能再换。")
        else:
            messages.success(request, "复核材料已提交。报告和数据以现在的版本为准，以后的更改不影响本次复核。")
        return HttpResponseRedirect(review.get_absolute_url())

"""Pages on which units are opened, renamed, moved and closed, and a school's register is entered."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from apps.administration import forms
from apps.administration.services import units
from apps.organizations.models import Level
from apps.workflow.lifecycle import Changed
from apps.workflow.views import Asking


class ChangeUnit(Asking):
    """A form about one unit that the person manages: ``levels`` are those for which there is such a change."""

    service = done = None
    levels = (Level.CITY, Level.SCHOOL)

    def dispatch(self, request, *args, **kwargs):
        mine = units.managed(request.user).select_related("parent", "area")
        self.subject = get_object_or_404(mine, level__in=self.levels, pk=kwargs["pk"])
        self.back = self.subject.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": units.seen_of(self.subject)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by": self.request.user, "unit": self.subject}

    def do(self, **given):
        try:
            self.service(self.subject, by=self.request.user, **given)
        except Changed:
            context = {"message": f"{self.subject}刚刚有人变更过，现在的情况见它的页面。", "object": self.subject}
            return render(self.request, "workflow/conflict.html", context, status=409)
        messages.success(self.request, self.done)
        return redirect(self.back)


class Rename(ChangeUnit):
    form_class = forms.RenameForm
    service = staticmethod(units.rename)
    title = button = "更名"
    explanation = "代码不变。此后的页面用新名称；已经签字上报、公开、出具的仍是当时的名称。"
    done = "已更名，原名列在变更情况里。"


class Move(ChangeUnit):
    form_class = forms.MoveForm
    service = staticmethod(units.move)
    levels = (Level.SCHOOL,)
    title = button = "调整隶属"
    explanation = "此后由新的主管单位审核，原主管单位不再看到这所学校；往年的数值仍计入当年所在的地方。"
    done = "已调整隶属，此后由新的主管单位审核。"


class Close(ChangeUnit):
    form_class = forms.CloseForm
    service = staticmethod(units.close)
    title = button = "撤销"
    explanation = "撤销以后不再参加新的轮次，不能再任命人员，代码不再使用，也不能恢复；数据和记录都在。在岗人员请另行结束岗位。"
    done = "已撤销。还有在岗人员的，请到人员页逐个结束岗位。"


class EnterRegister(ChangeUnit):
    form_class = forms.RegisterForm
    service = staticmethod(units.enter_register)
    levels = (Level.SCHOOL,)
    title = button = "更新登记"
    explanation = "写明从哪一天起的情况；此前的登记各期都保留。学校的状态数据按学年初的登记计。"
    done = "登记已更新，前一期保留在下面。"


class OpenUnit(Asking):
    """A new unit below the one in the address."""

    service = None
    levels = (Level.PROVINCE,)

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(units.places(request.user, *self.levels), code=kwargs["code"])
        self.back = reverse("administration:units", args=[self.subject.code])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by": self.request.user, "unit": self.subject}

    def do(self, **given):
        unit = self.open(**given)
        messages.success(self.request, f"已设立{unit}。接着请任命人员，他才能登录办事。")
        return redirect(unit.get_absolute_url())


class OpenSchool(OpenUnit):
    form_class = forms.SchoolForm
    levels = (Level.PROVINCE, Level.CITY)
    title = button = "设立学校"
    explanation = "设立以后请任命校长；开放中的轮次会在几分钟内为它建立上报。"

    def open(self, **given):
        return units.open_school(by=self.request.user, **given)


class OpenCity(OpenUnit):
    form_class = forms.CityForm
    title = button = "设立地市"
    explanation = "行政区划新设的地市、区县或师。设立以后请任命市级经办，再把学校调整过来。"

    def open(self, **given):
        return units.open_city(parent=self.subject, by=self.request.user, **given)

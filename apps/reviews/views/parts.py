"""What the pages of a review share: the review itself from one door, a form about it, and the answer to who came too late."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from apps.accounts.access import objects_for
from apps.reviews.lifecycle import VIEW
from apps.reviews.models import Review
from apps.schemes.models import Element
from apps.workflow.lifecycle import Changed, Conflict, NotReady
from apps.workflow.views import Asking

#: The frozen bodies are large, and few pages read them.
REVIEWS = Review.objects.select_related(
    "school", "scheme__guidance", "scheme__province", "selection__draw", "report__diagnosis", "snapshot__upload__round"
).defer("report__body", "snapshot__body")


def review_for(user, permission, pk):
    return get_object_or_404(objects_for(user, permission, REVIEWS), pk=pk)


def element_of(review, code):
    return get_object_or_404(Element.objects.select_related("item"), item__guidance=review.scheme.guidance_id, code=code)


def trail(review, user, *words):
    here = [(str(review.school), review.get_absolute_url()), *((each, "") for each in words)]
    return here if words else [(str(review.school), "")]


#: How an answer of a form is said, beside its texts.
WORDS = {"yes": "是", "no": "否", "": "（没有）"}
LATE = "您打开页面之后情况有了变化，这次没有写入。请看现在的情况，再决定怎么办。"


class Pressing(View):
    """A button of a review: ``press`` does it and says what came of it; who was late is told, and everybody goes back to ``page``."""

    http_method_names = ["post"]
    permission = VIEW
    page = "reviews:page"

    def post(self, request, pk, **keys):
        review = review_for(request.user, self.permission, pk)
        try:
            if said := self.press(review, **keys):
                messages.success(request, said)
        except PermissionDenied:
            raise Http404 from None
        except Conflict:
            messages.warning(request, LATE)
        return HttpResponseRedirect(reverse(self.page, args=[pk]))


class AskingOfReview(Asking):
    """A form about a review: ``permission`` opens it, ``call`` does it; what is refused stands above the form, who was late is told."""

    permission = VIEW
    page = "reviews:page"
    done = "已保存。"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.subject = review_for(request.user, self.permission, kwargs["pk"])
        self.back = reverse(self.page, args=[self.object.pk])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, keeps=True, trail=trail(self.object, self.request.user, self.title), **kwargs)

    def do(self, **given):
        try:
            self.call(**given)
        except NotReady as missing:
            raise ValidationError([f"还不能办：{what}" for what in missing.args[0]]) from None
        except PermissionDenied:
            raise Http404 from None
        except Conflict as conflict:
            return self.late(conflict)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(self.back)

    def late(self, conflict):
        messages.warning(self.request, LATE)
        return HttpResponseRedirect(self.back)


class Rewriting(AskingOfReview):
    """A form over what others of the group write too: who saves second finds both, his own in the form, and may save it over theirs."""

    def late(self, conflict):
        if not isinstance(conflict, Changed):
            return super().late(conflict)
        form, kept = self.get_form(), self.get_initial()
        form.full_clean()
        held = {name: kept.get(name) or "" for name in form.fields if name != "seen"}
        theirs = [(form.fields[name].label, text) for name, text in held.items() if text != form.data.get(name, "")]
        form.data = form.data.copy()
        form.data["seen"] = kept["seen"]
        form.add_error(None, "同组的人刚刚保存过，您写的没有写入，还在下面。请对照现在存着的，改好再保存；保存以后以您的为准。")
        shown = [(label, WORDS.get(text, text)) for label, text in theirs]
        return self.render_to_response(self.get_context_data(form=form, theirs=shown))


class AskingOfElement(AskingOfReview):
    """Its form asks which of the sixteen; the address may say it beforehand (?element=code)."""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "review": self.object}

    def get_initial(self):
        code = self.request.GET.get("element", "")
        found = Element.objects.filter(item__guidance=self.object.scheme.guidance_id, code=code).first()
        return {**super().get_initial(), **({"element": found} if found else {})}

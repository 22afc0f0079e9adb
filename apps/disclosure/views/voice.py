"""Society's voice in public: what was said and answered, saying something, and what became of it (R12.4, R2.6, M7). Nobody signs in here."""

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.generic import FormView, ListView, TemplateView

from apps.disclosure.forms import CommentForm, number_of
from apps.disclosure.models import Comment, Listing, Objection, PublicPaper
from apps.disclosure.selectors import conclusions, public, voice
from apps.disclosure.services import comments
from apps.disclosure.views.public import PublicView, public_page
from apps.documents.rules import read_code

K = Comment.Kind
PAGES = {PublicPaper.Kind.SCHEME: "disclosure/paper_scheme.html", PublicPaper.Kind.DRAW: "disclosure/paper_draw.html"}


def asked_code(request, name):
    """A code of an address's parameters; what is no code is "", for the database keeps no NUL."""
    given = request.GET.get(name, "")
    return given if given.isalnum() else ""


def address_of(receipt):
    """Where stands what became of the comment or the objection of a receipt, however it was typed; "" where there is none."""
    if comment := comments.find(receipt):
        return reverse("disclosure:said", args=[comment.receipt])
    objection = Objection.objects.filter(receipt=read_code(receipt) or "-").first()
    return reverse("disclosure:receipt", args=[objection.receipt]) if objection else ""


@public_page
class Voice(ListView):
    """The answered comments, of all or of one school or province; a receipt typed here, of a comment or an objection, leads to what became of it."""

    template_name = "disclosure/voice.html"
    paginate_by = 20

    def get(self, request, *args, **kwargs):
        self.typed = request.GET.get("receipt", "").strip()[:60]
        if self.typed and (address := address_of(self.typed)):
            return HttpResponseRedirect(address)
        answer = super().get(request, *args, **kwargs)
        if self.typed:  # Nothing is under it, and the page says so beside the box.
            answer.status_code = 404
        return answer

    def get_queryset(self):
        self.code = asked_code(self.request, "about")
        return voice.comments(self.code)

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="voice", code=self.code, typed=self.typed, not_shown=voice.not_shown(), **kwargs)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Say(FormView):
    """Anybody may say something of a school in public, of a province's work, or of an expert; without ``about`` one says first of what."""

    template_name = "disclosure/say.html"
    form_class = CommentForm

    def dispatch(self, request, *args, **kwargs):
        self.about = comments.about(asked_code(request, "about"))
        if self.about is None and request.GET.get("about"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        kinds = [K.SCHOOL if self.about and self.about.is_school else K.PROVINCE, K.EXPERT]
        return {**super().get_form_kwargs(), "kinds": kinds}

    def get_initial(self):
        return {"kind": K.SCHOOL if self.about and self.about.is_school else K.PROVINCE}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            section="voice", about=self.about, provinces=[] if self.about else comments.provinces(), **kwargs
        )  # fmt: skip

    def form_valid(self, form):
        if self.about is None:
            raise Http404
        given = {name: form.cleaned_data[name] for name in ["kind", "expert_name", "text", "contact"]}
        try:
            # Who really asks, see apps.core.middleware.
            row = comments.receive(code=self.about.code, address=self.request.META["REMOTE_ADDR"], **given)
        except comments.TooMany:
            return render(self.request, "disclosure/too_many.html", {"section": "voice", "about": self.about}, status=429)
        except LookupError:  # What it is about went out of public while it was being written.
            raise Http404 from None
        return HttpResponseRedirect(reverse("disclosure:said", args=[row.receipt]))


@method_decorator([login_not_required, never_cache], name="dispatch")
class Said(TemplateView):
    """What became of a comment, for who has its receipt; neither its words nor who wrote it."""

    template_name = "disclosure/said.html"

    def get_context_data(self, receipt, **kwargs):
        if (row := comments.find(receipt)) is None:
            raise Http404
        return super().get_context_data(section="voice", object=row, **kwargs)


class BelowIndex(PublicView):
    """The lists of the schools below the conditions that stand, by year and province (R12.1)."""

    template_name = "disclosure/below_index.html"
    section = "conclusions"

    def get_context_data(self, **kwargs):
        return super().get_context_data(lists=voice.below_lists(), **kwargs)


class Below(PublicView):
    """The list of a province and year that stands, or the version of the address; a withdrawn one says so and names nobody (M4)."""

    template_name = "disclosure/below.html"
    section = "conclusions"

    def get_context_data(self, code, year, **kwargs):
        found = voice.below_of(code, year, number_of(self.request.GET.get("version", "")))
        if found is None:
            raise Http404
        return super().get_context_data(
            below=found, named=voice.in_public(found.content["schools"]), versions=voice.below_versions(code, year), **kwargs
        )


class Papers(PublicView):
    """The schemes and the draws of all provinces, or of one (R12.4)."""

    template_name = "disclosure/papers.html"
    section = "papers"

    def get_context_data(self, **kwargs):
        code = asked_code(self.request, "province")
        rows = list(voice.papers(code))
        schemes, draws = ([row for row in rows if row.kind == kind] for kind in ("scheme", "draw"))
        return super().get_context_data(schemes=schemes, draws=draws, province=rows[0].province if code and rows else "", **kwargs)


class Paper(PublicView):
    """A scheme or a draw, the newest version or the one of the address."""

    section = "papers"

    def get_template_names(self):
        return [PAGES[self.paper.kind]]

    def get_context_data(self, pk, **kwargs):
        self.paper = voice.paper_of(pk, number_of(self.request.GET.get("version", "")))
        if self.paper is None:
            raise Http404
        content = self.paper.content
        drawn = [each for part in ("drawn", "apart", "reserve") for each in content.get(part, [])]
        around = {"named": voice.in_public(drawn), "versions": list(voice.paper_versions(pk))}
        return super().get_context_data(paper=self.paper, content=content, **around, **kwargs)


@method_decorator([xframe_options_exempt, csp_replace({"frame-ancestors": ["*"]})], name="dispatch")
class Card(PublicView):
    """What stands in public of a school, small, for a frame on its own site (R12.3): the one page that others may frame."""

    template_name = "disclosure/card.html"

    def get_context_data(self, code, **kwargs):
        listing = get_object_or_404(Listing, code=code)
        copy = public.newest_of(listing)
        if copy is None:
            raise Http404
        return super().get_context_data(listing=listing, copy=copy, lead=public.lead(copy), reviewed=conclusions.standing(listing), **kwargs)

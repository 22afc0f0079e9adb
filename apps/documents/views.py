import io

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.generic import View

from apps.documents.access import readable
from apps.documents.models import File
from apps.documents.services import opened
from apps.documents.word import MEDIA_TYPE


class FileContent(View):
    """The file itself, always to be saved, never shown as a page of ours."""

    def get(self, request, pk):
        file = get_object_or_404(File.objects.select_related("holder_type"), pk=pk)
        if not readable(request.user, file):
            raise Http404
        response = FileResponse(opened(file, by=request.user), as_attachment=True, filename=file.name, content_type=file.media_type)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def as_word(content, name):
    """The bytes of a Word file under its ``name``, to be saved."""
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.docx", content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response

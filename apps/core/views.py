"""The pages of a request that was not understood: what no app answers for."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception):
    """413 for what is larger than is taken in (settings.DATA_UPLOAD_MAX_MEMORY_SIZE and its like), 400 for the rest."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)

"""The pages of a request that was not understood: what no app answers for."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception):
    """413 for what is larger than is taken in (settings.DATA_UPLOAD_MAX_MEMORY_SIZE and its like), 400 for the rest."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_found(request, exception):
    """In the frame of one's work for who is signed in; which of the two says nothing of what was asked for."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return render(request, "404_work.html" if signed_in else "404.html", status=404)

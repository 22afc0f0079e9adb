"""What pages and the open interface have in common: who may read their answers, and how long a search may be."""

from functools import wraps

from django.core.exceptions import BadRequest
from django.utils.decorators import method_decorator

#: So many signs a search may have.
MOST_SOUGHT = 100


def shared(view):
    """A view that programs of any site may read: it answers everybody alike and takes nothing in."""
    return method_decorator(_from_anywhere, name="dispatch")(view)


def _from_anywhere(view):
    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def sought(asked):
    """The words of a search; more than the box takes is not looked for."""
    words = asked.get("q", "").strip()
    if len(words) > MOST_SOUGHT:
        raise BadRequest("a search too long")
    return words

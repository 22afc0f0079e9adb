"""Many returns at once, each on its own merits: what could be done is done, the rest is left as it was, with the reason (D8)."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from apps.statusdata.models import Return
from apps.statusdata.services import chain
from apps.workflow.lifecycle import Changed, NotReady, WrongState


@dataclass(frozen=True)
class LeftOut:
    """A return that was left as it was, and why, in words for the person."""

    upload: Return
    reason: str


@dataclass(frozen=True)
class Outcome:
    done: list
    left_out: list


def check_many(chosen, *, by):
    """Check each of ``chosen``: pairs of a return and the version the person saw. Returns the Outcome."""
    return _many(chosen, chain.check, by)


def accept_many(chosen, *, by):
    """Accept each of ``chosen``: pairs of a return and the version the person saw. Returns the Outcome."""
    return _many(chosen, chain.accept, by)


def _many(chosen, take, by):
    outcome = Outcome([], [])
    for upload, seen in chosen:
        if reason := _take(upload, seen, take, by):
            outcome.left_out.append(LeftOut(upload, reason))
        else:
            outcome.done.append(upload)
    return outcome


def _take(upload, seen, take, by):
    """Take the step, each in a transaction of its own; returns why not, "" when it is done."""
    if open_remarks := upload.remarks.filter(answered_at=None).count():
        return f"还有 {open_remarks} 条批注没有答复，请打开来看"
    try:
        take(upload, seen=seen, by=by)
    except PermissionDenied:
        return "这一步眼下不归您办：须先过市级审核，或您应当回避"
    except WrongState:
        return f"现在是“{Return.objects.get(pk=upload.pk).get_state_display()}”，不必或不能再办这一步"
    except Changed:
        return "您打开名单之后有人办过或改过，请重新看过再办"
    except NotReady as missing:
        return "还缺：" + "；".join(missing.args[0])
    return ""

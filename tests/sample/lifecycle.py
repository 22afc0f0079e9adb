from apps.workflow.lifecycle import Lifecycle, Step
from tests.sample.models import Thing

S = Thing.State


def unanswered(thing):
    return ["数目"] if thing.number is None else []


THING = Lifecycle(
    Thing,
    #    step         label   from                    to          permission            ready when
    Step("send",      "报送", (S.DRAFT, S.RETURNED), S.SENT,     "sample.send_thing",  unanswered,
         desk="待报送的事项", due="due", tells=("sample.close_thing",)),
    Step("send_back", "退回", (S.SENT,),             S.RETURNED, "sample.judge_thing", needs_note=True,
         tells=("sample.send_thing",)),
    Step("close",     "办结", (S.SENT,),             S.CLOSED,   "sample.close_thing", desk="待办结的事项"),
)  # fmt: skip

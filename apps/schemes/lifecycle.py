from apps.schemes.contents import obstacles
from apps.schemes.models import Scheme
from apps.workflow.lifecycle import Lifecycle, Step

S = Scheme.State

VIEW, DRAFT, SEND, LODGE, ANNOTATE = (f"schemes.{verb}_scheme" for verb in ["view", "draft", "send", "lodge", "annotate"])

# Lodging is to be on file, no approval: the ministry sends back what falls below the guidance, with the reason (R1.3).
SCHEME = Lifecycle(
    Scheme,
    #    step               label        from          to         permission
    Step("file_scheme",   "报部备案",  (S.DRAFT,),   S.LODGING, SEND,  obstacles, desk="把省级方案报部备案", tells=(LODGE,)),
    Step("recall_scheme", "撤回修改",  (S.LODGING,), S.DRAFT,   SEND,  needs_note=True, tells=(LODGE,)),
    Step("lodge_scheme",  "备案",      (S.LODGING,), S.LODGED,  LODGE, obstacles, desk="备案省级方案", tells=(DRAFT, ANNOTATE)),
    Step("return_scheme", "退回",      (S.LODGING,), S.DRAFT,   LODGE, needs_note=True, tells=(DRAFT,)),
)  # fmt: skip

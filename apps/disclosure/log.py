from apps.administration.log import name_verbs
from apps.disclosure.lifecycle import PROPOSE

name_verbs(PROPOSE, put_forward="提出公开")

"""What people do about cases beside the steps of their lifecycles, in the words of the log."""

from apps.administration.log import name_verbs

name_verbs(open_case="提交审议", recuse="回避", take_the_chair="主持本案", vote="表决", call_sitting="召集审议会议", note_presence="登记到会")

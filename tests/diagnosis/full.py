"""A report of the full length of 附 2, made up: 500 字 of overview and 900 字 for each of the sixteen elements, 14 900 in all (A2)."""

from apps.diagnosis.rules import LIMITS

SENTENCES = (
    "（示例）学校围绕本要素逐点诊断，以状态数据、听课记录、教学检查和师生座谈为依据。",
    "本学年完成了年初确定的主要任务，专业教学标准已经修订，实训课开出率比上年提高1.5个百分点。",
    "存在的问题是：同类课程的要求不一，课堂记录填写后没有汇总，部分教师参加企业实践的时间不足30天。",
    "原因是制度没有写明由谁汇总、何时反馈，教研组各自安排，考核也没有与改进结果相联系。",
)


def of_length(kind, number=0):
    """A text of exactly as many 字 as ``kind`` allows, in sentences."""
    start = number % len(SENTENCES)
    words = "".join(SENTENCES[start:] + SENTENCES[:start])
    limit = LIMITS.get(kind, 300)
    return (words * (limit // len(words) + 1))[: limit - 1] + "。"

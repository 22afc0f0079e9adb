"""How names are spelled for searching by pinyin."""

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Place names that the general readings get wrong. 长子县 and 子长市 keep zhǎng, as people there say it.
PLACES = {
    "朝阳市": "cháo yáng shì", "朝阳县": "cháo yáng xiàn", "闵行": "mǐn háng", "漯河": "luò hé", "阿勒泰": "ā lè tài", "锡林郭勒": "xī lín guō lè",
    "克孜勒苏": "kè zī lè sū", "曾都": "zēng dū", "单县": "shàn xiàn", "乌什": "wū shí", "涡阳": "guō yáng", "天长": "tiān cháng",
}  # fmt: skip
LONG = {
    "治": "zhì", "海": "hǎi", "岭": "lǐng", "白": "bái", "宁": "níng", "丰": "fēng", "泰": "tài", "清": "qīng", "岛": "dǎo", "垣": "yuán", "葛": "gě",
    "阳": "yáng", "洲": "zhōu", "顺": "shùn", "武": "wǔ", "沙": "shā", "春": "chūn", "安": "ān", "兴": "xīng", "汀": "tīng", "乐": "lè", "寿": "shòu",
}  # fmt: skip
# After 省 or 市 the reading of 省长 and 市长 would win: 湖南省长沙市.
BEFORE = {"": "", "省": "shěng", "市": "shì"}
PLACES |= {f"{before}长{char}": f"{reading} cháng {sound}" for char, sound in LONG.items() for before, reading in BEFORE.items()}
load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in PLACES.items()})


def spelled(name: str) -> tuple[str, str]:
    """``name`` in pinyin without tones and parts ("chongqingshi"), and its first letters ("cqs"); other letters and digits stay, in lower case."""
    syllables = [part for part in lazy_pinyin(name, style=Style.NORMAL, errors=_letters_and_digits, v_to_u=False) if part]
    return "".join(syllables), "".join(part[0] for part in syllables)


def _letters_and_digits(text):
    """What is not Chinese, a piece a sign, so that the first letters keep every one of them."""
    return [char.lower() for char in text if char.isalnum()]

"""The provinces as tiles where they lie, roughly: no outlines, no order by value."""

from collections.abc import Mapping
from dataclasses import dataclass

# The first two digits of the division code: short name, name, column, row. 66 is the Corps, which has no code of its own.
PLACES = {
    "65": ("新疆", "新疆维吾尔自治区", 1, 1), "15": ("内蒙古", "内蒙古自治区", 5, 1), "21": ("辽宁", "辽宁省", 6, 1),
    "22": ("吉林", "吉林省", 7, 1), "23": ("黑龙江", "黑龙江省", 8, 1),
    "66": ("兵团", "新疆生产建设兵团", 1, 2), "63": ("青海", "青海省", 2, 2), "62": ("甘肃", "甘肃省", 3, 2),
    "64": ("宁夏", "宁夏回族自治区", 4, 2), "14": ("山西", "山西省", 5, 2), "13": ("河北", "河北省", 6, 2),
    "11": ("北京", "北京市", 7, 2), "12": ("天津", "天津市", 8, 2),
    "54": ("西藏", "西藏自治区", 2, 3), "51": ("四川", "四川省", 3, 3), "61": ("陕西", "陕西省", 4, 3),
    "41": ("河南", "河南省", 5, 3), "37": ("山东", "山东省", 6, 3), "32": ("江苏", "江苏省", 7, 3), "31": ("上海", "上海市", 8, 3),
    "53": ("云南", "云南省", 3, 4), "50": ("重庆", "重庆市", 4, 4), "42": ("湖北", "湖北省", 5, 4),
    "34": ("安徽", "安徽省", 6, 4), "33": ("浙江", "浙江省", 7, 4),
    "52": ("贵州", "贵州省", 4, 5), "43": ("湖南", "湖南省", 5, 5), "36": ("江西", "江西省", 6, 5), "35": ("福建", "福建省", 7, 5),
    "45": ("广西", "广西壮族自治区", 4, 6), "44": ("广东", "广东省", 5, 6), "46": ("海南", "海南省", 6, 6),
}  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One province on the map: ``level`` 0 (nothing to show) to 4 is its shade, ``text`` its figure in words."""

    code: str
    name: str
    full: str
    column: int
    row: int
    level: int
    text: str
    url: str


def province_tiles(shades: Mapping[str, tuple[str, int]], urls: Mapping[str, str], missing: str = "未报") -> list[Tile]:
    """All 32 tiles by rows; ``shades`` gives words and level by code, a province without them says ``missing``; without a url it is no link."""
    drawn = []
    for code, (name, full, column, row) in PLACES.items():
        text, level = shades.get(code, (missing, 0))
        drawn.append(Tile(code, name, full, column, row, level, text, urls.get(code, "")))
    return drawn

#!/usr/bin/env python3
"""Makes fixtures/divisions.csv and fixtures/counties.csv from the 2016-07 edition of GB/T 2260 (A1, R8.9).

    npm pack gb2260@0.6.0 && tar xf gb2260-0.6.0.tgz
    scripts/divisions.py package/lib/201607.json

The source is a table of code and name. Placeholder rows (市辖区, 县, 省直辖县级行政区划 …) are no units and are dropped. Below a province stand
its 地市; in a 直辖市 its 区县; a county directly under a province is a unit of its own. 兵团 is not in GB/T 2260: it and its 师 carry codes of ours.
"""

import csv
import json
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MUNICIPALITIES = {"11", "12", "31", "50"}
# The notice is addressed to 31 provinces and 兵团; schools of 台湾, 香港 and 澳门 are not in its scope.
NOT_ADDRESSED = {"71", "81", "82"}
STANDARD, OWN = "GB/T 2260-2016.07", "自编"
NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"]


def main(source):
    names = json.loads(Path(source).read_text(encoding="utf-8"))
    places = {code: name for code, name in names.items() if code[:2] not in NOT_ADDRESSED and not is_placeholder(name)}
    counties = sorted((code, name, city_of(code, places)) for code, name in places.items() if not code.endswith("00"))
    write("divisions.csv", ["code", "level", "name", "parent", "source"], [*nation(), *provinces(places), *cities(places, counties), *corps()])
    write("counties.csv", ["code", "name", "city"], counties)


def is_placeholder(name):
    return name in {"市辖区", "县"} or "直辖县级" in name


def city_of(code, places):
    """The unit at city level where a county lies: itself in a 直辖市 or directly under a province."""
    city = f"{code[:4]}00"
    return city if city in places and code[:2] not in MUNICIPALITIES else code


def nation():
    return [("100000", 1, "全国", "", STANDARD)]


def provinces(places):
    return [(code, 2, name, "100000", STANDARD) for code, name in sorted(places.items()) if code.endswith("0000")]


def cities(places, counties):
    own_level = {code: name for code, name in places.items() if code.endswith("00") and not code.endswith("0000")}
    own_level |= {code: name for code, name, city in counties if code == city}
    return [(code, 3, name, f"{code[:2]}0000", STANDARD) for code, name in sorted(own_level.items())]


def corps():
    """新疆生产建设兵团 as the 32nd provincial unit, with its 14 师 in place of 地市."""
    rows = [("660000", 2, "新疆生产建设兵团", "100000", OWN)]
    return rows + [(f"66{number:02}00", 3, f"第{numeral}师", "660000", OWN) for number, numeral in enumerate(NUMERALS, start=1)]


def write(name, header, rows):
    with (FIXTURES / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main(sys.argv[1])

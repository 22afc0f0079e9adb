#!/usr/bin/env python3
"""核对一次抽样：python3 verify_draw.py 证明包.json [事先公布的封存摘要]

只用 Python 自带的库（3.8 或更新），不联网，不依赖本平台的任何程序。
逐项核对证明包里的抽样框、参数、算法、随机数、签号、次序和结果；有不符的，说出是哪一项、哪一所学校。
全部相符时退出码为 0，有不符时为 1，文件不能读时为 2。
"""

import hashlib
import json
import sys

FORMAT = "zhengai-draw/1"
WORDS = {"area": "入样（覆盖地市）", "order": "入样", "reserve": "备选", "": "未入样"}


def canonical(content):
    """同样的内容在任何机器上得到同样的字节：键按码位排序，没有空格，UTF-8。"""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def digest(content):
    return hashlib.sha256(canonical(content)).hexdigest()


def ticket(value, code):
    return hashlib.sha256(f"{value}|{code}".encode()).hexdigest()


def drawn(bundle):
    """按算法重抽一遍，得到 [标识码, 签号, 结果] 的列表。"""
    quota, reserves = bundle["parameters"]["quota"], bundle["parameters"]["reserves"]
    reached = set(bundle["parameters"]["covered"])
    order = sorted((ticket(bundle["value"], row["code"]), row["code"], row["area"]) for row in bundle["frame"] if row["place"] == "in")
    won = {}
    for _number, code, area in order:
        if area not in reached and len(won) < quota:
            reached.add(area)
            won[code] = "area"
    for _number, code, _area in order:
        if len(won) >= quota:
            break
        won.setdefault(code, "order")
    left = [code for _number, code, _area in order if code not in won]
    for code in left[:reserves]:
        won[code] = "reserve"
    return [[code, number, won.get(code, "")] for number, code, _area in order]


def committed(bundle, published):
    """封存的内容有没有变：算法、参数、抽样框的每一行。"""
    sums = bundle["sums"]
    if digest(bundle["algorithm"]) != sums["algorithm"]:
        yield "算法的文字与封存时不同"
    if digest(bundle["parameters"]) != sums["parameters"]:
        yield "参数（抽取校数、备选校数、随机数来源、日期或已覆盖的地市）与封存时不同"
    names = {row["code"]: row["name"] for row in bundle["frame"]}
    rows = {row["code"]: digest(row) for row in bundle["frame"]}
    if len(rows) != len(bundle["frame"]):
        yield "抽样框里有重复的学校"
    for code in sorted(set(rows) | set(sums["frame"])):
        if code not in sums["frame"]:
            yield f"抽样框里多出一所学校：{code} {names[code]}"
        elif code not in rows:
            yield f"抽样框里少了一所学校：{code}"
        elif rows[code] != sums["frame"][code]:
            yield f"抽样框里这所学校的内容与封存时不同：{code} {names[code]}"
    if digest(sums) != bundle["commitment"]:
        yield "各项摘要合起来与封存摘要不符：摘要表或封存摘要被改过"
    if published and published.strip().lower() != bundle["commitment"]:
        yield "证明包里的封存摘要与事先公布的不同"


def result(bundle):
    """签号、次序和结果对不对。"""
    names = {row["code"]: row["name"] for row in bundle["frame"]}
    right, said = drawn(bundle), bundle["tickets"]
    of_right, of_said = {row[0]: row for row in right}, {row[0]: row for row in said}
    wrong = [code for code in of_right if code in of_said and of_right[code][1] != of_said[code][1]]
    if of_right and len(wrong) == len(of_right):
        yield "所有签号都与随机数不符：随机数或签号被改过"
    else:
        for code in sorted(wrong):
            yield f"签号不对：{code} {names[code]}，应为 {of_right[code][1]}"
    for code in sorted(set(of_right) ^ set(of_said)):
        yield "{}：{} {}".format("结果里少了一所学校" if code in of_right else "结果里多出一所学校", code, names.get(code, ""))
    for code in [code for code in of_right if code in of_said and of_right[code][2] != of_said[code][2]]:
        yield f"结果不对：{code} {names[code]}，应为“{WORDS[of_right[code][2]]}”，写成了“{WORDS.get(of_said[code][2], of_said[code][2])}”"
    if not wrong and set(of_right) == set(of_said) and [row[0] for row in right] != [row[0] for row in said]:
        yield "次序不对：没有按签号从小到大排列"


def check(bundle, published=""):
    """不符之处的列表，空的表示全部相符。"""
    if bundle.get("format") != FORMAT:
        return ["不认识的格式：{}，本程序只核对 {}".format(bundle.get("format"), FORMAT)]
    return list(committed(bundle, published)) + list(result(bundle))


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            bundle = json.load(file)
        troubles = check(bundle, arguments[1] if len(arguments) == 2 else "")
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as trouble:
        print(f"证明包不能读：{trouble!r}")
        return 2
    if troubles:
        print(f"不符，共 {len(troubles)} 处：")
        for words in troubles:
            print("  " + words)
        return 1
    chosen = [row for row in bundle["tickets"] if row[2] in ("area", "order")]
    print("全部相符。")
    print("  封存摘要 {}".format(bundle["commitment"]))
    print("  随机数 {}（来源：{}）".format(bundle["value"], bundle["parameters"].get("source", "")))
    print("  {} 所学校参加抽取，{} 所入样：".format(len(bundle["tickets"]), len(chosen)))
    names = {row["code"]: row["name"] for row in bundle["frame"]}
    for code, number, won in chosen:
        print(f"  {number[:12]} {code} {names[code]} {WORDS[won]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

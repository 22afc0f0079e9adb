#!/usr/bin/env python3
"""核对一次抽样：python3 verify_draw.py 证明包.json [事先公布的封存摘要 [公布的证明包摘要]]

只用 Python 自带的库（3.8 或更新），不联网，不依赖本平台的任何程序。
逐项核对证明包里的抽样框、参数、算法、随机数、签号、次序和结果；有不符的，说出是哪一项、哪一所学校。
抽取时间（drawn_at）不在封存之内：写上第三项、公布的证明包摘要，才连它一起核对。
全部相符时退出码为 0，有不符时为 1，文件不能读时为 2。
"""

import hashlib
import json
import sys

FORMAT = "zhengai-draw/1"
KEYS = {"format", "algorithm", "parameters", "frame", "sums", "commitment", "value", "drawn_at", "tickets"}
WORDS = {"area": "入样（覆盖地市）", "order": "入样", "reserve": "备选", "": "未入样"}


class Unreadable(Exception):
    """不能核对的文件，args[0] 是为什么。"""


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


def strange(bundle):
    """证明包里多出来的：封存和抽取都没有说到它们。"""
    for key in sorted(set(bundle) - KEYS):
        yield f"证明包里多出不认识的项目：{key}"
    if set(bundle["sums"]) - {"algorithm", "parameters", "frame"}:
        yield "各项摘要里多出不认识的项目"
    for row in bundle["tickets"]:
        if len(row) != 3:
            yield f"结果里这一行不是标识码、签号、结果三项：{row[0]}"


def check(bundle, published=""):
    """不符之处的列表，空的表示全部相符。"""
    if bundle.get("format") != FORMAT:
        return ["不认识的格式：{}，本程序只核对 {}".format(bundle.get("format"), FORMAT)]
    return list(strange(bundle)) + list(committed(bundle, published)) + list(result(bundle))


def once(pairs):
    """JSON 里的一个对象；同一个名字写了两遍的，不同的程序会读出不同的内容。"""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Unreadable("同一个项目写了两遍：{}".format("、".join(sorted({name for name in names if names.count(name) > 1}))))
    return found


def read(name):
    """文件的字节和其中的证明包。"""
    try:
        with open(name, "rb") as file:
            content = file.read()
    except OSError as trouble:
        raise Unreadable(f"打不开文件 {name}（{trouble.strerror}）") from None
    try:
        bundle = json.loads(content.decode("utf-8"), object_pairs_hook=once)
    except UnicodeDecodeError:
        raise Unreadable("不是 UTF-8 文本，请下载证明包（JSON）") from None
    except (ValueError, RecursionError):
        raise Unreadable("不是完整的 JSON，可能没有下载完") from None
    if not isinstance(bundle, dict):
        raise Unreadable("是 JSON，但不是证明包")
    return content, bundle


def compare(name, published, whole):
    """(证明包, 它的摘要, 不符之处)。"""
    content, bundle = read(name)
    found = hashlib.sha256(content).hexdigest()
    try:
        troubles = check(bundle, published)
    except KeyError as missing:
        raise Unreadable(f"证明包里少了项目：{missing.args[0]}") from None
    except (TypeError, ValueError, IndexError, AttributeError):
        raise Unreadable("证明包的结构不对：有的项目不是应有的样子") from None
    if whole and whole.strip().lower() != found:
        troubles.append("文件与公布的证明包摘要不符：抽取时间或别的内容被改过，或者文件另存过")
    return bundle, found, troubles


def main(arguments):
    if not 1 <= len(arguments) <= 3 or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 2
    published, whole = (arguments[1:] + ["", ""])[:2]
    try:
        bundle, found, troubles = compare(arguments[0], published, whole)
    except Unreadable as why:
        print(f"不能核对：{why}")
        return 2
    if troubles:
        print(f"不符，共 {len(troubles)} 处：")
        for words in troubles:
            print("  " + words)
        return 1
    chosen = [row for row in bundle["tickets"] if row[2] in ("area", "order")]
    print("全部相符。")
    print("  封存摘要 {}{}".format(bundle["commitment"], "" if published else "（没有与事先公布的比对）"))
    print("  证明包摘要 {}{}".format(found, "" if whole else "（没有与公布的比对）"))
    print("  随机数 {}（来源：{}）".format(bundle["value"], bundle["parameters"].get("source", "")))
    print("  抽取时间 {}{}".format(bundle.get("drawn_at", ""), "" if whole else "（不在封存之内，没有核对）"))
    print("  {} 所学校参加抽取，{} 所入样：".format(len(bundle["tickets"]), len(chosen)))
    names = {row["code"]: row["name"] for row in bundle["frame"]}
    for code, number, won in chosen:
        print(f"  {number[:12]} {code} {names[code]} {WORDS[won]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

import pytest

from apps.organizations.pinyin import spelled


@pytest.mark.parametrize(
    "name, pinyin, initials",
    [
        ("重庆市", "chongqingshi", "cqs"),
        ("厦门市", "xiamenshi", "xms"),
        ("蚌埠市", "bengbushi", "bbs"),
        ("六安市", "luanshi", "las"),
        ("长治市", "changzhishi", "czs"),
        ("长子县", "zhangzixian", "zzx"),
        ("朝阳市", "chaoyangshi", "cys"),
        ("漯河市", "luoheshi", "lhs"),
        ("闵行区", "minhangqu", "mhq"),
        ("吕梁市", "lvliangshi", "lls"),
        ("阿勒泰地区", "aletaidiqu", "altdq"),
        ("湖南省长沙市", "hunanshengchangshashi", "hnscss"),
    ],
)
def test_places_are_spelled_as_people_there_say_them(name, pinyin, initials):
    assert spelled(name) == (pinyin, initials)


def test_letters_and_digits_stay_and_signs_go():
    assert spelled("示例（A1）学校") == ("shilia1xuexiao", "sla1xx")

"""What looks personal in a text (F8): each rule at its edges."""

import time

import pytest

from apps.diagnosis.personal import BLOCK, blocked, find, find_words, is_card, is_id

#: The example of GB 11643; made-up numbers otherwise.
ID = "11010519491231002X"


def told(text):
    return [(found.kind.value, found.words) for found in find(text)]


@pytest.mark.parametrize(
    "text,words",
    [
        (f"学生（{ID}）", ID),
        ("11010519491231002x", "11010519491231002x"),
        ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ"),
        ("身份证110105 19491231 002X。", "110105 19491231 002X"),
        ("110105-19491231-002-X", "110105-19491231-002-X"),
        ("610102199001011207", "610102199001011207"),
        ("学籍号G610102199001011207", "610102199001011207"),
        ("110105\u200b19491231002X", "110105\u200b19491231002X"),
        (f"{ID}13", ID),
    ],
)
def test_a_citizens_number_is_found_however_it_is_written(text, words):
    assert ("id", words) in told(text)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # Wrong check digit.
        "110105194913310028",  # No thirteenth month.
        "610102199002301205",  # No 30 February.
        "010105194912310020",  # No region begins with a nought.
        "61010219900101120",  # A digit short.
        "6101021990010112070",  # A digit too long.
        "9610102199001011207",
        "610102199001011207.5",
    ],
)
def test_what_only_looks_like_one_is_none(number):
    assert ("id", number) not in told(number)
    assert "id" not in dict(told(number))


def test_the_check_digit_alone_decides():
    assert [last for last in "0123456789X" if is_id(f"61010219900101120{last}")] == ["7"]


@pytest.mark.parametrize(
    "text,words",
    [
        ("电话13812345678。", "13812345678"),
        ("电话 138 1234 5678", "138 1234 5678"),
        ("138-1234-5678", "138-1234-5678"),
        ("１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("+86 138 1234 5678", "86 138 1234 5678"),
        ("8613812345678", "8613812345678"),
        ("008613812345678", "008613812345678"),
        ("QQ同号13812345678x", "13812345678x"),
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text, words):
    assert told(text) == [("mobile", words)]


@pytest.mark.parametrize(
    "text",
    [
        "99138123456789", "138123456789", "1381234567", "12812345678", "0.13812345678", "13812345678.5", "13 801 234 567", "13,812,345,678",
        "2023 2024 2025", "029-87654321", "3661000001",
    ],
)  # fmt: skip
def test_digits_inside_a_longer_number_and_other_numbers_are_none(text):
    assert told(text) == []


def test_several_stand_side_by_side():
    found = told(f"联系人 13812345678 13912345678，{ID}")
    assert found == [("mobile", "13812345678"), ("mobile", "13912345678"), ("id", ID)]


@pytest.mark.parametrize("text,words", [("卡号4111 1111 1111 1111", "4111 1111 1111 1111"), ("6222021234567890128", "6222021234567890128")])
def test_a_bank_card_is_found_by_its_sum(text, words):
    assert told(text) == [("card", words)]


@pytest.mark.parametrize("number", ["4111111111111112", "411111111111111", "41111111111111111111", "0000000000000000", "2030 2031 2032 2037"])
def test_a_number_of_another_sum_or_length_is_no_card(number):
    assert told(number) == []
    assert not is_card(number)


@pytest.mark.parametrize(
    "text,words",
    [
        ("邮箱：zhang.san@example.edu.cn。", "zhang.san@example.edu.cn"),
        ("写信到ｏｆｆｉｃｅ＠ｅｘａｍｐｌｅ．ｃｎ，", "ｏｆｆｉｃｅ＠ｅｘａｍｐｌｅ．ｃｎ"),
        ("_a@b.cn", "_a@b.cn"),
        ("123456@example.com", "123456@example.com"),
    ],
)
def test_a_mail_address_is_found(text, words):
    assert told(text) == [("email", words)]


@pytest.mark.parametrize("text", ["每班@两人", "a@b", "@example.cn", "单价3@5元"])
def test_a_sign_alone_is_no_mail_address(text):
    assert told(text) == []


def test_a_mail_address_that_holds_a_number_counts_as_the_number():
    """So it cannot be kept as the school's own."""
    assert told("13812345678@example.com") == [("mobile", "13812345678@example.com")]


def test_the_place_is_that_in_the_text_as_it_stands():
    text = "甲\u200b乙１３８ 1234 5678，丙"
    [found] = find(text)
    assert text[found.start : found.end] == found.words == "１３８ 1234 5678"
    assert blocked(text, [(found.start, found.end)]) == f"甲\u200b乙{BLOCK}，丙"


def test_what_overlaps_is_blocked_as_one():
    assert blocked("abcdefgh", [(1, 4), (3, 6), (3, 4)]) == f"a{BLOCK}gh"
    assert blocked("abc", []) == "abc"
    assert blocked("abc", [(0, 3)]) == BLOCK


def test_words_pointed_out_are_found_wherever_they_stand_the_longest_first():
    text = "张三丰和张三都到了，张三丰发言"
    assert [(each.start, each.words) for each in find_words(text, ["张三", "张三丰"])] == [(0, "张三丰"), (4, "张三"), (10, "张三丰")]


@pytest.mark.parametrize("text", ["1" * 20_000 + ".5", "1 " * 10_000, "a" * 20_000 + "@", "a@" + "b-" * 10_000, "1234 " * 4_000])
def test_no_text_keeps_it_busy(text):
    began = time.monotonic()
    find(text)
    assert time.monotonic() - began < 2

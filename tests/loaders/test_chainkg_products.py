"""What counts as a product in reports, and what is a line of the report."""

import pytest

from loaders.chainkg import FAKE_PRODUCT


@pytest.mark.parametrize(
    "name",
    [
        "螺栓",
        "特种气体",
        "平衡块",
        "其他电子产品",
        "内部装饰",
        "公司债承销",
        "总部基地开发",
        "出口家具",
    ],
)
def test_what_is_a_product_is_not_taken_for_a_line_of_a_report(name: str) -> None:
    assert FAKE_PRODUCT.fullmatch(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "其他",
        "其它业务",
        "其他业务收入",
        "合计",
        "某某小计",
        "减:内部抵销数",
        "未分摊费用",
        "分部二",
        "集团总部",
        "国外",
        "内销",
    ],
)
def test_lines_of_reports_of_other_years_are_no_products(name: str) -> None:
    assert FAKE_PRODUCT.fullmatch(name)

"""Pictures pass through Streamlit's cleaning as attributes, and come out as they went in."""

import json
import re
from html import unescape

from dashboard.pictures import chart, sealed
from tests.dashboard.conftest import opened


def test_what_is_sealed_comes_out_as_it_went_in() -> None:
    html = '<p class="a">50 %</p><svg role="img"><path d="M0 0"/><title>甲 &lt;b&gt; 5 %3C</title></svg><b>x</b>'
    assert opened(sealed(html)) == html


def test_the_attribute_holds_nothing_that_ends_it_or_is_thrown_away() -> None:
    (held,) = re.findall(r'data-lj-html="(.*)"></i>$', sealed('<svg title="a"><title>a &amp;</title></svg>'))
    assert not set(held) & set('<"&')


def test_a_chart_is_as_high_as_its_figure_and_names_itself() -> None:
    figure = {"data": [{"type": "bar", "text": ['<b>"1"</b> 5 %']}], "layout": {"height": 120}}
    html = chart(figure, "a_key", 'More "or" less')
    found = re.search(r'data-lj-figure="(.*?)"', html)
    assert found and json.loads(unescape(found[1])) == figure
    assert "<" not in unescape(found[1])
    assert 'style="height:120px"' in html and 'aria-label="More &quot;or&quot; less"' in html

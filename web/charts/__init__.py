"""Charts drawn on the server as SVG: each has a title that says what it shows and a table with the figures behind it.

Views call these functions; `{% chart %}` shows the result. Colors come from classes of the stylesheet, so they follow the theme.
"""

from web.charts.bars import bar_chart, clock_bar, grade_bar
from web.charts.donut import donut_chart
from web.charts.flow import Lane, flow_lanes
from web.charts.frame import Chart
from web.charts.lines import Series, line_chart
from web.charts.small import sparkline

__all__ = ["Chart", "Lane", "Series", "bar_chart", "clock_bar", "donut_chart", "flow_lanes", "grade_bar", "line_chart", "sparkline"]

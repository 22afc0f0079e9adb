"""图: charts drawn on the server as SVG, with presentation attributes alone, so that they hold under the strict CSP and on paper.

Pure: figures in, a ``Figure`` out, which components/chart.html shows with its title, unit and the table of the same figures.
"""

from apps.core.charts.bars import bars
from apps.core.charts.distribution import histogram, spread
from apps.core.charts.line import Series, line
from apps.core.charts.marks import Figure
from apps.core.charts.provinces import Tile, province_tiles
from apps.core.charts.spark import spark

__all__ = ["Figure", "Series", "Tile", "bars", "histogram", "line", "province_tiles", "spark", "spread"]

"""Pages: ``reports`` of a province, ``country`` and its circulars, a school's ``chapters``."""

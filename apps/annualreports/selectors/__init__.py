"""What the pages and papers show: ``reading`` one report, ``country`` all provinces of a year."""

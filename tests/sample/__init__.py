"""示例: the smallest app that uses everything of the house, for the tests of the house alone."""

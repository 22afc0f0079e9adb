"""机构与人员: pages over the tree, the people and their posts, and the search of the log. No models of its own."""

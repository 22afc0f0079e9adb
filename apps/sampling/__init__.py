"""抽样: which schools are reviewed: the plan of a cycle, the frame, the draw and its proof (R8, R3.2)."""

"""方案: the ministry's guidance with its items, elements and points, and the policy documents it rests on."""

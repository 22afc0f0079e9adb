"""What people do to a scheme, a module a noun: versions and their way to the ministry, points, adjustments, notes of cities."""

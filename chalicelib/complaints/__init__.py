"""Complaints and reports (投诉、举报): what a citizen hands in, how it is handled to its end, and by when."""

"""Whom to visit and who goes (双随机、一公开): items, plans, pools, draws that anybody can recompute."""

"""The label on an instrument (赋码标签): signed format L1, drawing, reading, resolving, scans."""

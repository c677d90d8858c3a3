"""Credit (诚信计量): what merchants commit to, and where they stand, reckoned from public facts alone."""

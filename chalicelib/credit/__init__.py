"""Credit (诚信计量): what merchants commit to, how they look after it, and where they stand by public facts alone."""

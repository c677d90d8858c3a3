"""What the public may see, and when: the rights clock, the register, open data, the log."""

"""What there is to check (名录): merchants, sites, instruments, verifications, and the head an instrument shows."""

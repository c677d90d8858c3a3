"""What officers do (检查): visits, checks, the verdicts they lead to."""

"""Which functions work behind queues, and which schedules take long, typed by hand like their rights."""

LONG = {"MakeOpenData", "Restand"}
"""Schedules that may take a quarter of an hour, for which nobody waits: all of a city is read or reckoned anew."""
JOBS = {
    "PrintSheet": ("SheetsQueue", "SheetsFailures"),
    "WorkImports": ("ImportQueue", "ImportFailures"),
    "Draw": ("DrawsQueue", "DrawsFailures"),
    "ReportFairness": ("FairnessQueue", "FairnessFailures"),
    "VerifyEvidence": ("EvidenceUploads", "EvidenceFailures"),
    "PackEvidence": ("PacksQueue", "PacksFailures"),
    "MakePaper": ("PapersQueue", "PapersFailures"),
}
"""Functions behind a queue: the queue, and where messages end that failed jobs.TRIES times."""

"""What a figure was measured on, which every bench that measures time or memory prints beside it."""

import os
import platform


def machine() -> str:
    """Interpreter, cores and load: figures of two machines, or of a busy one, are not compared."""
    cores = f"{os.cpu_count()} {platform.machine()} cores"
    return f"Python {platform.python_version()}, {cores}, load {os.getloadavg()[0]:.1f}"

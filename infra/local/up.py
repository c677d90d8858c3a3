"""Starts, stops and forgets the local stack.

python -m infra.local.up run      everything up with demo data, whatever of it is up already
python -m infra.local.up stop     end it; its data stays
python -m infra.local.up reset    end it and forget its data
"""

import os
import shutil
import sys
import time

from infra.local import processes, web
from infra.local.places import NotPossible, Places


def run(places: Places) -> None:
    """Bring everything to the present sources and say where it is."""
    began = time.monotonic()
    was_up = all(processes.alive(places, name) for name in processes.NAMES)
    if was_up:
        print("Already running; bringing it to the present sources.")
    web.build()
    _forget_half_made(places)
    processes.start(places, "launcher")
    from infra.local import demo
    from infra.local.deploy import deploy

    outputs = deploy(places)
    processes.start(places, "frontdoor")
    demo.load(places, outputs)
    _greet(places, time.monotonic() - began)


def stop(places: Places) -> None:
    """End both processes; the embedded AWS saves what it has."""
    for name in processes.NAMES:
        processes.stop(places, name)


def reset(places: Places) -> None:
    """End it and forget everything it kept."""
    stop(places)
    shutil.rmtree(places.state, ignore_errors=True)


def _forget_half_made(places: Places) -> None:
    """A stack whose first deployment was cut off holds nothing yet and cannot be updated: begin again."""
    if not places.outputs.exists() and not processes.alive(places, "launcher"):
        for folder in (places.aws_state, places.s3_state):
            shutil.rmtree(folder, ignore_errors=True)


def _greet(places: Places, seconds: float) -> None:
    from infra.local import demo
    from infra.local.personas import PERSONAS

    people = "\n".join(f"    {one.name:<12}{one.what}" for one in PERSONAS)
    labels = "\n".join(f"    {address}  {what}" for address, what in demo.labels(places))
    files = "\n".join(f"    {address}  {what}" for address, what in demo.complaints.links(places.origin))
    print(
        f"\n权衡 Steelyard is up after {seconds:.1f} s:  {places.origin}\n\n"
        f"Sign in by a tap as one of (演示):\n{people}\n\n"
        f"Labels worth opening, as a citizen would:\n{labels}\n\n"
        f"Complaints and reports worth following, as their senders would:\n{files}\n\n"
        "make stop ends it and keeps the data, make reset forgets the data.\n"
    )


def main() -> None:
    """Run, stop or reset; a reason why not is one sentence and exit code 1."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]  # a person's own account is no business of the local stack
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = "127.0.0.1,localhost," + os.environ.get("NO_PROXY", "")
    action = {"run": run, "stop": stop, "reset": reset}[sys.argv[1]]
    try:
        action(Places.from_environment())
    except NotPossible as reason:
        sys.exit(f"steelyard: {reason}")


if __name__ == "__main__":
    main()

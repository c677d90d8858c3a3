"""Lambda entry point: registers routes, declares the authorizer and the event handlers; nothing else."""

from typing import Any

from chalice.app import AuthRequest, AuthResponse, Chalice, CloudWatchEvent, DynamoDBEvent, Rate, SQSEvent

from chalicelib import (
    http_table,
    runtime,
    runtime_credit,
    runtime_draws,
    runtime_evidence,
    runtime_intake,
    runtime_log,
    runtime_papers,
    runtime_publication,
    runtime_register,
    runtime_standing,
    runtime_workers,
)

app = Chalice(app_name="steelyard", configure_logs=False)


@app.authorizer(ttl_seconds=30)
def authorize(request: AuthRequest) -> AuthResponse:
    """Admit the bearer of a valid access token; cached 30 seconds, so that disabling works within a minute."""
    actor = runtime.gate().admit(request.token)
    return AuthResponse(routes=["*"], principal_id=actor.id, context=actor.context())


MODULES = {
    "openapi": ("public/openapi.json",),
    "accounts.routes": ("accounts", "inspectors", "invitations", "me"),
    "registry.routes": ("merchants", "sites", "public/sites"),
    "registry.routes_instruments": ("instruments", "public/instruments"),
    "registry.routes_life": ("instruments",),
    "registry.routes_stalls": ("sites", "public/sites"),
    "registry.routes_imports": ("exports", "imports"),
    "registry.routes_alarms": ("alarms",),
    "registry.routes_due": ("due",),
    "registry.routes_search": ("search",),
    "registry.routes_names": ("names",),
    "notices.routes": ("notices", "outbox"),
    "labels.routes": ("instruments", "labels", "photos", "public/labels"),
    "labels.routes_phones": ("scans", "public/keys", "public/labels", "public/scans"),
    "labels.routes_sheets": ("sheets",),
    "sampling.routes_items": ("items", "public/items", "public/limits"),
    "sampling.routes_plans": ("plans", "public/plans"),
    "sampling.routes_proposals": ("plans", "weight-proposals"),
    "sampling.routes_officers": ("officers",),
    "sampling.routes_draws": ("plans", "white-list", "public/draws"),
    "sampling.routes_assignments": ("assignments", "plans", "public/plans"),
    "sampling.routes_fairness": ("public/fairness",),
    "inspection.routes": ("visits",),
    "inspection.routes_ceilings": ("ceilings",),
    "inspection.routes_checks": ("visits",),
    "inspection.routes_moves": ("visits", "public/visits"),
    "inspection.routes_findings": ("results", "visits"),
    "inspection.routes_orders": ("rectifications", "visits"),
    "inspection.routes_orders_merchant": ("rectifications", "visited"),
    "inspection.routes_codes": ("merchants",),
    "inspection.routes_evidence": ("visits",),
    "inspection.routes_forms": ("forms",),
    "inspection.routes_sync": ("sync",),
    "inspection.routes_papers": ("visits", "public/documents"),
    "inspection.routes_papers_merchant": ("rectifications", "visited"),
    "inspection.routes_merchants": ("merchants", "ratings", "visits"),
    "complaints.routes_papers": ("complaints",),
    "complaints.routes_counts": ("complaint-clusters", "complaint-counts", "public/complaint-counts"),
    "complaints.routes_desk": ("complaint-exchanges", "complaints"),
    "complaints.routes_respondents": ("respondents",),
    "credit.routes_standing": (
        "merchants",
        "standing-proposals",
        "public/rulebook-changes",
        "public/rulebooks",
    ),
    "credit.routes_commitments": ("commitments", "public/commitments"),
    "credit.routes_certificates": ("commitments",),
    "credit.routes_duties": ("risks", "self-checks"),
    "credit.routes_cards": ("cards",),
    "law.routes": ("public/judgements", "public/laws"),
    "complaints.routes_public": ("public/complaints",),
    "complaints.routes_openings": ("complaints",),
    "publication.routes_posters": ("merchants",),
    "complaints.routes_counter": ("complaints",),
    "publication.routes_log": ("public/log",),
    "publication.routes_rights": ("entries",),
    "waiting.routes": ("waiting",),
}
"""Where the routes of a noun are, what anybody may ask apart from the rest; a call loads those of its own."""
routes = http_table.Routes(app, authorize, MODULES)
app.routes = routes  # type: ignore[assignment]  # Chalice says dict and asks for a mapping


@app.lambda_function(name="sign-label")
def sign_label(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Sign one label's bytes, or tell the public key; invoked by name, the only function with kms:Sign."""
    return runtime_workers.signer().answer(event)


@app.lambda_function(name="read-photo")
def read_photo(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Decode the codes in one quarantined photo; invoked by name, may read the quarantine bucket only."""
    return runtime_workers.photo_reader().answer(event)


@app.schedule("rate(1 minute)", name="make-bundle")
def make_bundle(event: CloudWatchEvent) -> None:  # noqa: ARG001 - Lambda's signature
    """Make the offline bundle if something changed or a day has passed; otherwise two small reads."""
    runtime_workers.bundle_maker().bring_up_to_date()


@app.schedule(Rate(5, unit=Rate.MINUTES))
def remind(event: CloudWatchEvent) -> int:
    """Tell merchants once which certificates end; the day's walk goes on where the last run stopped."""
    return runtime_workers.reminders().run(runtime_workers.time_left(event.context))


@app.schedule(Rate(5, unit=Rate.MINUTES), name="keep-clocks")
def keep_clocks(event: CloudWatchEvent) -> int:
    """Do what the rights clocks call for: tell merchants, end windows, publish what needs no person, end the rest."""
    return runtime_publication.keeper().run(runtime_workers.time_left(event.context))


@app.schedule(Rate(5, unit=Rate.MINUTES), name="make-names")
def make_names(event: CloudWatchEvent) -> int:
    """Make the index of names of every district in which one changed."""
    return runtime_workers.names_maker().run(runtime_workers.time_left(event.context))


@app.schedule(Rate(5, unit=Rate.MINUTES))
def deliver(event: CloudWatchEvent) -> int:
    """Hand queued notices to this stage's carrier; what it does not take is tried again later."""
    return runtime_workers.delivery().run(runtime_workers.time_left(event.context))


@app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:::table/set-by-template/stream/0", batch_size=100)
def follow(event: DynamoDBEvent) -> dict[str, Any]:
    """Refresh what is derived from the main table; answers the records that must be tried again."""
    return runtime_workers.follower().consume([record.to_dict() for record in event])


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="print-sheet")
def print_sheet(event: SQSEvent) -> dict[str, Any]:
    """Give an order of a sheet of labels its turn; answers the messages that must come again."""
    return runtime_workers.sheet_worker().consume([record.to_dict() for record in event])


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="work-imports")
def work_imports(event: SQSEvent) -> dict[str, Any]:
    """Work imports and exports off; answers the messages that must come again."""
    return runtime_workers.importer().consume([record.to_dict() for record in event])


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="draw")
def draw(event: SQSEvent) -> dict[str, Any]:
    """Give a plan's draw its turn: freeze, draw, open or void; answers the messages that must come again."""
    return runtime_draws.draw_worker().consume([record.to_dict() for record in event])


@app.schedule("rate(1 minute)", name="due-draws")
def due_draws(event: CloudWatchEvent) -> None:  # noqa: ARG001 - Lambda's signature
    """Ask for a turn of every draw that is due."""
    runtime_draws.due_draws().run()


@app.schedule("rate(1 hour)", name="due-reports")
def due_reports(event: CloudWatchEvent) -> int:  # noqa: ARG001 - Lambda's signature
    """Ask for the fairness report of each month that is over and has none."""
    return runtime_draws.due_reports().run()


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="report-fairness")
def report_fairness(event: SQSEvent) -> dict[str, Any]:
    """Make the fairness report of a month; answers the messages that must come again."""
    return runtime_draws.fairness_worker().consume([record.to_dict() for record in event])


@app.schedule("rate(1 hour)", name="restand")
def restand(event: CloudWatchEvent) -> int:
    """Bring standings to the day, and tell of a coming rulebook; goes on where the last run stopped."""
    return runtime_standing.restanding().run(runtime_workers.time_left(event.context))


@app.lambda_function(name="next-substitute")
def next_substitute(event: dict[str, Any], context: object) -> dict[str, Any] | None:  # noqa: ARG001 - Lambda's signature
    """Tell the next substitute of a drawn stratum; invoked by name."""
    return runtime_draws.sealed_order().answer(event)


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="verify-evidence")
def verify_evidence(event: SQSEvent) -> dict[str, Any]:
    """Judge evidence that arrived in quarantine; answers the messages that must come again."""
    return runtime_evidence.verifier().consume([record.to_dict() for record in event])


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="pack-evidence")
def pack_evidence(event: SQSEvent) -> dict[str, Any]:
    """Pack exports of evidence; answers the messages that must come again."""
    return runtime_evidence.packer().consume([record.to_dict() for record in event])


@app.on_sqs_message(queue_arn="arn:aws:sqs:::set-by-template", batch_size=1, name="make-paper")
def make_paper(event: SQSEvent) -> dict[str, Any]:
    """Compose and draw papers of visits; answers the messages that must come again."""
    return runtime_papers.maker().consume([record.to_dict() for record in event])


@app.lambda_function(name="identities")
def identities(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Seal who a reporter is, or open it on the record; invoked by name, the only function with the identities' key."""
    return runtime_intake.keeper().answer(event)


@app.schedule("rate(1 day)", name="forget")
def forget(event: CloudWatchEvent) -> int:
    """Erase reporters' personal data that were kept long enough, or whose erasure was asked for."""
    return runtime_intake.forgetting().run(runtime_workers.time_left(event.context))


@app.schedule("rate(1 minute)")
def publish(event: CloudWatchEvent) -> int:
    """Make the files of the public register again in which something changed."""
    return runtime_register.publisher().run(runtime_workers.time_left(event.context))


@app.schedule("rate(1 minute)", name="seal-log")
def seal_log(event: CloudWatchEvent) -> int:
    """Seal what became public into the log, the only function with the log's key."""
    return runtime_log.sealer().run(runtime_workers.time_left(event.context))


@app.schedule("rate(1 hour)", name="keep-commitments")
def keep_commitments(event: CloudWatchEvent) -> int:
    """End commitments whose term is over, and remind of what is due; what fails is tried again by the next run."""
    return runtime_credit.keeper().run(runtime_workers.time_left(event.context))


@app.schedule(Rate(5, unit=Rate.MINUTES), name="make-open-data")
def make_open_data(event: CloudWatchEvent) -> str:  # noqa: ARG001 - Lambda's signature
    """Make the open data once a day, and again when the register changed since; otherwise two small reads."""
    return runtime_register.data_maker().run()


@app.lambda_function(name="make-poster")
def make_poster(event: dict[str, Any], context: object) -> dict[str, bool]:  # noqa: ARG001 - Lambda's signature
    """Draw a merchant's poster for the shop window; invoked by name."""
    return runtime_register.poster_drawing().answer(event)

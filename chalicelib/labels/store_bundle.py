"""Where the offline bundle lies (one S3 object), and the count of changes behind it (ops table).

pk           sk   what
BUNDLE       ~    how often keys or revocations changed: the item's version

One object because it is replaced whole, may grow beyond an item's 400 KB (50,000 revocations are 350 KB), and brings
its own ETag; its metadata say which changes it has seen, so that there is no second state to keep in step.
"""

from datetime import datetime
from typing import Any

from chalicelib.clock import stamp
from chalicelib.labels.service_bundle import BundleNotMade, Served, Standing
from chalicelib.objects import ABSENT
from chalicelib.store import Clash, Item, Table

OBJECT = "labels/bundle"
_MARK = ("BUNDLE", "~")


class BundleMarks:
    """See service_bundle.Marks."""

    def __init__(self, ops: Table) -> None:
        self._ops = ops

    def changes(self) -> int:
        """See Marks."""
        item = self._ops.get(*_MARK)
        return item.v if item else 0

    def note_change(self) -> None:
        """See Marks."""
        seen = self.changes()
        try:
            self._ops.put(Item(*_MARK, {}, v=seen + 1), seen=seen)
        except Clash:
            return  # somebody else counted after our change was kept, which is as good


class BundleShelf:
    """See service_bundle.Shelf."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def standing(self) -> Standing | None:
        """See Shelf."""
        try:
            kept = self._s3.head_object(Bucket=self._bucket, Key=OBJECT)["Metadata"]
        except self._s3.exceptions.ClientError as failure:
            if failure.response["Error"]["Code"] not in ABSENT:
                raise
            return None
        return Standing(int(kept["sequence"]), datetime.fromisoformat(kept["made-at"]))

    def put(self, raw: bytes, standing: Standing) -> None:
        """See Shelf."""
        self._s3.put_object(
            Bucket=self._bucket,
            Key=OBJECT,
            Body=raw,
            ContentType="application/octet-stream",
            Metadata={"sequence": str(standing.sequence), "made-at": stamp(standing.made_at)},
        )

    def read(self, etag: str) -> Served:
        """See Shelf."""
        asked = {"IfNoneMatch": etag} if etag else {}
        try:
            answer = self._s3.get_object(Bucket=self._bucket, Key=OBJECT, **asked)
        except self._s3.exceptions.ClientError as failure:
            code = failure.response["Error"]["Code"]
            if code in {"304", "NotModified"}:
                return Served(etag, None)
            if code not in ABSENT:
                raise
            raise BundleNotMade from None
        return Served(answer["ETag"], answer["Body"].read())

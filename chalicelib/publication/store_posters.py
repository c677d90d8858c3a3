"""Posters in `FILES_BUCKET/posters/`, for a week."""

from collections.abc import Callable
from typing import Any

from chalicelib.objects import SLOT_SECONDS


class PosterFiles:
    """See service_posters.Files.

    client   makes the client when it is first needed
    """

    def __init__(self, client: Callable[[], Any], bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, merchant: str, raw: bytes) -> None:
        """See Files."""
        self._client().put_object(**self._place(merchant), Body=raw, ContentType="application/pdf")

    def link(self, merchant: str) -> str:
        """See Files."""
        shown = f'attachment; filename="poster-{merchant}.pdf"'
        asked = {**self._place(merchant), "ResponseContentDisposition": shown}
        return str(self._client().generate_presigned_url("get_object", Params=asked, ExpiresIn=SLOT_SECONDS))

    def _place(self, merchant: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"posters/{merchant}.pdf"}

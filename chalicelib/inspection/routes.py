"""How inspection is asked over HTTP."""

from chalicelib.http import Api

api = Api(__name__)

"""The events for those who subscribe to them: an AsyncAPI 3.0 document and a JSON Schema for each type, from the contracts."""

from gateway.asyncapi.document import document
from gateway.asyncapi.schema import schema

__all__ = ["document", "schema"]

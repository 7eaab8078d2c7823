"""The OpenAPI 3.1 document, generated from the marshmallow schemas and the tables of commands and kinds."""

from gateway.openapi.document import document

__all__ = ["document"]

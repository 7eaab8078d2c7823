"""Sealed values: encrypted per record with AES-256-GCM, under a key that can be destroyed.

Every record has its own key, kept wrapped by the master key in a database of its own (`toono_keys_<service>`), which is
backed up apart. Erasing a person destroys the key; the box that stays behind can be read by nobody.
"""

import os
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

NONCE = 12  # bytes


class Sealer:
    """Seals and unseals the private values of records. `master` are 32 bytes from outside the database."""

    def __init__(self, keys: Collection[dict[str, Any]], master: bytes) -> None:
        self._keys = keys.with_options(write_concern=WriteConcern("majority", j=True))
        self._master = AESGCM(master)

    def seal(self, record: str, values: dict[str, Any]) -> bytes:
        """The values as a box; the key of the record is made, and safe, before anything is sealed with it."""
        nonce = os.urandom(NONCE)
        return nonce + self._key(record, make=True).encrypt(nonce, orjson.dumps(values), record.encode())

    def unseal(self, record: str, box: bytes | None) -> dict[str, Any]:
        """The values of a box; empty if there is none, or its key was destroyed."""
        if not box:
            return {}
        try:
            values: dict[str, Any] = orjson.loads(self._key(record).decrypt(box[:NONCE], box[NONCE:], record.encode()))
        except (KeyError, InvalidTag):
            return {}
        return values

    def destroy(self, record: str) -> None:
        """Make every box of the record unreadable for ever."""
        self._keys.delete_one({"_id": record})

    def _key(self, record: str, *, make: bool = False) -> AESGCM:
        kept = self._keys.find_one({"_id": record})
        if kept is None:
            if not make:
                raise KeyError(record)
            nonce, key = os.urandom(NONCE), AESGCM.generate_key(256)
            wrapped = nonce + self._master.encrypt(nonce, key, record.encode())
            kept = self._keys.find_one_and_update(
                {"_id": record}, {"$setOnInsert": {"key": wrapped}}, upsert=True, return_document=True
            )
        wrapped = kept["key"] if kept else b""
        return AESGCM(self._master.decrypt(wrapped[:NONCE], wrapped[NONCE:], record.encode()))

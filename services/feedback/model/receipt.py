"""What proves that a case is one's own, without saying who one is: a receipt code and a PIN.

Neither is stored. The receipt code has sixteen digits and is looked up by a slow fingerprint; the PIN is kept as a hash
keyed by the receipt code, so that a copy of the database gives no PIN to anybody who does not hold the receipt.
"""

import hashlib
import hmac

CODE_DIGITS = 16
PIN_DIGITS = 8
ROUNDS = 20_000  # about ten milliseconds: guessing 10^16 codes against a stolen database stays out of reach


def fingerprint(code: str) -> str:
    """What a case is found by."""
    return hashlib.pbkdf2_hmac("sha256", _digits(code), b"toono receipt", ROUNDS).hex()


def proof(code: str, pin: str) -> str:
    """What is kept of a PIN: its hash under its own receipt code."""
    return hmac.new(_digits(code), _digits(pin), hashlib.sha256).hexdigest()


def proves(code: str, pin: str, kept: str) -> bool:
    """Tell whether it is the PIN that was given out with the receipt."""
    return hmac.compare_digest(proof(code, pin), kept)


def _digits(text: str) -> bytes:
    return "".join(filter(str.isdecimal, text)).encode()

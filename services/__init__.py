"""The four services. Whoever knows a word of theirs reads their events of all versions."""

from services import upcasts as upcasts

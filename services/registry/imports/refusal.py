"""Why a whole file is turned away."""


class FileRefused(Exception):
    """The file cannot be read as a table; nothing of it is judged.

    ``code`` names the reason and the remedy in ``texts.toml``, ``params`` fills their placeholders.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

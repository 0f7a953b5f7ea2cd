"""Why nothing was replaced; each message is one line for the user."""


class CannotRun(Exception):
    """There is nothing to copy, or it cannot be written."""


class Refused(Exception):
    """The database holds something that a replacement would take from its users."""

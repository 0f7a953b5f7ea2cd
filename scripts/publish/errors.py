"""What keeps a build from being published."""


class CannotPublish(Exception):
    """Nothing was published; the message is one line that names the remedy."""

"""What goes wrong on somebody's machine, said in one line."""


class Trouble(Exception):
    """A reason not to start, worded for the person at the terminal."""

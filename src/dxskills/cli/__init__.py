"""The command line: the arguments of each command, what is asked of the library for them, and how it is printed."""

COMPLETING = "_DXSKILLS_COMPLETE"
"""The variable of the environment by which a shell says that it wants to know how a line can go on."""

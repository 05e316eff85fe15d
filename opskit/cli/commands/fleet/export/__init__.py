"""The fleet for programs that start opskit themselves."""

"""Other machines, over SSH and HTTP: the only importer of paramiko."""

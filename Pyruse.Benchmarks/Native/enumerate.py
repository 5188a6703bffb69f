"""enumerate.py DIRECTORY ENTRIES

Reads all entries of the journal files in a directory with python-systemd, and does nothing with them. Fails unless there are so many entries.
"""
import sys
from systemd import journal

reader = journal.Reader(path=sys.argv[1])
entries = sum(1 for _ in reader)
if entries != int(sys.argv[2]):
    sys.exit(f"{entries} entries were read, not {sys.argv[2]}")

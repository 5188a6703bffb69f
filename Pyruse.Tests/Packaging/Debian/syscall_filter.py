#!/usr/bin/python3
"""Makes the filter of system calls that systemd makes of a unit, as a program for the kernel, by libseccomp (Debian: python3-seccomp).

    syscall_filter.py UNIT OUTPUT
"""
import errno
import subprocess
import sys

import seccomp


def calls(name):
    """The system calls that a word of SystemCallFilter= stands for."""
    if not name.startswith("@"):
        return {name}
    lines = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout.splitlines()[1:]
    return set().union(*(calls(line.strip()) for line in lines if line.strip() and not line.strip().startswith("#")))


allowed = calls("@default")
with open(sys.argv[1], encoding="utf-8") as unit:
    for line in unit:
        key, _, value = line.strip().partition("=")
        if key == "SystemCallFilter":
            named = set().union(*(calls(word) for word in value.lstrip("~").split()))
            allowed = allowed - named if value.startswith("~") else allowed | named

program = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
for call in allowed:
    try:
        program.add_rule(seccomp.ALLOW, call)
    except RuntimeError:
        pass  # Of another architecture, or newer than libseccomp.
with open(sys.argv[2], "wb") as output:
    program.export_bpf(output)

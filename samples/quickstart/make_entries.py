#!/usr/bin/env python3
"""Makes entries.export: an hour of a small server's journal, with an attack on SSH in it.

The output is the same at every run. Addresses are from the ranges for documentation (RFC 5737, RFC 3849).
"""
import random
import sys

random.seed(20260101)
START = 1767225600_000000  # 2026-01-01 00:00:00 UTC
BOOT = "0123456789abcdef0123456789abcdef"
MACHINE = "fedcba9876543210fedcba9876543210"
ATTACKERS = ["203.0.113.7", "198.51.100.23", "2001:db8:bad::66"]
USERS = ["admin", "test", "oracle", "ubuntu", "git", "postgres", "pi", "root"]


def ordinary():
    kind = random.random()
    if kind < 0.40:
        path = random.choice(["/", "/status", "/api/v1/items", "/favicon.ico", "/login"])
        return "nginx", 6, f"192.0.2.{random.randrange(10, 60)} - GET {path} 200 {random.randrange(200, 90000)}"
    if kind < 0.60:
        return "postgres", 6, f"LOG:  duration: {random.random() * 40:.3f} ms  statement: SELECT id FROM item WHERE shop = {random.randrange(90)}"
    if kind < 0.72:
        return "systemd", 6, random.choice(["Started Session of user alice.", "Starting Cleanup of Temporary Directories...", "Finished Daily apt activities."])
    if kind < 0.82:
        return "dovecot", 6, f"imap-login: Login: user=<alice>, method=PLAIN, rip=192.0.2.{random.randrange(10, 60)}, TLS"
    if kind < 0.90:
        return "sshd", 6, f"Accepted publickey for alice from 192.0.2.14 port {random.randrange(1024, 65535)} ssh2: ED25519 SHA256:AbCd"
    if kind < 0.96:
        return "CRON", 6, "(root) CMD (test -x /usr/sbin/anacron)"
    return "kernel", 5, "audit: type=1400 apparmor=\"STATUS\" operation=\"profile_load\""


def hostile(attacker):
    user = random.choice(USERS)
    if user == "root":
        return "sshd", 6, f"Failed password for root from {attacker} port {random.randrange(1024, 65535)} ssh2"
    return "sshd", 6, f"Failed password for invalid user {user} from {attacker} port {random.randrange(1024, 65535)} ssh2"


def main():
    events = [(random.randrange(3600_000000), ordinary()) for _ in range(360)]
    for attacker, begin, count in zip(ATTACKERS, (700_000000, 1500_000000, 2600_000000), (14, 9, 11)):
        events += [(begin + i * 4_000000 + random.randrange(1_000000), hostile(attacker)) for i in range(count)]
    events += [
        (900_000000, ("sudo", 1, "bob : user NOT in sudoers ; TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/cat /etc/shadow")),
        (1800_000000, ("kernel", 3, "Out of memory: Killed process 4242 (java) total-vm:9123456kB")),
        (2100_000000, ("systemd", 4, "backup.service: Failed with result 'exit-code'.")),
        (3000_000000, ("sshd", 6, "Invalid user <script>alert(1)</script> from 203.0.113.99 port 4711")),
    ]
    out = sys.stdout.buffer
    for number, (offset, (identifier, priority, message)) in enumerate(sorted(events)):
        unit = {"kernel": None, "sshd": "ssh.service", "CRON": "cron.service", "systemd": "init.scope"}.get(identifier, f"{identifier}.service")
        fields = [
            f"__REALTIME_TIMESTAMP={START + offset}", f"__MONOTONIC_TIMESTAMP={5_000000 + offset}", f"_BOOT_ID={BOOT}", f"_MACHINE_ID={MACHINE}", "_HOSTNAME=quickstart",
            "_TRANSPORT=" + ("kernel" if identifier == "kernel" else "syslog"), f"PRIORITY={priority}", f"SYSLOG_IDENTIFIER={identifier}",
        ]
        if unit:
            fields += [f"_PID={300 + number}", "_UID=0", f"_COMM={identifier}", f"_SYSTEMD_UNIT={unit}"]
        out.write(("\n".join([*fields, f"MESSAGE={message}"]) + "\n\n").encode())


main()

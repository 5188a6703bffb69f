#!/usr/bin/python3
"""Judges mails by Python's email package. Each line of standard input is a JSON object:

    file           the mail
    subject, text  what it must read back as
    html           likewise; null: there must be no such part

Prints a line for each thing that is wrong, and at the end "judged N".
"""
import email
import email.policy
import email.utils
import json
import re
import sys


def lines(text):
    """What a reader sees: every kind of line end is one, the last line has one."""
    text = re.sub("\r\n|\r|\n", "\n", text)
    return text if text.endswith("\n") or not text else text + "\n"


def judge(raw, expected):
    for policy in (email.policy.SMTP, email.policy.default):
        mail = email.message_from_bytes(raw, policy=policy)
        for part in mail.walk():
            yield from (f"defect: {defect!r}" for defect in part.defects)
            for name, value in part.items():
                yield from (f"defect in {name}: {defect!r}" for defect in value.defects)
        if mail["Subject"] != expected["subject"]:
            yield f"subject: {mail['Subject']!r} is not {expected['subject']!r}"
        for kind, key in (("plain", "text"), ("html", "html")):
            body = mail.get_body((kind,))
            content = body.get_content() if body else None
            if content is not None and lines(content) != content.replace("\r\n", "\n"):
                yield f"{key}: line ends are mixed: {content!r}"
            if (content is None) != (expected[key] is None) or (content is not None and lines(content) != lines(expected[key])):
                yield f"{key}: {content!r} is not {expected[key]!r}"
        if expected["html"] is not None and [part.get_content_type() for part in mail.walk()] != ["multipart/alternative", "text/plain", "text/html"]:
            yield "the parts are not text first, then HTML"
        wanted = ["Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
        names = mail.keys()
        if names[:8] != wanted or set(names[8:]) - {"Content-Transfer-Encoding"}:
            yield f"the fields are {names}"
        if mail["Auto-Submitted"] != "auto-generated" or not email.utils.parsedate_to_datetime(str(mail["Date"])):
            yield "a field is wrong"
        if not re.fullmatch(r"<[^<>@\s]+@[A-Za-z0-9._-]+>", mail["Message-ID"]):
            yield f"Message-ID: {mail['Message-ID']!r}"
    if not raw.isascii() or re.search(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f]", raw):
        yield "there are bytes that are not for mail"
    if max(map(len, raw.split(b"\r\n"))) > 78:
        yield "a line is too long"
    if re.search(rb"\n(From |\.)", raw.partition(b"\r\n\r\n")[2]):
        yield "a line begins with what mailboxes or SMTP understand otherwise"


count = 0
for line in sys.stdin:
    expected = json.loads(line)
    with open(expected["file"], "rb") as file:
        for problem in judge(file.read(), expected):
            print(f"{expected['file']}: {problem}")
    count += 1
print(f"judged {count}")

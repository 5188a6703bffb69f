#!/usr/bin/python3
"""A mail server for tests, on aiosmtpd (Debian: python3-aiosmtpd). It keeps what it takes in a directory and can be told to fail.

    smtp_server.py DIR [--port N] [--tls starttls|implicit --cert FILE --key FILE] [--user NAME --password TEXT] [--mechanism PLAIN|LOGIN]

Each line of standard input is a JSON object that says how to behave from then on:

    mail, data     the reply to MAIL, or to the end of DATA, such as "451 4.7.1 Greylisted"
    rcpt           an object of replies by recipient; "*" is everybody else
    break          the connection breaks off in DATA
    hang           no reply to MAIL
    times          how many failures there are until everything is taken; left out: for ever

Each line of standard output is a JSON object with an "event": ready (with the port), set, failed, or mail (file, to, tls, user).
"""
import argparse
import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = argparse.ArgumentParser()
options.add_argument("directory")
options.add_argument("--port", type=int, default=0)
options.add_argument("--tls", choices=["starttls", "implicit"])
options.add_argument("--cert")
options.add_argument("--key")
options.add_argument("--user")
options.add_argument("--password", default="")
options.add_argument("--mechanism")
options = options.parse_args()

behaviour = {}
count = 0


def say(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def failure(key):
    """Gives what is to go wrong now, if anything, and counts it."""
    what = behaviour.get(key)
    if not what or behaviour.get("times", 1) == 0:
        return None
    if "times" in behaviour:
        behaviour["times"] -= 1
    say("failed", what=key)
    return what


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if failure("hang"):
            await asyncio.sleep(3600)
        if reply := failure("mail"):
            return reply
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        replies = behaviour.get("rcpt", {})
        if (address in replies or "*" in replies) and failure("rcpt"):
            return replies.get(address) or replies["*"]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if reply := failure("data"):
            return reply
        global count
        count += 1
        file = os.path.join(options.directory, f"{count:04}.eml")
        with open(file, "wb") as output:
            output.write(envelope.original_content)
        encrypted = session.ssl["cipher"][1] if session.ssl and "cipher" in session.ssl else None
        if encrypted is None and (tls := server.transport.get_extra_info("ssl_object")):
            encrypted = tls.version()
        say("mail", file=file, to=envelope.rcpt_tos, sender=envelope.mail_from, tls=encrypted, user=session.auth_data.decode() if session.authenticated else None)
        return "250 2.0.0 Taken"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if failure("break"):
            await self.push("354 Go on")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    if (data.login.decode(), data.password.decode()) == (options.user, options.password):
        return AuthResult(success=True, auth_data=data.login)
    say("failed", what="auth")
    return AuthResult(success=False, handled=False)


async def main():
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.cert, options.key)
    login = {}
    if options.user:
        login = {
            "authenticator": authenticate,
            "auth_required": True,
            "auth_require_tls": options.tls == "starttls",
            "auth_exclude_mechanism": [name for name in ("PLAIN", "LOGIN") if options.mechanism and name != options.mechanism],
        }
    loop = asyncio.get_running_loop()

    def make():
        return Server(Handler(), hostname="mail.test", tls_context=context if options.tls == "starttls" else None, require_starttls=options.tls == "starttls", **login)

    server = await loop.create_server(make, "127.0.0.1", options.port, ssl=context if options.tls == "implicit" else None)
    say("ready", port=server.sockets[0].getsockname()[1])
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        behaviour.clear()
        behaviour.update(json.loads(line))
        say("set")
    # Whoever started this is gone.
    os._exit(0)


asyncio.run(main())

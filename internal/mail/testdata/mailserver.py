"""A mail server that demands STARTTLS and a password, on Debian's aiosmtpd.

usage: mailserver.py CERTIFICATE KEY USER PASSWORD

Prints its port, then for each message that it takes a line of JSON. What it
does otherwise goes by the recipient: later@ and gone@ are refused at RCPT,
full@ and spam@ after the dot, lost@ loses the connection while the message is
sent, unknown@ after it was taken.
"""
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

certificate, key, user, password = sys.argv[1:]
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)
LIMIT = 100_000


class Desk:
    async def handle_RCPT(self, server, session, envelope, address, options):
        who = address.split("@")[0]
        if who == "later":
            return "451 4.7.1 Greylisted, try again later"
        if who == "gone":
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        who = envelope.rcpt_tos[0].split("@")[0]
        if who == "full":
            return "452 4.3.1 Insufficient storage"
        if who == "spam":
            return "554 5.7.1 Refused"
        print(json.dumps({
            "to": envelope.rcpt_tos, "from": envelope.mail_from, "size": len(envelope.content),
            "content": envelope.content.decode("utf-8", "replace"),
            "tls": session.ssl is not None, "authenticated": session.authenticated,
        }), flush=True)
        if who == "unknown":
            server.transport.abort()
        return "250 2.0.0 Taken"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0].startswith("lost@"):
            await self.push("354 Go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def authenticate(server, session, envelope, mechanism, data):
    ok = isinstance(data, LoginPassword) and data.login.decode() == user and data.password.decode() == password
    return AuthResult(success=ok, handled=ok)


async def main():
    def factory():
        return Server(
            Desk(), hostname="mail.test", tls_context=tls, require_starttls=True, auth_required=True,
            authenticator=authenticate, data_size_limit=LIMIT, enable_SMTPUTF8=True,
        )
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # It ends with its parent: nobody else closes standard input.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())

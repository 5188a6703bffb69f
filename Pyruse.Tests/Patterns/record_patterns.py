#!/usr/bin/env python3
"""Records what Python's re (3.11) finds, one JSON line for each pattern, for RecordedPatternTests.

    python3.11 record_patterns.py > recorded_patterns.jsonl

{"p": pattern, "error": true}
{"p": pattern, "names": {name: number}, "t": [[text, [[start, end] or null for each group, group 0 first]] or [text, null]]}

Offsets count UTF-16 units. Texts with characters beyond U+FFFF are used only where .NET and Python agree, as are groups in repeated parts that can be empty (see LogPattern).
"""
import json
import random
import re
import warnings

warnings.simplefilter("ignore")

SSHD = [
    "Failed password for root from 192.0.2.7 port 50022 ssh2",
    "Failed password for invalid user admin from 2001:db8::7 port 22 ssh2",
    "Failed password for invalid user x from 1.1.1.1 port 9 ssh2 from 192.0.2.9 port 1 ssh2",
    "Invalid user  from 192.0.2.7 port 1",
    "Invalid user jos\u00e9 from 192.0.2.7",
    "Accepted publickey for git from 198.51.100.3 port 40000 ssh2: RSA SHA256:AbC+/=",
    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=root",
    "Received disconnect from 192.0.2.7 port 50022:11: Bye Bye [preauth]",
    "Unable to negotiate with 192.0.2.7 port 1234: no matching cipher found. Their offer: aes128-cbc,3des-cbc [preauth]",
    "Bad protocol version identification '\\026\\003\\001' from 192.0.2.7 port 4711",
]
WEB = [
    '192.0.2.7 - - [10/Oct/2024:13:55:36 +0000] "GET /wp-login.php?x=1 HTTP/1.1" 404 153 "-" "Mozilla/5.0 (X11)"',
    '192.0.2.7 - alice [10/Oct/2024:13:55:36 +0000] "POST / HTTP/2.0" 200 0 "https://example.org/" "curl/8"',
    '2024/10/10 13:55:36 [error] 71#71: *42 open() "/srv/www/.env" failed (2: No such file or directory), client: 192.0.2.7, server: _, request: "GET /.env HTTP/1.1"',
    "limiting requests, excess: 5.600 by zone \"login\", client: 2001:db8::7, server: example.org",
    "php: [client 192.0.2.7:4711] script '/x.php' not found or unable to stat",
]
MAIL = [
    "imap-login: Disconnected (auth failed, 3 attempts in 12 secs): user=<bob>, method=PLAIN, rip=192.0.2.7, lip=10.0.0.1, TLS, session=<abc>",
    "imap-login: Aborted login (no auth attempts in 0 secs): user=<>, rip=2001:db8::7, lip=2001:db8::1",
    "auth-worker(123): sql(bob@example.org,192.0.2.7): Password mismatch",
    "login authenticator failed for (User) [192.0.2.7]: 535 Incorrect authentication data (set_id=info@example.org)",
    "rejected EHLO from [192.0.2.7]: syntactically invalid argument(s): a b",
    "H=mail.example.net (x) [192.0.2.7]:4711 F=<a@b.c> rejected RCPT <d@e.f>: relay not permitted",
    "warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
]
KERNEL = [
    "[UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=192.0.2.7 DST=10.0.0.1 LEN=40 PROTO=TCP SPT=4711 DPT=22 SYN URGP=0",
    "usb 1-1: new high-speed USB device number 4 using xhci_hcd",
    "Out of memory: Killed process 4711 (java) total-vm:123kB, anon-rss:45kB",
    "audit: type=1400 audit(1.2:3): apparmor=\"DENIED\" operation=\"open\" name=\"/etc/x\" pid=4711 comm=\"cat\"",
]
ODD = ["", "\n", "a", "aa", "aaa", "aaaa", "ab", "abab", "b", "foo", "foo\n", "foo\nbar", "foo\n\n", "FOO", "bar foo", "a]b", "a-b", "x{2}", "a b",
       "caf\u00e9", "CAF\u00c9", "stra\u00dfe", "STRA\u1e9eE", "\u0130i\u0131I", "K\u212ak", "s\u017fS", "\u03c3\u03c2\u03a3", "a\u00b2b", "\u0661\u0662", "1\u001c2\u00a03", "\U0001f600", "a\U0001f600b"]

GROUPS = [
    (SSHD, r"""
^Failed password for (?P<user>.*) from (?P<ip>[^ ]*) port
^Failed password for (invalid user )?(?P<user>.*?) from (?P<ip>\S+) port (\d+)
^Invalid user (?P<user>.*) from (?P<ip>[^ ]*)(?: port (?P<port>\d+))?$
Failed (?:password|publickey) for (invalid user )?(\S*) from ([0-9a-fA-F.:]+)
^(?:Failed|Accepted) (\w+) for
(?P<first>\w+) (\w+) (?P<third>\w+) (\w+)
^pam_unix\((?P<service>[^:]+):auth\): authentication failure;.* rhost=(?P<ip>\S*)(?:\s+user=(?P<user>\S*))?$
rhost=([^ ]*) +user=
^Received disconnect from (\S+) port (\d+):(\d+): (.*?) \[preauth\]$
Their offer: ([^ ]+)
no matching (?:cipher|mac|key exchange method) found
'([^']*)' from (?P<ip>\S+)
\\026\\003
(?i)failed PASSWORD
(?i:INVALID) user
from (?P<ip>(?:\d{1,3}\.){3}\d{1,3})\b
(\d+)\.(\d+)\.(\d+)\.(\d+)
(?<=from )[\d.]+
port (?!22\b)\d+
\[preauth\]\Z
ssh2$
^Invalid user
Bye Bye [[]preauth[]]
(?P<a>Fail|Acc)\w+ (?P<b>\w+)(?P<c> x)?
uid=(\d+) e\1?uid=(\d+)
uid=(\d) euid=\1
^Failed password for (?:(invalid) user )?(?P<user>\S+)(?(1) from 2| from 1)
"""),
    (WEB, r"""
^(?P<ip>\S+) \S+ (\S+) \[([^]]+)\] "([A-Z]+) ([^ "]+)[^"]*" (\d{3}) (\d+)
^(?P<ip>[^ ]+) - (?:-|(?P<user>[^ ]+)) \[
"(?:GET|POST|HEAD) [^"]*(?:wp-login|\.env|xmlrpc)[^"]*"
\[error\] (\d+)#\1: \*(\d+) (.*?), client: (?P<client>[^,]+), server: ([^,]*)
client: (?P<ip>[^, ]+)
excess: ([\d.]+) by zone "([^"]*)"
\[client (?P<ip>[^]]*?)(?::(?P<port>\d+))?\] script '(?P<script>[^']+)' not found
" (4\d\d|5\d\d)\x20
(?i)mozilla/\d
"([^"]*)"$
(\w+)/(\d(?:\.\d)?)
\(2: ([^)]+)\)
^\S+ \S+ \S+ \[(?P<day>\d\d)/(?P<mon>\w{3})/(?P<year>\d{4})
(?s)GET.*"
[^\x00-\x7f]
(?:^|\s)client(?:\s|:)
limiting (requests|connections)(?: per (\w+))?, excess
"""),
    (MAIL, r"""
^(?P<proto>imap|pop3)-login: (?:Disconnected|Aborted login) \((?P<why>[^)]*)\): user=<(?P<user>[^>]*)>,(?: method=(\S+),)? rip=(?P<ip>[^,]+), lip=
auth failed, (\d+) attempts in (\d+) secs
rip=(?P<rip>[0-9a-f.:]+), lip=(?P<lip>[0-9a-f.:]+)
^auth-worker\(\d+\): \w+\((?P<user>[^,]*),(?P<ip>[^,)]*)(?:,<[^>]*>)?\): (Password mismatch|unknown user)
authenticator failed for (?:(\S+) )?\((\S*)\) \[(?P<ip>[^]]+)\](?::\d+)?: 535
set_id=(?P<id>[^)]*)\)
\[(?P<ip>[^]]*)\]: (?:syntactically|SASL)
^H=(\S+ )?\(([^)]*)\) \[([^]]+)\](?::(\d+))? F=<([^>]*)> rejected RCPT <([^>]*)>
^warning: [-._\w]+\[(?P<ip>[^]]+)\]: SASL (?P<m>(?:LOGIN|PLAIN|CRAM-MD5)) authentication failed(: [A-Za-z0-9+/]*={0,2})?$
(\w+)@(\w+)\.(?P<tld>\w+)
user=<(|[^@>]+)>
(?:no|3) (auth )?attempts
<(?P<x>.)@(?P<y>.)\.(.)>
"""),
    (KERNEL, r"""
^\[UFW (?P<what>BLOCK|ALLOW)\] IN=(\S*) OUT=(\S*) (?:MAC=\S+ )?SRC=(?P<src>\S+) DST=(\S+)
SPT=(\d+) DPT=(?P<dpt>22|23)\b
^usb (\d+-[\d.]+): new (?:(low|full|high|super)-speed )?USB
Killed process (\d+) \(([^)]+)\)(?:, UID (\d+))?
apparmor="(?P<verdict>[A-Z]+)" operation="(?P<op>[^"]+)"(?: profile="([^"]+)")? name="(?P<name>[^"]+)"
(\w+)="([^"]*)" (\w+)="([^"]*)"
(\S+):(\d+)kB, (\S+):(\d+)kB$
\bpid=(\d{1,5})\b
"""),
    (ODD, r"""
foo
^foo
foo$
foo\Z
^foo$
\Afoo\Z
(?m)^bar$
(?m)foo$
(?m)^
(?m)$
$
\Z
^
\A\Z
^$
o$
.
..
.*
(?s).*
(?s:.)$
.+$
a*
a+
a?
a??
a*?
a+?b
a{2}
a{2,}
a{,3}
a{,3}b
a{1,2}?
a{2}{
a{,}
x{2}
x\{2}
x{2
a{b}
{
{a}
}
a{}
a{1,2}+
a*+a
a*+b
a++
a?+a
(?>a*)a
(?>a|ab)b
(a+)+$
(a|b)*
(a)|(b)
(a)|b
(?:(a)|b)+
(?:a*)*
(a*)+
(a*?)*?b
(?:a|ab)(?:b|$)
(a|ab)(c|bcd)?
()
()|a
|a
a|
(|a)+
(?:)*
(?:^)*a
(?=a)*b
(?:a{2}){2}
(?:a?){3}
(a)(b)?
(a)?(b)?
(?P<x>a)(?P<y>b)?
(a)(?P<n>b)(a)(?P<m>b)
(?P<n>a)(.)\2?
(?P<n>.)(?P=n)
(.)(?P<n>.)\1(?P=n)
(.)\1
(a)\1\1
(?:(a)|b)\1
(?i)(k)\1
(?i)(a)\1
(.)(.)(.)(.)\4
(a)(?(1)b|c)
(a)?(?(1)b|foo)
(?P<q>a)?(?(q)b)
(?(1)a|b)(a)?
^(?:(a)|b)*(?(1)b|a)
a(?=b)
a(?!b)
(?<=a)b
(?<!a)b
(?<=a|b)b
(?<=^)a
(?<=(a))b
(?=(a+))
(?!)
(?=)
[]a]
[^]]
[^]a]+
[]-a]
[a-]
[-a]
[a\-b]+
[--a]
[[]
[[a]
[a[]b]
[a&&b]
[^a]
[^\n]
[\]]
[\\]
[\b]
[.]
[$^]
[\d\s]+
[^\W\d_]+
[\W]
[^\w]
[^\s]
[\S]+
[\D]
[^\D]
[\w-]+
[\d-]
[a-c-e]
[+--]
[\x61-\x63]+
[\141]
[\u00e9\u00df]
[\U0001F600]
a[\U0001F600-\U0001F64F]b
a[^\U0001F601]b
a[^\U0001F600]b
a[b\U0001F600]b
^(?:\U0001F600)$
\U0001F600
\w+
\W+
\d+
\D+
\s+
\S+
(?a)\w+
(?a)\W+
(?a)\d+
(?a)\D+
(?a)\s+
(?a)\S+
(?a)[\w]+
(?a)[\W]+
(?a)[\S]+
(?a)[\D]+
(?a)[\s]+
(?a)\bb?
(?a)\b.
(?a)\B.
(?a:\w+)\w
(?a:\w)(?u:\w)+
\bfoo\b
\bb
o\B
\Boo
(?i)foo
(?i)caf\u00e9
(?i)CAF\xc9
(?i)stra\u00dfe
(?i)i
(?i)\u0130
(?i)\u0131+
(?i)[i]+
(?i)[^i]
(?i)[a-z]+
(?i)[^a-z]
(?i)k+
(?i)s+
(?i)\u03c3+
(?i)[\u0370-\u03ff]+
(?ai)k+
(?ai)[a-z]+
(?ai)\u00e9
(?ai)s+
(?i:F)oo
(?i:f)OO
(?-i:F)OO
(?i)(?-i:F)oo
(?i)f(?-i:o)O
(?i:f(?-i:O))O
(?s-i:.)$
(?im)^BAR
(?ms)foo$.
(?m)(?i)BAR$
(?x) f o o  # comment
(?x)f\ o
(?x)a[ ]b
(?x)a\ b
(?x: a b ) b
(?x)a {2}
(?x)a + b
a b(?x: c )?
(?#note)a(?#x)b
a(?#x)*
(?#x)(?i)FOO
\0
\012
[\0-\377]+
\x66oo
\u0066oo
\U00000066oo
\146oo
\t|\a|\f|\v|\r|\n
\n
\.|\*|\+|\?|\(|\)|\[|\]|\{|\}|\^|\$|\||\\|\/|\-|\#|\ |\"|\%|\&|\~|\`|\@|\!|\,|\;|\:|\'|\<|\>|\=
\_
\-
foo|bar
^foo|^bar
(foo|bar)$
(?:foo|bar)?o
f(?:o|x){2}
(a)(a)(a)(a)
((a)(b))
((a)|(b))+
(((a)))
(?P<é>a)
a.b
a[^b]b
a\nb
.\n
foo\n
foo.
(?s)foo.
foo$\n
foo$.
(?s)foo$.
foo\n$
foo\n\Z
o(?:$|\n)
(?:foo|foo\n)\Z
"""),
]

VERBOSE = [
    "(?x) ^ Failed \\s password \\s for   # who\n  \\s (?P<user> .* ) \\s from [ ] (?P<ip> \\S+ )  # from where",
    "(?x)F # a backslash hides the newline \\\nx",
    "(?x)(?i) f  (?# no word ) a+ # ) \n [i#]l",
    "(?x) Failed (?-x: password) \\x20 for",
]

ERRORS = r"""
*
+a
?
{2}
a**
a*{2}
a{2}{3}
a+*
a???
a*?+
^*
$+
\b*
a|*
(*)
(?i)*
(
(a
(a(b)
)
a)
(?
(?P
(?P<
(?P<n
(?P<>a)
(?P<1a>b)
(?P<a-b>c)
(?P<n>a)(?P<n>b)
(?P=n)
(?P=n
(?P<n>a(?P=n))
(?P>n)
(?Pn)
(?z)
(?:a
(?#a
(?=a
(?<a
(?<
[
[]
[^]
[a
[a-
[z-a]
[\d-z]
[a-\d]
[\w-\d]
[\y]
[\A]
[\Z]
[\8]
[\400]
[\x1]
\
\y
\p{L}
\x1
\xg1
\u12
\U1234
\U00110000
\N{nothing like it}
\400
\1
(a)\2
(a\1)
\8
(a)\12
\g<1>
a{3,2}
a{99999999999999999999}
a(?i)
(a)(?i)
(?:(?i)a)
a|(?i)b
(?i
(?i-
(?i-)
(?-i)
(?-
(?-:a)
(?i-i:a)
(?L)a
(?L:a)
(?au)a
(?a)(?u)a
(?au:a)
(?-a:b)
(?i-u:b)
(?iz)
(?iz:a)
(?<=a*)b
(?<=a|bc)d
(?<!a+)b
(?<=(a)\1?)b
(?<=(a)\1)b
(?(1)a|b|c)(d)
(?(1)a|b
(?(2)a)(b)
(?(0)a)
(?(n)a)
(?()a)
(?(-1)a)
(?(a
(?x)a **
(?x)a* ?
(?x)a* +
""".strip("\n").split("\n")


def units(text, index):
    return len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def row(pattern, texts):
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, ValueError):
        return {"p": pattern, "error": True}
    found = []
    for text in texts:
        match = compiled.search(text)
        spans = match and [[units(text, match.start(g)), units(text, match.end(g))] if match.start(g) >= 0 else None
                           for g in range(compiled.groups + 1)]
        found.append([text, spans])
    return {"p": pattern, "names": dict(compiled.groupindex), "t": found}


def generated(source, depth=0):
    """A random pattern without empty loops, whose captures Python itself has changed from version to version."""
    kind = source.random()
    if depth > 3 or kind < 0.4:
        return source.choice(["a", "b", "c", "ab", ".", "[ab]", "[^a]", r"\w", r"\d", r"\s", "1", "_", " ", "\u00e9", r"[\W1]", "[^]b]"])
    if kind < 0.6:
        return generated(source, depth + 1) + generated(source, depth + 1)
    if kind < 0.7:
        return "(?:" + generated(source, depth + 1) + "|" + generated(source, depth + 1) + ")"
    if kind < 0.8:
        return source.choice(["(", "(?:", "(?i:", "(?=", "(?!", "(?>"]) + generated(source, depth + 1) + ")"
    if kind < 0.85:
        return source.choice(["^", "$", r"\b", r"\Z", "(?m:^)", "(?m:$)"]) + generated(source, depth + 1)
    return source.choice(["a", "b", ".", "[ab1]", r"\w", "(a|b)", "(?:ab|c)", "(.)"]) + source.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "*+"])


def main():
    for texts, patterns in GROUPS:
        for pattern in patterns.strip("\n").split("\n"):
            print(json.dumps(row(pattern, narrowed(pattern, texts))))
    for pattern in VERBOSE:
        print(json.dumps(row(pattern, SSHD)))
    for pattern in ERRORS:
        print(json.dumps(row(pattern, [])))
    source = random.Random(4711)
    for _ in range(250):
        pattern = generated(source)
        texts = ["".join(source.choice("aabbc1_ \n\u00e9AB-") for _ in range(source.randrange(9))) for _ in range(4)]
        print(json.dumps(row(pattern, texts)))


def narrowed(pattern, texts):
    """Some texts that match and few that do not; none beyond U+FFFF for a pattern that counts characters."""
    if "U0001" not in pattern:
        texts = [text for text in texts if max(map(ord, text), default=0) < 0x10000]
    matching, others = [], []
    for text in texts:
        try:
            (matching if re.search(pattern, text) else others).append(text)
        except (re.error, OverflowError, ValueError):
            return []
    return matching[:9] + others[:4]


if __name__ == "__main__":
    main()

namespace Pyruse.Tests.Configuration;

/// <summary>A document and the content it has, as <see cref="ConfigText"/> writes it.</summary>
public sealed record ConfigCase(string Name, string Document, string Content)
{
    public override string ToString() => Name;
}

/// <summary>Valid TOML documents.</summary>
internal static class TomlValidCases
{
    public static IEnumerable<ConfigCase> All => [.. Layout, .. Keys, .. Texts, .. MultiLineTexts, .. Numbers, .. Dates, .. Lists, .. Tables, .. InlineTables];

    private static IEnumerable<ConfigCase> Layout =>
    [
        new("an empty file", "", "{}"),
        new("blank lines alone", "\n \t\n\r\n", "{}"),
        new("a comment alone", "# nothing here", "{}"),
        new("a comment with a tab and letters of all kinds", "#\tå 漢 😀 = [\na = 1", "{a: 1}"),
        new("a comment behind a value", "a = 1 # one", "{a: 1}"),
        new("a comment that touches a value", "a = true# yes", "{a: true}"),
        new("a comment behind a header", "[t] # table\na = 1", "{t: {a: 1}}"),
        new("a number sign in a text", "a = \"# no comment\" # comment", "{a: \"# no comment\"}"),
        new("line ends of Windows", "a = 1\r\n\r\n[t]\r\nb = 2 # c\r\n", "{a: 1, t: {b: 2}}"),
        new("a byte order mark", "\uFEFFa = 1", "{a: 1}"),
        new("no line end at the end", "a = 1\nb = 2", "{a: 1, b: 2}"),
        new("indented lines", "  a = 1\n\t[t]\n\t\tb = 2\t \n", "{a: 1, t: {b: 2}}"),
        new("no blanks around the equals sign", "a=1\nb= 2\nc =3", "{a: 1, b: 2, c: 3}"),
        new("booleans", "a = true\nb = false", "{a: true, b: false}"),
    ];

    private static IEnumerable<ConfigCase> Keys =>
    [
        new("bare keys", "key = 1\nKEY-2 = 2\n_3 = 3\n- = 4", "{key: 1, KEY-2: 2, _3: 3, -: 4}"),
        new("a key of digits", "1234 = 1\n007 = 2", "{1234: 1, 007: 2}"),
        new("keys that look like values", "true = 1\ninf = 2\nnan = 3\n1979-05-27 = 4", "{true: 1, inf: 2, nan: 3, 1979-05-27: 4}"),
        new("quoted keys", "\"a b\" = 1\n'c d' = 2", "{\"a b\": 1, \"c d\": 2}"),
        new("an empty quoted key", "\"\" = 1", "{\"\": 1}"),
        new("an empty literal key", "'' = 1\na.'' = 2", "{\"\": 1, a: {\"\": 2}}"),
        new("a quoted key with escapes", """
            "\u00e5\t\"" = 1
            """, """
            {"å\t\"": 1}
            """),
        new("a literal key with backslashes", "'\\n' = 1", """
            {"\\n": 1}
            """),
        new("a quoted key that could be bare", "\"a\" = 1\n'b' = 2", "{a: 1, b: 2}"),
        new("dotted keys", "a.b.c = 1\na.b.d = 2\na.e = 3", "{a: {b: {c: 1, d: 2}, e: 3}}"),
        new("blanks around the dots", "a . b\t.c = 1", "{a: {b: {c: 1}}}"),
        new("quoted parts of a dotted key", "a.\"b.c\".'d' = 1", "{a: {\"b.c\": {d: 1}}}"),
        new("a dotted key that looks like a number", "3.14159 = 1", "{3: {14159: 1}}"),
        new("dotted keys out of order", "a.x = 1\nb.x = 2\na.y = 3", "{a: {x: 1, y: 3}, b: {x: 2}}"),
        new("dotted keys in a table", "[t]\na.b = 1\na.c = 2", "{t: {a: {b: 1, c: 2}}}"),
        new("keys that differ in case", "a = 1\nA = 2", "{a: 1, A: 2}"),
        new("keys that differ in normal form", "\"\\u00e9\" = 1\n\"e\\u0301\" = 2", "{\"é\": 1, \"e\u0301\": 2}"),
        new("a key beyond the basic plane", "\"😀\" = 1", "{\"😀\": 1}"),
    ];

    private static IEnumerable<ConfigCase> Texts =>
    [
        new("an empty text", "a = \"\"\nb = ''", "{a: \"\", b: \"\"}"),
        new("every escape", """
            a = "\b \t \n \f \r \" \\"
            """, """
            {a: "\b \t \n \f \r \" \\"}
            """),
        new("an escape of four digits", """
            a = "\u00e9\u0000"
            """, """
            {a: "é\u0000"}
            """),
        new("an escape of eight digits", """
            a = "\U0001F600\U0000007f"
            """, "{a: \"😀\\u007F\"}"),
        new("the last character", """
            a = "\U0010FFFF"
            """, "{a: \"\U0010FFFF\"}"),
        new("the characters around the surrogates", """
            a = "\uD7FF\uE000"
            """, "{a: \"\uD7FF\uE000\"}"),
        new("an escaped backslash before a letter", """
            a = "\\u00e9 \\"
            """, """
            {a: "\\u00e9 \\"}
            """),
        new("a tab in a text", "a = \"x\ty\"\nb = 'x\ty'", "{a: \"x\\ty\", b: \"x\\ty\"}"),
        new("the other quote in a text", "a = \"it's\"\nb = 'say \"hi\"'", """
            {a: "it's", b: "say \"hi\""}
            """),
        new("a literal text with a regular expression", """
            re = '^Failed (?P<user>.*) from \d+\.'
            """, """
            {re: "^Failed (?P<user>.*) from \\d+\\."}
            """),
        new("a literal text that ends in a backslash", """
            a = 'C:\'
            """, """
            {a: "C:\\"}
            """),
        new("letters of all kinds", "a = \"åß漢字😀\"\nb = 'åß漢字😀'", "{a: \"åß漢字😀\", b: \"åß漢字😀\"}"),
    ];

    private static IEnumerable<ConfigCase> MultiLineTexts =>
    [
        new("a multi-line text", "a = \"\"\"\none\ntwo\"\"\"", """
            {a: "one\ntwo"}
            """),
        new("a multi-line text on one line", "a = \"\"\"one\"\"\"\nb = '''two'''", "{a: \"one\", b: \"two\"}"),
        new("empty multi-line texts", "a = \"\"\"\"\"\"\nb = ''''''\nc = \"\"\"\n\"\"\"", "{a: \"\", b: \"\", c: \"\"}"),
        new("only the first line end left out", "a = \"\"\"\n\n\nx\"\"\"", """
            {a: "\n\nx"}
            """),
        new("line ends of Windows in multi-line texts", "a = \"\"\"\r\none\r\ntwo\"\"\"\nb = '''\r\none\r\n'''", """
            {a: "one\ntwo", b: "one\n"}
            """),
        new("a line folded with a backslash", "a = \"\"\"one \\\n   two\"\"\"", "{a: \"one two\"}"),
        new("lines folded with a backslash and blanks", "a = \"\"\"one \\  \t\n\n  \t\n   two\"\"\"", "{a: \"one two\"}"),
        new("a fold with line ends of Windows", "a = \"\"\"one \\\r\n \r\n two\"\"\"", "{a: \"one two\"}"),
        new("a fold before the end", "a = \"\"\"\\\n  one\\\n  \"\"\"", "{a: \"one\"}"),
        new("an escaped backslash at the end of a line", "a = \"\"\"one\\\\\ntwo\"\"\"", """
            {a: "one\\\ntwo"}
            """),
        new("no fold in a literal text", "a = '''one \\\n two'''", """
            {a: "one \\\n two"}
            """),
        new("one and two quotes within", "a = \"\"\"x \" y \"\" z\"\"\"\nb = '''x ' y '' z'''", """
            {a: "x \" y \"\" z", b: "x ' y '' z"}
            """),
        new("one quote at both ends", "a = \"\"\"\"x\"\"\"\"\nb = ''''x''''", """
            {a: "\"x\"", b: "'x'"}
            """),
        new("two quotes at both ends", "a = \"\"\"\"\"x\"\"\"\"\"\nb = '''''x'''''", """
            {a: "\"\"x\"\"", b: "''x''"}
            """),
        new("three escaped quotes", "a = \"\"\"\\\"\"\"\\\"\"\"\\\"\"\"\"", """
            {a: "\"\"\"\"\"\"\""}
            """),
        new("seven quotes, of which the middle one is the text", "a = \"\"\"\"\"\"\"\nb = '''''''", """
            {a: "\"", b: "'"}
            """),
        new("the quotes of the other kind", "a = \"\"\"'''x'''\"\"\"\nb = '''\"\"\"x\"\"\"'''", "{a: \"'''x'''\", b: \"\\\"\\\"\\\"x\\\"\\\"\\\"\"}"),
        new("escapes in a multi-line text", "a = \"\"\"\\u00e9\\t\\\\\"\"\"", """
            {a: "é\t\\"}
            """),
        new("a number sign in a multi-line text", "a = \"\"\"\n# x\n\"\"\" # y", """
            {a: "# x\n"}
            """),
        new("a header in a multi-line text", "a = '''\n[t]\nb = 1\n'''\nc = 2", """
            {a: "[t]\nb = 1\n", c: 2}
            """),
    ];

    private static IEnumerable<ConfigCase> Numbers =>
    [
        new("integers", "a = 0\nb = 42\nc = -17\nd = +99", "{a: 0, b: 42, c: -17, d: 99}"),
        new("signed zeros", "a = +0\nb = -0", "{a: 0, b: 0}"),
        new("the smallest and the largest integer",
            "a = -9223372036854775808\nb = 9223372036854775807",
            "{a: -9223372036854775808, b: 9223372036854775807}"),
        new("underscores", "a = 1_000\nb = 5_349_221\nc = 1_2_3", "{a: 1000, b: 5349221, c: 123}"),
        new("hexadecimal integers", "a = 0xDEADBEEF\nb = 0xdead_beef\nc = 0x00ff", "{a: 3735928559, b: 3735928559, c: 255}"),
        new("octal integers", "a = 0o755\nb = 0o0_7", "{a: 493, b: 7}"),
        new("binary integers", "a = 0b1101_0110\nb = 0b0", "{a: 214, b: 0}"),
        new("the largest integer in other radices",
            "a = 0x7fffffffffffffff\nb = 0o777777777777777777777",
            "{a: 9223372036854775807, b: 9223372036854775807}"),
        new("real numbers", "a = 1.0\nb = 3.1415\nc = -0.01\nd = +2.5", "{a: 1.0, b: 3.1415, c: -0.01, d: 2.5}"),
        new("real zeros", "a = 0.0\nb = -0.0\nc = 0e0", "{a: 0.0, b: -0.0, c: 0.0}"),
        new("exponents", "a = 5e+2\nb = 1E6\nc = -2e-2\nd = 6.5e-3\ne = 1e06", "{a: 500.0, b: 1000000.0, c: -0.02, d: 0.0065, e: 1000000.0}"),
        new("underscores in real numbers", "a = 1_000.25\nb = 0.1_5\nc = 1e1_0", "{a: 1000.25, b: 0.15, c: 10000000000.0}"),
        new("a fraction with zeros", "a = 1.000\nb = 0.001", "{a: 1.0, b: 0.001}"),
        new("infinities", "a = inf\nb = +inf\nc = -inf", "{a: inf, b: inf, c: -inf}"),
        new("no number at all", "a = nan\nb = +nan\nc = -nan", "{a: nan, b: nan, c: nan}"),
        new("the largest real number", "a = 1.7976931348623157e308", "{a: 1.7976931348623157E+308}"),
        new("a real number too small to keep", "a = 1e-400", "{a: 0.0}"),
    ];

    private static IEnumerable<ConfigCase> Dates =>
    [
        new("a date with time and offset",
            "a = 1979-05-27T07:32:00Z\nb = 1979-05-27T00:32:00-07:00",
            "{a: 1979-05-27T07:32:00+00:00, b: 1979-05-27T00:32:00-07:00}"),
        new("small letters in a date", "a = 1979-05-27t07:32:00z", "{a: 1979-05-27T07:32:00+00:00}"),
        new("a blank between date and time",
            "a = 1979-05-27 07:32:00Z\nb = 1979-05-27 07:32:00",
            "{a: 1979-05-27T07:32:00+00:00, b: 1979-05-27T07:32:00}"),
        new("fractions of seconds",
            "a = 1979-05-27T07:32:00.5Z\nb = 1979-05-27T07:32:00.123456+01:30",
            "{a: 1979-05-27T07:32:00.5+00:00, b: 1979-05-27T07:32:00.123456+01:30}"),
        new("a fraction cut off behind 100 ns", "a = 07:32:00.12345678999\nb = 07:32:59.99999999", "{a: 07:32:00.1234567, b: 07:32:59.9999999}"),
        new("a date with time but no offset",
            "a = 1979-05-27T07:32:00\nb = 1979-05-27T00:32:00.999999",
            "{a: 1979-05-27T07:32:00, b: 1979-05-27T00:32:00.999999}"),
        new("dates", "a = 1979-05-27\nb = 0001-01-01\nc = 9999-12-31", "{a: 1979-05-27, b: 0001-01-01, c: 9999-12-31}"),
        new("a date before a comment", "a = 1979-05-27 # day", "{a: 1979-05-27}"),
        new("the leap days", "a = 2000-02-29\nb = 2024-02-29T00:00:00Z", "{a: 2000-02-29, b: 2024-02-29T00:00:00+00:00}"),
        new("times", "a = 07:32:00\nb = 00:00:00.000001\nc = 23:59:59", "{a: 07:32:00, b: 00:00:00.000001, c: 23:59:59}"),
        new("a negative zero offset", "a = 1979-05-27T07:32:00-00:00", "{a: 1979-05-27T07:32:00+00:00}"),
        new("the largest offsets",
            "a = 1979-05-27T07:32:00+14:00\nb = 1979-05-27T07:32:00-14:00",
            "{a: 1979-05-27T07:32:00+14:00, b: 1979-05-27T07:32:00-14:00}"),
        new("dates in a list", "a = [1979-05-27, 07:32:00,1979-05-27 07:32:00]", "{a: [1979-05-27, 07:32:00, 1979-05-27T07:32:00]}"),
    ];

    private static IEnumerable<ConfigCase> Lists =>
    [
        new("an empty list", "a = []\nb = [ ]\nc = [\n]", "{a: [], b: [], c: []}"),
        new("a list of numbers", "a = [1, 2, 3]\nb = [1,2,]", "{a: [1, 2, 3], b: [1, 2]}"),
        new("a list of mixed kinds", "a = [1, 2.5, \"x\", true, 1979-05-27, [], {}]", "{a: [1, 2.5, \"x\", true, 1979-05-27, [], {}]}"),
        new("lists in a list", "a = [[1, 2], [\"x\"], [[]]]", "{a: [[1, 2], [\"x\"], [[]]]}"),
        new("a list on several lines", "a = [\n  1,\n\n  2\n  ,\r\n  3,\n]", "{a: [1, 2, 3]}"),
        new("comments in a list", "a = [ # begin\n  1, # one\n  # two\n  2 # last\n  # end\n]", "{a: [1, 2]}"),
        new("brackets and commas in texts of a list", "a = [\"],[\", '#]', \"\"\"\n]\"\"\"]", """
            {a: ["],[", "#]", "]"]}
            """),
        new("lists of words on lines of their own", "a = [\n[true],\n[nan],\n[1]\n]", "{a: [[true], [nan], [1]]}"),
        new("inline tables in a list", "a = [{x = 1}, {x = 2, y = [3]},]", "{a: [{x: 1}, {x: 2, y: [3]}]}"),
        new("a list behind a dotted key", "a.b = [1]\na.c = [2]", "{a: {b: [1], c: [2]}}"),
    ];

    private static IEnumerable<ConfigCase> Tables =>
    [
        new("an empty table", "[a]", "{a: {}}"),
        new("tables", "[a]\nx = 1\n[b]\nx = 2", "{a: {x: 1}, b: {x: 2}}"),
        new("a table in tables that have no header", "[a.b.c]\nx = 1", "{a: {b: {c: {x: 1}}}}"),
        new("blanks in a header", "[ a . b ]\nx = 1\n[\tc\t]", "{a: {b: {x: 1}}, c: {}}"),
        new("quoted parts of a header", "[a.\"b.c\".'d e']\n[\"\"]", "{a: {\"b.c\": {\"d e\": {}}}, \"\": {}}"),
        new("a table defined behind its sub-table", "[a.b]\nx = 1\n[a]\ny = 2", "{a: {b: {x: 1}, y: 2}}"),
        new("sub-tables apart from each other", "[a.b]\n[c]\n[a.d]", "{a: {b: {}, d: {}}, c: {}}"),
        new("keys before the first header", "x = 1\n[a]\nx = 2", "{x: 1, a: {x: 2}}"),
        new("a header below a table of dotted keys", "[a]\nb.c = 1\n[a.b.d]\ne = 2", "{a: {b: {c: 1, d: {e: 2}}}}"),
        new("a header below a table of dotted keys of the document", "a.b = 1\n[a.c]\nd = 2", "{a: {b: 1, c: {d: 2}}}"),
        new("a dotted key into a table without header", "[a.b.c]\nx = 1\n[a]\nb.d = 2", "{a: {b: {c: {x: 1}, d: 2}}}"),
        new("a table named like a value", "[true]\n[1]\n[inf.nan]", "{true: {}, 1: {}, inf: {nan: {}}}"),
        new("a list of tables", "[[a]]\nx = 1\n[[a]]\nx = 2\n[[a]]", "{a: [{x: 1}, {x: 2}, {}]}"),
        new("a list of tables in a table", "[[a.b]]\nx = 1\n[[a.b]]\nx = 2", "{a: {b: [{x: 1}, {x: 2}]}}"),
        new("sub-tables of a list of tables", "[[a]]\nx = 1\n[a.b]\ny = 1\n[[a]]\n[a.b]\ny = 2", "{a: [{x: 1, b: {y: 1}}, {b: {y: 2}}]}"),
        new("lists of tables in lists of tables",
            "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[[a]]\n[[a.b]]\nx = 3",
            "{a: [{b: [{x: 1}, {x: 2}]}, {b: [{x: 3}]}]}"),
        new("blanks in the header of a list of tables", "[[ a . \"b\" ]]", "{a: {b: [{}]}}"),
        new("a table defined behind its list of tables", "[[a.b]]\nx = 1\n[a]\ny = 2", "{a: {b: [{x: 1}], y: 2}}"),
        new("a chain with steps",
            "[[chain]]\nname = \"ssh\"\nsteps = [\n  { filter = \"equals\", field = \"F\" },\n  { action = \"log\" }, # last\n]\n",
            "{chain: [{name: \"ssh\", steps: [{filter: \"equals\", field: \"F\"}, {action: \"log\"}]}]}"),
        new("the same name on different levels", "[a]\na = 1\n[b.a]\n[b.b.a]", "{a: {a: 1}, b: {a: {}, b: {a: {}}}}"),
    ];

    private static IEnumerable<ConfigCase> InlineTables =>
    [
        new("an empty inline table", "a = {}\nb = { }", "{a: {}, b: {}}"),
        new("inline tables", "a = { x = 1, y = \"two\" }\nb = {x=1,y=2}", "{a: {x: 1, y: \"two\"}, b: {x: 1, y: 2}}"),
        new("inline tables in an inline table", "a = {b = {c = {}}, d = {e = 1}}", "{a: {b: {c: {}}, d: {e: 1}}}"),
        new("dotted keys in an inline table", "a = {b.c = 1, b.d = 2, e . f = 3}", "{a: {b: {c: 1, d: 2}, e: {f: 3}}}"),
        new("quoted keys in an inline table", "a = {\"x y\" = 1, '' = 2}", "{a: {\"x y\": 1, \"\": 2}}"),
        new("a list on several lines in an inline table", "a = { x = [\n  1, # one\n  2,\n], y = 3 }", "{a: {x: [1, 2], y: 3}}"),
        new("a multi-line text in an inline table", "a = { x = \"\"\"\none\n\"\"\", y = '''\ntwo''' }", """
            {a: {x: "one\n", y: "two"}}
            """),
        new("an inline table behind a dotted key", "a.b = {x = 1}\na.c = {x = 2}", "{a: {b: {x: 1}, c: {x: 2}}}"),
        new("an inline table next to a header of the same name on another level",
            "[a]\nb = {x = 1}\n[c.b]\nx = 2",
            "{a: {b: {x: 1}}, c: {b: {x: 2}}}"),
    ];
}

using Pyruse.Core.Templates;

namespace Pyruse.Tests.Templates;

public sealed class TemplateParserTests
{
    [TestCase("", "")]
    [TestCase("plain", "'plain'")]
    [TestCase("{MESSAGE}", "<MESSAGE>")]
    [TestCase("from {IP} to {_HOSTNAME}", "'from ' <IP> ' to ' <_HOSTNAME>")]
    [TestCase("{A}{B}", "<A> <B>")]
    [TestCase("{A|B|C}", "<A|B|C>")]
    [TestCase("{A!r}", "<A!r>")]
    [TestCase("{A!s}", "<A!s>")]
    [TestCase("{A:>8}", "<A:>8>")]
    [TestCase("{A:}", "<A>")]
    [TestCase("{A|B!r:.20}", "<A|B!r:.20>")]
    [TestCase("{T:%H:%M:%S}", "<T:%H:%M:%S>")]
    [TestCase("{T:%c!}", "<T:%c!>")]
    [TestCase("{A:!>5}", "<A:!>5>")]
    [TestCase("{{}}", "'{}'")]
    [TestCase("a {{b}} c", "'a {b} c'")]
    [TestCase("{{{A}}}", "'{' <A> '}'")]
    [TestCase("{été1}", "<été1>")]
    public void A_template_parses_into_its_parts(string template, string expected) =>
        Assert.That(string.Join(' ', TemplateParser.Parse(template).Select(Show)), Is.EqualTo(expected));

    [Test]
    public void An_empty_format_counts_as_none() =>
        Assert.That(((TemplatePlaceholder)TemplateParser.Parse("{A:}").Single()).Format, Is.Null);

    [TestCase("see {MESSAGE", 5, """The "{" opens a placeholder that is never closed; close it with "}", or write "{{" for a literal brace.""")]
    [TestCase("{A {B}", 1, """The "{" opens a placeholder that is never closed; close it with "}", or write "{{" for a literal brace.""")]
    [TestCase("{", 1, """The "{" opens a placeholder that is never closed; close it with "}", or write "{{" for a literal brace.""")]
    [TestCase("50} more", 3, """A single "}" closes nothing; write "}}" for a literal brace.""")]
    [TestCase("{A}}", 4, """A single "}" closes nothing; write "}}" for a literal brace.""")]
    [TestCase("say {}", 5, """A placeholder lacks the name of a field; write one such as {MESSAGE}, or "{{}}" for literal braces.""")]
    [TestCase("{:>5}", 1, """A placeholder lacks the name of a field; write one such as {MESSAGE}, or "{{}}" for literal braces.""")]
    [TestCase("{A|}", 4, """The name of a field is missing beside "|"; write alternatives such as {A|B}.""")]
    [TestCase("{|A}", 2, """The name of a field is missing beside "|"; write alternatives such as {A|B}.""")]
    [TestCase("{0}", 2, """The placeholder "0" is a position, but values have names; write the name of a field such as {MESSAGE}.""")]
    [TestCase("{A|1st}", 4, """The name "1st" begins with a digit, but the names of fields begin with a letter or "_".""")]
    [TestCase("{A.b}", 3, """The name "A.b" reaches into a value with ".", but names are plain fields; write the name of the field alone.""")]
    [TestCase("{A[0]}", 3, """The name "A[0]" reaches into a value with "[", but names are plain fields; write the name of the field alone.""")]
    [TestCase("{A-B}", 3, """The name "A-B" contains "-", but names are plain fields made of letters, digits and "_"; double the braces for literal text.""")]
    [TestCase("{ A}", 2, """The name " A" contains " ", but names are plain fields made of letters, digits and "_"; double the braces for literal text.""")]
    [TestCase("{A!}", 3, """The "!" lacks its conversion; write "!r" for the quoted form or "!s" for text.""")]
    [TestCase("{A!a}", 3, """The conversion "!a" is unknown; write "!r" for the quoted form or "!s" for text.""")]
    [TestCase("{A!r5}", 5, """After the conversion "!r" stands "5"; expected ":" with a format, or "}".""")]
    [TestCase("{A:{W}}", 4, "A placeholder cannot stand within a format; write the width or the precision as a number.")]
    [TestCase("x {A:.f}", 7, """The format ".f" has no digits after its "."; write a precision such as ".2".""")]
    [TestCase("{A:5k}", 5, """The format type "k" is unknown; write one of b c d e E f F g G n o s x X %.""")]
    [TestCase("{A:5dd}", 5, """The format "5dd" is out of order at "dd"; the order is [[fill]align][sign][z][#][0][width][grouping][.precision][type].""")]
    [TestCase("{A:1001}", 4, """The width "1001" is too large; write at most 1000.""")]
    [TestCase("{A:.99999999999f}", 5, """The precision "99999999999" is too large; write at most 1000.""")]
    [TestCase("{A:,_d}", 5, """The format ",_d" groups digits twice; write either "," or "_", once.""")]
    [TestCase("{A:,x}", 5, """The format type "x" cannot be grouped with ","; remove the ",".""")]
    [TestCase("{A:.2d}", 4, """The format ".2d" has a precision, which integers do not take; remove it, or write the type of a real such as "f".""")]
    [TestCase("{A:+s}", 4, """The format "+s" has the sign "+", which text does not take.""")]
    [TestCase("{A:#c}", 4, """The format "#c" has a "#", which the type "c" does not take; remove it.""")]
    [TestCase("{T:at %5000H}", 8, """The width of a time code in "at %5000H" is too large; write at most 1000.""")]
    [TestCase("{A!r:d}", 6, """After "!r" the value is text. The format "d" needs an integer, but the value is text.""")]
    [TestCase("{A!s:%H}", 6, """After "!s" the value is text. The format "%H" is for times, but the value is text; use it with a time only.""")]
    public void A_malformed_template_is_refused_with_a_sentence_and_a_column(string template, int column, string sentence)
    {
        var error = Assert.Throws<TemplateSyntaxException>(() => TemplateParser.Parse(template));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Message, Is.EqualTo(sentence));
            Assert.That(error.Column, Is.EqualTo(column));
        });
    }

    private static string Show(TemplatePart part) => part switch
    {
        TemplateLiteral literal => $"'{literal.Text}'",
        TemplatePlaceholder { Format: null } plain => $"<{string.Join('|', plain.Names)}{Show(plain.Conversion)}>",
        TemplatePlaceholder formatted => $"<{string.Join('|', formatted.Names)}{Show(formatted.Conversion)}:{formatted.Format}>",
        _ => throw new AssertionException($"unexpected part {part}"),
    };

    private static string Show(TemplateConversion conversion) => conversion switch
    {
        TemplateConversion.Repr => "!r",
        TemplateConversion.Text => "!s",
        _ => string.Empty,
    };
}

using HandlebarsDotNet;
using Pyruse.Reporting.Text;

namespace Pyruse.Reporting;

/// <summary>What a template for plain text can do beyond printing: wrap lines and align columns.</summary>
internal static class TextHelpers
{
    /// <summary>Makes the helpers known: <c>wrap</c>, <c>left</c>, <c>right</c>.</summary>
    public static void Register(IHandlebars handlebars)
    {
        handlebars.RegisterHelper("wrap", static (output, options, context, arguments) => output.WriteSafeString(Wrapped(options.Template(), arguments)));
        handlebars.RegisterHelper("left", static (output, context, arguments) => output.WriteSafeString(Cell("left", arguments, static (text, width) => text.PadRight(width))));
        handlebars.RegisterHelper("right", static (output, context, arguments) => output.WriteSafeString(Cell("right", arguments, static (text, width) => text.PadLeft(width))));
    }

    private static string Wrapped(string text, Arguments arguments) => arguments.Length switch
    {
        0 => TextWrap.Wrap(text, ""),
        1 when arguments[0] is string { Length: < TextWrap.Columns / 2 } indent => TextWrap.Wrap(text, indent),
        _ => throw new HandlebarsException("the helper \"wrap\" takes what further lines begin with, in quotes, such as {{#wrap \"  \"}}"),
    };

    private static string Cell(string helper, Arguments arguments, Func<string, int, string> pad) =>
        arguments is { Length: 2 } && arguments[1] is int and >= 0 and <= TextWrap.Columns and var width
            ? pad(arguments[0]?.ToString() ?? "", width)
            : throw new HandlebarsException($"the helper \"{helper}\" takes a text and a width from 0 to {TextWrap.Columns}, such as {{{{{helper} name 20}}}}");
}

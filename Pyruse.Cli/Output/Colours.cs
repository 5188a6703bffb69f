using Spectre.Console;

namespace Pyruse.Cli.Output;

/// <summary>Colours for text on a terminal; without a terminal, or where the variable NO_COLOR is set, text stays as it is.</summary>
internal sealed class Colours
{
    // SGR parameters, as in console_codes(4).
    private const string Bold = "1", Faint = "2", BoldGreen = "1;32", BoldYellow = "1;33", Reset = "\e[0m";

    /// <summary>Cyan, magenta, green, blue, yellow and red: what is legible on dark and light ground, neighbours well apart.</summary>
    private static readonly string[] OfGroups = ["1;36", "1;35", "1;32", "1;34", "1;33", "1;31"];

    private Colours(bool areOn) => AreOn = areOn;

    public bool AreOn { get; }

    /// <summary>Those that standard output can show.</summary>
    public static Colours OfStandardOutput() => new(!Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors });

    public string Number(string text) => Paint(Faint, text);

    public string Good(string text) => Paint(BoldGreen, text);

    public string Bad(string text) => Paint(BoldYellow, text);

    public string Match(string text) => Paint(Bold, text);

    /// <summary>A group's own colour; the colours come again after the sixth.</summary>
    public string Group(int number, string text) => Paint(OfGroups[(number - 1) % OfGroups.Length], text);

    private string Paint(string colour, string text) => AreOn ? $"\e[{colour}m{text}{Reset}" : text;
}

using System.Text;

namespace Pyruse.Core.Templates;

/// <summary>How a value is placed within its width.</summary>
internal enum FormatAlignment
{
    /// <summary>Unsaid: text to the left, numbers to the right.</summary>
    Unspecified,

    /// <summary><c>&lt;</c>.</summary>
    Left,

    /// <summary><c>&gt;</c>.</summary>
    Right,

    /// <summary><c>^</c>.</summary>
    Centre,

    /// <summary><c>=</c>: the fill stands between the sign and the digits.</summary>
    AfterSign,
}

/// <summary>The parts of a format in Python's mini-language: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal sealed record FormatFields
{
    /// <summary>Stands for a sign, grouping or type that is not given.</summary>
    public const char None = '\0';

    /// <summary>The types that only integers satisfy.</summary>
    public const string IntegerTypes = "bcdoxX";

    /// <summary>The types of reals; integers are converted to satisfy them, except for <c>n</c>.</summary>
    public const string RealTypes = "eEfFgGn%";

    /// <summary>All types, in the order in which messages list them.</summary>
    public const string AllTypes = "bcdeEfFgGnosxX%";

    /// <summary>What fills the width; a space by default, or a zero when a <c>0</c> precedes the width.</summary>
    public Rune Fill { get; init; } = new(' ');

    public FormatAlignment Alignment { get; init; }

    /// <summary>Whether a <c>0</c> precedes the width and no fill is given; numbers without alignment then have the zeros after the sign.</summary>
    public bool ZeroPadded { get; init; }

    /// <summary><c>+</c>, <c>-</c>, a space, or <see cref="None"/>.</summary>
    public char Sign { get; init; }

    /// <summary><c>z</c>: what rounds to zero has no minus sign.</summary>
    public bool NoNegativeZero { get; init; }

    /// <summary><c>#</c>.</summary>
    public bool Alternate { get; init; }

    /// <summary>The least number of code points; 0 when not given.</summary>
    public int Width { get; init; }

    /// <summary><c>,</c>, <c>_</c>, or <see cref="None"/>.</summary>
    public char Grouping { get; init; }

    public int? Precision { get; init; }

    public char Type { get; init; }

    /// <summary>What the type demands of the value, for messages.</summary>
    public string Demand => Type switch
    {
        's' => "text",
        _ when IntegerTypes.Contains(Type, StringComparison.Ordinal) => "an integer",
        _ => "a number",
    };
}

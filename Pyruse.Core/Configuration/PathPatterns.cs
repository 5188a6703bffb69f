namespace Pyruse.Core.Configuration;

/// <summary>Paths of files as configurations write them: one or a list, with <c>*</c>, <c>?</c>, <c>[…]</c> and <c>**</c> for many at once.</summary>
/// <param name="Paths">The paths, absolute; at least one.</param>
public sealed record PathPatterns(IReadOnlyList<string> Paths)
{
    /// <summary>Reads paths from a configuration.</summary>
    /// <param name="node">A text or a list of texts.</param>
    /// <param name="directory">The directory that relative paths start from.</param>
    /// <exception cref="FormatException">It is none; the message is a sentence.</exception>
    public static PathPatterns Parse(ConfigNode node, string directory)
    {
        IReadOnlyList<ConfigNode> items = node is ConfigArray list ? list.Items : [node];
        return items.Count > 0 ? new([.. items.Select(item => One(item, directory))]) : throw new FormatException("The list of paths is empty; name a file at least.");
    }

    private static string One(ConfigNode node, string directory) => node switch
    {
        ConfigScalar { Value: string { Length: > 0 } text } when !text.Contains('\0', StringComparison.Ordinal) => Path.GetFullPath(text, Path.GetFullPath(directory)),
        ConfigScalar { Value: string } => throw new FormatException("The path is empty; name a file."),
        _ => throw new FormatException($"Expected a path or a list of paths, but found {node?.Description}."),
    };
}

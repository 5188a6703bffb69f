using Pyruse.Core.Configuration;
using Pyruse.Core.Configuration.Toml;

namespace Pyruse.Core.Lint;

/// <summary>
/// The comments of a configuration that allow what is found: <c># pyruse: allow PYR301 the reason</c>, on the line of the finding, alone on the line above it, or, for
/// all of the file, before its first key.
/// </summary>
internal sealed class AllowComments
{
    private const string Mark = "pyruse:";
    private const string Verb = "allow";

    private readonly List<Permission> _permissions = [];

    /// <summary>Reads the comments of files; one in JSON has none.</summary>
    public static AllowComments Of(IEnumerable<string> files)
    {
        var comments = new AllowComments();
        foreach (string file in files.Where(static file => !file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                comments.Add(file, File.ReadAllBytes(file));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It was there a moment ago. Without its comments, more is said than asked for; nothing is lost.
            }
        }
        return comments;
    }

    /// <summary>Takes out what is allowed, and adds a warning for each comment that allows what is not there.</summary>
    public void Apply(DiagnosticBag diagnostics)
    {
        diagnostics.Remove(item => item.Code is not null && IsAllowed(item));
        foreach (Permission permission in _permissions.Where(static permission => !permission.IsUsed))
        {
            if (permission.Code is { } code)
                diagnostics.Warning(permission.Position, $"This comment allows {code}, but there is no such finding {permission.Scope}. Take it out, or move it to the line that it is about.", LintCodes.NothingSilenced.Code);
            else
                diagnostics.Warning(permission.Position, $"There is no code \"{permission.Written}\"{Suggestion.OrStop(permission.Written, LintCodes.All.Select(static known => known.Code))} Write # pyruse: allow CODE with a code that \"pyruse check\" has shown.", LintCodes.UnknownCode.Code);
        }
    }

    private bool IsAllowed(Diagnostic item)
    {
        bool isAllowed = false;
        foreach (Permission permission in _permissions.Where(permission => permission.Covers(item)))
            permission.IsUsed = isAllowed = true;
        return isAllowed;
    }

    private void Add(string file, byte[] content)
    {
        IReadOnlyList<TomlComment> comments = TomlReader.ReadComments(file, content);
        int first = FirstKeyLine(content);
        for (int i = 0; i < comments.Count; i++)
        {
            TomlComment comment = comments[i];
            bool isWhole = comment.Position.Line < first;
            foreach (string code in CodesOf(comment.Text))
                _permissions.Add(new(comment.Position, code, LintCodes.Find(code), isWhole, isWhole || !comment.StandsAlone ? comment.Position.Line : NextLine(comments, i)));
        }
    }

    /// <summary>The line that follows a comment and the ones directly below it.</summary>
    private static int NextLine(IReadOnlyList<TomlComment> comments, int index)
    {
        int line = comments[index].Position.Line + 1;
        while (++index < comments.Count && comments[index].StandsAlone && comments[index].Position.Line == line)
            line++;
        return line;
    }

    /// <summary>The first line with anything but a comment.</summary>
    private static int FirstKeyLine(byte[] content)
    {
        int line = 1;
        foreach (string text in System.Text.Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split('\n'))
        {
            string rest = text.Trim();
            if (rest.Length > 0 && rest[0] != '#')
                return line;
            line++;
        }
        return line;
    }

    /// <summary>The codes that a comment allows; what follows them is the reason.</summary>
    private static IEnumerable<string> CodesOf(string comment)
    {
        string[] words = comment.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words[0].Equals(Mark, StringComparison.OrdinalIgnoreCase) || !words[1].Equals(Verb, StringComparison.OrdinalIgnoreCase))
            return [];
        string[] codes = [.. words.Skip(2).Select(static word => word.TrimEnd(':', ';', '.')).TakeWhile(LooksLikeCode)];
        return codes.Length > 0 ? codes : [words.ElementAtOrDefault(2) ?? ""];
    }

    private static bool LooksLikeCode(string word) => word.Length >= 4 && char.IsAsciiLetter(word[0]) && char.IsAsciiDigit(word[^1]) && word.All(char.IsAsciiLetterOrDigit);

    private sealed class Permission(SourcePosition position, string written, LintCode? code, bool isWhole, int line)
    {
        public SourcePosition Position => position;

        public string Written => written;

        public LintCode? Code => code;

        public bool IsUsed { get; set; }

        public string Scope => isWhole ? "in this file" : $"in line {line}";

        public bool Covers(Diagnostic item) => item.Code == code?.Code && item.Position.File == position.File && (isWhole || item.Position.Line == line);
    }
}

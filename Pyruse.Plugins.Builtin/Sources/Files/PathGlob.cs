using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Pyruse.Plugins.Builtin.Sources.Files;

/// <summary>A path with <c>*</c>, <c>?</c>, <c>[…]</c> and <c>**</c>, as shells have them. Names that begin with a dot have to be named with it.</summary>
internal sealed class PathGlob
{
    /// <summary>Directories more below are not looked into.</summary>
    private const int MaxDepth = 32;

    private readonly string _root;
    private readonly Part[] _parts;

    /// <summary>Reads an absolute path.</summary>
    public PathGlob(string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int plain = 0;
        while (plain < names.Length - 1 && !names[plain].AsSpan().ContainsAny('*', '?', '['))
            plain++;
        _root = "/" + string.Join('/', names[..plain]);
        _parts = [.. names[plain..].Select(static name => new Part(name))];
    }

    /// <summary>Finds what is there.</summary>
    /// <param name="file">Told every path that matches and is no directory.</param>
    /// <param name="directory">Told every directory in which something that matches may appear, also if it is not there.</param>
    /// <param name="problem">Told what can't be looked into, as a sentence.</param>
    public void Find(Action<string> file, Action<string> directory, Action<string> problem) => Find(_root, 0, 0, file, directory, problem);

    /// <summary>Whether a path matches.</summary>
    public bool IsMatch(string path)
    {
        if (!path.StartsWith(_root == "/" ? "/" : _root + "/", StringComparison.Ordinal))
            return false;
        return IsMatch(path[_root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries), 0);
    }

    private bool IsMatch(ReadOnlySpan<string> names, int part)
    {
        if (part == _parts.Length)
            return names.IsEmpty;
        if (_parts[part].IsDeep)
            return IsMatch(names, part + 1) || (!names.IsEmpty && IsMatch(names[1..], part));
        return !names.IsEmpty && _parts[part].Matches(names[0]) && IsMatch(names[1..], part + 1);
    }

    private void Find(string directory, int part, int depth, Action<string> file, Action<string> visit, Action<string> problem)
    {
        visit(directory);
        bool isLast = part == _parts.Length - 1;
        if (depth > MaxDepth)
            return;
        if (_parts[part].IsDeep)
        {
            // "**" is any number of directories, none too; at the end it is everything below.
            if (!isLast)
                Find(directory, part + 1, depth, file, visit, problem);
            foreach ((string name, bool isDirectory, bool isLink) in Names(directory, problem))
            {
                if (isDirectory && !isLink && name[0] != '.')
                    Find(Path.Combine(directory, name), part, depth + 1, file, visit, problem);
                else if (isLast && !isDirectory && name[0] != '.')
                    file(Path.Combine(directory, name));
            }
            return;
        }
        if (_parts[part].IsPlain)
        {
            string path = Path.Combine(directory, _parts[part].Name);
            if (isLast)
                file(path);
            else
                Find(path, part + 1, depth + 1, file, visit, problem);
            return;
        }
        foreach ((string name, bool isDirectory, _) in Names(directory, problem))
        {
            if (isDirectory == isLast || !_parts[part].Matches(name))
                continue;
            if (isLast)
                file(Path.Combine(directory, name));
            else
                Find(Path.Combine(directory, name), part + 1, depth + 1, file, visit, problem);
        }
    }

    private static List<(string Name, bool IsDirectory, bool IsLink)> Names(string directory, Action<string> problem)
    {
        try
        {
            return Directory.Exists(directory)
                ? [.. new FileSystemEnumerable<(string, bool, bool)>(
                    directory,
                    static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
                    new EnumerationOptions { AttributesToSkip = FileAttributes.None })]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem($"The directory {directory} can't be looked into: {exception.Message}");
            return [];
        }
    }

    /// <summary>One name of the path.</summary>
    private sealed class Part
    {
        private readonly Regex? _pattern;

        public Part(string name)
        {
            Name = name;
            IsDeep = name == "**";
            IsPlain = !name.AsSpan().ContainsAny('*', '?', '[');
            if (!IsPlain && !IsDeep)
                _pattern = new Regex(Translate(name), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
        }

        public string Name { get; }

        public bool IsDeep { get; }

        public bool IsPlain { get; }

        public bool Matches(string name) => _pattern is null ? name == Name : (name[0] != '.' || Name[0] == '.') && _pattern.IsMatch(name);

        private static string Translate(string glob)
        {
            var regex = new System.Text.StringBuilder("\\A");
            for (int i = 0; i < glob.Length; i++)
            {
                int end = glob[i] == '[' ? glob.IndexOf(']', Math.Min(glob.Length, i + (i + 1 < glob.Length && glob[i + 1] is '!' or '^' ? 3 : 2))) : -1;
                if (end > 0)
                {
                    bool isNegated = glob[i + 1] is '!' or '^';
                    string set = glob[(i + (isNegated ? 2 : 1))..end].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)
                        .Replace("]", "\\]", StringComparison.Ordinal).Replace("^", "\\^", StringComparison.Ordinal);
                    regex.Append(isNegated ? "[^" : "[").Append(set).Append(']');
                    i = end;
                    continue;
                }
                regex.Append(glob[i] switch { '*' => ".*", '?' => ".", var letter => Regex.Escape(letter.ToString()) });
            }
            return regex.Append("\\z").ToString();
        }
    }
}

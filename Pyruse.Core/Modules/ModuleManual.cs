using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Pyruse.Core.Modules;

/// <summary>What a module's author wrote about it: the XML documentation beside its assembly.</summary>
/// <param name="Summary">What the module does; empty when there is no documentation.</param>
/// <param name="Arguments">What each parameter of the constructor means, by its name in the code.</param>
public sealed partial record ModuleManual(string Summary, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>Reads the documentation of a module.</summary>
    public static ModuleManual Of(ModuleDescriptor module)
    {
        ArgumentNullException.ThrowIfNull(module);
        string file = Path.ChangeExtension(module.Type.Assembly.Location, ".xml");
        try
        {
            XElement members = XDocument.Load(file).Root?.Element("members") ?? new XElement("members");
            string name = module.Type.FullName!;
            XElement? type = members.Elements("member").FirstOrDefault(member => (string?)member.Attribute("name") == $"T:{name}");
            XElement? constructor = members.Elements("member").FirstOrDefault(member => ((string?)member.Attribute("name"))?.StartsWith($"M:{name}.#ctor", StringComparison.Ordinal) == true);
            var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (XElement parameter in (type?.Elements("param") ?? []).Concat(constructor?.Elements("param") ?? []))
                arguments[(string?)parameter.Attribute("name") ?? ""] = Text(parameter);
            return new(type?.Element("summary") is { } summary ? Text(summary) : "", arguments);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            // A plugin may come without documentation.
            return new("", new Dictionary<string, string>(StringComparer.Ordinal));
        }
    }

    private static string Text(XElement element)
    {
        // References such as <see cref="T:…"/> have their text in the attribute.
        foreach (XElement reference in element.Descendants().Where(static node => node.IsEmpty).ToList())
        {
            string target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "";
            reference.ReplaceWith(target[(target.LastIndexOf('.') + 1)..]);
        }
        return Spaces().Replace(element.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}

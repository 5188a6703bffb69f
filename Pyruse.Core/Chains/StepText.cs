using System.Globalization;
using System.Text;
using Pyruse.Core.Configuration;

namespace Pyruse.Core.Chains;

/// <summary>Says in a few words what a step of a configuration asks or does: its module and its arguments, as far as they fit into a line.</summary>
public static class StepText
{
    /// <summary>The arguments whose meaning is plain without their names.</summary>
    private static readonly string[] Plain = ["value", "values", "re", "nets", "message", "counter"];

    /// <summary>Gives words such as <c>equals SYSLOG_IDENTIFIER "sshd"</c>. Nothing in them is invisible, and none is a line break.</summary>
    /// <param name="step">The step.</param>
    /// <param name="maxLength">How many characters are given at most; what is left out becomes <c>…</c>.</param>
    public static string Of(StepDefinition step, int maxLength = 120)
    {
        ArgumentNullException.ThrowIfNull(step);
        var text = new StringBuilder(NameOf(step));
        if (step.Arguments.TryGet("field", out ConfigEntry? field) && field.Value is ConfigScalar { Value: string name })
            text.Append(' ').Append(name);
        foreach (ConfigEntry argument in step.Arguments.Entries.Where(static argument => argument.Key != "field"))
        {
            text.Append(' ');
            if (!Plain.Contains(argument.Key, StringComparer.Ordinal))
                text.Append(argument.Key).Append(' ');
            Append(text, argument.Value, maxLength);
            if (text.Length > maxLength)
                break;
        }
        return VisibleText.Of(text.ToString(), maxLength);
    }

    /// <summary>Gives such words for all steps, by the name of the chain and the place in it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="maxLength">How many characters are given of each at most.</param>
    public static IReadOnlyDictionary<(string Chain, int Step), string> OfAll(PyruseConfiguration configuration, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Chains
            .SelectMany(chain => chain.Steps.Select((step, index) => (Key: (chain.Name, index), Text: Of(step, maxLength))))
            .ToDictionary(static pair => pair.Key, static pair => pair.Text);
    }

    /// <summary>The module's name without the prefix that older configurations have.</summary>
    private static string NameOf(StepDefinition step)
    {
        string name = step.Module.Value;
        string prefix = step.Kind == StepKind.Filter ? "filter_" : "action_";
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..] : name;
    }

    private static void Append(StringBuilder text, ConfigNode value, int maxLength)
    {
        switch (value)
        {
            case ConfigScalar { Value: string words }:
                text.Append('"').Append(words).Append('"');
                break;
            case ConfigScalar scalar:
                text.Append(CultureInfo.InvariantCulture, $"{scalar.Value ?? "null"}");
                break;
            case ConfigArray list:
                AppendAll(text, list.Items, '[', ']', maxLength, static (text, item, maxLength) => Append(text, item, maxLength));
                break;
            case ConfigTable table:
                AppendAll(text, table.Entries, '{', '}', maxLength, static (text, entry, maxLength) => Append(text.Append(entry.Key).Append(' '), entry.Value, maxLength));
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IReadOnlyList<T> items, char open, char close, int maxLength, Action<StringBuilder, T, int> append)
    {
        text.Append(open);
        for (int i = 0; i < items.Count && text.Length <= maxLength; i++)
            append(i == 0 ? text : text.Append(", "), items[i], maxLength);
        text.Append(close);
    }
}

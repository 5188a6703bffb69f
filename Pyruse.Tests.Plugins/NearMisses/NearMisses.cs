using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace NearMisses;

[Filter("hidden")]
internal sealed class HiddenFilter : IFilter
{
    public bool Matches(LogEntry entry) => true;
}

[Filter("bare")]
public sealed class BareFilter
{
    public bool Matches(LogEntry entry) => true;
}

[Action("torn")]
public sealed class TornAction : IAction
{
    public TornAction()
    {
    }

    public TornAction(string argument) => Argument = argument;

    public string Argument { get; } = "";

    public void Execute(LogEntry entry)
    {
    }
}

public sealed class NamelessFilter : IFilter
{
    public bool Matches(LogEntry entry) => true;
}

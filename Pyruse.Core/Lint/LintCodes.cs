namespace Pyruse.Core.Lint;

/// <summary>All kinds of findings. Codes are never given to something else.</summary>
public static class LintCodes
{
    /// <summary>A comment allows a code that there is not.</summary>
    public static LintCode UnknownCode { get; } = new("PYR001", "a comment allows a code that there is not", "correct the code");

    /// <summary>A comment allows what is not found.</summary>
    public static LintCode NothingSilenced { get; } = new("PYR002", "a comment allows what is not found there", "take the comment out, or move it to the line it is about");

    /// <summary>Steps behind a jump.</summary>
    public static LintCode DeadStep { get; } = new("PYR101", "steps behind one that goes elsewhere in any case are never reached", "move \"then\" to the last step, or remove the dead steps");

    /// <summary>A chain that no entry comes to.</summary>
    public static LintCode UnreachableChain { get; } = new("PYR102", "no entry ever comes to the chain", "move it before the chain that ends the way of all entries, or name it in a \"then\" or \"else\"");

    /// <summary>A filter that no entry passes.</summary>
    public static LintCode NeverPasses { get; } = new("PYR103", "what the filter compares was decided before, so that nothing passes it", "join the two chains, or move this one before the other");

    /// <summary>A filter with an empty list.</summary>
    public static LintCode EmptyList { get; } = new("PYR104", "a filter has an empty list, so that nothing passes it", "fill the list, or take the step out");

    /// <summary>A filter that decides nothing.</summary>
    public static LintCode DecidesNothing { get; } = new("PYR105", "entries go on to the same step whether they pass the filter or not", "add the action that is missing, a \"then\" or an \"else\", or take the filter out");

    /// <summary>A template with a field that nothing sets.</summary>
    public static LintCode TemplateFieldNeverSet { get; } = new("PYR201", "nothing sets a field of the text before this step, so it always prints \"-\"", "correct the name, or capture the field before");

    /// <summary>A field that is not set on every way.</summary>
    public static LintCode FieldNotAlwaysSet { get; } = new("PYR202", "there is a way to the step on which nothing sets a field that it uses", "set it on that way too, send that way elsewhere, or write {A|B} with a field that is there");

    /// <summary>An argument with a field that nothing sets.</summary>
    public static LintCode FieldNeverSet { get; } = new("PYR203", "nothing sets the field before this step, so the step never does its work", "correct the name, or move the step behind the one that sets it");

    /// <summary>A name that is nearly one of the journal's.</summary>
    public static LintCode MisspeltField { get; } = new("PYR204", "the journal has no such field, but one with nearly the same name", "correct the name");

    /// <summary>A ban that any local user can cause.</summary>
    public static LintCode ForgeableBan { get; } = new("PYR301", "a ban is decided only by what any local user can write into the journal", "compare a field that journald itself sets: _SYSTEMD_UNIT, _UID, _COMM, _EXE");

    /// <summary>An address that an attacker can choose.</summary>
    public static LintCode ChosenAddress { get; } = new("PYR302", "whoever chooses a name in the message can make the pattern take another address", "anchor the pattern at both ends: from \"^\" to \"$\", with all that follows the address");

    /// <summary>Bans that spare nobody.</summary>
    public static LintCode NoNeverList { get; } = new("PYR303", "addresses are banned, but no network is named that never may be", "name your own networks: [bans] never = [\"192.0.2.0/24\"]");

    /// <summary>One set for both families.</summary>
    public static LintCode OneSetForBoth { get; } = new("PYR304", "one set is named for v4 and for v6 addresses, but a set holds one kind", "name two sets");

    /// <summary>A counter that nobody looks at.</summary>
    public static LintCode CounterNeverRead { get; } = new("PYR401", "a counter is raised, but nothing ever looks at it", "save the count and compare it, name the counter in [[expect]] or [[pair]], or take the step out");

    /// <summary>A counter without end.</summary>
    public static LintCode CounterNeverEnds { get; } = new("PYR402", "a counter is never forgotten nor reset, so one day everybody reaches any limit", "give the step \"keepSeconds\", or reset the counter somewhere");

    /// <summary>A counter that nothing raises.</summary>
    public static LintCode CounterNeverRaised { get; } = new("PYR403", "a counter is reset or lowered that no step raises", "correct the name");

    /// <summary>A pattern whose time is not linear.</summary>
    public static LintCode NotLinear { get; } = new("PYR501", "a text can make the pattern take very long; it is given up then", "write it without what is named, for instance as two filters");

    /// <summary>The same item twice in a list.</summary>
    public static LintCode WrittenTwice { get; } = new("PYR502", "an item of a list is there twice", "take one out, or correct it");

    /// <summary>Lines for a report that is switched off.</summary>
    public static LintCode ReportIsOff { get; } = new("PYR601", "lines are added to the daily report, which [report] switches off", "take enabled = false out of [report], or the steps");

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<LintCode> All { get; } =
    [
        UnknownCode, NothingSilenced, DeadStep, UnreachableChain, NeverPasses, EmptyList, DecidesNothing, TemplateFieldNeverSet, FieldNotAlwaysSet, FieldNeverSet, MisspeltField,
        ForgeableBan, ChosenAddress, NoNeverList, OneSetForBoth, CounterNeverRead, CounterNeverEnds, CounterNeverRaised, NotLinear, WrittenTwice, ReportIsOff,
    ];

    /// <summary>Finds a code as it is written; null: there is none.</summary>
    public static LintCode? Find(string code) => All.FirstOrDefault(known => string.Equals(known.Code, code, StringComparison.OrdinalIgnoreCase));
}

using Pyruse.Core.Embedding;

[assembly: SetsAreMarked]

namespace Pyruse.Plugins.Builtin;

/// <summary>The built-in modules for programs that embed Pyruse.</summary>
public static class BuiltinModules
{
    /// <summary>Adds all built-in filters, actions and sources.</summary>
    public static PyruseBuilder AddBuiltinModules(this PyruseBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddModules(typeof(BuiltinModules).Assembly);
    }
}

using Pyruse.Core.Embedding;

namespace Pyruse.Journal;

/// <summary>The systemd journal for programs that embed Pyruse.</summary>
public static class JournalEmbedding
{
    /// <summary>Adds the source <c>journal</c>, for configurations to name.</summary>
    public static PyruseBuilder AddJournalModule(this PyruseBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddModules(typeof(JournalEmbedding).Assembly);
    }

    /// <summary>Follows a journal. Its position is kept in the store, so that a later run goes on where this one ended; see <see cref="PyruseBuilder.UseStore"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="arguments">As in a <c>[[source]]</c> of type <c>journal</c>: directory, files, namespace, since; none: the machine's own journal, new entries only.</param>
    public static PyruseBuilder FollowJournal(this PyruseBuilder builder, params IEnumerable<(string Name, object? Value)> arguments) =>
        builder.AddJournalModule().AddSource("journal", arguments);
}

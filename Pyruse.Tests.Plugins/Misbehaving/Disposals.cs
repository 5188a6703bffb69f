using Pyruse.Core.Entries;
using Pyruse.Core.Modules;

namespace Misbehaving;

/// <summary>Throws when it is disposed of.</summary>
[Filter("throwsAtTheEnd")]
public sealed class ThrowsAtTheEnd : IFilter, IDisposable
{
    public bool Matches(LogEntry entry) => true;

    public void Dispose() => throw new InvalidOperationException("I am not done yet.");
}

/// <summary>Throws when it is disposed of asynchronously.</summary>
[Filter("throwsAtTheEndLater")]
public sealed class ThrowsAtTheEndLater : IFilter, IAsyncDisposable
{
    public bool Matches(LogEntry entry) => true;

    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("Nor am I.");
    }
}

/// <summary>Notes that it was disposed of.</summary>
/// <param name="note">The name of a list that the test has put into <see cref="AppContext"/>.</param>
[Filter("endsWell")]
public sealed class EndsWell(string note) : IFilter, IDisposable
{
    public bool Matches(LogEntry entry) => true;

    public void Dispose() => ((System.Collections.Concurrent.BlockingCollection<string>)AppContext.GetData(note)!).Add("disposed");
}

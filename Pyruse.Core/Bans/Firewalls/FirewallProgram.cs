using Pyruse.Core.Processes;

namespace Pyruse.Core.Bans.Firewalls;

/// <summary>Runs a firewall's program.</summary>
/// <param name="name">The program, as it is called when the configuration names none.</param>
/// <param name="package">What is to be installed when it is missing.</param>
/// <param name="setting">How the configuration names another, for messages.</param>
/// <param name="configured">What the configuration names: the program and arguments that come before those given here.</param>
internal sealed class FirewallProgram(string name, string package, string setting, IReadOnlyList<string>? configured)
{
    /// <summary>Long enough for a million elements on a small machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int RememberedProcesses = 64;

    private readonly Lock _lock = new();
    private readonly Queue<int> _processes = new();

    public string Name => name;

    /// <summary>Whether a process was one of those started lately.</summary>
    public bool Started(int processId)
    {
        lock (_lock)
            return _processes.Contains(processId);
    }

    /// <summary>Runs the program; gives its complaints when it fails, null when it is done.</summary>
    /// <exception cref="FirewallException">It can't be run, or has no right to do anything.</exception>
    public async Task<string?> RunAsync(
        IEnumerable<string> arguments, ReadOnlyMemory<byte> stdin, Func<Stream, CancellationToken, Task> readOutput, TimeSpan? patience, CancellationToken cancellationToken)
    {
        try
        {
            ProcessResult result = await ProcessRunner.RunAsync([.. Command(), .. arguments], stdin, patience ?? Patience, readOutput, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _processes.Enqueue(result.Id);
                if (_processes.Count > RememberedProcesses)
                    _processes.Dequeue();
            }
            if (result.ExitCode == 0)
                return null;
            if (result.Output.Contains("Operation not permitted", StringComparison.Ordinal))
            {
                throw new FirewallException($"{name} may not change the firewall: \"Operation not permitted\". Run Pyruse as root, or give it CAP_NET_ADMIN "
                    + "(AmbientCapabilities=CAP_NET_ADMIN in its systemd unit).") { IsGeneral = true };
            }
            return result.Output.Length > 0 ? FirstComplaint(result.Output) : $"exit code {result.ExitCode}, without a word";
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            throw new FirewallException($"The program {name} can't be run: {exception.Message.TrimEnd('.')}. See {setting} in the configuration.", exception) { IsGeneral = true };
        }
    }

    /// <summary>The programs repeat the command below, which may be long, and nft names the place in it before.</summary>
    private static string FirstComplaint(string output)
    {
        const string Mark = "Error: ";
        string line = output.Split('\n')[0];
        int start = line.IndexOf(Mark, StringComparison.Ordinal);
        return start < 0 ? line : line[(start + Mark.Length)..];
    }

    private IReadOnlyList<string> Command()
    {
        if (configured is { Count: > 0 })
            return configured;
        return ProgramFile.Find(name) is { } found ? [found]
            : throw new FirewallException($"There is no program {name}: install {package}, or name the program in the configuration as {setting}. Bans are recorded until then.") { IsGeneral = true };
    }
}

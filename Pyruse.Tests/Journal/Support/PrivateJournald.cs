using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pyruse.Journal;

namespace Pyruse.Tests.Journal.Support;

/// <summary>A systemd-journald of one's own, which serves a namespace that nobody else has.</summary>
internal sealed class PrivateJournald : IDisposable
{
    /// <summary>What the entries of tests are known by, among those that journald writes itself.</summary>
    public const string Identifier = "pyruse-test";

    private const int Terminate = 15;
    private static int _count;

    private readonly string _runDirectory;
    private Process? _process;
    private JournalWriter? _writer;

    public PrivateJournald(bool isStarted = true)
    {
        Requires.Journald();
        Namespace = $"pyrusetest{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";
        _runDirectory = $"/run/systemd/journal.{Namespace}";
        if (isStarted)
            Start();
    }

    public string Namespace { get; }

    public JournalLocation Location => new JournalLocation.Namespace(Namespace);

    public IReadOnlyList<string> Directories => Location.Roots;

    public string SocketPath => $"{_runDirectory}/socket";

    public int ProcessId => _process!.Id;

    public void Start()
    {
        _process = Programs.Start(Requires.JournaldPath, Namespace);
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _writer = new JournalWriter(SocketPath);
        Until.True(IsListening, "journald is up");
        Sync();
    }

    public void Stop()
    {
        _ = Kill(ProcessId, Terminate);
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
        _writer?.Dispose();
    }

    public void Restart()
    {
        Stop();
        Start();
    }

    /// <summary>Writes numbered entries.</summary>
    public void WriteNumbers(int first, int count)
    {
        for (int number = first; number < first + count; number++)
            Write(("MESSAGE", $"entry {number}"), ("TEST_NUMBER", $"{number}"));
    }

    /// <summary>Writes an entry; where journald is busy, again until it takes it.</summary>
    public void Write(params (string Name, string Value)[] fields)
    {
        (string, string)[] all = [.. fields, ("SYSLOG_IDENTIFIER", Identifier)];
        Until.True(() => _writer!.TryWrite(all), "journald takes an entry");
    }

    /// <summary>Has everything on disk when it returns.</summary>
    public void Sync() => Journalctl("--sync");

    public void Rotate() => Journalctl("--rotate");

    /// <summary>Removes all files but the one in use.</summary>
    public void Vacuum() => Journalctl("--vacuum-files=1");

    public void Dispose()
    {
        if (_process is not null)
            Stop();
        foreach (string directory in (string[])[_runDirectory, .. Directories])
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);

    private bool IsListening()
    {
        try
        {
            using var control = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            control.Connect(new UnixDomainSocketEndPoint($"{_runDirectory}/io.systemd.journal"));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Journalctl(string command) => Programs.Run(Requires.JournalctlPath, [$"--namespace={Namespace}", command]);
}

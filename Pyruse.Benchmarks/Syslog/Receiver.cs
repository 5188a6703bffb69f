using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pyruse.Benchmarks.Syslog;

/// <summary>A running <c>pyruse run</c> that receives syslog, as its users run it: plugins, state in a file, and all.</summary>
internal sealed class Receiver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait before a program that is just starting is asked for a connection again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pyruse-syslog-");
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="program">The path of <c>pyruse</c>.</param>
    /// <param name="source">More settings of the source; "{0}" stands for the directory.</param>
    /// <param name="step">What is done with each message, as a step in TOML; "{0}" stands for the directory.</param>
    /// <param name="scheme">How messages come: tcp or tls.</param>
    /// <param name="prepare">Puts files into the directory.</param>
    public Receiver(string program, string source, string step, string scheme = "tcp", Action<string>? prepare = null)
    {
        Port = FreePort();
        string directory = _directory.FullName;
        prepare?.Invoke(directory);
        string configuration = Path.Combine(directory, "pyruse.toml");
        File.WriteAllText(configuration, $$"""
            storage = "{{directory}}/state"
            [report]
            enabled = false
            [[source]]
            type = "syslog"
            listen = ["{{scheme}}://0.0.0.0:{{Port}}"]
            {{source.Replace("{0}", directory, StringComparison.Ordinal)}}
            [[chain]]
            name = "end"
            steps = [{ filter = "equals", field = "SYSLOG_IDENTIFIER", value = "end" }, { action = "print", message = "{MESSAGE}" }]
            [[chain]]
            name = "messages"
            steps = [{{step.Replace("{0}", directory, StringComparison.Ordinal)}}]
            """);
        _process = Process.Start(new ProcessStartInfo(program, ["run", "--config", configuration])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
    }

    /// <summary>Where it keeps its files.</summary>
    public string Folder => _directory.FullName;

    public int Port { get; }

    /// <summary>The processor time that it has taken.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has, in MiB.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Connects as soon as it listens.</summary>
    /// <param name="from">The sender's address; null: the system chooses.</param>
    public async Task<Socket> ConnectAsync(IPAddress? from = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (from is not null)
                    socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(IPAddress.Loopback, Port);
                return socket;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < Patience && !_process.HasExited)
            {
                socket.Dispose();
                await Task.Delay(RetryInterval);
            }
        }
    }

    /// <summary>Waits until it has handled the message that there will be no more of.</summary>
    public async Task EndAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException($"pyruse has ended: {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Ends it, and checks that it has handled so many messages.</summary>
    public async Task StopAsync(long messages)
    {
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        string said = await _process.StandardError.ReadToEndAsync();
        if (!said.Contains(string.Create(CultureInfo.InvariantCulture, $"pyruse: {messages:N0} entries"), StringComparison.Ordinal))
            throw new InvalidOperationException($"{messages} messages were sent, but pyruse says: {said}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

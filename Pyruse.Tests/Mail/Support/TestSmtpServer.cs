using System.Diagnostics;
using System.Text.Json;
using Pyruse.Tests.Journal.Support;

namespace Pyruse.Tests.Mail.Support;

/// <summary>A real mail server on loopback that can be told to fail; see smtp_server.py.</summary>
internal sealed class TestSmtpServer : IDisposable
{
    private readonly Process _process;

    private TestSmtpServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static TestSmtpServer Start(string directory, params string[] options) => StartIn([], directory, options);

    /// <summary>Starts one by a command that takes another command, such as one that enters another network.</summary>
    public static TestSmtpServer StartIn(string[] prefix, string directory, params string[] options)
    {
        MailTools.RequireServer();
        string[] command = [.. prefix, MailTools.Python, MailTools.PathOf("smtp_server.py"), directory, .. options];
        Process process = Programs.Start(command[0], command[1..]);
        process.ErrorDataReceived += static (_, line) => TestContext.Out.WriteLine(line.Data);
        process.BeginErrorReadLine();
        return new(process, Read(process, "ready").GetProperty("port").GetInt32());
    }

    /// <summary>Has the server behave otherwise from now on.</summary>
    public void Behave(string json)
    {
        _process.StandardInput.WriteLine(json);
        _process.StandardInput.Flush();
        Read(_process, "set");
    }

    /// <summary>Waits for the next mail that the server takes.</summary>
    public JsonElement NextMail() => Read(_process, "mail");

    /// <summary>Waits until the server did what it was told to do wrong.</summary>
    public void AwaitFailure() => Read(_process, "failed");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static JsonElement Read(Process process, string expected)
    {
        while (true)
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Until.Deadline))
                throw new TimeoutException($"The mail server does not say \"{expected}\".");
            using JsonDocument document = JsonDocument.Parse(line.Result ?? throw new InvalidOperationException($"The mail server ended before it said \"{expected}\"."));
            if (document.RootElement.GetProperty("event").GetString() == expected)
                return document.RootElement.Clone();
        }
    }
}

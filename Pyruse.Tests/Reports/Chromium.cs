using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pyruse.Tests.Support;

namespace Pyruse.Tests.Reports;

/// <summary>A browser without a window, driven over the DevTools protocol on loopback.</summary>
/// <remarks>https://chromedevtools.github.io/devtools-protocol/</remarks>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string Announcement = "DevTools listening on ";

    private readonly TempDirectory _directory = new();
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private string? _session;
    private int _lastId;

    private Chromium() => _process = Process.Start(new ProcessStartInfo(Program,
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_directory.Path}/profile", "about:blank"])
    {
        UseShellExecute = false,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Starts one; ignores the test where there is none.</summary>
    public static async Task<Chromium> StartAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
            Assert.Ignore($"Opening a report in a browser takes {Program} (Debian: chromium).");
        var browser = new Chromium();
        try
        {
            await browser.ConnectAsync(cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var address = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.StartsWith(Announcement, StringComparison.Ordinal))
                address.TrySetResult(line.Data?[Announcement.Length..]);
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await _socket.ConnectAsync(new Uri(await address.Task.WaitAsync(cancellationToken) ?? throw new AssertionException("Chromium ended at once.")), cancellationToken);
        JsonNode target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, cancellationToken);
        JsonNode session = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string?)target["targetId"], ["flatten"] = true }, cancellationToken);
        _session = (string?)session["sessionId"];
        await CallAsync("Page.enable", [], cancellationToken);
    }

    /// <summary>Shows a page in a window of a width, light or dark.</summary>
    public async Task OpenAsync(string html, int width, bool dark, CancellationToken cancellationToken)
    {
        string path = _directory.Write("page.html", html);
        await CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 }, cancellationToken);
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" };
        await CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(scheme) }, cancellationToken);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = "file://" + path }, cancellationToken);
        await ReceiveAsync(static message => (string?)message["method"] == "Page.loadEventFired", cancellationToken);
    }

    /// <summary>What a JavaScript expression says on the page.</summary>
    public async Task<T> EvaluateAsync<T>(string expression, CancellationToken cancellationToken)
    {
        JsonNode answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }, cancellationToken);
        Assert.That(answer["exceptionDetails"], Is.Null);
        return answer["result"]!["value"]!.Deserialize<T>()!;
    }

    /// <summary>A picture of the page from its top, in PNG.</summary>
    public async Task<byte[]> PictureAsync(int width, int height, CancellationToken cancellationToken)
    {
        var clip = new JsonObject { ["x"] = 0, ["y"] = 0, ["width"] = width, ["height"] = height, ["scale"] = 1 };
        JsonNode answer = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true, ["clip"] = clip }, cancellationToken);
        return Convert.FromBase64String((string)answer["data"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        int id = await SendAsync(method, parameters, cancellationToken);
        JsonNode answer = await ReceiveAsync(message => (int?)message["id"] == id, cancellationToken);
        return answer["result"] ?? throw new AssertionException($"{method}: {answer["error"]}");
    }

    private async Task<int> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["id"] = ++_lastId, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
            message["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        return _lastId;
    }

    private async Task<JsonNode> ReceiveAsync(Predicate<JsonNode> isIt, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var message = new MemoryStream();
            byte[] buffer = new byte[64 * 1024];
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            JsonNode node = JsonNode.Parse(message.ToArray())!;
            if (isIt(node))
                return node;
        }
    }
}

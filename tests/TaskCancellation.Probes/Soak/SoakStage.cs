using System.Net.Http.Json;

namespace TaskCancellation.Probes.Soak;

/// <summary>The server's other side: it sets up a scene for a call, and is told what came of it.</summary>
internal sealed class SoakStage(Uri address) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    internal async Task<SoakScene> BeginAsync(string service)
    {
        using var reply = await http.PostAsync(new Uri($"begin/{service}", UriKind.Relative), content: null);
        return (await reply.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SoakScene>())!;
    }

    internal async Task EndAsync(SoakCall call)
    {
        using var reply = await http.PostAsJsonAsync(new Uri("end", UriKind.Relative), call);
        reply.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();
}

using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TaskCancellation.Http;

/// <summary>What the clients of all HTTP services share: the pipeline, and who owns the <see cref="HttpClient"/> below it.</summary>
public abstract class HttpTaskClient : TaskClient, IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private readonly HttpClient? owned;

    private protected HttpTaskClient(TaskClientOptions options, HttpClient? supplied, TaskDialect dialect, ILogger? logger)
        : base(options.TimeProvider)
    {
        var endpoint = options.Endpoint ?? supplied?.BaseAddress;
        options.Check(endpoint);
        if (supplied?.DefaultRequestHeaders.ExpectContinue == true)
        {
            throw new ArgumentException("The HTTP client must not expect a 100 Continue: a request that waits for it may be sent twice on a stale connection.", nameof(supplied));
        }

        owned = supplied is null ? CreateOwned() : null;
        Pipeline = new TaskHttpPipeline(supplied ?? owned!, endpoint!, dialect, options, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    public override Uri? Endpoint => Pipeline.Endpoint;

    private protected TaskHttpPipeline Pipeline { get; }

    /// <summary>Disposes the HTTP client if this client made it. Remote tasks are not affected; calls made from then on throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the HTTP client if this client made it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Pipeline.Close(this);
            owned?.Dispose();
        }
    }

    /// <summary>The handler of clients we own: no redirects, which could carry a credential elsewhere; connections renewed, so that DNS changes are seen.</summary>
    internal static SocketsHttpHandler CreatePrimaryHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = ConnectionLifetime,
        UseCookies = false,
    };

    private static HttpClient CreateOwned() => SingleAttemptHandler.CreateClient(CreatePrimaryHandler());
}

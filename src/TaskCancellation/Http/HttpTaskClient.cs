using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace TaskCancellation.Http;

/// <summary>The base class of the clients of HTTP services. It provides the pipeline that sends requests, and manages the <see cref="HttpClient"/> below it.</summary>
public abstract class HttpTaskClient : TaskClient
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private readonly HttpClient? owned;

    /// <summary>Initializes a new instance of the <see cref="HttpTaskClient"/> class that sends its requests through <paramref name="httpClient"/>, or through an HTTP client of its own.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <param name="httpClient">The HTTP client to use, which is neither changed nor disposed of; <see langword="null"/> for one that the client creates, configures, and disposes of.</param>
    /// <param name="dialect">What the pipeline needs to know about the protocol of the service.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid; the message names the setting. Or the HTTP client expects a 100 Continue.</exception>
    [Experimental(HttpDoor.DiagnosticId)]
    protected HttpTaskClient(TaskClientOptions options, HttpClient? httpClient, TaskDialect dialect)
        : base((options ?? throw new ArgumentNullException(nameof(options))).TimeProvider)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        var endpoint = options.Endpoint ?? httpClient?.BaseAddress;
        options.Check(endpoint);
        if (httpClient?.DefaultRequestHeaders.ExpectContinue == true)
        {
            throw new ArgumentException("The HTTP client must not expect a 100 Continue: a request that waits for it may be sent twice on a stale connection.", nameof(httpClient));
        }

        owned = httpClient is null ? CreateOwned() : null;
        var logger = options.LoggerFactory?.CreateLogger(GetType()) ?? NullLogger.Instance;
        Pipeline = new TaskHttpPipeline(httpClient ?? owned!, endpoint!, dialect, options, logger);
        Observer = new OperationLog(dialect.ServiceName, Pipeline.Endpoint, logger);
    }

    /// <inheritdoc/>
    protected override OperationObserver? Observer { get; }

    /// <inheritdoc/>
    public override Uri? Endpoint => Pipeline.Endpoint;

    /// <inheritdoc/>
    /// <remarks>A registered client with a name shows it too: "Meilisearch 'eu'".</remarks>
    protected override string ProductName => Pipeline.Subject;

    /// <summary>Gets the pipeline that sends the client's requests: credential, retries, timeouts, limits and errors.</summary>
    [Experimental(HttpDoor.DiagnosticId)]
    protected TaskHttpPipeline Pipeline { get; }

    /// <summary>Disposes of the HTTP client when this client created it. Later calls throw an <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="disposing"><see langword="true"/> when called from <see cref="TaskClient.Dispose()"/>; <see langword="false"/> when called from a finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Pipeline.Close(this);
            owned?.Dispose();
        }

        base.Dispose(disposing);
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

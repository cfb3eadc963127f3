using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;

namespace TaskCancellation.Http;

/// <summary>Sends requests through an <see cref="HttpClient"/>: adds the credential, retries where that is safe, reads replies, and converts errors.</summary>
/// <remarks>Every attempt creates a new HTTP message and requests the credential again.</remarks>
[Experimental(HttpDoor.DiagnosticId)]
public sealed class TaskHttpPipeline
{
    private static readonly ProductInfoHeaderValue UserAgent = new("TaskCancellation", typeof(TaskHttpPipeline).Assembly.GetName().Version?.ToString(3) ?? "0");
    private readonly HttpClient client;
    private readonly TaskDialect dialect;
    private readonly Uri endpoint;
    private readonly TaskClientOptions options;
    private readonly ILogger logger;
    private readonly RequestExceptionFactory errors;
    private readonly ResiliencePipeline<TaskHttpReply> resilience;
    private readonly TaskTelemetry telemetry;
    private object? disposed;

    internal TaskHttpPipeline(HttpClient client, Uri endpoint, TaskDialect dialect, TaskClientOptions options, ILogger logger)
    {
        this.client = client;
        this.dialect = dialect;
        this.endpoint = WithSlash(endpoint);
        this.options = options;
        this.logger = logger;
        errors = new RequestExceptionFactory(dialect, this.endpoint);
        telemetry = new TaskTelemetry(dialect.ServiceName, logger);
        resilience = TaskHttpResilience.Build(options, telemetry.Retrying);
    }

    /// <summary>Gets the address that paths are relative to; it ends with a slash.</summary>
    public Uri Endpoint => endpoint;

    /// <summary>Creates a pipeline on the same HTTP client to another address with its own protocol and credential, such as a login server.</summary>
    /// <param name="address">The address.</param>
    /// <param name="itsDialect">The protocol at that address.</param>
    /// <returns>The pipeline.</returns>
    public TaskHttpPipeline To(Uri address, TaskDialect itsDialect) => new(client, address, itsDialect, options, logger);

    /// <summary>Describes a request: method, path, and query as they are sent, and the body if there is one. Never contains a header, and therefore no credential.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The description.</returns>
    public string Describe(TaskHttpRequest request) =>
        $"{request.Method} {AddressOf(request.PathAndQuery).PathAndQuery}{(request.Body is { } body ? " " + Encoding.UTF8.GetString(body) : "")}";

    /// <summary>Sends a request and reads its reply.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call; a request that was sent may still be applied.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="TaskRequestException">The request failed, or was refused.</exception>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async Task<TaskHttpReply> SendAsync(TaskHttpRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed is not null, disposed!);
        var call = new TaskHttpCall(request, AddressOf(request.PathAndQuery), cancellationToken) { BeganAt = options.TimeProvider.GetTimestamp() };
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(TaskHttpResilience.Call, call);
        using var watch = telemetry.Start(request);
        try
        {
            return await resilience.ExecuteAsync(
                static async (context, state) => await state.Pipeline.TryAsync(state.Call, context.CancellationToken).ConfigureAwait(false),
                context,
                (Pipeline: this, Call: call)).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException timeout)
        {
            throw telemetry.Failed(watch, errors.FromTimeout(call, timeout));
        }
        catch (TaskRequestException error)
        {
            telemetry.Failed(watch, error);
            throw;
        }
        catch (OperationCanceledException canceled) when (call.LastFailure is not null && canceled.InnerException is null)
        {
            // Given up in the pause after a failure, or in the try after that: the failure is not lost.
            throw new OperationCanceledException(canceled.Message, call.LastFailure, cancellationToken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Sends nothing more: its owner was disposed.</summary>
    internal void Close(object owner) => disposed = owner;

    /// <summary>Sends a request and reads its reply, unless the credential is not allowed to.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The value; <see langword="null"/> when the credential is not allowed to read it.</returns>
    /// <exception cref="TaskRequestException">The request failed for another reason.</exception>
    public async Task<T?> TryReadAsync<T>(TaskHttpRequest request, WireRead<T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.Read(read);
        }
        catch (TaskRequestException refusal) when (refusal is { Reason: TaskErrorReason.Authorization, Delivery: RequestDelivery.Answered })
        {
            return null;
        }
    }

    private async Task<TaskHttpReply> TryAsync(TaskHttpCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (call.Refusal is null && !call.Request.IsAnonymous && refusal.Delivery == RequestDelivery.Answered && dialect.IsCredentialRefused(refusal))
        {
            // The refusal is definite, so that even a request that is never repeated may be sent once more.
            call.CredentialRefused(refusal);
            return await SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TaskHttpReply> SendOnceAsync(TaskHttpCall call, CancellationToken cancellationToken)
    {
        using var message = Build(call);
        await AuthenticateAsync(call, message, cancellationToken).ConfigureAwait(false);
        using var response = await SendAsync(call, message, cancellationToken).ConfigureAwait(false);
        dialect.Heed(response);
        var buffer = await ReadAsync(call, response, cancellationToken).ConfigureAwait(false);
        var reply = new TaskHttpReply(call, dialect, (int)response.StatusCode, errors.RequestId(response), buffer)
        {
            ServerNow = response.Headers.Date,
            PauseAfter = dialect.PauseAfter(response),
        };
        if (response.IsSuccessStatusCode ? !dialect.IsFailure(reply.Body.Span) : call.Request.IsAnswer?.Invoke(reply.Status, reply.Body) == true)
        {
            return reply;
        }

        using (reply)
        {
            throw errors.FromReply(call, response, reply.Body.Span);
        }
    }

    private static HttpRequestMessage Build(TaskHttpCall call)
    {
        var request = call.Request;
        var message = new HttpRequestMessage(request.Method, call.Address);
        message.Headers.Accept.ParseAdd(request.Accept);
        message.Headers.UserAgent.Add(UserAgent);
        if (!request.IsPlainRead)
        {
            message.Content = new SingleUseContent(request.Body, request.ContentType);
        }

        return message;
    }

    // Joined as text, so that nothing in a path can name another origin. Dots would lead out of the place the path was written for, escaped or not.
    private Uri AddressOf(string pathAndQuery)
    {
        var segments = pathAndQuery.Split('?')[0].Split('/', '\\');
        return (segments is [_] || segments[0].Length > 0) && !segments.Any(segment => Uri.UnescapeDataString(segment) is "." or "..")
            ? new Uri(endpoint.AbsoluteUri + pathAndQuery)
            : throw new ArgumentException("The path of the request leads elsewhere.", nameof(pathAndQuery));
    }

    private async Task AuthenticateAsync(TaskHttpCall call, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (call.Request.IsAnonymous)
        {
            return;
        }

        // A renewal counts once a credential was had; until then it is tried again, and the refused one is never sent again.
        var isRenewal = call.Refusal is not null && !call.IsRenewed;
        call.IsLoginFailure = true;
        try
        {
            await AskAsync(message, isRenewal ? call.Refused : null, cancellationToken).ConfigureAwait(false);
            call.IsLoginFailure = false;
        }
        catch (FormatException)
        {
            // The framework's own quotes the value.
            throw errors.FromCredential(call, new FormatException("It does not have the form of a header value."));
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw errors.FromCredential(call, cause);
        }

        call.IsRenewed |= isRenewal;
        call.Authenticated(message.Headers.NonValidated.TryGetValues(dialect.CredentialHeader, out var given) ? given.ToString() : null);
        if (call.Refusal is { } refusal && call.Credential == call.Refused)
        {
            throw refusal;
        }
    }

    // A caller's delegate may ignore the token; the call ends in time all the same, and the result of the delegate is discarded.
    private async Task AskAsync(HttpRequestMessage message, string? refused, CancellationToken cancellationToken)
    {
        var asking = dialect.AuthenticateAsync(message, refused, cancellationToken).AsTask();
        if (asking.IsCompleted)
        {
            await asking.ConfigureAwait(false);
            return;
        }

        _ = asking.ContinueWith(static abandoned => _ = abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(TaskHttpCall call, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var pass = call.Pass = SingleAttemptHandler.BeginTry(client, message, call.Request.IsPlainRead, options.MaxReplyBytes);
        try
        {
            return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (pass.Answer is not null && !call.CallerToken.IsCancellationRequested)
        {
            // A handler made something else of it, or paused for too long: the service's answer stands.
            return pass.Answer.ToResponse(message);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A timeout of the HTTP client itself.
            throw errors.FromTimeout(call, cause);
        }
        catch (Exception cause) when (cause is TimeoutException or TimeoutRejectedException)
        {
            // Of a handler in it.
            throw errors.FromTimeout(call, cause);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw errors.FromConnection(call, cause);
        }
    }

    private async Task<ReplyBuffer> ReadAsync(TaskHttpCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            // What was kept is there, whatever time it is.
            return await ReplyReader.ReadAsync(response.Content, options.MaxReplyBytes, call.Pass!.Answer is null ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            call.CallerToken.ThrowIfCancellationRequested();
            throw response.IsSuccessStatusCode
                ? errors.FromBrokenBody(call, response, cause, isTimeout: cause is OperationCanceledException || cancellationToken.IsCancellationRequested)
                : errors.FromReply(call, response, []); // The status alone says what happened, body or not.
        }
    }

    private static Uri WithSlash(Uri endpoint) =>
        endpoint.AbsolutePath.EndsWith('/') ? endpoint : new Uri(endpoint.GetLeftPart(UriPartial.Path) + "/");
}

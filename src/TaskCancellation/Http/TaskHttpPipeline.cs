using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
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
    private static readonly string UserAgent = new ProductInfoHeaderValue("TaskCancellation", typeof(TaskHttpPipeline).Assembly.GetName().Version?.ToString(3) ?? "0").ToString();
    private readonly HttpClient client;
    private readonly TaskDialect dialect;
    private readonly Uri endpoint;
    private readonly TaskClientOptions options;
    private readonly ILogger logger;
    private readonly RequestExceptionFactory errors;
    private readonly ResiliencePipeline<TaskHttpReply> resilience;
    private readonly TaskTelemetry telemetry;
    private readonly SingleAttemptHandler? guard;
    private readonly AttemptTimer timer;
    private object? disposed;

    internal TaskHttpPipeline(HttpClient client, Uri endpoint, TaskDialect dialect, TaskClientOptions options, ILogger logger)
    {
        this.client = client;
        this.dialect = dialect;
        this.endpoint = WithSlash(endpoint);
        this.options = options;
        this.logger = logger;
        errors = new RequestExceptionFactory(dialect, this.endpoint, options);
        telemetry = new TaskTelemetry(dialect.ServiceName, this.endpoint, logger);
        guard = SingleAttemptHandler.Of(client);
        timer = new AttemptTimer(options.AttemptTimeout, options.TimeProvider);
        resilience = TaskHttpResilience.Build(options, telemetry.Retrying);
    }

    /// <summary>The product, with the name of the client where it has one, as messages show them.</summary>
    internal string Subject => errors.Subject;

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TaskHttpReply> SendAsync(TaskHttpRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(disposed is not null, disposed!);
        cancellationToken.ThrowIfCancellationRequested();
        var call = new TaskHttpCall(request, AddressOf(request.PathAndQuery), cancellationToken) { BeganAt = options.TimeProvider.GetTimestamp(), Errors = errors };
        try
        {
            using (var time = timer.Start(cancellationToken))
            {
                try
                {
                    return await SendOnceAsync(call, time.Token).ConfigureAwait(false);
                }
                catch (TaskRequestException refusal) when (IsCredentialRefused(call, refusal))
                {
                    call.CredentialRefused(refusal);
                }
                catch (TaskRequestException failure)
                {
                    call.FirstFailure = ExceptionDispatchInfo.Capture(failure);
                }
                catch (OperationCanceledException canceled) when (time.IsOver)
                {
                    call.FirstFailure = ExceptionDispatchInfo.Capture(TookTooLong(canceled));
                }
            }

            return await RetryAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException timeout)
        {
            throw telemetry.Failed(errors.FromTimeout(call, timeout));
        }
        catch (TaskRequestException error)
        {
            telemetry.Failed(error);
            throw;
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            // Given up in the pause after a failure, or in the attempt after that: the failure is not lost.
            throw new OperationCanceledException(canceled.Message, canceled.InnerException ?? call.LastFailure, cancellationToken);
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

    // A request that succeeds at once has no need of the resilience pipeline: it takes over at the first failure.
    private async Task<TaskHttpReply> RetryAsync(TaskHttpCall call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(TaskHttpResilience.Call, call);
        try
        {
            return await resilience.ExecuteAsync(
                static async (context, state) =>
                {
                    state.Call.TakeFirstFailure()?.Throw();
                    return await state.Pipeline.AttemptAsync(state.Call, context.CancellationToken).ConfigureAwait(false);
                },
                context,
                (Pipeline: this, Call: call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TaskHttpReply> AttemptAsync(TaskHttpCall call, CancellationToken cancellationToken)
    {
        using var time = timer.Start(cancellationToken);
        try
        {
            try
            {
                return await SendOnceAsync(call, time.Token).ConfigureAwait(false);
            }
            catch (TaskRequestException refusal) when (IsCredentialRefused(call, refusal))
            {
                call.CredentialRefused(refusal);
            }

            return await SendOnceAsync(call, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException canceled) when (time.IsOver)
        {
            throw TookTooLong(canceled);
        }
    }

    private TimeoutRejectedException TookTooLong(OperationCanceledException canceled) => new("The attempt took longer than it may.", options.AttemptTimeout, canceled);

    // The refusal is definite, so that even a request that is never repeated may be sent once more, with another credential.
    private bool IsCredentialRefused(TaskHttpCall call, TaskRequestException refusal) =>
        call.Refusal is null && !call.Request.IsAnonymous && refusal.Delivery == RequestDelivery.Answered && dialect.IsCredentialRefused(refusal);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TaskHttpReply> SendOnceAsync(TaskHttpCall call, CancellationToken cancellationToken)
    {
        using var message = Build(call);
        if (!call.Request.IsAnonymous)
        {
            await AuthenticateAsync(call, message, cancellationToken).ConfigureAwait(false);
        }

        using var sending = telemetry.Send(call);
        try
        {
            var pass = call.Pass = SingleAttemptHandler.BeginTry(guard, message, call.Request.IsPlainRead, options.MaxReplyBytes);
            HttpResponseMessage response;
            try
            {
                response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (pass.Answer is not null && !call.CallerToken.IsCancellationRequested)
            {
                // A handler made something else of it, or paused for too long: the service's answer stands.
                response = pass.Answer.ToResponse(message);
            }
            catch (Exception cause) when (FindSendFailure(call, cause, cancellationToken) is { } failure)
            {
                throw failure;
            }

            using var answered = response;
            sending.Answered(response);
            dialect.Heed(response);
            ReplyBuffer buffer;
            try
            {
                // What was kept is there, whatever time it is.
                buffer = response.StatusCode == HttpStatusCode.NoContent
                    ? ReplyBuffer.Empty
                    : await ReplyReader.ReadAsync(response.Content, options.MaxReplyBytes, pass.Answer is null ? cancellationToken : CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception cause)
            {
                call.CallerToken.ThrowIfCancellationRequested();
                throw response.IsSuccessStatusCode
                    ? errors.FromBrokenBody(call, response, cause, isTimeout: cause is OperationCanceledException || cancellationToken.IsCancellationRequested)
                    : errors.FromReply(call, response, []); // The status alone says what happened, body or not.
            }

            return Accept(call, response, buffer);
        }
        catch (Exception failure) when (!call.CallerToken.IsCancellationRequested && sending.Failed(failure))
        {
            throw;
        }
    }

    private TaskHttpReply Accept(TaskHttpCall call, HttpResponseMessage response, ReplyBuffer buffer)
    {
        var reply = new TaskHttpReply(call, dialect, response, buffer) { PauseAfter = dialect.PauseAfter(response) };
        if (response.IsSuccessStatusCode ? !dialect.IsFailure(reply.Body.Span) : call.Request.IsAnswer?.Invoke(reply.Status, reply.Body) == true)
        {
            return reply;
        }

        using (reply)
        {
            throw errors.FromReply(call, response, reply.Body.Span);
        }
    }

    private TaskRequestException? FindSendFailure(TaskHttpCall call, Exception cause, CancellationToken cancellationToken) => cause switch
    {
        // A timeout of the HTTP client itself, or of a handler in it.
        OperationCanceledException when !cancellationToken.IsCancellationRequested => errors.FromTimeout(call, cause),
        TimeoutException or TimeoutRejectedException => errors.FromTimeout(call, cause),
        OperationCanceledException => null,
        _ => errors.FromConnection(call, cause),
    };

    // Texts that are known to be well-formed are not parsed again for each message.
    private static AttemptMessage Build(TaskHttpCall call)
    {
        var request = call.Request;
        var message = new AttemptMessage(request.Method, call.Address);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (!request.IsPlainRead)
        {
            message.Content = new SingleUseContent(request.Body, request.ContentType);
        }

        return message;
    }

    // Joined as text, so that nothing in a path can name another origin.
    private Uri AddressOf(string pathAndQuery) => LeadsElsewhere(pathAndQuery)
        ? throw new ArgumentException("The path of the request leads elsewhere.", nameof(pathAndQuery))
        : new Uri(endpoint.AbsoluteUri + pathAndQuery);

    // Dots would lead out of the place the path was written for, escaped or not.
    private static bool LeadsElsewhere(ReadOnlySpan<char> pathAndQuery)
    {
        const int longestDots = 6;
        var path = pathAndQuery[..(pathAndQuery.IndexOf('?') is >= 0 and var query ? query : pathAndQuery.Length)];
        if (!path.ContainsAny('.', '%', '\\'))
        {
            return path is ['/', ..];
        }

        foreach (var range in path.SplitAny('/', '\\'))
        {
            var segment = path[range];
            if (segment.Length is > 0 and <= longestDots && segment.ContainsAny('.', '%') && Uri.UnescapeDataString(segment) is "." or "..")
            {
                return true;
            }
        }

        return path is ['/' or '\\', ..];
    }

    // Most credentials are there at once.
    private ValueTask AuthenticateAsync(TaskHttpCall call, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        // A renewal counts once a credential was had; until then it is tried again, and the refused one is never sent again.
        var isRenewal = call.Refusal is not null && !call.IsRenewed;
        var asking = AskAsync(message, isRenewal ? call.Refused : null, cancellationToken);
        if (call.Refusal is not null || !asking.IsCompletedSuccessfully)
        {
            return AuthenticateAsync(call, message, asking, isRenewal, cancellationToken);
        }

        call.IsLoginFailure = false;
        call.Authenticated(message.Headers, dialect.CredentialHeader);
        return ValueTask.CompletedTask;
    }

    private ValueTask AskAsync(HttpRequestMessage message, string? refused, CancellationToken cancellationToken)
    {
        try
        {
            return dialect.AuthenticateAsync(message, refused, cancellationToken);
        }
        catch (Exception cause)
        {
            return ValueTask.FromException(cause);
        }
    }

    private async ValueTask AuthenticateAsync(TaskHttpCall call, HttpRequestMessage message, ValueTask asking, bool isRenewal, CancellationToken cancellationToken)
    {
        call.IsLoginFailure = true;
        try
        {
            await InTimeAsync(asking, cancellationToken).ConfigureAwait(false);
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
        call.Authenticated(message.Headers, dialect.CredentialHeader);
        if (call.Refusal is { } refusal && call.Credential == call.Refused)
        {
            throw refusal;
        }
    }

    // A caller's delegate may ignore the token; the call ends in time all the same, and the result of the delegate is discarded.
    private static ValueTask InTimeAsync(ValueTask asking, CancellationToken cancellationToken) => asking.IsCompleted ? asking : WaitAsync(asking.AsTask(), cancellationToken);

    private static async ValueTask WaitAsync(Task asking, CancellationToken cancellationToken)
    {
        _ = asking.ContinueWith(static abandoned => _ = abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Uri WithSlash(Uri endpoint) =>
        endpoint.AbsolutePath.EndsWith('/') ? endpoint : new Uri(endpoint.GetLeftPart(UriPartial.Path) + "/");
}

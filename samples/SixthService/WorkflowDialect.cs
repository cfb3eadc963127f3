using System.Net.Http.Headers;

namespace SixthService;

/// <summary>What the pipeline must know of the wire: the name, the credential and the error body. The HTTP statuses have their usual meanings.</summary>
internal sealed class WorkflowDialect(string? apiKey) : TaskDialect
{
    public override string ServiceName => WorkflowTaskClient.ServiceName;

    protected override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return ValueTask.CompletedTask;
    }

    protected override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, WorkflowWire.ReadError, out var error) ? error : null;
}

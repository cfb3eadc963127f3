namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Drops what a filter says of groups.</summary>
internal sealed class WrongFilter(TaskClient inner) : Decorator(inner)
{
    public override Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.CancelAsync(filter with { Scopes = null, Names = null, Kinds = filter.Kinds is null ? null : ["indices:*"] }, (options ?? CancelOptions.Default) with { AllowAll = true }, cancellationToken);
}

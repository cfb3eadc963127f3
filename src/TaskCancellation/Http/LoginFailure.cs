namespace TaskCancellation.Http;

/// <summary>Says why a login failed, without the reply: it may quote what was sent, or hold what was given.</summary>
internal static class LoginFailure
{
    /// <summary>The failure of a login.</summary>
    /// <param name="failure">That of its request.</param>
    /// <param name="host">Where it is.</param>
    /// <param name="reason">What it said, as far as that can be shown; null for nothing.</param>
    internal static TaskRequestException From(TaskRequestException failure, string host, string? reason)
    {
        var isAnswered = failure.Delivery == RequestDelivery.Answered;
        return new TaskRequestException(
            $"The login at {host} {(isAnswered ? "was not granted" : "could not be reached")}{(isAnswered ? reason : failure.Summary) switch { null => "", var words => ": " + words.TrimEnd('.') }}.",
            isAnswered ? null : failure,
            failure)
        {
            Reason = failure.IsTransient || failure.Reason is TaskErrorReason.Protocol or TaskErrorReason.Tls ? failure.Reason : TaskErrorReason.Authentication,
            BodyExcerpt = null,
            FollowsAmbiguousAttempt = false,
            IsFromIntermediary = false,
        };
    }
}

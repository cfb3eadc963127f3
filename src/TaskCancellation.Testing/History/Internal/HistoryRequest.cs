namespace TaskCancellation.Testing;

/// <summary>A request as a history knows it. Its body and its reply become known on the way.</summary>
/// <param name="line">Method and address.</param>
/// <param name="isCancel">It cancels.</param>
internal sealed class HistoryRequest(string line, bool isCancel)
{
    /// <summary>Equal for requests that say the same.</summary>
    internal string Form => $"{line} {Body}";

    internal string Body { get; set; } = "";

    internal bool IsCancel => isCancel;

    /// <summary>The status of the reply; null when none came.</summary>
    internal int? Status { get; set; }

    /// <summary>How long the service asked to wait; null when it did not.</summary>
    internal TimeSpan? RetryAfter { get; set; }

    /// <summary>No connection came about: the service has not seen it.</summary>
    internal bool IsNotSent { get; set; }

    /// <summary>It may have been acted on.</summary>
    internal bool MayHaveActed => !IsNotSent && Status is not (>= 400 and < 500 and not 408);

    /// <summary>The service said beyond doubt whether it acted.</summary>
    internal bool IsAnswered => Status is (>= 200 and < 300) or (>= 400 and < 500 and not 408);
}

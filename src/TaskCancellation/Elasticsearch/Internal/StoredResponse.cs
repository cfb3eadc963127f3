using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>What the stored response of a task says of its end: that it completed is not that it succeeded. A response of another form than the reindex family's has none of these members.</summary>
internal static class StoredResponse
{
    /// <summary>The state it comes to, the word for that, and why it failed.</summary>
    internal static (TaskState State, string RawState, TaskFailure? Failure) Read(JsonElement response)
    {
        var slices = List(response, "slices");
        var canceled = slices.Count(IsCanceled);

        // A slice that was stopped says so, its leader does not.
        return IsCanceled(response) || (canceled > 0 && canceled == slices.Length) ? (TaskState.Canceled, ElasticsearchLifecycle.Canceled, null)
            : (FailureOf(response) ?? slices.Select(FailureOfSlice).FirstOrDefault(failure => failure is not null) ?? InPart(canceled, slices.Length)) is { } failure ? (TaskState.Failed, ElasticsearchLifecycle.Error, failure)
            : (TaskState.Succeeded, ElasticsearchLifecycle.Response, null);
    }

    private static bool IsCanceled(JsonElement part) =>
        ErrorCauses.Member(part, "canceled").ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False);

    private static TaskFailure? FailureOf(JsonElement part)
    {
        var failures = List(part, "failures");
        if (failures is [var first, ..])
        {
            // Of a write the cause is the error, of a search the reason.
            var error = new[] { ErrorCauses.Member(first, "cause"), ErrorCauses.Member(first, "reason") }.FirstOrDefault(one => one.ValueKind == JsonValueKind.Object, first);
            var more = failures.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" (the first of {failures.Length} failures)") : "";
            return new TaskFailure((ErrorCauses.ReasonOf(error) ?? ErrorCauses.Describe(error)) + more, ErrorCauses.TypeOf(error));
        }

        return ErrorCauses.Member(part, "timed_out").ValueKind == JsonValueKind.True ? new TaskFailure("It timed out before it was done.", "timed_out") : null;
    }

    // A slice that failed as a whole is shown as its error.
    private static TaskFailure? FailureOfSlice(JsonElement slice) =>
        ErrorCauses.TypeOf(slice) is { } type ? new TaskFailure(ErrorCauses.Describe(slice), type) : FailureOf(slice);

    private static TaskFailure? InPart(int canceled, int slices) => canceled == 0 ? null
        : new TaskFailure(string.Create(CultureInfo.InvariantCulture, $"{canceled} of {slices} slices {(canceled == 1 ? "was" : "were")} canceled."), "canceled");

    private static JsonElement[] List(JsonElement part, string name) =>
        ErrorCauses.Member(part, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}

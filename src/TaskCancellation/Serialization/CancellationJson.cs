using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TaskCancellation.Serialization;

namespace TaskCancellation;

/// <summary>Converts plans and operations to and from JSON, to store them or to pass them to another process.</summary>
/// <remarks>
/// <para>What a version of this library has written can be read by that version and by every later one.</para>
/// <para>The JSON contains ids, names, and filters, but no credential. <see cref="TaskSnapshot.Details"/>, <see cref="TaskSnapshot.Raw"/>, and <see cref="TaskSnapshot.PollAfter"/> of a task are left out; a read restores them. Of an error, the inner exceptions and <see cref="TaskRequestException.RetryAfter"/>, which counts from a reply in the past, are left out. A <see cref="TaskFilter.Where"/> cannot be stored; <see cref="CancellationPlan.HasPredicate"/> tells that there was one.</para>
/// <para>A filter is read back as a <see cref="StoredTaskFilter"/>, which a client of its service accepts as the original filter.</para>
/// </remarks>
public static class CancellationJson
{
    private const int Version = 1;

    /// <summary>Serializes a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>The JSON.</returns>
    /// <example>
    /// <code>
    /// var plan = await client.PlanAsync(new TaskFilter { Scopes = ["movies"] });
    /// await File.WriteAllTextAsync("plan.json", CancellationJson.Serialize(plan));
    ///
    /// // Later, in this process or in another one:
    /// var stored = CancellationJson.DeserializePlan(await File.ReadAllTextAsync("plan.json"));
    /// var operation = await client.ExecuteAsync(stored);
    /// </code>
    /// </example>
    public static string Serialize(CancellationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return JsonSerializer.Serialize(PlanJson.From(plan, Version), StoredJson.Default.PlanJson);
    }

    /// <summary>Serializes an operation.</summary>
    /// <param name="state">The state of the operation.</param>
    /// <returns>The JSON.</returns>
    /// <example>
    /// <code>
    /// var operation = await client.CancelAsync(new TaskFilter { Scopes = ["movies"] });
    /// await File.WriteAllTextAsync("operation.json", CancellationJson.Serialize(operation.State));
    ///
    /// // Later, in this process or in another one:
    /// var state = CancellationJson.DeserializeOperation(await File.ReadAllTextAsync("operation.json"));
    /// var report = await client.Restore(state).WaitForCompletionAsync();
    /// </code>
    /// </example>
    public static string Serialize(CancellationOperationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonSerializer.Serialize(OperationJson.From(state, Version), StoredJson.Default.OperationJson);
    }

    /// <summary>Deserializes a plan.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="StoredDataException">The JSON is malformed, is not a plan, contains a member that plans do not have, is valid for longer than its <see cref="CancelOptions.PlanLifetime"/>, or was written by a newer version.</exception>
    public static CancellationPlan DeserializePlan(string json) => Read(json, PlanJson.FormatName, StoredJson.Default.PlanJson, plan => plan.ToModel());

    /// <summary>Deserializes an operation, to be passed to <see cref="TaskClient.Restore(CancellationOperationState)"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The state of the operation.</returns>
    /// <exception cref="StoredDataException">The JSON is malformed, is not an operation, contains a member that operations do not have, or was written by a newer version.</exception>
    public static CancellationOperationState DeserializeOperation(string json) => Read(json, OperationJson.FormatName, StoredJson.Default.OperationJson, state => state.ToModel());

    private static T Read<TStored, T>(string json, string format, JsonTypeInfo<TStored> type, Func<TStored, T> make)
        where TStored : class
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var header = JsonSerializer.Deserialize(json, StoredJson.Default.HeaderJson);
            if (header?.Format != format)
            {
                throw new StoredDataException($"The stored data is {(header is null ? "null" : $"'{header.Format}'")}, and '{format}' is due.");
            }

            return header.Version switch
            {
                > Version => throw new StoredDataException($"The stored data was written by a newer version of this library, as version {header.Version} of its format; this one reads version {Version}."),
                < Version => throw Stored.Broken($"there is no version {header.Version}"),
                _ => make(JsonSerializer.Deserialize(json, type)!),
            };
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException or NotSupportedException)
        {
            // A value that its place does not take is an ArgumentException of the one who is given it.
            throw Stored.Broken(cause);
        }
    }
}

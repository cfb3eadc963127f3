using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TaskCancellation.Serialization;

namespace TaskCancellation;

/// <summary>Plans and operations as JSON, to store them or to hand them to another process. What was written by a version of this library is read by it and by every later one.</summary>
/// <remarks>
/// <para>No credential is in it; ids, names and filters are. Of a task, <see cref="TaskSnapshot.Details"/>, <see cref="TaskSnapshot.Raw"/> and <see cref="TaskSnapshot.PollAfter"/> are left out: a read brings them back. Of an error, the inner exceptions are left out, and <see cref="TaskRequestException.RetryAfter"/>, which counts from a reply long past.
/// A <see cref="TaskFilter.Where"/> cannot be stored; that there was one is (<see cref="CancellationPlan.HasPredicate"/>).</para>
/// <para>A filter is read back as a <see cref="StoredTaskFilter"/>, which a client of its service takes for the filter it was.</para>
/// </remarks>
public static class CancellationJson
{
    private const int Version = 1;

    /// <summary>Writes a plan.</summary>
    public static string Serialize(CancellationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return JsonSerializer.Serialize(PlanJson.From(plan, Version), StoredJson.Default.PlanJson);
    }

    /// <summary>Writes an operation.</summary>
    public static string Serialize(CancellationOperationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonSerializer.Serialize(OperationJson.From(state, Version), StoredJson.Default.OperationJson);
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="StoredDataException">The text is broken, has a member that no plan has, is good for longer than its <see cref="CancelOptions.PlanLifetime"/>, is no plan, or was written by a newer version.</exception>
    public static CancellationPlan DeserializePlan(string json) => Read(json, PlanJson.FormatName, StoredJson.Default.PlanJson, plan => plan.ToModel());

    /// <summary>Reads an operation, for <see cref="TaskClient.Restore(CancellationOperationState)"/>.</summary>
    /// <exception cref="StoredDataException">The text is broken, has a member that no operation has, is no operation, or was written by a newer version.</exception>
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
            throw Stored.Broken(cause.Message.TrimEnd('.'), cause);
        }
    }
}

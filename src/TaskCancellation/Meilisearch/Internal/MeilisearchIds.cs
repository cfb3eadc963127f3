using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The form of a task uid: an unsigned 32-bit integer, as the server writes it.</summary>
internal static class MeilisearchIds
{
    private const int MostShown = 200;

    internal static void Check(TaskId id)
    {
        if (!IsUid(id.Value))
        {
            throw new ArgumentException($"'{SafeText.Of(id.Value, MostShown)}' is not a Meilisearch task uid: a whole number from 0 to 4294967295, without sign, spaces or leading zeros.", nameof(id));
        }
    }

    internal static bool IsUid(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid.ToString(CultureInfo.InvariantCulture) == text;

    /// <summary>The number that an id which was checked is.</summary>
    internal static long NumberOf(TaskId id) => long.Parse(id.Value, CultureInfo.InvariantCulture);

    /// <summary>The uid that is due.</summary>
    internal static TaskId Require(ref WireReader reader) => RequireNumber(ref reader);

    /// <inheritdoc cref="Require"/>
    internal static long RequireNumber(ref WireReader reader) =>
        reader.RequireInteger() is >= 0 and <= uint.MaxValue and var uid ? uid : throw reader.Problem("is not a task uid");

    /// <summary>A uid that informs.</summary>
    internal static TaskId? Read(ref WireReader reader) => reader.Integer() is >= 0 and <= uint.MaxValue and var uid ? uid : default(TaskId?);
}

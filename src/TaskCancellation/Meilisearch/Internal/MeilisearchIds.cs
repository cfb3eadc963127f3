using System.Globalization;

namespace TaskCancellation.Meilisearch;

/// <summary>The form of a task uid: an unsigned 32-bit integer, as the server writes it.</summary>
internal static class MeilisearchIds
{
    internal static void Check(TaskId id)
    {
        if (!IsUid(id.Value))
        {
            throw new ArgumentException($"'{id.Value}' is not a Meilisearch task uid: a whole number from 0 to 4294967295, without sign, spaces or leading zeros.", nameof(id));
        }
    }

    internal static bool IsUid(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid.ToString(CultureInfo.InvariantCulture) == text;
}

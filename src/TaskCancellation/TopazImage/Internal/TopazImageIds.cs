using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The form of process ids: UUIDs, in either case.</summary>
internal static class TopazImageIds
{
    private const int Length = 36;
    private const int MostShown = 200;

    internal static void Check(TaskId id)
    {
        if (!IsUuid(id.Value))
        {
            throw new ArgumentException($"'{SafeText.Of(id.Value, MostShown)}' is not a Topaz Image API process id, a UUID such as e324653f-d201-4602-a08a-ca271a4248f6.", nameof(id));
        }
    }

    // Not Guid.TryParse, which takes blanks around and signs within.
    internal static bool IsUuid(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (at is 8 or 13 or 18 or 23 ? text[at] != '-' : !char.IsAsciiHexDigit(text[at]))
            {
                return false;
            }
        }

        return text.Length == Length;
    }
}

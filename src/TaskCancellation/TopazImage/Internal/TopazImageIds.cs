namespace TaskCancellation.TopazImage;

/// <summary>The form of process ids: UUIDs, in either case.</summary>
internal static class TopazImageIds
{
    private const int Length = 36;

    internal static void Check(TaskId id)
    {
        if (!IsUuid(id.Value))
        {
            throw new ArgumentException("A Topaz Image API job is named by its process id, a UUID: 32 hexadecimal digits with hyphens after the 8th, 12th, 16th and 20th.", nameof(id));
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

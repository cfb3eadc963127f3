namespace TaskCancellation.CloudFoundry;

/// <summary>The form of GUIDs, kept loose: other makes of the API have names of their own.</summary>
internal static class CloudFoundryIds
{
    private const int MaxLength = 200;

    internal static void Check(TaskId id)
    {
        if (!IsGuid(id.Value))
        {
            throw new ArgumentException("A Cloud Foundry task is named by its GUID: 1 to 200 letters, digits, hyphens and underscores.", nameof(id));
        }
    }

    internal static bool IsGuid(string? text) => text?.Length is > 0 and <= MaxLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}

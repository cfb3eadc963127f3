using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>The form of GUIDs, kept loose: other makes of the API have names of their own.</summary>
internal static class CloudFoundryIds
{
    private const int MaxLength = 200;

    internal static void Check(TaskId id)
    {
        if (!IsGuid(id.Value))
        {
            throw new ArgumentException($"'{SafeText.Of(id.Value, MaxLength)}' is not a Cloud Foundry task GUID: 1 to 200 letters, digits, hyphens and underscores, such as 5a342a8c-9c4c-440d-9f52-c65f92d31806.", nameof(id));
        }
    }

    internal static bool IsGuid(string? text) => text?.Length is > 0 and <= MaxLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}

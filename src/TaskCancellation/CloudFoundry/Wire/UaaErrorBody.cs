using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>A login's refusal.</summary>
/// <param name="Error">Its code.</param>
/// <param name="Description">Its words.</param>
internal sealed record UaaErrorBody(string? Error, string? Description)
{
    internal static UaaErrorBody Read(ref WireReader reader)
    {
        var body = new UaaErrorBody(null, null);
        reader.RequireObject();
        while (reader.NextMember())
        {
            body = reader.Is("error"u8) ? body with { Error = reader.Message() }
                : reader.Is("error_description"u8) ? body with { Description = reader.Message() }
                : body;
        }

        return body;
    }
}

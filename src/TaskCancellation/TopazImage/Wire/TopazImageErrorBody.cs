using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>An error: a message, and the HTTP status once more or nothing. Whatever has other members comes from something else that answers at the address.</summary>
internal static class TopazImageErrorBody
{
    /// <summary>Reads it; null when it is not the service's.</summary>
    internal static ServiceError? Read(ref WireReader reader)
    {
        string? message = null;
        long? code = null;
        var isOwn = true;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("message"u8))
            {
                message = reader.RequireMessage();
            }
            else if (reader.Is("code"u8))
            {
                code = reader.IsNull ? null : reader.RequireInteger();
            }
            else
            {
                isOwn = false;
            }
        }

        return isOwn && message is not null ? new ServiceError(code?.ToString(CultureInfo.InvariantCulture), message) : null;
    }
}

using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>A login's answer. A class, so that no ToString shows the tokens.</summary>
internal sealed class UaaTokenReply(string accessToken, string? refreshToken, double? seconds)
{
    private const int LongestToken = 64 * 1024;
    private const double MaxSeconds = 365 * 24 * 3600.0;

    internal string? RefreshToken => refreshToken;

    internal CloudFoundryIssuedToken ToIssued() => new(
        CloudFoundryToken.Parse(accessToken, "The login"),
        seconds is { } life ? TimeSpan.FromSeconds(Math.Clamp(life, 0, MaxSeconds)) : null);

    internal static UaaTokenReply Read(ref WireReader reader)
    {
        string? access = null;
        string? refresh = null;
        double? seconds = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("access_token"u8))
            {
                access = reader.RequireText();
            }
            else if (reader.Is("refresh_token"u8))
            {
                refresh = reader.Text(LongestToken);
            }
            else if (reader.Is("expires_in"u8))
            {
                seconds = double.TryParse(reader.SharedText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var life) && double.IsFinite(life) ? life : null;
            }
        }

        return new UaaTokenReply(reader.Require(access, "access_token"), refresh, seconds);
    }
}

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

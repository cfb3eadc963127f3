using System.Globalization;

namespace TaskCancellation.VeevaVault;

/// <summary>Times of jobs. They are written in the Vault's time zone, whatever the Z at their end says; without knowing the zone there is no instant.</summary>
internal sealed class VeevaVaultTimes(TimeZoneInfo? zone)
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    internal bool AreKnown => zone is not null;

    internal static VeevaVaultTimes Of(string? zone) => new(zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone));

    internal DateTimeOffset? Parse(string? text)
    {
        if (zone is null || !DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var ticks = local.Ticks - zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)).Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }
}

namespace TaskCancellation.CloudFoundry;

/// <summary>A token as a login gave it. A class, so that no ToString shows it.</summary>
internal sealed class IssuedToken(string token, TimeSpan? lifetime)
{
    // Renewed a little early, so that it does not expire on the way.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    internal string Token => token;

    internal bool IsGoodAt(TimeSpan age) => lifetime is not { } life || age < (life > 2 * Margin ? life - Margin : life / 2);
}

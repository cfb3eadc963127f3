namespace TaskCancellation.Tests.Hostile;

/// <summary>Headers that clients look at, with values that nobody expects.</summary>
internal static class OddHeaders
{
    private static readonly string[] Names =
        ["Retry-After", "Location", "X-VCAP-Request-ID", "X-VaultAPI-ExecutionId", "X-Request-Id", "X-VaultAPI-ResponseDelay", "X-VaultAPI-BurstLimit", "X-VaultAPI-BurstLimitRemaining", "Date", "WWW-Authenticate", "X-Elastic-Product", "Server"];

    private static readonly string[] Values =
    [
        "", "0", "-1", "1", "1.5", "7", "999", "2147483648", "99999999999999999999999", "1795917076", "1e9", "NaN", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Wed, 32 Nov 2026 25:61:61 GMT",
        "https://login.example.com/?token=abc", "//", "http://", "../../x", "%zz%00", "é\u0085\u2028x", "\ud800", "a\tb", "\u001b[31mred", new string('h', 20_000), "null", "{}",
    ];

    /// <summary>Puts some on a response.</summary>
    /// <param name="response">The response.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="credential">What the request was sent with.</param>
    internal static void Put(HttpResponseMessage response, Random random, string credential)
    {
        for (var left = 1 + random.Next(3); left > 0; left--)
        {
            var (name, value) = (Names[random.Next(Names.Length)], random.Next(4) == 0 ? credential : Values[random.Next(Values.Length)]);
            response.Headers.Remove(name);
            response.Headers.TryAddWithoutValidation(name, value);
        }

        if (random.Next(3) == 0)
        {
            // A line break is all that the framework refuses.
            response.ReasonPhrase = (random.Next(2) == 0 ? credential : Values[random.Next(Values.Length)]).ReplaceLineEndings(" ");
        }

        if (random.Next(3) == 0)
        {
            response.Content.Headers.Remove("Content-Type");
            response.Content.Headers.TryAddWithoutValidation("Content-Type", ((string[])["", "text/html; charset=bogus", "application/json; charset=utf-16", "x", "é/é", new string('t', 5_000), credential])[random.Next(7)]);
        }
    }
}

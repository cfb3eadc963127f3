using System.Globalization;

namespace TaskCancellation.Tests.Faults;

/// <summary>What goes wrong with a login: all that goes wrong with a request, and answers of its own.</summary>
internal static class LoginFaults
{
    internal static IReadOnlyList<string> Services { get; } = ["CloudFoundry/password", "CloudFoundry/client", "VeevaVault/password"];

    internal static IReadOnlyList<FaultExtent> Extents { get; } = [FaultExtent.Login, FaultExtent.Logins, FaultExtent.NewLogins];

    internal static IReadOnlyList<Fault> All { get; } =
    [
        // Of these a login has its own, or none at all.
        .. AllFaults.All.Where(fault => !fault.IsHarmless && !fault.IsStale && !fault.IsServerPutBack && !fault.Name.StartsWith("a restart", StringComparison.Ordinal) && !fault.Name.StartsWith("the server's", StringComparison.Ordinal)),
        .. Refusals(), .. Tokens(),
    ];

    private static IEnumerable<Fault> Refusals()
    {
        foreach (var status in (int[])[400, 401, 403, 404])
        {
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{status} of a token server"), call => Task.FromResult(call.Reply(status, """{"error":"invalid_grant","error_description":"Bad credentials"}""", "application/json")));
            yield return new(string.Create(CultureInfo.InvariantCulture, $"{status} and a page"), call => Task.FromResult(call.Page(status)));
        }

        foreach (var type in (string[])["INVALID_SESSION_ID", "USERNAME_OR_PASSWORD_INCORRECT", "USER_LOCKED_OUT", "API_LIMIT_EXCEEDED", "UNHEARD_OF"])
        {
            yield return new($"FAILURE, {type}", call => Task.FromResult(call.Reply(200, $$"""{"responseStatus":"FAILURE","errors":[{"type":"{{type}}","message":"No."}]}""", "application/json")));
        }
    }

    private static IEnumerable<Fault> Tokens()
    {
        foreach (var (name, given) in ((string, string)[])
        [
            ("a token that has expired", """{"access_token":"t","token_type":"bearer","expires_in":0}"""),
            ("a token that expired long ago", """{"access_token":"t","token_type":"bearer","expires_in":-100000}"""),
            ("a token for ever", """{"access_token":"t","token_type":"bearer","expires_in":99999999999999}"""),
            ("a token without an end", """{"access_token":"t","token_type":"bearer"}"""),
            ("a token whose end is a text", """{"access_token":"t","token_type":"bearer","expires_in":"soon"}"""),
            ("a token of another type", """{"access_token":"t","token_type":"mac","expires_in":600}"""),
            ("an empty token", """{"access_token":"","token_type":"bearer","expires_in":600}"""),
            ("a token of two lines", """{"access_token":"t\r\nX-Evil: 1","token_type":"bearer","expires_in":600}"""),
            ("a token that is a number", """{"access_token":1,"token_type":"bearer","expires_in":600}"""),
            ("an empty session", """{"responseStatus":"SUCCESS","sessionId":"","userId":1,"vaultIds":[]}"""),
            ("a session of two lines", """{"responseStatus":"SUCCESS","sessionId":"s\r\nX-Evil: 1","userId":1,"vaultIds":[]}"""),
            ("a session without a vault", """{"responseStatus":"SUCCESS","sessionId":"s"}"""),
            ("success without a session", """{"responseStatus":"SUCCESS"}"""),
        ])
        {
            yield return new(name, call => Task.FromResult(call.Reply(200, given, "application/json"))) { IsGranted = true };
        }
    }
}

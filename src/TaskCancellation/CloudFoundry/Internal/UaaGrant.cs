using System.Text;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>What is sent to a login. A class, so that no ToString shows it.</summary>
internal sealed class UaaGrant
{
    /// <summary>The public client that the cf CLI logs in through.</summary>
    internal const string PublicClient = "cf";


    private UaaGrant(QueryString form, string? basic, params string[] secrets)
    {
        Form = Encoding.UTF8.GetBytes(form.ToString());
        Basic = basic;
        Secrets = secrets;
    }

    internal byte[] Form { get; }

    /// <summary>The client's name and secret for the header; null when the form has them.</summary>
    internal string? Basic { get; }

    internal string? Origin { get; private init; }

    internal IReadOnlyList<string> Secrets { get; }

    internal string Path => Origin is null
        ? "oauth/token"
        : new QueryString().Add("login_hint", $"{{\"origin\":\"{JsonEncodedText.Encode(Origin)}\"}}").AppendTo("oauth/token");

    internal static UaaGrant Password(string username, string password, string? origin) =>
        new(new QueryString().Add("grant_type", "password").Add("username", username).Add("password", password), BasicOf(PublicClient, ""), password) { Origin = origin };

    internal static UaaGrant Refresh(string refreshToken, string clientId, string clientSecret) =>
        new(new QueryString().Add("grant_type", "refresh_token").Add("refresh_token", refreshToken), BasicOf(clientId, clientSecret), refreshToken, clientSecret);

    internal static UaaGrant Client(string clientId, string clientSecret) =>
        new(new QueryString().Add("grant_type", "client_credentials").Add("client_id", clientId).Add("client_secret", clientSecret), null, clientSecret);

    /// <summary>Whether a text shows a secret of this grant. Some versions of the UAA quote the token they refuse.</summary>
    internal bool IsShownIn(string text) => SecretRedactor.Of(null, Secrets).AreShownIn(text);

    private static string BasicOf(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}

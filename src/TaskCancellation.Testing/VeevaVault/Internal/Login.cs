namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Hands out sessions: for a password, or for the access token of an identity provider.</summary>
internal sealed class Login(VeevaVaultEmulator emulator, Sessions sessions, Limits limits)
{
    private readonly Dictionary<string, User> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (User User, DateTimeOffset? ExpiresAt)> accessTokens = new(StringComparer.Ordinal);
    private readonly List<Vault> vaults = [];
    private long lastUserId = 4100;

    internal User AddUser(string name, string password, VeevaVaultRole role, IReadOnlyList<long> vaultIds) =>
        users[name] = new User(++lastUserId, name, password, role, vaultIds);

    internal User GetUser(string name) => users.GetValueOrDefault(name) ?? throw new ArgumentException($"There is no user {name}.", nameof(name));

    internal void AddVault(Vault vault) => vaults.Add(vault);

    internal void AddAccessToken(string token, User user, DateTimeOffset? expiresAt) => accessTokens[token] = (user, expiresAt);

    internal VaultReply ByPassword(Call call)
    {
        var form = Form.OfBody(call.Request);
        var name = form.GetValueOrDefault("username", "");
        var host = form.GetValueOrDefault("vaultDNS", emulator.BaseAddress.Host);
        limits.CountLogin(call, name, host);
        return Open(call, Check(name, form.GetValueOrDefault("password", "")), host);
    }

    internal VaultReply ByAccessToken(Call call)
    {
        var form = Form.OfBody(call.Request);
        var header = call.Request.Header("Authorization") ?? "";
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..] : "";
        if (!accessTokens.TryGetValue(token, out var known))
        {
            throw Refusal.Login("INVALID_TOKEN", "The access token is not valid.");
        }

        return known.ExpiresAt <= emulator.ServerNow
            ? throw Refusal.Login("EXPIRED_TOKEN", "The access token has expired.")
            : Open(call, known.User, form.GetValueOrDefault("vaultDNS", emulator.BaseAddress.Host));
    }

    private User Check(string name, string password)
    {
        if (password.Length == 0)
        {
            throw Refusal.Login("NO_PASSWORD_PROVIDED", "No password was provided for the login call.");
        }

        var user = users.GetValueOrDefault(name);
        if (user is { State: VeevaVaultUserState.LockedOut })
        {
            throw Refusal.Login("USER_LOCKED_OUT", $"User [{name}] is locked out.");
        }

        if (user?.Password != password)
        {
            CountFailure(user);
            throw Refusal.Login("USERNAME_OR_PASSWORD_INCORRECT", $"Authentication failed for user [{name}].");
        }

        user.Failures = 0;
        return user.State switch
        {
            VeevaVaultUserState.Inactive => throw Refusal.Login("INACTIVE_USER", $"User [{name}] is inactive."),
            VeevaVaultUserState.PasswordExpired => throw Refusal.Login("PASSWORD_CHANGE_REQUIRED", "The password has to be changed."),
            _ => user,
        };
    }

    private void CountFailure(User? user)
    {
        if (user is not null && ++user.Failures >= emulator.LocksOutAfter)
        {
            user.State = VeevaVaultUserState.LockedOut;
        }
    }

    /// <summary>A vault that is not the user's is no error: the login ends in another one.</summary>
    private VaultReply Open(Call call, User user, string host)
    {
        var theirs = user.VaultIds.Select(id => vaults.Find(vault => vault.Id == id)).OfType<Vault>().ToList();
        var vault = theirs.Find(vault => vault.Address.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) ?? theirs.FirstOrDefault()
            ?? throw Refusal.Login("INSUFFICIENT_ACCESS", $"User [{user.Name}] has no vault.");
        var session = call.Session = sessions.Issue(user, vault.Id);
        return VaultReply.Json(VaultReply.Success, json =>
        {
            json.WriteString("sessionId", session.Id);
            json.WriteNumber("userId", user.Id);
            json.WriteStartArray("vaultIds");
            foreach (var one in theirs)
            {
                json.WriteStartObject();
                json.WriteNumber("id", one.Id);
                json.WriteString("name", one.Name);
                json.WriteString("url", one.Address.GetLeftPart(UriPartial.Authority) + "/api");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("vaultId", vault.Id);
        });
    }
}

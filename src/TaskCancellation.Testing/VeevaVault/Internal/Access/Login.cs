namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Issues sessions: for a password, or for the access token of an identity provider.</summary>
internal sealed class Login(VeevaVaultEmulator emulator, VeevaVaultUsers users, Sessions sessions, VeevaVaultRateLimiter limits)
{
    /// <summary>The identity provider that the users with access tokens come from.</summary>
    private const string Profile = "_emulated_profile";

    private readonly List<Vault> vaults = [];

    internal void AddVault(Vault vault) => vaults.Add(vault);

    /// <summary>How a user can log in; for an unknown user nothing is revealed.</summary>
    internal VeevaVaultReply Discover(VeevaVaultCall call)
    {
        var account = users.Find(call.Query.GetValueOrDefault("username", ""));
        var isSso = account?.User is { Password: null, AccessTokens.Count: > 0 };
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteStartArray("errors");
            json.WriteEndArray();
            json.WriteStartObject("data");
            json.WriteString("auth_type", isSso ? "sso" : "password");
            if (isSso)
            {
                json.WriteStartArray("auth_profiles");
                json.WriteStartObject();
                json.WriteString("id", Profile);
                json.WriteString("label", "Identity provider");
                json.WriteString("description", "");
                json.WriteString("vault_session_endpoint", new Uri(emulator.LoginAddress, "auth/oauth/session/" + Profile).AbsoluteUri);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    internal VeevaVaultReply ByPassword(VeevaVaultCall call)
    {
        var form = call.Form;
        var name = form.GetValueOrDefault("username", "");
        var host = form.GetValueOrDefault("vaultDNS", emulator.BaseAddress.Authority);
        limits.CountLogin(call, name, host);
        return Open(call, Check(name, form.GetValueOrDefault("password", "")), host);
    }

    internal VeevaVaultReply ByAccessToken(VeevaVaultCall call)
    {
        var header = call.Request.Header("Authorization") ?? "";
        var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..] : "";
        var account = users.FindByAccessToken(token) ?? throw VeevaVaultRefusal.Login("INVALID_TOKEN", "The access token is not valid.");
        return account.User.AccessTokens.First(one => one.Value == token).ExpiresAt <= emulator.ServerNow
            ? throw VeevaVaultRefusal.Login("EXPIRED_TOKEN", "The access token has expired.")
            : Open(call, account, call.Form.GetValueOrDefault("vaultDNS", emulator.BaseAddress.Authority));
    }

    private Account Check(string name, string password)
    {
        if (password.Length == 0)
        {
            throw VeevaVaultRefusal.Login("NO_PASSWORD_PROVIDED", "No password was provided for the login call.");
        }

        var account = users.Find(name);
        if (account is { State: VeevaVaultUserState.LockedOut })
        {
            throw VeevaVaultRefusal.Login("USER_LOCKED_OUT", $"User [{name}] is locked out.");
        }

        if (account?.User.Password != password)
        {
            CountFailure(account);
            throw VeevaVaultRefusal.Login("USERNAME_OR_PASSWORD_INCORRECT", $"Authentication failed for user [{name}].");
        }

        account.Failures = 0;
        return account.State switch
        {
            VeevaVaultUserState.Inactive => throw VeevaVaultRefusal.Login("INACTIVE_USER", $"User [{name}] is inactive."),
            VeevaVaultUserState.PasswordExpired => throw VeevaVaultRefusal.Login("PASSWORD_CHANGE_REQUIRED", "The password has to be changed."),
            _ => account,
        };
    }

    private void CountFailure(Account? account)
    {
        if (account is not null && ++account.Failures >= emulator.LockoutThreshold)
        {
            account.State = VeevaVaultUserState.LockedOut;
        }
    }

    /// <summary>A vault that is not the user's is no error: the login ends in another one.</summary>
    private VeevaVaultReply Open(VeevaVaultCall call, Account account, string host)
    {
        var theirs = account.User.VaultIds.Select(id => vaults.Find(vault => vault.Id == id)).OfType<Vault>().ToList();
        var vault = theirs.Find(vault => IsAt(vault.Address, host)) ?? theirs.FirstOrDefault()
            ?? throw VeevaVaultRefusal.Login("INSUFFICIENT_ACCESS", $"User [{account.Name}] has no vault.");
        var session = call.Session = sessions.Issue(account, vault.Id);
        call.User = account;
        return VeevaVaultReply.Json(VeevaVaultReply.Success, json =>
        {
            json.WriteString("sessionId", session.Id);
            json.WriteNumber("userId", account.Id);
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

    /// <summary>Whether a <c>vaultDNS</c>, with its port or without, means that address.</summary>
    private static bool IsAt(Uri address, string host) =>
        host.Equals(address.Host, StringComparison.OrdinalIgnoreCase) || host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A vault that a login can end in.</summary>
internal sealed record Vault(long Id, string Name, Uri Address);

using System.Text;
using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>What is sent to a login. A class, so that no ToString shows it.</summary>
internal sealed class VeevaVaultPassword(string username, string password)
{
    internal byte[] Form { get; } = Encoding.UTF8.GetBytes(new QueryString().Add("username", username).Add("password", password).ToString());

    internal IReadOnlyList<string> Secrets { get; } = [password];

    internal bool IsShownIn(string text) => SecretRedactor.Of(null, Secrets).AreShownIn(text);
}

namespace TaskCancellation.Tool.Connections;

/// <summary>A credential in memory.</summary>
/// <param name="value">The credential.</param>
/// <param name="renew">Gets another one, where its source can; null where it is fixed.</param>
internal sealed class Secret(string value, Func<CancellationToken, Task<string>>? renew = null)
{
    private string current = value;

    internal string Value => current;

    internal bool CanRenew => renew is not null;

    /// <summary>Returns the credential; another one if the service refused this one and its source can be asked again.</summary>
    internal async ValueTask<string> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        if (isRefused && renew is not null)
        {
            current = await renew(cancellationToken);
        }

        return current;
    }

    /// <summary>Never the credential.</summary>
    public override string ToString() => "(a credential)";
}

using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>Makes the client of a connection, its credential included.</summary>
internal static class ClientFactory
{
    internal static async Task<TaskClient> CreateAsync(ToolHost host, Connection connection, CancellationToken cancellationToken)
    {
        var source = connection.Credential ?? (host.GetVariable(SecretSource.DefaultVariable) is null ? null : new SecretSource(SecretSource.DefaultVariable));
        var authentication = connection.Service.Choose(connection.Authentication, connection.User, source is not null);
        var secret = authentication.SecretName is not { } what
            ? null
            : await SecretReader.ReadAsync(host, source ?? new SecretSource(IsAsked: true), $"{what} for {connection.Service.Name} at {connection.Endpoint.Authority}", cancellationToken);
        try
        {
            return connection.Service.Create(new ClientRequest(connection, authentication.Name, secret, host.Connect(connection.Endpoint), host.Clock));
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message, wrong);
        }
    }
}

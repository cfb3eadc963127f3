using System.Diagnostics;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>Gets credentials from where they are kept.</summary>
internal static class SecretReader
{
    /// <summary>Reads the credential.</summary>
    /// <param name="host">Environment and terminal.</param>
    /// <param name="source">Its source.</param>
    /// <param name="what">What it is, for the question.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<Secret> ReadAsync(ToolHost host, SecretSource source, string what, CancellationToken cancellationToken)
    {
        if (source.Variable is { } variable)
        {
            return new Secret(host.GetVariable(variable)?.Trim() switch
            {
                null => throw new UsageException($"The environment variable {variable}, which should hold the credential, is not set."),
                "" => throw new UsageException($"The environment variable {variable}, which should hold the credential, is empty."),
                var value => value,
            });
        }

        if (source.Command is { } command)
        {
            return new Secret(await RunAsync(command, cancellationToken), token => RunAsync(command, token));
        }

        if (!host.CanAsk)
        {
            throw new UsageException($"A credential is needed ({what}), and nobody is there to be asked. Set {SecretSource.DefaultVariable}, or pass --credential-env or --credential-command.");
        }

        host.Error.Write($"{Output.Neutral.Of(what)}: ");
        host.Error.Flush();
        var typed = await Task.Run(host.ReadHidden, cancellationToken).WaitAsync(cancellationToken);
        return typed.Length > 0 ? new Secret(typed) : throw new UsageException("No credential was given.");
    }

    // Its error stream and its input are the user's: a password manager may ask there.
    private static async Task<string> RunAsync(string command, CancellationToken cancellationToken)
    {
        var (shell, flag) = OperatingSystem.IsWindows() ? ("cmd.exe", "/c") : ("/bin/sh", "-c");
        using var process = Process.Start(new ProcessStartInfo(shell) { ArgumentList = { flag, command }, RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new RefusedException("The credential command could not be started.");
        string printed;
        try
        {
            printed = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var value = printed.Trim();
        return process.ExitCode != 0 ? throw new RefusedException($"The credential command failed with exit code {process.ExitCode}. Nothing was sent.")
            : value.Length == 0 ? throw new RefusedException("The credential command printed nothing. Nothing was sent.")
            : value;
    }
}

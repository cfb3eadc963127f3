using System.CommandLine;
using TaskCancellation.Tool.Connections;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>A command that speaks to a service and prints data.</summary>
internal abstract class ServiceCommand : ToolCommand
{
    private readonly ConnectionOptions connection;
    private readonly FormatOptions format = new();

    protected ServiceCommand(ToolHost host, string name, string description)
        : base(host, name, description) => connection = new ConnectionOptions(host);

    /// <summary>Adds the options that all of them share; called last, so that the help shows a command's own options first.</summary>
    protected void AddSharedOptions()
    {
        format.AddTo(this);
        connection.AddTo(this);
    }

    protected OutputFormat Format(ParseResult parsed) => format.Read(parsed);

    protected RowWriter Rows(ParseResult parsed) => RowWriter.Create(Host, Format(parsed));

    /// <summary>Checks what can be checked without the service, then connects.</summary>
    protected override async Task<ExitCode> RunAsync(ParseResult parsed)
    {
        _ = Format(parsed);
        Check(parsed);
        using var client = await ClientFactory.CreateAsync(Host, connection.Read(parsed), Host.Stop);
        return await RunAsync(parsed, client);
    }

    /// <summary>Checks the options before a credential is asked for.</summary>
    protected virtual void Check(ParseResult parsed)
    {
    }

    protected abstract Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client);
}

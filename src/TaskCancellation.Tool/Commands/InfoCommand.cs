using System.CommandLine;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Describes the service at the other end.</summary>
internal sealed class InfoCommand : ServiceCommand
{
    internal InfoCommand(ToolHost host)
        : base(host, "info", "Shows which service answers, what this credential may do there, and what a cancellation is there.") => AddSharedOptions();

    internal override IReadOnlyList<string> Examples => ["taskcancel info", "taskcancel info -c prod --json"];

    protected override async Task<ExitCode> RunAsync(ParseResult parsed, TaskClient client)
    {
        var format = Format(parsed);
        var service = await client.GetServiceInfoAsync(Host.Stop);
        var can = client.Capabilities;
        Field[] row =
        [
            new("product", service.Product),
            new("version", service.Version),
            new("endpoint", service.Endpoint.ToString()),
            new("canList", service.CanList),
            new("canCancel", service.CanCancel),
            new("cancelsByFilter", can.CancelsByFilter),
            new("idsPerRequest", can.IdsPerRequest == int.MaxValue ? null : can.IdsPerRequest),
            new("hidesTasks", can.HidesTasks),
            new("reusesIds", can.ReusesIds),
            new("cannotFilterBy", can.UnsupportedFields.ToString()),
            new("protectedKinds", can.ProtectedKinds),
            new("caveats", can.Caveats),
        ];
        if (format != OutputFormat.Table)
        {
            RowWriter.Create(Host, format).Write(row);
            return ExitCode.Done;
        }

        foreach (var field in row.Where(field => field.Name != "caveats"))
        {
            var unknown = field.Name == "idsPerRequest" ? "no limit" : "not known";
            Host.Out.WriteLine($"{field.Name,-15} {(field.Value is null ? unknown : CellText.Of(field.Value) is { Length: > 0 } text ? text : "none")}");
        }

        foreach (var caveat in can.Caveats)
        {
            Host.Out.WriteLine($"{"to know",-15} {Neutral.Of(caveat)}");
        }

        return ExitCode.Done;
    }
}

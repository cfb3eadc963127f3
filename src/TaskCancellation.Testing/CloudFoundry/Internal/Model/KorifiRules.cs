using System.Globalization;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The differences of Korifi.</summary>
internal static class KorifiRules
{
    internal const string Version = "3.117.0+cf-k8s";

    /// <summary>Fields its task resource does not have.</summary>
    internal static readonly string[] MissingFields = ["user", "log_rate_limit_in_bytes_per_second"];

    /// <summary>It filters nothing but sequence ids, and calls a bad page size unprocessable.</summary>
    internal static void Check(CloudFoundryEmulator emulator, ListKind kind, JsonObject parameters)
    {
        string[] known = kind.IsNested ? ["order_by", "page", "per_page", "sequence_ids"] : ["order_by", "page", "per_page"];
        if (parameters.Any(parameter => !known.Contains(parameter.Key)))
        {
            throw CloudFoundryRefusal.BadQuery($"Valid parameters are: {emulator.Inferred($"'{string.Join(", ", known)}'")}");
        }

        if (CloudFoundryParameters.Text(parameters["per_page"]) is { } perPage && !(int.TryParse(perPage, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 5000))
        {
            throw CloudFoundryRefusal.Unprocessable(emulator.Inferred("per_page must be between 1 and 5000"));
        }
    }

    /// <summary>Sets the cancel in the specification and waits: the answer usually shows the end already. What was canceled before may be canceled again.</summary>
    internal static EmulatedReply Cancel(CloudFoundryEmulator emulator, CloudFoundryLifecycle lifecycle, CloudFoundryStoredTask task, Func<EmulatedReply> show)
    {
        Cancel(lifecycle, task);
        emulator.AfterCancel?.Invoke([task.Guid]);
        return show();
    }

    private static void Cancel(CloudFoundryLifecycle lifecycle, CloudFoundryStoredTask task)
    {
        if (task.IsTerminal)
        {
            if (!task.WasCanceled)
            {
                throw CloudFoundryRefusal.Unprocessable($"Task state is {task.State} and therefore cannot be canceled");
            }

            return;
        }

        task.WasCanceled = true;
        if (task.Options.CancelEnding == CloudFoundryCancelEnding.Canceled)
        {
            lifecycle.Report(task, CloudFoundryLifecycle.CanceledReason);
            return;
        }

        lifecycle.Set(task, "CANCELING", null);
        lifecycle.CancelInDiego(task.Guid);
    }
}

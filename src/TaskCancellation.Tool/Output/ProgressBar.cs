using System.Globalization;
using Spectre.Console;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Output;

/// <summary>A bar on the error stream while long work goes on; nothing where nobody watches.</summary>
internal static class ProgressBar
{
    /// <summary>Does the work, which reports how much of it is done.</summary>
    /// <param name="host">The terminal.</param>
    /// <param name="what">What goes on.</param>
    /// <param name="total">How much there is to do; null where that is not known.</param>
    /// <param name="rows">Where rows are written meanwhile: a terminal that shows them is no place for a bar.</param>
    /// <param name="work">The work.</param>
    internal static async Task<T> RunAsync<T>(ToolHost host, string what, double? total, RowWriter rows, Func<Action<int, string>, Task<T>> work)
    {
        if (!host.IsErrorTerminal || !host.ErrorConsole.Profile.Capabilities.Ansi || (host.IsOutputTerminal && rows is not TableRowWriter))
        {
            return await work((_, _) => { });
        }

        return await host.ErrorConsole.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(context =>
        {
            var bar = context.AddTask(Markup.Escape(what), maxValue: total ?? 1);
            bar.IsIndeterminate = total is null;
            return work((done, note) =>
            {
                bar.Value = done;
                bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{what}: {done} {Neutral.Of(note)}"));
            });
        });
    }
}

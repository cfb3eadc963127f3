using EmulatorServer.Services;

namespace EmulatorServer.Page;

/// <summary>Finds what has changed at a service since the last look.</summary>
internal sealed class ServiceWatch(RunningService service)
{
    private const int Requests = 30;
    private OrderedDictionary<string, TaskLine> told = [];
    private ServiceHead? head;
    private RequestTail? requests;

    /// <summary>What has changed; null for nothing.</summary>
    internal ServiceChange? Look()
    {
        var lines = Read();
        List<TaskLine> changed = [.. lines.Values.Where(line => told.GetValueOrDefault(line.Id) != line)];
        List<string> removed = [.. told.Keys.Where(id => !lines.ContainsKey(id))];
        told = lines;
        var newHead = Differs(ref head, new ServiceHead(service.Address, Setting("version"), Setting("flavor")));
        var newRequests = Differs(ref requests, ReadRequests());
        return changed.Count + removed.Count > 0 || newHead is not null || newRequests is not null
            ? new ServiceChange(service.Name, newHead, changed, removed, newRequests)
            : null;
    }

    /// <summary>The tasks by id, on the clock that all services share. Of two with the same id, which a restart can bring about, the newer one.</summary>
    private OrderedDictionary<string, TaskLine> Read()
    {
        var skew = service.Control.Emulator.Skew;
        var lines = new OrderedDictionary<string, TaskLine>();
        foreach (var line in service.Control.Lines)
        {
            lines[line.Id] = line with { Since = line.Since - skew };
        }

        return lines;
    }

    private string? Setting(string name) => service.Control.Settings.FirstOrDefault(setting => setting.Name == name)?.Value;

    private RequestTail ReadRequests()
    {
        var all = service.Control.Emulator.Requests;
        return new RequestTail(all.Count, [.. all.Skip(all.Count - Requests).Select(line => new RequestLine(line.Number, line.At, TaskLine.Cut(line.Request.ToString()), line.Status, line.Fault))]);
    }

    private static T? Differs<T>(ref T? before, T now)
        where T : class
    {
        if (now.Equals(before))
        {
            return null;
        }

        before = now;
        return now;
    }
}

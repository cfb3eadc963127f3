using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.World;

/// <summary>Where a schedule plays: clock, service, tasks, and everything that was seen, in order.</summary>
internal sealed class Stage
{
    private readonly List<Fault> faults = [];
    private readonly List<int> skipped = [];
    private readonly List<Action> races = [];
    private readonly StringBuilder? transcript;
    private Exchange? entering;
    private int moment;
    private int givenUp;

    internal Stage(ServiceModel service, ModelClock clock, bool isTranscribed, TaskHistory? history)
    {
        Service = service;
        History = history;
        Clock = clock;
        transcript = isTranscribed ? new StringBuilder() : null;
        service.Emulator.Faults.When(Observe);
        service.OnCancel(Race, () => ReadResult());
    }

    internal ServiceModel Service { get; }

    internal ModelClock Clock { get; }

    /// <summary>The history that this is recorded in, if it is.</summary>
    internal TaskHistory? History { get; }

    internal Hops Hops { get; } = new();

    internal List<Subject> Subjects { get; } = [];

    internal List<Exchange> Exchanges { get; } = [];

    /// <summary>What went wrong.</summary>
    internal List<string> Wrongs { get; } = [];

    /// <summary>The call under way.</summary>
    internal Call? Call { get; set; }

    internal int Moment => moment;

    internal string Transcript => transcript?.ToString() ?? "";

    internal Subject? Find(int number) => Subjects.Find(one => one.Number == number);

    internal Subject? Find(TaskId id) => Subjects.Find(one => one.Id == id);

    /// <summary>Takes note of every record. Gives the moment.</summary>
    internal int ReadResult()
    {
        moment++;
        Service.Refresh();
        foreach (var subject in Subjects)
        {
            var before = subject.Known;
            var mark = Service.ReadResult(subject.Id);
            subject.Note(moment, mark);
            if (History is not null && before != mark)
            {
                Observe(History, subject, mark);
            }

            if (transcript is not null && before is not null && before != mark)
            {
                Tell($"  record of {subject.Number}: {before} -> {mark}");
            }
        }

        return moment;
    }

    /// <summary>Writes down how everything stands.</summary>
    internal void ObserveAll()
    {
        if (History is not null)
        {
            ReadResult();
            Subjects.ForEach(subject => Observe(History, subject, subject.Now));
        }
    }

    private void Observe(TaskHistory history, Subject subject, Mark mark)
    {
        if (mark == Mark.Absent)
        {
            history.ObserveNone(subject.Id);
            return;
        }

        var group = Service.FilterBy(subject.IsOther);
        history.Observe(new TaskSnapshot
        {
            Id = subject.Id,
            State = mark.Seen(),
            IsEndUnknown = mark == Mark.Lost,
            Scope = group.Scopes?[0],
            Kind = group.Kinds?[0],
            Name = group.Names?[0],
        });
    }

    internal bool IsTranscribed => transcript is not null;

    internal void Tell([InterpolatedStringHandlerArgument("")] ref Line line)
    {
        if (transcript is not null)
        {
            Write(line.Read());
        }
    }

    private void Write(string line)
    {
        transcript?.Append(CultureInfo.InvariantCulture, $"{moment,5} {Clock.Elapsed.TotalSeconds,10:0.000} s  {Masks.Apply(line)}\n");
    }

    internal void Wrong(string what)
    {
        Wrongs.Add(what);
        Write("WRONG: " + what);
    }

    internal void Add(Fault fault)
    {
        faults.Add(fault);
        skipped.Add(0);
        Faulting.Arm(Service, fault, () => entering?.Fault is { } chosen && ReferenceEquals(chosen, fault));
    }

    internal void AddRace(Action action) => races.Add(action);

    /// <summary>A request leaves.</summary>
    internal Exchange Begin()
    {
        var exchange = new Exchange(Exchanges.Count + 1, ReadResult(), Clock.Elapsed) { IsOfWait = Call?.IsWait == true };
        entering = exchange;
        Exchanges.Add(exchange);
        Call?.Exchanges.Add(exchange);
        return exchange;
    }

    /// <summary>How many requests were given up so far.</summary>
    internal int GivenUp => Volatile.Read(ref givenUp);

    /// <summary>The client gives it up. Seen at once, on whatever thread its end arrives later.</summary>
    internal void GiveUp(Exchange exchange)
    {
        if (!exchange.IsEnded)
        {
            exchange.IsBroken = true;
            End(exchange, nameof(TaskCanceledException));
            Interlocked.Increment(ref givenUp);
        }
    }

    /// <summary>Its end is seen.</summary>
    internal void End(Exchange exchange, string outcome)
    {
        exchange.To = ReadResult();
        exchange.EndedAt = Clock.Elapsed;
        exchange.Act = exchange.Act.To == int.MaxValue
            ? (exchange.Kind is FaultKind.Delayed ? exchange.From : exchange.Act.From, exchange.To)
            : exchange.Act;
        Tell($"  {exchange.Number} {exchange.Request?.ToString() ?? "(not sent)"} -> {outcome}{(exchange.Fault is { } fault ? $" ({fault.Kind})" : "")}");
    }

    // Called first for every request that arrives; it never applies itself.
    private bool Observe(EmulatedRequest request)
    {
        if (Service.IsOfOther(request) || entering is not { } exchange)
        {
            entering = null;
            return false;
        }

        exchange.Request = request;
        exchange.IsCancel = Service.IsCancel(request);
        exchange.Names = Service.Names(request);
        for (var at = 0; at < faults.Count; at++)
        {
            if (!Counts(faults[at].On, exchange.IsCancel))
            {
                continue;
            }

            var place = skipped[at]++ - faults[at].Skip;
            if (place >= 0 && place < faults[at].Times && exchange.Fault is null)
            {
                exchange.Fault = faults[at];
            }
        }

        return false;
    }

    private static bool Counts(FaultOn on, bool isCancel) => on switch
    {
        FaultOn.Cancels => isCancel,
        FaultOn.Reads => !isCancel,
        _ => true,
    };

    private void Race()
    {
        Action[] due = [.. races];
        races.Clear();
        foreach (var action in due)
        {
            action();
        }

        var now = ReadResult();
        Exchange[] open = [.. Exchanges.Where(one => one is { IsCancel: true, IsEnded: false })];
        if (open is [var only] && only.Act.To == int.MaxValue)
        {
            only.Act = (now, now);
        }
    }
}

using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.World;

/// <summary>Plays a schedule, step by step, and has everything judged that comes back.</summary>
internal sealed partial class Runner
{
    private readonly Stage stage;
    private readonly Driver driver;
    private readonly Judge judge;
    private readonly TaskClient client;
    private readonly Result result;
    private readonly Plant? plant;
    private TimeSpan? tokenAfter;
    private (Call Call, CancellationPlan Plan)? planned;
    private (Call Call, CancellationOperation Operation)? last;
    private int calls;

    private Runner(ServiceModel service, ModelClock clock, Plant? plant, bool isTranscribed, TaskHistory? history)
    {
        this.plant = plant;
        stage = new Stage(service, clock, isTranscribed, history);
        driver = new Driver(stage);
        result = new Result();
        judge = new Judge(stage, result);
        HttpMessageHandler wire = new Wire(stage);
        wire = history?.Record(wire) ?? wire;
        var http = new HttpClient(plant?.Handler?.Invoke(wire, service) ?? wire, disposeHandler: false) { BaseAddress = service.Emulator.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        var right = service.CreateClient(http, clock);
        client = plant?.Client?.Invoke(right) ?? right;
        client = history?.Record(client) ?? client;
    }

    /// <summary>Plays it, and gives what was seen.</summary>
    internal static async Task<Result> PlayAsync(Schedule schedule, Plant? plant = null, bool isTranscribed = false, Func<TimeProvider, TaskHistory>? record = null)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var clock = new ModelClock();
            var runner = new Runner(schedule.Service.Create(clock), clock, plant, isTranscribed, record?.Invoke(clock));
            runner.stage.Hops.Follow();
            foreach (var command in schedule.Commands)
            {
                runner.stage.Tell($"{command}");
                await runner.DoAsync(command).ConfigureAwait(false);
                if (runner.stage.Wrongs.Count > 0 && record is null)
                {
                    break;
                }
            }

            runner.stage.ObserveAll();
            runner.judge.Close();
            runner.result.Wrongs.AddRange(runner.stage.Wrongs);
            runner.result.Transcript = runner.stage.Transcript;
            return runner.result;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private async Task DoAsync(Command command)
    {
        switch (command)
        {
            case Add add:
                AddTask(add);
                break;
            case Happen happen:
                stage.Clock.After(TimeSpan.FromSeconds(happen.AfterSeconds), () => Happens(happen.Task, happen.What));
                break;
            case Race race:
                stage.AddRace(() => Happens(race.Task, race.What));
                break;
            case Fault fault:
                stage.Add(fault);
                break;
            case Pass pass:
                stage.Clock.PassTo(stage.Clock.Elapsed + TimeSpan.FromSeconds(pass.Seconds));
                break;
            case FireToken fire:
                tokenAfter = TimeSpan.FromSeconds(fire.AfterSeconds);
                break;
            case Cancel cancel when stage.Find(cancel.Task) is { } subject:
                await CancelOneAsync(command, subject, null);
                break;
            case CancelAndWait cancel when stage.Find(cancel.Task) is { } subject:
                await CancelOneAsync(command, subject, cancel.TimeoutSeconds);
                break;
            case CancelGroup group:
                await CancelByFilterAsync(
                    command,
                    stage.Service.FilterBy(group.Other),
                    subject => subject.IsOther == group.Other,
                    new CancelOptions { Selection = group.Selection, MaxTargets = group.MaxTargets, MaxConcurrency = 1 });
                break;
            case CancelNamed named:
                Subject[] meant = [.. named.Tasks.Select(stage.Find).OfType<Subject>()];
                if (meant.Length > 0)
                {
                    await CancelByFilterAsync(command, new TaskFilter { Ids = [.. meant.Select(subject => subject.Id)] }, meant.Contains, new CancelOptions { MaxConcurrency = 1 });
                }

                break;
            case CancelStream stream:
                await CancelStreamAsync(command, stream);
                break;
            case Plan plan:
                await PlanAsync(command, plan.Other);
                break;
            case Execute execute when planned is { } made:
                await ExecuteAsync(command, made.Call, made.Plan, execute.NewTasks);
                break;
            case Await awaiting when last is { } waited:
                await WaitForAsync(command, waited.Call, waited.Operation, awaiting.TimeoutSeconds);
                break;
            case Wait wait when stage.Find(wait.Task) is { } subject:
                await WaitPlainlyAsync(command, subject, wait.TimeoutSeconds);
                break;
            case RunTask run when stage.Find(run.Task) is { } subject:
                await RunToEndAsync(command, subject, run);
                break;
            case Bind bind when stage.Find(bind.Task) is { } subject:
                await BindAsync(command, subject, bind);
                break;
            case Watch watch:
                await WatchAsync(command, watch);
                break;
            case Store:
                StoreAll();
                break;
            case Find find when stage.Find(find.Task) is { } subject:
                var finding = Begin(command, new Call(0, null, 0));
                var (found, notFound) = await RunAsync(finding, token => client.FindAsync(subject.Id, null, token)).ConfigureAwait(false);
                judge.Found(finding, subject, found, notFound);
                break;
            case List list:
                var listing = Begin(command, new Call(0, null, 0));
                var (tasks, notListed) = await RunAsync(listing, token => client.ListAsync(stage.Service.FilterBy(list.Other), null, token).ToListAsync(token).AsTask()!).ConfigureAwait(false);
                judge.Listed(listing, list.Other, tasks, notListed);
                break;
            default:
                break;
        }
    }

    private void AddTask(Add add)
    {
        var time = TimeSpan.FromSeconds(add.Seconds);
        if (stage.Find(add.Task) is null && stage.Service.Add(add.Kind, add.Other, time) is { } id)
        {
            stage.Subjects.Add(new Subject(add.Task, id, add.Kind, add.Other) { IsCanceledByOther = add.Kind is SceneKind.Canceling or SceneKind.Canceled });
            stage.ReadResult();
        }
    }

    private void Happens(int number, Event what)
    {
        if (stage.Find(number) is not { } subject)
        {
            return;
        }

        stage.Tell($"  {what} {number}");
        switch (what)
        {
            case Event.Finish:
                stage.Service.Finish(subject.Id);
                break;
            case Event.Fail:
                stage.Service.Fail(subject.Id);
                break;
            case Event.Remove:
                stage.Service.Remove(subject.Id);
                break;
            default:
                subject.IsCanceledByOther = true;
                stage.History?.ObserveCancel(subject.Id);
                stage.Service.CancelByOther(subject.Id);
                break;
        }

        stage.ReadResult();
    }

    private async Task CancelOneAsync(Command command, Subject subject, double? timeout)
    {
        var call = Begin(command, new Call(0, null, 0) { Addresses = one => one == subject });
        subject.IsAddressed = true;
        if (timeout is not { } seconds)
        {
            var (operation, error) = await RunAsync(call, token => client.CancelAsync(subject.Id, token)!).ConfigureAwait(false);
            Keep(call, operation, error);
            return;
        }

        var (report, failure) = await RunAsync(call, async token =>
        {
            // As the extension does it, with a note of when the wait begins.
            var operation = await client.CancelAsync(subject.Id, token).ConfigureAwait(false);
            Waits(call, seconds);
            return await operation.WaitForCompletionAsync(Options(seconds), token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        judge.Report(call, report, failure);
    }

    private async Task CancelByFilterAsync(Command command, TaskFilter filter, Func<Subject, bool> addresses, CancelOptions options)
    {
        var call = Begin(command, new Call(0, null, 0) { Addresses = addresses, IsByFilter = true });
        foreach (var subject in stage.Subjects.Where(addresses))
        {
            subject.IsAddressed = true;
        }

        var (operation, error) = await RunAsync(call, token => client.CancelAsync(filter, options, token)!).ConfigureAwait(false);
        if (error is not null)
        {
            judge.FilterFailed(call, options, error);
        }
        else
        {
            judge.Picked(call, filter, operation!.Accepted);
        }

        Keep(call, operation, error);
    }

    private async Task CancelStreamAsync(Command command, CancelStream stream)
    {
        TaskTarget[] input = [.. stream.Tasks.Select(number => number == 0 ? "not an id" : stage.Find(number)?.Id).OfType<TaskId>().Select(TaskTarget.FromTaskId)];
        bool IsMeant(Subject subject) => input.Any(target => target.Id == subject.Id);
        var call = Begin(command, new Call(0, null, 0) { Addresses = IsMeant });
        foreach (var subject in stage.Subjects.Where(IsMeant))
        {
            subject.IsAddressed = true;
        }

        using var stop = new CancellationTokenSource();
        if (stream.StopAfterSeconds is { } delay)
        {
            stage.Clock.After(TimeSpan.FromSeconds(delay), () =>
            {
                if (call.To == int.MaxValue)
                {
                    call.StoppedAt = stage.ReadResult();
                    stage.Tell($"  stop");
                    if (!call.IsBatchOver)
                    {
                        stage.Hops.Expect();
                    }

                    stop.Cancel();
                }
            });
        }

        var options = new BatchOptions { Window = stream.Window, MaxConcurrency = 1, Linger = TimeSpan.Zero, Stop = stop.Token };
        var (outcomes, error) = await RunAsync(call, token => Refined(call, client.CancelManyAsync(input.ToAsyncEnumerable(), options, token), stream.WaitSeconds).ToListAsync(token).AsTask()!).ConfigureAwait(false);
        judge.Streamed(call, input, outcomes, error);
    }

    private async Task PlanAsync(Command command, bool other)
    {
        var filter = stage.Service.FilterBy(other);
        var call = Begin(command, new Call(0, null, 0) { Addresses = subject => subject.IsOther == other, IsByFilter = true });
        var (plan, error) = await RunAsync(call, token => client.PlanAsync(filter, new CancelOptions { MaxConcurrency = 1 }, token)!).ConfigureAwait(false);
        judge.Planned(call, filter, plan, error);
        planned = plan is null ? null : (call, plan);
    }

    private async Task ExecuteAsync(Command command, Call planning, CancellationPlan plan, int? newTasks)
    {
        foreach (var subject in stage.Subjects.Where(planning.Addresses))
        {
            subject.IsAddressed = true;
        }

        var drift = newTasks switch { null => DriftPolicy.OnlyPlanned, < 0 => DriftPolicy.FailOnDrift, { } most => DriftPolicy.AllowNew(most) };
        var call = Begin(command, new Call(0, null, 0) { Addresses = planning.Addresses, IsByFilter = true }, planning.From);
        var began = stage.Moment;
        var (operation, error) = await RunAsync(call, token => client.ExecuteAsync(plan, drift, token)!).ConfigureAwait(false);
        judge.Executed(call, plan, newTasks, began, operation?.Accepted, error);
        last = operation is null ? null : (call, operation);
    }

    private void Keep(Call call, CancellationOperation? operation, Exception? error)
    {
        last = operation is null ? null : (call, operation);
        if (operation is not null || !call.IsByFilter)
        {
            judge.Report(call, operation?.Accepted, error);
        }
    }

    private async Task WaitForAsync(Command command, Call call, CancellationOperation operation, double seconds)
    {
        stage.Tell($"{call} goes on");
        stage.Call = call;
        call.To = int.MaxValue;
        Waits(call, seconds);
        var (report, error) = await RunAsync(call, token => operation.WaitForCompletionAsync(Options(seconds), token)!).ConfigureAwait(false);
        judge.Report(call, report, error);
    }

    private async Task WaitPlainlyAsync(Command command, Subject subject, double seconds)
    {
        var call = Begin(command, new Call(0, null, 0));
        Waits(call, seconds);
        var (task, error) = await RunAsync(call, token => client.WaitForCompletionAsync(subject.Id, Options(seconds), token)!).ConfigureAwait(false);
        judge.Waited(call, subject, task, error);
    }

    private Call Begin(Command command, Call shape, int? from = null)
    {
        stage.ObserveAll();
        var now = stage.ReadResult();
        var call = new Call(++calls, command, from ?? now) { Addresses = shape.Addresses, IsByFilter = shape.IsByFilter, FollowsStale = stage.Exchanges.Exists(one => one.IsStale) };
        stage.Call = call;
        return call;
    }

    private void Waits(Call call, double seconds)
    {
        call.IsWait = true;
        call.WaitsFrom = stage.Clock.Elapsed;
        call.Timeout = TimeSpan.FromSeconds(seconds);
    }

    private static WaitOptions Options(double seconds) => new() { Timeout = TimeSpan.FromSeconds(seconds), Jitter = 0 };

    // An operation's wait begins when its cancel has been answered; the time between counts for neither.
    private async Task<(T? Value, Exception? Error)> RunAsync<T>(Call call, Func<CancellationToken, Task<T?>> begin)
        where T : class
    {
        using var source = new CancellationTokenSource();
        call.Token = source.Token;
        call.TokenFiredAt = null;
        var isOver = false;
        if (tokenAfter is { } delay)
        {
            tokenAfter = null;
            stage.Clock.After(delay, () =>
            {
                if (!isOver)
                {
                    call.TokenFiredAt = stage.ReadResult();
                    stage.Tell($"  token fires");
                    source.Cancel();
                }
            });
        }

        var work = BeginAsync(begin, source.Token);
        driver.Run(work, call);
        isOver = true;
        call.To = stage.ReadResult();
        call.EndedAt = stage.Clock.Elapsed;
        stage.Call = null;
        if (!work.IsCompleted)
        {
            return (null, new TimeoutException("The call does not end."));
        }

        T? value = null;
        Exception? error = null;
        try
        {
            value = await work.ConfigureAwait(false);
        }
        catch (Exception thrown)
        {
            error = thrown;
        }

        judge.Requests(call, error);
        return (value, error);
    }

    private static async Task<T?> BeginAsync<T>(Func<CancellationToken, Task<T?>> begin, CancellationToken token) => await begin(token).ConfigureAwait(false);
}

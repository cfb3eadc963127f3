using System.Collections.ObjectModel;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Hostile;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Faults;

/// <summary>A service with some tasks, and the requests of one call to it, some of which a fault hits.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    private const int MostArrivals = 5;
    private static readonly TimeSpan EndsAfter = TimeSpan.FromSeconds(20);
    private readonly FaultTransport transport;
    private readonly Dictionary<string, byte[]> firstReplies = [];
    private readonly HostileService hostile;
    private readonly TaskId ended;
    private bool endsToCome;
    private int arrivals;
    private int logins;
    private bool isRevoked;

    /// <param name="service">The service, or one of its ways to log in, as <see cref="HostileService.All"/> names them.</param>
    internal FaultScene(string service)
    {
        var clock = TestClock.Create();
        transport = new FaultTransport(clock);
        Service = Services.Create(service.Split('/')[0], clock, transport);
        hostile = HostileService.Create(service, transport, transport.ClientClock, Service);
        ended = Service.AddEnded(TaskState.Succeeded);
        All = [Service.AddRunning(), Service.AddRunning(), Service.AddPending()];
        Bystander = Service.AddRunning(Service.OtherScope);
    }

    internal ServiceHarness Service { get; }

    internal TaskClient Client => hostile.Client;

    /// <summary>What no text may show.</summary>
    internal IReadOnlyList<string> Secrets => hostile.Secrets;

    /// <summary>The token of the call.</summary>
    internal CancellationToken Token { get; set; }

    internal TaskFilter Filter => Service.FilterBy(Service.Scope);

    /// <summary>The unfinished tasks that the filter matches.</summary>
    internal IReadOnlyList<TaskId> All { get; }

    internal TaskId One => All[0];

    internal IReadOnlyList<TaskId> Two => [All[0], All[1]];

    /// <summary>A task that no call means.</summary>
    internal TaskId Bystander { get; }

    /// <summary>The operation of a cancel that was sent before anything went wrong.</summary>
    internal CancellationOperation? Operation { get; private set; }

    /// <summary>How many requests the fault has hit.</summary>
    internal int Hits { get; private set; }

    /// <summary>How many requests there were.</summary>
    internal int Requests { get; private set; }

    /// <summary>How many of the requests were cancels, those that the service did not see included.</summary>
    internal int Cancels { get; private set; }

    /// <summary>Called with the number of each request, from 1: before the service sees it, and after it has acted.</summary>
    internal Action<int, bool>? AtRequest { get; set; }

    /// <summary>Whether a request is for a page of a list after the first.</summary>
    internal static bool IsPage(HttpRequestMessage request) => request.Method == HttpMethod.Get && request.RequestUri!.Query.Length > 0;

    private static bool IsLogin(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && (request.RequestUri!.AbsolutePath.EndsWith("/oauth/token", StringComparison.Ordinal) || request.RequestUri.AbsolutePath.EndsWith("/auth", StringComparison.Ordinal));

    /// <summary>What logins gave is worth nothing from now on.</summary>
    private void Revoke()
    {
        switch (Service.Emulator)
        {
            case CloudFoundryEmulator server:
                server.RevokeTokens(refreshTokensToo: true);
                break;
            case VeevaVaultEmulator server:
                server.EndSessions();
                break;
        }
    }

    internal void Jump(TimeSpan by) => transport.Jump(by);

    /// <summary>Adds a task that the filter matches, a few times: a list that grows with every page would have no end.</summary>
    internal void AddAnother()
    {
        if (arrivals++ < MostArrivals)
        {
            Service.AddRunning();
        }
    }

    internal void RemoveAnEndedOne()
    {
        if (Service.Truth(ended) is not null)
        {
            Service.Remove(ended);
        }
    }

    internal void RemoveAll()
    {
        foreach (var id in All.Where(id => Service.Truth(id) is not null))
        {
            // Its queue holds on to what has not ended.
            if (Service.Emulator is MeilisearchEmulator)
            {
                Service.Finish(id);
            }

            Service.Remove(id);
        }
    }

    /// <summary>Gets ready for a verb, and lets the fault hit the requests that come now.</summary>
    internal async Task SetAsync(FaultVerb verb, Fault fault, FaultExtent extent)
    {
        _ = Client;
        if (verb.IsPrepared)
        {
            var canceling = Client.CancelAsync(One);
            await Service.RunAsync(canceling);
            Operation = await canceling;
        }

        endsToCome = verb.Ends;
        transport.Between = (request, act, token) => PassAsync(request, act, fault, extent, token);
    }

    /// <summary>From now on nothing goes wrong.</summary>
    internal void Heal() => transport.Between = null;

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    // Not before the call has had a chance to see them.
    private void EndLater()
    {
        if (!endsToCome)
        {
            return;
        }

        endsToCome = false;
        Service.Clock.CreateTimer(
            _ =>
            {
                foreach (var id in All.Where(id => Service.Truth(id) is not null))
                {
                    Service.Finish(id);
                }
            },
            null, EndsAfter, Timeout.InfiniteTimeSpan);
    }

    private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, Func<Task<HttpResponseMessage>> act, Fault fault, FaultExtent extent, CancellationToken token)
    {
        Requests++;
        var isCancel = Service.IsCancel(new EmulatedRequest(request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, ReadOnlyDictionary<string, string>.Empty, default));
        Cancels += isCancel ? 1 : 0;
        var number = Requests;
        AtRequest?.Invoke(number, false);
        token.ThrowIfCancellationRequested();
        var isLogin = IsLogin(request);
        logins += isLogin ? 1 : 0;
        if (extent == FaultExtent.NewLogins && !isLogin && logins > 0 && !isRevoked)
        {
            isRevoked = true;
            Revoke();
        }

        var isHit = extent switch
        {
            FaultExtent.First => Requests == 1,
            FaultExtent.Second => Requests == 2,
            FaultExtent.Cancel => isCancel && Cancels == 1,
            FaultExtent.FromCancel => Cancels > 0,
            FaultExtent.Login => isLogin && logins == 1,
            FaultExtent.Logins => isLogin,
            FaultExtent.NewLogins => isLogin && isRevoked,
            _ => true,
        };
        if (!isHit || extent == FaultExtent.Always)
        {
            EndLater();
        }

        var path = request.RequestUri.AbsolutePath;
        var first = firstReplies.GetValueOrDefault(path);
        if (isHit)
        {
            Hits++;
            return await fault.PlayAsync(new FaultedRequest(request, this, KeepAsync, first, token));
        }

        return await KeepAsync();

        async Task<HttpResponseMessage> KeepAsync()
        {
            var reply = await act();
            AtRequest?.Invoke(number, true);
            if (request.Method == HttpMethod.Get && !firstReplies.ContainsKey(path))
            {
                firstReplies[path] = await reply.Content.ReadAsByteArrayAsync(CancellationToken.None);
            }

            return reply;
        }
    }
}

namespace TaskCancellation.Testing;

/// <summary>The faults that an emulator injects. The first rule that matches a request applies; without a match the emulator answers as the service does.</summary>
/// <example>
/// <code>
/// emulator.Faults.OnCall(2).Respond(EmulatedReply.Html(503));
/// emulator.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();
/// </code>
/// </example>
public sealed class FaultRules
{
    private readonly Lock gate = new();
    private readonly List<FaultRule> rules = [];
    private int calls;

    internal FaultRules()
    {
    }

    /// <summary>Adds a rule for one request by its number, counted from 1 since the rules were created or cleared.</summary>
    public FaultRule OnCall(int number) => Add(new FaultRule((_, call) => call == number));

    /// <summary>Adds a rule for every request that satisfies <paramref name="condition"/>.</summary>
    public FaultRule When(Func<EmulatedRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Add(new FaultRule((request, _) => condition(request)));
    }

    /// <summary>Adds a rule for requests with that method whose path ends with <paramref name="pathEnd"/>, such as <c>On("POST", "/tasks/cancel")</c>.</summary>
    public FaultRule On(string method, string pathEnd) => When(request =>
        request.Method == method && request.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    /// <summary>Adds a rule for every request.</summary>
    public FaultRule Always() => Add(new FaultRule((_, _) => true));

    /// <summary>Removes all rules and counts requests from 1 again.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
            calls = 0;
        }
    }

    internal FaultRule? Take(EmulatedRequest request)
    {
        lock (gate)
        {
            calls++;
            return rules.Find(rule => rule.Take(request, calls));
        }
    }

    private FaultRule Add(FaultRule rule)
    {
        lock (gate)
        {
            rules.Add(rule);
        }

        return rule;
    }
}

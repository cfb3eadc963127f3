namespace TaskCancellation.Testing;

/// <summary>The faults an emulator plays: <c>emulator.Faults.OnCall(2).Respond(EmulatedReply.Html(503))</c>. The first rule that applies to a request wins; without one the emulator answers as the service does.</summary>
public sealed class FaultRules
{
    private readonly Lock gate = new();
    private readonly List<FaultRule> rules = [];
    private int calls;

    internal FaultRules()
    {
    }

    /// <summary>A rule for the call of that number, counted from 1 since the rules were made or cleared.</summary>
    public FaultRule OnCall(int number) => Add(new FaultRule((_, call) => call == number));

    /// <summary>A rule for every request that the condition picks.</summary>
    public FaultRule When(Func<EmulatedRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Add(new FaultRule((request, _) => condition(request)));
    }

    /// <summary>A rule for requests of that method whose path ends so: <c>On("POST", "/tasks/cancel")</c>.</summary>
    public FaultRule On(string method, string pathEnd) => When(request =>
        request.Method == method && request.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    /// <summary>A rule for every request.</summary>
    public FaultRule Always() => Add(new FaultRule((_, _) => true));

    /// <summary>Forgets all rules and counts calls from 1 again.</summary>
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

using System.Text;
using TaskCancellation.Parity.Tests.Comparing;
using TaskCancellation.Parity.Tests.Playing;
using TaskCancellation.Recordings;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Parity.Tests.CloudFoundry;

/// <summary>Plays a cloud controller's recording. This part sends the probes; the others make the state, in words or by requests, and tell when what happens.</summary>
internal sealed partial class CloudFoundryPlayer : SectionPlayer
{
    /// <summary>Recordings in words set rows up with stamps from this instant on, and were made later; the others count from the begin of a section.</summary>
    private static readonly DateTimeOffset StampOrigin = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Whom the recordings' apps, docker images, run as.</summary>
    private const string DockerUser = "root";

    private readonly string section;
    private readonly CloudFoundryScript script;
    private readonly DateTimeOffset origin;
    private readonly VirtualClock clock;
    private readonly CloudFoundryEmulator emulator;
    private readonly TokenForge forge;
    private readonly Dictionary<string, CloudFoundryUser> users = new(StringComparer.Ordinal);
    private int lastLine;

    private CloudFoundryPlayer(string section, CloudFoundryScript script, DateTimeOffset origin, CloudFoundrySymbols symbols, bool hasProxy)
        : base(new CloudFoundryRules(script.IsInWords), new SymbolTable(CloudFoundrySymbols.Syntax, symbols.Meaning))
    {
        this.section = section;
        this.script = script;
        this.origin = origin;
        clock = TestClock.Create(script.IsInWords ? origin.AddHours(1) : origin);
        emulator = new CloudFoundryEmulator(clock)
        {
            LoginAddress = new("https://uaa.cf.test/"),
            IsClockRunning = false,
            IsWorkerRunning = false,
            JobDelay = TimeSpan.Zero,
            CancelDelay = Timeout.InfiniteTimeSpan,
            HasProxy = hasProxy,
        };
        Client = emulator.CreateClient();
        forge = new TokenForge(emulator.TokenKey, $"{Trim(emulator.UaaAddress)}/oauth/token", clock.GetUtcNow());
        NameAll(symbols);
        AddUser("admin", []);
    }

    protected override HttpClient Client { get; }

    /// <summary>Makes the player of a section.</summary>
    internal static CloudFoundryPlayer Create(Recording recording, string section)
    {
        var script = CloudFoundryScript.Of(recording, section);
        var origin = script.IsInWords ? StampOrigin : new DateTimeOffset(2026, 11, 29, 1, 34, 0, TimeSpan.Zero);
        var hasProxy = recording.About.Contains("reverse proxy in front", StringComparison.Ordinal) && !section.Contains("without-proxy", StringComparison.Ordinal);
        return new(section, script, origin, new CloudFoundrySymbols(origin, tolerance: script.IsInWords ? 0 : 1), hasProxy);
    }

    protected override Task SetUpAsync(RecordedStep step) => PlayAsync(step, () => script.IsInWords ? TellAsync(step) : MakeAsync(step));

    protected override Task LetHappenAsync(RecordedStep step) => PlayAsync(step, () => script.IsInWords ? TellAsync(step) : HappenAsync(step));

    protected override Task ProbeAsync(RecordedStep step) => PlayAsync(step, async () => Judge(step, await AnswerAsync(step)));

    protected override HttpRequestMessage CreateRequest(RecordedStep step)
    {
        var request = base.CreateRequest(step);
        if (script.IsInWords && request.Content is not null)
        {
            if (!step.Sent.ContainsKey("content-type"))
            {
                request.Content.Headers.ContentType = null;
            }

            request.Content = WithInvalidBytes(request.Content, step.Body);
        }

        request.Headers.Remove("Authorization");
        if (Authorization(step) is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return request;
    }

    /// <summary>A replacement character in a recorded body stands for a byte that is no UTF-8.</summary>
    private static HttpContent WithInvalidBytes(HttpContent content, byte[]? body)
    {
        if (body is null || body.AsSpan().IndexOf("\\ufffd"u8) < 0)
        {
            return content;
        }

        var invalid = new ByteArrayContent([.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("\\ufffd", "\u00FF", StringComparison.Ordinal))]);
        invalid.Headers.ContentType = content.Headers.ContentType;
        return invalid;
    }

    private static string Trim(Uri address) => address.AbsoluteUri.TrimEnd('/');

    /// <summary>Plays a line, and before it those of another section of the same world that come first.</summary>
    private async Task PlayAsync(RecordedStep step, Func<Task> play)
    {
        foreach (var line in script.Between(lastLine, step).ToList())
        {
            lastLine = line.Line;
            await (script.IsInWords ? TellAsync(line) : line.Kind == StepKind.Setup ? MakeAsync(line) : HappenAsync(line));
        }

        lastLine = step.Line;
        clock.Advance(Breath);
        PutUntold(step);
        await play();
    }

    /// <summary>What the request shows: the token of a role, the header that a description stands for, or the one that was sent.</summary>
    private string? Authorization(RecordedStep step)
    {
        var sent = step.Sent.GetValueOrDefault("authorization") is [var value] ? value : null;
        if (sent is not null)
        {
            return forge.Header(sent, UserId) is { } forged && sent.Contains(": ", StringComparison.Ordinal) ? forged : sent;
        }

        if (step.Text("as") is not { } role || role == "nobody")
        {
            return null;
        }

        var parts = role.Split(':');
        return users.TryGetValue(parts[0], out var user)
            ? $"bearer {(parts.Length == 1 ? user.Tokens[0] : forge.Sign(user.Id!, $"cloud_controller.{parts[1]}"))}"
            : forge.Header(role, UserId) ?? $"bearer {role}";
    }

    /// <summary>The guid of a user: in words, one of the symbols; otherwise the name, which ends with the section's unless the user is one everywhere.</summary>
    private string UserId(string name) =>
        script.IsInWords ? Symbols.Find($"user:{name}") ?? name
        : Everywhere(name) is null ? name + section
        : name;

    private static CloudFoundryRole? Everywhere(string name) => name switch
    {
        "admin" => CloudFoundryRole.Admin,
        "admin_read_only" => CloudFoundryRole.AdminReadOnly,
        "global_auditor" => CloudFoundryRole.GlobalAuditor,
        _ => null,
    };

    private void AddUser(string name, IReadOnlyList<CloudFoundryGrant> grants)
    {
        var id = UserId(name);
        users[name] = new CloudFoundryUser
        {
            Name = script.IsInWords ? name : id,
            Id = id,
            Roles = Everywhere(name) is { } role ? [new(role)] : grants,
            Tokens = [$"token-of-{id}"],
        };
        emulator.AddUser(users[name]);
    }

    /// <summary>A role as the recordings write it.</summary>
    private static CloudFoundryRole Role(string name) => name switch
    {
        "space_developer" => CloudFoundryRole.SpaceDeveloper,
        "space_supporter" => CloudFoundryRole.SpaceSupporter,
        "space_manager" => CloudFoundryRole.SpaceManager,
        "space_auditor" => CloudFoundryRole.SpaceAuditor,
        "org_manager" or "organization_manager" => CloudFoundryRole.OrganizationManager,
        "org_auditor" or "organization_auditor" => CloudFoundryRole.OrganizationAuditor,
        "org_billing_manager" or "organization_billing_manager" => CloudFoundryRole.OrganizationBillingManager,
        _ => CloudFoundryRole.None,
    };

    /// <summary>Gives the instants their values, and a guid to what the section names, but for what only a reply can name.</summary>
    private void NameAll(CloudFoundrySymbols symbols)
    {
        Symbols.Bind("api", Trim(emulator.BaseAddress));
        Symbols.Bind("uaa", Trim(emulator.UaaAddress));

        // What an admin did before the first probe stands in the audit log under this guid.
        Symbols.Bind("user:admin", "admin");
        var made = script.MadeByRequest();
        foreach (var (number, name) in script.Names().Index())
        {
            if (CloudFoundrySymbols.TryInstant(name, out var seconds))
            {
                Symbols.Bind(name, symbols.Text(seconds, name.Contains('|', StringComparison.Ordinal)));
            }
            else if (CloudFoundrySymbols.Repeated(name) is { } text)
            {
                Symbols.Bind(name, text);
            }
            else if (name == "unknown" || (name.Split(':')[0] is "app" or "space" or "org" or "droplet" or "user" or "process") || (script.IsInWords && name.StartsWith("task:", StringComparison.Ordinal) && !made.Contains(name)))
            {
                Bind(name, $"c0ffee00-0000-4000-a000-{number:x12}");
            }
        }
    }

    /// <summary>A reply names what was made, equal or not in all else: later steps ask for it by that name.</summary>
    private void Learn(RecordedStep step, EmulatedAnswer answer)
    {
        if (CloudFoundryScript.Guid(step.Reply) is { } name && CloudFoundryScript.Guid(answer.Json) is { } guid)
        {
            Bind(name, guid);
        }
        else if (CloudFoundryScript.IsCreate(step) && answer.Status >= 500 && emulator.Rows is [.., var row] && script.NextUnnamed(step, name => Symbols.Find(name) is null) is { } unnamed)
        {
            // The answer does not name the row that it left: the next one to ask for it does.
            Bind(unnamed, row.Id);
        }

        if (step.ReplyHeaders.GetValueOrDefault("Location") is { } place && answer.Headers.GetValueOrDefault("Location") is { } actualPlace)
        {
            Bind(place.Split('/')[^1].Trim('{', '}'), actualPlace.Split('/')[^1]);
        }
    }

    private void Bind(string name, string value)
    {
        if (Symbols.Find(name) is null && name.Contains(':', StringComparison.Ordinal) | name == "unknown")
        {
            Symbols.Bind(name, value);
            Symbols.Bind($"{name}:upper", value.ToUpperInvariant());
        }
    }
}

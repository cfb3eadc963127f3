using System.CommandLine;
using TaskCancellation.Tool.Contexts;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Connections;

/// <summary>The options that say where to connect: a context, or everything that a context would hold.</summary>
internal sealed class ConnectionOptions
{
    private const string ContextVariable = "TASKCANCEL_CONTEXT";
    private readonly ContextStore contexts;
    private readonly ToolHost host;

    private readonly Option<string?> context = new("--context", "-c") { HelpName = "NAME", Description = $"A context of the configuration file; {ContextVariable}, or else the current one, if neither this nor --service is given." };
    private readonly Option<string?> service = new Option<string?>("--service") { HelpName = "SERVICE", Description = "The service, instead of a context." }.AcceptOnlyFromAmong([.. ServiceKind.All.Select(one => one.Name)]);
    private readonly Option<string?> endpoint = new("--endpoint") { HelpName = "URL", Description = "Its address, such as https://search.example.com." };
    private readonly Option<string?> authentication = new("--auth") { HelpName = "WAY", Description = $"How to authenticate: {string.Join("; ", ServiceKind.All.Select(one => $"{one.Name} {string.Join('|', one.Authentications.Select(way => way.Name))}"))}. Told from the other options where it is not given." };
    private readonly Option<string?> user = new("--user") { HelpName = "NAME", Description = "The user, or the client id, of --auth basic, password or client." };
    private readonly Option<string?> variable = new("--credential-env") { HelpName = "VARIABLE", Description = $"The environment variable that holds the credential. The default is {SecretSource.DefaultVariable}." };
    private readonly Option<string?> command = new("--credential-command") { HelpName = "COMMAND", Description = "A command that prints the credential." };
    private readonly Option<bool> prompt = new("--credential-prompt") { Description = "Ask for the credential." };
    private readonly Option<string[]> settings = new("--setting") { HelpName = "NAME=VALUE", Description = $"A setting of one service: {string.Join("; ", ServiceKind.All.SelectMany(one => one.Settings.Select(setting => $"{one.Name} {setting.Name} ({setting.Description})")))}." };
    private readonly Option<bool> insecureHttp = new("--insecure-http") { Description = "Send the credential over plain http to another machine, where it can be read on the way." };

    internal ConnectionOptions(ToolHost host)
    {
        this.host = host;
        contexts = new ContextStore(host);
        context.CompletionSources.Add(_ => contexts.NamesForCompletion());
    }

    private Option[] Direct => [service, endpoint, authentication, user, variable, command, prompt, settings, insecureHttp];

    internal void AddTo(Command to, bool withContext = true)
    {
        foreach (var option in withContext ? [context, .. Direct] : Direct)
        {
            to.Add(option);
        }
    }

    /// <summary>Reads the connection: from a context, or from the options themselves. They do not mix: a credential is for one place.</summary>
    internal Connection Read(ParseResult parsed)
    {
        var given = Direct.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToArray();
        if (given.Length == 0)
        {
            return contexts.Get(parsed.GetValue(context) ?? Variable());
        }

        return parsed.GetValue(context) is null
            ? ReadDirect(parsed)
            : throw new UsageException($"--context and {given[0]} do not go together: a context holds the whole connection.");
    }

    /// <summary>Reads the connection from the options themselves.</summary>
    internal Connection ReadDirect(ParseResult parsed)
    {
        if (parsed.GetValue(service) is not { } name || parsed.GetValue(endpoint) is not { } address)
        {
            throw new UsageException("--service and --endpoint belong together, and the other options of a connection need both.");
        }

        var kind = ServiceKind.Find(name);
        if (parsed.GetValue(authentication) is { } asked)
        {
            _ = kind.Choose(asked, parsed.GetValue(user), hasSecret: true);
        }

        return new Connection
        {
            Service = kind,
            Endpoint = ParseEndpoint(address),
            Authentication = parsed.GetValue(authentication),
            User = parsed.GetValue(user),
            Credential = ReadSource(parsed),
            Settings = ReadSettings(kind, parsed.GetValue(settings) ?? []),
            AllowsInsecureHttp = parsed.GetValue(insecureHttp),
        };
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="UsageException">It is none of http or https, or has a user, a query or a fragment.</exception>
    internal static Uri ParseEndpoint(string text)
    {
        // The text may hold a password: what is wrong is told without it.
        return !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            ? throw new UsageException("--endpoint takes an address with its scheme, such as https://search.example.com.")
            : address is { UserInfo.Length: > 0 } or { Query.Length: > 0 } or { Fragment.Length: > 0 }
                ? throw new UsageException("--endpoint takes an address without user, query and fragment. Credentials come from --credential-env, --credential-command or a prompt.")
                : address;
    }

    private static Dictionary<string, string> ReadSettings(ServiceKind kind, string[] given)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == text.Length - 1)
            {
                throw new UsageException($"--setting: '{text}' is not written as NAME=VALUE.");
            }

            var name = text[..equals];
            if (kind.Settings.All(one => one.Name != name))
            {
                throw new UsageException($"--setting: {kind.Name} has no '{name}'{(kind.Settings.Count == 0 ? "" : $", but {string.Join(", ", kind.Settings.Select(one => one.Name))}")}.");
            }

            read[name] = text[(equals + 1)..];
        }

        return read;
    }

    private string? Variable() => host.GetVariable(ContextVariable) switch
    {
        null => null,
        var name when string.IsNullOrWhiteSpace(name) => throw new UsageException($"The environment variable {ContextVariable} is empty."),
        var name => name,
    };

    private SecretSource? ReadSource(ParseResult parsed)
    {
        SecretSource?[] given =
        [
            parsed.GetValue(variable) is { } name ? new SecretSource(Variable: name) : null,
            parsed.GetValue(command) is { } text ? new SecretSource(Command: text) : null,
            parsed.GetValue(prompt) ? new SecretSource(IsAsked: true) : null,
        ];
        return given.Count(source => source is not null) <= 1
            ? given.FirstOrDefault(source => source is not null)
            : throw new UsageException("Of --credential-env, --credential-command and --credential-prompt, only one can be given.");
    }
}

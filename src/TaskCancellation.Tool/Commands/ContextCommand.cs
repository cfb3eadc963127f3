using System.CommandLine;
using TaskCancellation.Tool.Connections;
using TaskCancellation.Tool.Contexts;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Keeps connections under names.</summary>
internal sealed class ContextCommand : Command
{
    internal ContextCommand(ToolHost host)
        : base("context", "Keeps connections under names, in a configuration file that holds no credential.")
    {
        Add(new AddCommand(host));
        Add(new ListContextsCommand(host));
        Add(new UseCommand(host));
        Add(new RemoveCommand(host));
    }

    private sealed class AddCommand : ToolCommand
    {
        private readonly Argument<string> name = new("name") { Description = "The name of the context." };
        private readonly ConnectionOptions connection;
        private readonly Option<bool> replace = new("--replace") { Description = "Replace a context of that name." };

        internal AddCommand(ToolHost host)
            : base(host, "add", "Stores a connection. The first one becomes the current one.")
        {
            connection = new ConnectionOptions(host);
            Add(name);
            Add(replace);
            connection.AddTo(this, withContext: false);
        }

        internal override IReadOnlyList<string> Examples =>
        [
            "taskcancel context add prod --service meilisearch --endpoint https://search.example.com --credential-env PROD_KEY",
            "taskcancel context add es --service elasticsearch --endpoint https://es.example.com:9200 --user me --credential-command 'pass show es'",
            "taskcancel context add cf --service cloudfoundry --endpoint https://api.example.com",
        ];

        protected override Task<ExitCode> RunAsync(ParseResult parsed)
        {
            var store = new ContextStore(Host);
            var file = store.Read();
            var key = parsed.GetRequiredValue(name);
            if (file.Contexts.ContainsKey(key) && !parsed.GetValue(replace))
            {
                throw new UsageException($"There is a context '{key}' already. Pass --replace to replace it.");
            }

            file.Contexts[key] = ContextStore.ToStored(connection.ReadDirect(parsed));
            store.Write(file with { Current = file.Current ?? key });
            Host.Say($"Stored '{key}' in {store.FilePath}{(file.Current is null ? ", as the current context" : "")}.");
            return Task.FromResult(ExitCode.Done);
        }
    }

    private sealed class ListContextsCommand : ToolCommand
    {
        private readonly FormatOptions format = new();

        internal ListContextsCommand(ToolHost host)
            : base(host, "list", "Lists the contexts, and where the credential of each comes from.") => format.AddTo(this);

        internal override IReadOnlyList<string> Examples => ["taskcancel context list"];

        protected override Task<ExitCode> RunAsync(ParseResult parsed)
        {
            var store = new ContextStore(Host);
            var file = store.Read();
            var rows = RowWriter.Create(Host, format.Read(parsed));
            foreach (var (name, context) in file.Contexts)
            {
                rows.Write(
                [
                    new("name", name, "context"),
                    new("isCurrent", name == file.Current, "current"),
                    new("service", context.Service, "service"),
                    new("endpoint", context.Endpoint, "endpoint"),
                    new("auth", context.Auth, "auth"),
                    new("user", context.User, "user"),
                    new("credential", context.CredentialEnv is { } variable ? $"variable {variable}" : context.CredentialCommand is not null ? "command" : context.CredentialPrompt == true ? "prompt" : null, "credential"),
                ]);
            }

            rows.Complete();
            if (file.Contexts.Count == 0)
            {
                Host.Say($"There are no contexts in {store.FilePath}.");
            }

            return Task.FromResult(ExitCode.Done);
        }
    }

    /// <summary>A command for a context that is there.</summary>
    private abstract class NamedContextCommand : ToolCommand
    {
        private readonly Argument<string> name = new("name") { Description = "The name of the context." };

        private protected NamedContextCommand(ToolHost host, string verb, string description)
            : base(host, verb, description)
        {
            name.CompletionSources.Add(_ => new ContextStore(host).NamesForCompletion());
            Add(name);
        }

        protected override Task<ExitCode> RunAsync(ParseResult parsed)
        {
            var store = new ContextStore(Host);
            var file = store.Read();
            var key = parsed.GetRequiredValue(name);
            var (changed, said) = file.Contexts.ContainsKey(key) ? Change(file, key) : throw ContextStore.Unknown(file, key);
            store.Write(changed);
            Host.Say(said);
            return Task.FromResult(ExitCode.Done);
        }

        /// <summary>Changes the file, and says what was changed.</summary>
        private protected abstract (ContextFile Changed, string Said) Change(ContextFile file, string key);
    }

    private sealed class UseCommand(ToolHost host) : NamedContextCommand(host, "use", "Makes a context the current one.")
    {
        internal override IReadOnlyList<string> Examples => ["taskcancel context use prod"];

        private protected override (ContextFile Changed, string Said) Change(ContextFile file, string key) => (file with { Current = key }, $"The current context is '{key}'.");
    }

    private sealed class RemoveCommand(ToolHost host) : NamedContextCommand(host, "remove", "Removes a context.")
    {
        internal override IReadOnlyList<string> Examples => ["taskcancel context remove prod"];

        private protected override (ContextFile Changed, string Said) Change(ContextFile file, string key)
        {
            file.Contexts.Remove(key);
            return file.Current == key ? (file with { Current = null }, $"Removed '{key}'. There is no current context now.") : (file, $"Removed '{key}'.");
        }
    }
}

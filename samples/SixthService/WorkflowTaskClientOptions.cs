namespace SixthService;

/// <summary>The settings of a <see cref="WorkflowTaskClient"/>: those of every client, and an API key.</summary>
public sealed class WorkflowTaskClientOptions : TaskClientOptions
{
    /// <summary>Gets or sets the API key, sent as a bearer token. Required.</summary>
    public string? ApiKey { get; set; }

    protected override bool HasCredential => !string.IsNullOrEmpty(ApiKey);

    protected override IEnumerable<(string Setting, string Problem)> FindProblems(Uri? endpoint) =>
        HasCredential ? base.FindProblems(endpoint) : base.FindProblems(endpoint).Prepend((nameof(ApiKey), "An API key is required: set ApiKey."));
}
